import { NO_POOL } from '../result/observed-schema.ts';
import type { DumpThread, Runtime } from './dumps/dump.ts';

/** A pool that the user has named: the threads whose names fit. */
export interface NamedPool {
  readonly name: string;
  readonly threads: RegExp;
}

/** The number that tells the threads of a pool apart: the last of the name, before a bracket such as `Thread-3 (serve)`. */
const NUMBER = /\d+(?=(?: ?[([].*[)\]])?$)/;

/**
 * What a thread's name has in common with those of its pool: `storage_7` is `storage_#`. A goroutine has no name: its entry function stands for it, as does that of a Python thread in a
 * dump without names.
 */
export function patternOf(runtime: Runtime, thread: DumpThread): string {
  if (thread.name !== '') return thread.name.replace(NUMBER, '#');
  const entry = runtime === 'python' ? pythonEntry(thread) : goEntry(thread);
  return entry ?? thread.id.replace(NUMBER, '#');
}

/**
 * The name of the pool with a pattern: the pattern without the number, as a name may be written in paths.
 * @param threads how many threads of the pattern were seen at once.
 */
export function poolName(pattern: string, threads: number): string {
  // Threads whose names fit no other's and have no number are of no pool.
  if (!pattern.includes('#') && threads < 2) return NO_POOL;
  const letters = pattern
    .replace('#', '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/--+/g, '-')
    .replace(/^[^A-Za-z]+|[-_]+$/g, '')
    .slice(0, 100);
  return letters === '' ? 'pool' : letters;
}

function goEntry({ frames }: DumpThread): string | undefined {
  return frames.findLast(({ function: name }) => name !== 'runtime.goexit')?.function;
}

/** What a Python thread was started with: the function that `Thread.run` called, or the executor whose worker it is. */
function pythonEntry({ frames }: DumpThread): string | undefined {
  const run = frames.findLastIndex(({ function: name, place }) => name === 'run' && /threading\.py(?::|$)/.test(place));
  const entry = run > 0 ? frames[run - 1] : frames.at(-1);
  if (entry === undefined) return undefined;
  return /concurrent\/futures\/thread\.py/.test(entry.place) ? 'ThreadPoolExecutor_#' : entry.function;
}
