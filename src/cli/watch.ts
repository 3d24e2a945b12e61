import { resolve } from 'node:path';
import { watch } from 'chokidar';
import { exitCode, formatProblem, InputError } from '../errors.ts';
import { Interruption } from './interruption.ts';

/** A file counts as written when it has not changed for so long: editors write in several steps. */
const SETTLED_MS = 60;

/**
 * Calls `judge` with all files, and then with those that changed, whenever some do; a run that a change makes stale is given up. What is wrong with a file is told, and the watch
 * goes on. Ends at Ctrl-C.
 */
export async function watchScenarios(
  files: readonly string[],
  judge: (files: readonly string[], signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const byPath = new Map(files.map((file) => [resolve(file), file]));
  const stale = new Set(files);
  let ended = false;
  let round = new AbortController();
  let wake = (): void => {};
  const watcher = watch([...byPath.keys()], {
    ignoreInitial: true,
    awaitWriteFinish: { stabilityThreshold: SETTLED_MS, pollInterval: SETTLED_MS / 3 },
  });
  watcher.on('all', (_event, path) => {
    const file = byPath.get(resolve(path));
    if (file === undefined) return;
    stale.add(file);
    round.abort();
    wake();
  });
  process.on('SIGINT', () => {
    ended = true;
    round.abort();
    wake();
  });
  await new Promise<void>((ready) => watcher.once('ready', () => ready()));
  while (!ended) {
    round = new AbortController();
    const changed = files.filter((file) => stale.has(file));
    stale.clear();
    try {
      await judge(changed, round.signal);
    } catch (error) {
      // What was given up is judged again with the change that made it stale.
      if (error instanceof Interruption) for (const file of changed) stale.add(file);
      else if (error instanceof InputError) tell(error);
      else throw error;
    }
    if (ended || stale.size > 0) continue;
    process.stderr.write(
      `\nWatching ${files.length === 1 ? files[0] : `${files.length} scenarios`}; Ctrl-C ends it.\n`,
    );
    await new Promise<void>((changedAgain) => {
      wake = changedAgain;
      if (ended || stale.size > 0) changedAgain();
    });
  }
  await watcher.close();
  process.exitCode = exitCode.interrupted;
}

function tell({ problems }: InputError): void {
  process.stderr.write(`${problems.map((problem) => formatProblem(problem)).join('\n\n')}\n`);
}
