import { isMap, type PlainMap } from '../../path.ts';

/** What a pool says of itself in one sample. */
export interface PoolSample {
  /** Undefined where the log is of one pool and does not name it. */
  readonly pool: string | undefined;
  readonly active: number;
  /** Undefined where it is not said. */
  readonly threads: number | undefined;
  readonly queued: number | undefined;
}

export interface HealthLineRead {
  readonly samples: readonly PoolSample[];
  /** Why some of it could not be read; undefined where all was. */
  readonly why: string | undefined;
}

/** What a line of a pool’s health begins with, after whatever the logger puts before it. */
export const HEALTH_MARK = 'executor_pool_health';

/** A dict as production prints it, which is nearly every one. */
const USUAL =
  /\{'name': '([^'{}]*)', 'max_workers': (\d{1,9}), 'active_count': (\d{1,9}), 'queue_depth': (\d{1,9}), 'utilization_pct': \d+\.\d+\}(?:, )?/y;
const DICT = /\{([^{}]*)\}/g;
const ENTRY = /(['"])(\w{1,40})\1\s*:\s*(?:'([^']*)'|"([^"]*)"|([^,'"\s}]+))/g;

/** Reads the list of dicts that follows the mark, as Python prints it, or as JSON. */
export function healthDicts(message: string): HealthLineRead {
  const begin = message.indexOf('[', message.indexOf(HEALTH_MARK));
  if (begin < 0) return { samples: [], why: 'it names no pool' };
  const usual = usualDicts(message, begin + 1);
  if (usual !== undefined) return { samples: usual, why: undefined };
  const end = message.indexOf(']', begin);
  const list = message.slice(begin + 1, end < 0 ? undefined : end);
  const samples: PoolSample[] = [];
  let wrong: string | undefined;
  let read = 0;
  for (const [whole, body = ''] of list.matchAll(DICT)) {
    read += whole.length;
    const sample = poolSample(Object.fromEntries(entriesOf(body)));
    if (typeof sample === 'string') wrong ??= sample;
    else samples.push(sample);
  }
  const cut = end < 0 || /[{}]/.test(list.replaceAll(DICT, ''));
  return { samples, why: cut ? 'it is cut off' : (wrong ?? (read === 0 ? 'it names no pool' : undefined)) };
}

/** The dicts where all of them are the usual ones, up to the end of the list; undefined where one is not. */
function usualDicts(message: string, begin: number): PoolSample[] | undefined {
  const samples: PoolSample[] = [];
  let at = begin;
  while (message[at] !== ']') {
    USUAL.lastIndex = at;
    const match = USUAL.exec(message);
    if (match === null) return undefined;
    at = USUAL.lastIndex;
    const [, pool, threads, active, queued] = match;
    const sample = { pool, threads: Number(threads), active: Number(active), queued: Number(queued) };
    if (sample.threads < 1 || sample.active > sample.threads) return undefined;
    samples.push(sample);
  }
  return samples.length > 0 ? samples : undefined;
}

/** The same from fields of a structured log: a list of maps with `active_count`, or these fields themselves. */
export function healthFields(fields: PlainMap): HealthLineRead {
  const list = Object.values(fields).find(
    (value) => Array.isArray(value) && value.some((item) => isMap(item) && 'active_count' in item),
  ) as unknown[] | undefined;
  const maps = (list ?? [fields]).filter(isMap);
  const samples = maps.map(poolSample);
  return {
    samples: samples.filter((sample) => typeof sample !== 'string'),
    why: samples.find((sample) => typeof sample === 'string'),
  };
}

function entriesOf(body: string): [string, unknown][] {
  return [...body.matchAll(ENTRY)].map(([, , key = '', single, double, bare]) => [key, single ?? double ?? bare]);
}

/** @returns what is wrong, where it is no sample. */
export function poolSample(fields: PlainMap): PoolSample | string {
  const active = wholeOf(fields.active_count);
  const threads = fields.max_workers === undefined ? undefined : wholeOf(fields.max_workers);
  const queued = fields.queue_depth === undefined ? undefined : wholeOf(fields.queue_depth);
  if (active === undefined) return '`active_count` is not a whole number of at least 0';
  if (fields.max_workers !== undefined && (threads === undefined || threads < 1))
    return '`max_workers` is not a whole number of at least 1';
  if (threads !== undefined && active > threads) return '`active_count` is larger than `max_workers`';
  return { pool: typeof fields.name === 'string' ? fields.name : undefined, active, threads, queued };
}

/** Whole numbers that a pool can have. */
function wholeOf(value: unknown): number | undefined {
  const text = String(value).trim();
  const number = /^\d{1,9}(?:\.0+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isNaN(number) ? undefined : number;
}
