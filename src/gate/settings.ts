import { isMap } from '../path.ts';
import { sha256Hex } from '../sha-256.ts';

/** What a result was made from, as values by their paths: enough to say what changed when a scenario did. */
export type Settings = Readonly<Record<string, Setting>>;
export type Setting = number | string | boolean | null;

/** A longer list of numbers (the times of a trace, an empirical distribution) is told by its digest. */
const LONGEST_LIST = 12;

/**
 * The resolved systems of designs, flat: `semaphores.precache-file.limit` is 4. Of all designs but the first only what differs from the first is kept; what a design
 * does not have and the first has is null.
 * @param designs by name, as a result has them (`scenario.designs`).
 */
export function settingsOf(designs: Readonly<Record<string, unknown>>): Record<string, Settings> {
  const all = Object.entries(designs).map(([name, system]): [string, Settings] => [name, flat(system)]);
  const first = all[0]?.[1] ?? {};
  return Object.fromEntries(all.map(([name, settings], i) => [name, i === 0 ? settings : differing(first, settings)]));
}

/** A change of one setting; undefined on the side that does not have it. */
export interface SettingChange {
  readonly path: string;
  readonly before: Setting | undefined;
  readonly after: Setting | undefined;
}

/** What changed from one set of designs to another. A change that all designs share is told once, without a design. */
export function settingChanges(
  before: Readonly<Record<string, Settings>>,
  after: Readonly<Record<string, Settings>>,
): SettingChange[] {
  const [old, young] = [whole(before), whole(after)];
  const changes: SettingChange[] = [];
  for (const name of Object.keys(old)) {
    if (!Object.hasOwn(young, name)) changes.push({ path: name, before: 'a design', after: undefined });
  }
  const told = new Map<string, { change: SettingChange; designs: string[] }>();
  for (const [name, settings] of Object.entries(young)) {
    const earlier = old[name];
    if (earlier === undefined) {
      changes.push({ path: name, before: undefined, after: 'a design' });
      continue;
    }
    for (const path of new Set([...Object.keys(earlier), ...Object.keys(settings)])) {
      if (earlier[path] === settings[path]) continue;
      const change = { path, before: earlier[path], after: settings[path] };
      const identity = JSON.stringify(change);
      const known = told.get(identity);
      if (known === undefined) told.set(identity, { change, designs: [name] });
      else known.designs.push(name);
    }
  }
  const shared = Object.keys(young).filter((name) => Object.hasOwn(old, name)).length;
  for (const { change, designs } of told.values()) {
    if (designs.length === shared && shared > 1) changes.push(change);
    else changes.push(...designs.map((name) => ({ ...change, path: `${name}.${change.path}` })));
  }
  return changes;
}

/** The settings of each design in full. */
function whole(designs: Readonly<Record<string, Settings>>): Record<string, Settings> {
  const first = Object.values(designs)[0] ?? {};
  return Object.fromEntries(
    Object.entries(designs).map(([name, settings], i) => [
      name,
      i === 0
        ? settings
        : Object.fromEntries(Object.entries({ ...first, ...settings }).filter(([, value]) => value !== null)),
    ]),
  );
}

function differing(first: Settings, settings: Settings): Settings {
  const paths = new Set([...Object.keys(first), ...Object.keys(settings)]);
  return Object.fromEntries(
    [...paths].filter((path) => first[path] !== settings[path]).map((path) => [path, settings[path] ?? null]),
  );
}

/** A plain value as its scalars by path. Lists of named things go by their names, and a text stands for an infinity, which JSON does not have. */
function flat(value: unknown, path: readonly string[] = []): Settings {
  if (Array.isArray(value)) {
    if (value.length > LONGEST_LIST && value.every((item) => !isMap(item))) {
      const digest = sha256Hex(JSON.stringify(value)).slice(0, 16);
      return { [path.join('.')]: `${value.length} values (${digest})` };
    }
    return Object.assign({}, ...value.map((item, i) => flat(item, [...path, nameOf(item) ?? String(i)])));
  }
  if (isMap(value)) {
    return Object.assign(
      {},
      ...Object.entries(value)
        .filter(([key]) => key !== 'name' && key !== 'path')
        .map(([key, entry]) => flat(entry, [...path, key])),
    );
  }
  // A result that was saved has null where the one in memory has an infinity.
  const none = value === undefined || value === null || value === Number.POSITIVE_INFINITY;
  return none ? {} : { [path.join('.')]: value as Setting };
}

function nameOf(item: unknown): string | undefined {
  return isMap(item) && typeof item.name === 'string' ? item.name : undefined;
}
