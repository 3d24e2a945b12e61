import type { DeletionOutcome, JanitorEvent, JanitorOptions } from '../../src/janitor/janitor.ts';

/** What is done to a janitor from outside. Times are whole milliseconds, since a timer of the live world has no finer ones. */
export type Step =
  | { readonly do: 'schedule'; readonly atMs: number; readonly ref: number; readonly delayMs: number }
  | { readonly do: 'kill'; readonly atMs: number };

/** How the store answers to one deletion. */
export interface StoreAnswer {
  readonly outcome: DeletionOutcome;
  /** At least 1. */
  readonly latencyMs: number;
}

/** Everything that decides a trace. */
export interface JanitorScript {
  readonly options: JanitorOptions;
  /** In order of time; no two have the same ref. */
  readonly steps: readonly Step[];
  /** At least one; `answerTo` says which deletion gets which. */
  readonly answers: readonly StoreAnswer[];
  /** A time after which nothing happens. */
  readonly endMs: number;
}

/** What kinds of scripts a world can run. */
export interface ScriptKind {
  /** The outcomes that its store has. */
  readonly outcomes: readonly DeletionOutcome[];
  /** Whether several steps may come at one time; only for a driver that never acts within the call of `schedule`, but after it and after the other steps of that time. */
  readonly severalStepsAtOnce: boolean;
}

/**
 * A place where a janitor runs. In each of them
 * - the clock is at 0 when the script begins;
 * - what the script does at a time comes before what the world does at it;
 * - a deletion ends `latencyMs` after its start, and what a driver did that is dead by then has no effect.
 */
export interface JanitorWorld {
  readonly name: string;
  readonly scripts: ScriptKind;
  /** Runs the script up to its end. @returns everything the janitor told, in order; times are µs. */
  run(script: JanitorScript): Promise<readonly JanitorEvent<number>[]> | readonly JanitorEvent<number>[];
}

/** Any script. */
export const ANY_SCRIPT: ScriptKind = {
  outcomes: ['deleted', 'gone', 'superseded', 'retry', 'failed'],
  severalStepsAtOnce: true,
};

/** The steps of a script, those of one time together. */
export function stepsByTime(script: JanitorScript): ReadonlyMap<number, readonly Step[]> {
  const groups = new Map<number, Step[]>();
  for (const step of script.steps) groups.set(step.atMs, [...(groups.get(step.atMs) ?? []), step]);
  return groups;
}

/** The store's answer to the n-th deletion of a blob (n from 0), the same in all worlds in whatever order they ask. */
export function answerTo(script: JanitorScript, ref: number, n: number): StoreAnswer {
  return script.answers[(ref * 3 + n) % script.answers.length] as StoreAnswer;
}

/** Counts the deletions of each blob, and so finds the answer to each. */
export function answersOf(script: JanitorScript): (ref: number) => StoreAnswer {
  const asked = new Map<number, number>();
  return (ref) => {
    const n = asked.get(ref) ?? 0;
    asked.set(ref, n + 1);
    return answerTo(script, ref, n);
  };
}
