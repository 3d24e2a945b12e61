import { oneLine } from '../../one-line.ts';
import { NO_POOL } from '../../result/observed-schema.ts';
import type { PoolResult, Result } from '../../result/schema.ts';
import { formatNumber, formatWithInterval } from '../format.ts';
import { designsOf } from '../selection.ts';
import type { StateKey } from '../states.ts';
import type { Cell, Table, TableRow } from '../table.ts';

/** Pools, and frames of each, that are told of; the others stand in result.json. */
const MOST_POOLS = 8;
const MOST_FRAMES = 8;

/** The tables that only an observed service has: what the threads of every pool do, and what holds them. A result of another world has none. */
export function observedTables(result: Result): Table[] {
  if (result.world !== 'observed') return [];
  const pools = observedPoolsOf(result);
  return [
    overview(pools.slice(0, MOST_POOLS)),
    ...pools.slice(0, MOST_POOLS).flatMap((pool) => holders(pool, result.observed?.tellsRuns === true)),
    ...pools.flatMap(unknowns),
  ];
}

/** The pools of an observed result, those with the most threads that do something first, and last the threads that are of none. */
export function observedPoolsOf(result: Result): (readonly [string, PoolResult])[] {
  const [design] = designsOf(result);
  const busy = ({ active, unknown }: PoolResult) => (active.mean ?? 0) + (unknown?.mean ?? 0);
  return Object.entries(design?.result.pools ?? {}).sort(
    ([a, one], [b, other]) => Number(a === NO_POOL) - Number(b === NO_POOL) || busy(other) - busy(one),
  );
}

function overview(pools: readonly (readonly [string, PoolResult])[]): Table {
  return {
    title: 'What the threads do, on average',
    columns: ['pool', 'threads', 'working', 'of it I/O', 'parked', 'blocked', 'idle', 'unknown'],
    groups: [
      {
        title: '',
        rows: pools.map(([name, pool]) => ({
          head: { text: oneLine(name) },
          cells: [
            { text: `${formatNumber('count', pool.threads)}${pool.observed?.isSizeStated === true ? '' : ' seen'}` },
            mean(pool.working, 'working'),
            mean(pool.io),
            mean(pool.parked, 'parked'),
            mean(pool.blocked, 'blocked'),
            { text: formatNumber('level', idleMean(pool)) },
            mean(pool.unknown),
          ],
        })),
      },
    ],
  };
}

/** Threads that hold nothing: what is left of those that were seen. */
export function idleMean({ threads, active, unknown }: PoolResult): number {
  return Math.max(0, threads - (active.mean ?? 0) - (unknown?.mean ?? 0));
}

function mean(level: PoolResult['active'] | undefined, state?: StateKey): Cell {
  const text = formatWithInterval('level', level?.mean ?? null, level?.meanHalfWidth95 ?? null);
  return state === undefined ? { text } : { text, state };
}

function holders([name, { observed }]: readonly [string, PoolResult], tellsRuns: boolean): Table[] {
  const frames = observed?.frames.filter(({ state }) => state !== 'unknown').slice(0, MOST_FRAMES) ?? [];
  if (frames.length === 0) return [];
  return [
    {
      title: `What holds the threads of ${oneLine(name)}`,
      columns: ['where', 'state', 'threads', tellsRuns ? 'stays at least' : 'seen for'],
      groups: [
        {
          title: '',
          rows: frames.map((frame): TableRow => {
            const state: StateKey = frame.state === 'parked' || frame.state === 'blocked' ? frame.state : 'working';
            return {
              head: { text: oneLine(placeOf(frame)), state },
              cells: [
                { text: frame.state === 'io' ? 'working: I/O' : frame.state },
                { text: formatNumber('level', frame.threads) },
                { text: frame.longestSeconds === 0 ? '–' : formatNumber('seconds', frame.longestSeconds) },
              ],
            };
          }),
        },
      ],
    },
  ];
}

/** `ObservedPool.sleepOnTimer (ObservedPool.java:49)`, of a path only the file. */
export function placeOf({ function: name, place }: { readonly function: string; readonly place: string }): string {
  const file = place.split('/').at(-1) ?? '';
  return file === '' ? name : `${name} (${file})`;
}

/** `run (concurrent/futures/thread.py:58)` with only the file's name. */
function shortPlace(frame: string): string {
  return frame.replace(/\(.*\/([^/]*)\)$/, '($1)');
}

function unknowns([name, { observed }]: readonly [string, PoolResult]): Table[] {
  const stacks = observed?.unknown.slice(0, MOST_FRAMES) ?? [];
  if (stacks.length === 0) return [];
  return [
    {
      title: `Stacks of ${oneLine(name)} that no rule knows`,
      columns: ['stack, innermost first', 'state', 'threads'],
      groups: [
        {
          title: '',
          rows: stacks.map((stack) => ({
            head: { text: oneLine(stack.frames.slice(0, 2).map(shortPlace).join(' < ')) },
            cells: [{ text: oneLine(stack.state) }, { text: formatNumber('level', stack.threads) }],
          })),
        },
      ],
    },
  ];
}
