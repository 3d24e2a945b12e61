import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { exitCode, InputError } from '../../errors.ts';
import { codeOf, reasonOf } from '../../report/files/disk.ts';
import { readHeader, readRow } from '../../result/sweep/read-sweep.ts';
import { sweepDifference } from '../../result/sweep/same-sweep.ts';
import type { SweepHeader, SweepRow } from '../../result/sweep/sweep-schema.ts';
import { lineOf } from '../../result/sweep/sweep-text.ts';
import { regularFile, UnreadableFile } from '../../scenario/input-file.ts';
import type { SweepPlan } from './plan.ts';

/**
 * What a sweep has done so far, as a file: the beginning of the table that it writes in the end. A row is there as a whole or cut off, and what is cut off is simulated again.
 */
export class Journal {
  /** The rows that an interrupted sweep has left. */
  readonly known: readonly SweepRow[];
  readonly file: string;
  #isOpen = true;
  readonly #descriptor: number;
  #bytes: number;

  private constructor(file: string, known: readonly SweepRow[], bytes: number, descriptor: number) {
    this.file = file;
    this.known = known;
    this.#bytes = bytes;
    this.#descriptor = descriptor;
  }

  /**
   * Opens the journal of a sweep, and begins one where there is none.
   * @param restart what is there is forgotten. @throws InputError where it is of another sweep (exit code 3; it stays as it is), or cannot be written.
   */
  static open(file: string, plan: SweepPlan, restart: boolean): Journal {
    return onDisk(file, () => {
      const text = !existsSync(file) ? '' : regularFile(file).isFile() ? readFileSync(file, 'utf8') : '';
      const own = lineOf(plan.header);
      // Of a sweep that was killed while it wrote its first line there is nothing to go on with.
      const kept = own.startsWith(text) && text !== own ? '' : text;
      if (kept !== '') checkOwn(file, plan.header, kept.split('\n', 1)[0] as string, restart);
      const known = restart || kept === '' ? [] : knownRows(kept, plan);
      const bytes = kept === '' || restart ? 0 : Buffer.byteLength(own + known.map(lineOf).join(''));
      mkdirSync(dirname(file), { recursive: true });
      const descriptor = openSync(file, 'a');
      truncateSync(file, bytes);
      const journal = new Journal(file, known, bytes, descriptor);
      if (bytes === 0) journal.#write(own);
      return journal;
    });
  }

  /** @throws InputError where it cannot be written, and where another run has written to it. */
  add(row: SweepRow): void {
    onDisk(this.file, () => {
      if (fstatSync(this.#descriptor).size !== this.#bytes) throw busy(this.file);
      this.#write(lineOf(row));
    });
  }

  /** What is in it stays. It may be called again. */
  close(): void {
    if (this.#isOpen) closeSync(this.#descriptor);
    this.#isOpen = false;
  }

  /** The table is written: nothing of it is needed any more. */
  remove(): void {
    this.close();
    rmSync(this.file, { force: true });
  }

  #write(line: string): void {
    this.#bytes += writeSync(this.#descriptor, line);
  }
}

/** The rows of a journal as far as they are those of the plan, in its order and in our own bytes. */
function knownRows(text: string, { units }: SweepPlan): SweepRow[] {
  const lines = text.split('\n').slice(1, -1);
  const rows: SweepRow[] = [];
  for (const [index, line] of lines.entries()) {
    const row = readRow(line);
    const unit = units[index];
    if (row === undefined || row.point !== unit?.point || row.design !== unit.design) break;
    if (lineOf(row) !== `${line}\n`) break;
    rows.push(row);
  }
  return rows;
}

function checkOwn(file: string, own: SweepHeader, line: string, restart: boolean): void {
  const header = readHeader(line, file);
  const difference = restart ? undefined : (sweepDifference(own, header) ?? shardDifference(own, header));
  if (difference === undefined) return;
  throw new InputError(
    {
      file,
      message: `an interrupted sweep has left this, and it is another sweep: it has another ${difference.what}`,
      expected: difference.expected,
      found: difference.found,
      hint: '--restart forgets it and begins anew; or name another folder with --out',
    },
    exitCode.notComparable,
  );
}

function shardDifference({ shard: own }: SweepHeader, { shard }: SweepHeader) {
  if (own.index === shard.index && own.count === shard.count) return undefined;
  return { what: 'shard', expected: `${own.index}/${own.count}`, found: `${shard.index}/${shard.count}` };
}

function busy(file: string): InputError {
  return new InputError({
    file,
    message: 'another run of the same sweep writes to its journal',
    expected: 'one run at a time',
    found: 'rows that are not of this one',
    hint: 'wait for the other, or give each a shard of its own; what both have simulated is gone on with',
  });
}

function onDisk<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined && !(error instanceof UnreadableFile)) throw error;
    throw new InputError({
      file,
      message: 'the journal of the sweep cannot be written',
      expected: 'a file in a folder that can be written',
      found: error instanceof UnreadableFile ? error.message : reasonOf(code as string),
      hint: 'name another place with --journal',
    });
  }
}
