import { resolve } from 'node:path';
import { watch } from 'chokidar';
import { type ExitCode, exitCode, formatProblems, InputError } from '../errors.ts';
import { oneLine } from '../one-line.ts';
import { Interruption, onInterruption } from './interruption.ts';
import { onReaderGone, tell } from './output.ts';

/** A file counts as written when it has not changed for so long: editors write in several steps. */
const SETTLED_MS = 60;

/**
 * Calls `judge` with all files, and then with those that changed, whenever some do; a run that a change makes stale is given up. What is wrong with a file is told, and the watch
 * goes on: everything that was to be judged with it is judged at the next change. Ends at Ctrl-C, or when nobody reads the verdicts any more: with the exit code of the last one then.
 * @param judge returns the exit code of its verdict. @throws InputError when the system cannot watch the files.
 */
export async function watchScenarios(
  files: readonly string[],
  judge: (files: readonly string[], signal: AbortSignal) => Promise<ExitCode>,
): Promise<void> {
  const byPath = new Map(files.map((file) => [resolve(file), file]));
  /** Those that have no verdict as they are now. */
  const stale = new Set(files);
  let changed = false;
  let ended = false;
  let verdict: ExitCode = exitCode.ok;
  let failure: Error | undefined;
  let round = new AbortController();
  let wake = (): void => {};
  const end = (): void => {
    ended = true;
    round.abort();
    wake();
  };
  const watcher = watch([...byPath.keys()], {
    ignoreInitial: true,
    awaitWriteFinish: { stabilityThreshold: SETTLED_MS, pollInterval: SETTLED_MS / 3 },
  });
  watcher.on('all', (_event, path) => {
    const file = byPath.get(resolve(path));
    if (file === undefined) return;
    stale.add(file);
    changed = true;
    round.abort();
    wake();
  });
  watcher.on('error', (error) => {
    failure = error instanceof Error ? error : new Error(String(error));
    end();
  });
  let code: ExitCode | undefined;
  const stopListening = onInterruption(() => {
    code = exitCode.interrupted;
    end();
  });
  onReaderGone(end);
  try {
    await new Promise<void>((ready) => {
      wake = ready;
      watcher.once('ready', ready);
    });
    while (!ended) {
      round = new AbortController();
      changed = false;
      const judged = files.filter((file) => stale.has(file));
      stale.clear();
      try {
        verdict = await judge(judged, round.signal);
      } catch (error) {
        // One bad file keeps all of its round from a verdict, as a change does that makes the round stale.
        if (!(error instanceof Interruption || error instanceof InputError)) throw error;
        for (const file of judged) stale.add(file);
        if (error instanceof InputError) {
          verdict = error.code;
          tell(`${formatProblems(error.problems)}\n`);
        }
      }
      if (ended || changed) continue;
      tell(
        `\nWatching ${files.length === 1 ? oneLine(files[0] as string) : `${files.length} scenarios`}; Ctrl-C ends it.\n`,
      );
      await new Promise<void>((changedAgain) => {
        wake = changedAgain;
        if (ended || changed) changedAgain();
      });
    }
  } finally {
    stopListening();
    await watcher.close();
  }
  if (failure !== undefined) throw cannotWatch(failure);
  process.exitCode = code ?? verdict;
}

function cannotWatch(failure: Error): InputError {
  return new InputError({
    message: 'the scenarios cannot be watched',
    expected: 'a system that reports changed files',
    found: (failure as NodeJS.ErrnoException).code ?? failure.message,
    hint: 'check them without --watch',
  });
}
