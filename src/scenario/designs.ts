/** The designs of a scenario: each one's overrides laid over the system, read and resolved, with what is wrong told once for all of them. */
import { formatPath, isMap, type Path, type PlainMap, valueAt } from '../path.ts';
import type { Complain, Complaint } from './complaints.ts';
import { withDurations } from './durations-file.ts';
import { merge } from './merge.ts';
import type { Design } from './model.ts';
import { NoteCollector } from './notes.ts';
import { read, SILENT } from './read.ts';
import { resolveSystem } from './resolve-system.ts';
import { type RunContext, systemContext } from './system-context.ts';
import { deletion, system as systemSchema, systemShape } from './system-schema.ts';
import { writtenAt } from './written-at.ts';

export interface DesignsContext extends RunContext {
  /** What was told of the shape of the file. */
  readonly told: readonly Complaint[];
  readonly complain: Complain;
  /** The designs whose notes are collected. */
  readonly kept: readonly string[];
}

/** The designs of a file by name, in their order, as they are written. */
export function designsIn(root: unknown): [string, PlainMap][] {
  const designs = valueAt(root, ['designs']);
  if (!isMap(designs)) return [];
  return Object.entries(designs).filter((entry): entry is [string, PlainMap] => isMap(entry[1]));
}

/** @param root the whole scenario as it is written. */
export function resolveDesigns(root: PlainMap, context: DesignsContext): { designs: Design[]; notes: NoteCollector } {
  const base = Object.fromEntries(Object.entries(root).filter(([key]) => Object.hasOwn(systemShape, key)));
  const written = designsIn(root);
  const told = new Map<string, { complaint: Complaint; designs: string[] }>();
  const notes = new NoteCollector(root);
  // Without a design the system alone is still checked, save for what a design would say.
  const designs = (written.length > 0 ? written : [['', {}] as [string, PlainMap]]).map(([name, overrides]) => {
    const merged = merge(systemSchema, base, overrides) as PlainMap;
    const placeOf = (path: Path) => writtenAt(base, overrides, name, path);
    if (context.kept.includes(name)) {
      notes.addNotesOf(overrides, ['designs', name], (path) => path);
      notes.collect({ ...root, designs: undefined, ...merged }, [], placeOf);
    }
    return resolveDesign(name, merged, context, (complaint) => {
      const placed = { ...complaint, path: placeOf(complaint.path) };
      const identity = `${formatPath(placed.path)} ${placed.message}`;
      const known = told.get(identity);
      if (known === undefined) told.set(identity, { complaint: placed, designs: [name] });
      else if (!known.designs.includes(name)) known.designs.push(name);
    });
  });
  for (const { complaint, designs: of } of told.values()) context.complain(inDesigns(complaint, of, designs.length));
  return { designs, notes };
}

function resolveDesign(name: string, merged: PlainMap, context: DesignsContext, complain: Complain): Design {
  const told = toldOf(name, context.told);
  const meaning = (complaint: Complaint) => {
    told.push(complaint);
    complain(complaint);
  };
  const whole = withDurations(withWholeDeletions(merged), { complain: meaning, readFile: context.readFile });
  const written = read(systemSchema, whole, [], { ...SILENT, meaning }) ?? {};
  return { name, system: resolveSystem(written, systemContext(written, merged, told, context, complain)) };
}

/** What a job does not say of its deletion, the system's says. */
function withWholeDeletions(merged: PlainMap): PlainMap {
  if (!isMap(merged.jobs)) return merged;
  const jobs = Object.entries(merged.jobs).map(([name, job]) => [
    name,
    isMap(job) ? { ...job, deletion: merge(deletion, merged.deletion, job.deletion) } : job,
  ]);
  return { ...merged, jobs: Object.fromEntries(jobs) };
}

/** What was told of the system and of a design's overrides, with paths relative to the system. */
function toldOf(design: string, told: readonly Complaint[]): Complaint[] {
  // Where there is no design, a design would say who deletes.
  const all = design === '' ? [...told, { path: ['deletion'], message: '' }] : told;
  return all.flatMap((complaint): Complaint[] => {
    if (complaint.path[0] !== 'designs') return [complaint];
    return complaint.path[1] === design ? [{ ...complaint, path: complaint.path.slice(2) }] : [];
  });
}

/** Names the designs in which something is wrong, where it is not wrong in all of them. */
function inDesigns(complaint: Complaint, designs: readonly string[], all: number): Complaint {
  if (designs.length === all || complaint.path[0] === 'designs') return complaint;
  return {
    ...complaint,
    message: `${complaint.message} (in the design${designs.length === 1 ? '' : 's'} ${designs.join(', ')})`,
  };
}
