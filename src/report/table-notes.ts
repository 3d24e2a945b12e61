/** What stands below the tables of a result, each a sentence or two; names stand in backticks. */

import { counted } from '../counted.ts';
import { varianceLeft } from '../result/common-random-numbers.ts';
import type { Result } from '../result/schema.ts';
import { type UnsteadyStart, unsteadyStarts } from '../result/warm-up.ts';
import { formatSeconds, threeDigits } from '../units.ts';
import { code, joinWords } from './format.ts';
import { leftOutNotes } from './left-out.ts';
import { measureGroups } from './measures.ts';
import { designsOf } from './selection.ts';

/** What tables leave out, a warm-up that is too short, and what the common random numbers were good for. */
export function tableNotes(result: Result): string[] {
  const saved = savedVariance(result);
  const given = result.scenario.warmUpSeconds;
  const starts = warmUpNotes(unsteadyStarts(result), given, (needed) => `--warm-up ${needed}`);
  return [...leftOutNotes(result), ...starts, ...saved];
}

/** So many designs are named of which the start moves a mean, those that it moves the most. */
const MOST_MOVED = 3;

/**
 * A warm-up that is too short, or that is not there, and what to write instead: one that is long enough for all designs.
 * @param given the warm-up in s. @param option how a command is asked for one.
 */
export function warmUpNotes(
  unsteady: readonly UnsteadyStart[],
  given: number,
  option: (needed: string) => string,
): string[] {
  const starts = [...unsteady].sort((a, b) => Math.abs(b.bias) - Math.abs(a.bias));
  if (starts.length === 0) return [];
  const what = given === 0 ? 'There is no warm-up' : `The warm-up of ${formatSeconds(given)} is too short`;
  const others = starts.length - MOST_MOVED;
  const moved = [
    ...starts.slice(0, MOST_MOVED).map(movedText),
    ...(others > 0 ? [`moves means of ${counted(others, 'other design')}`] : []),
  ];
  return [`${what}: the start, not yet steady, ${joinWords(moved)}. ${neededText(starts, option)}.`];
}

function movedText({ design, path, bias }: UnsteadyStart): string {
  return `${bias < 0 ? 'lowers' : 'raises'} ${code(`${design}.${path}`)} by ${threeDigits(Math.abs(bias) * 100)} %`;
}

function neededText(starts: readonly UnsteadyStart[], option: (needed: string) => string): string {
  const endless = starts.find(({ neededSeconds }) => neededSeconds === null);
  if (endless !== undefined) {
    const level = code(`${endless.design}.${endless.path}`);
    return `By MSER-5 ${level} is not steady before half of the run is over: a longer \`--duration\` has to tell`;
  }
  const needed = warmUpText(Math.max(...starts.map(({ neededSeconds }) => neededSeconds as number)));
  return `MSER-5 finds ${needed}: write \`warmUp: ${needed}\` into the scenario, or add \`${option(needed)}\``;
}

/** Rounded up to whole minutes, or seconds where it is short: as a scenario writes it. */
export function warmUpText(seconds: number): string {
  return seconds > 300 ? `${Math.ceil(seconds / 60)}m` : `${Math.ceil(seconds)}s`;
}

/** So many differences are named. */
const MOST_NAMED = 4;
/** A share of less than this is not worth a sentence. */
const LEAST_SAVED = 0.01;

/** What the common random numbers take off the variance of the differences: of those that they help most, in the order of the table. */
function savedVariance(result: Result): string[] {
  const [first, ...others] = designsOf(result);
  if (result.world !== 'sim' || first === undefined || others.length === 0) return [];
  const found = measureGroups(result).flatMap(({ title, measures }) =>
    measures.flatMap(({ paths, label }) => {
      if (paths === undefined) return [];
      // Of many designs the one that they help least, so that it holds for all.
      const left = others.map((other) => varianceLeft(first.result, other.result, paths));
      const known = left.filter((share) => share !== null);
      return known.length === 0 ? [] : [{ title, label, saved: 1 - Math.max(...known) }];
    }),
  );
  const named = [...found]
    .sort((a, b) => b.saved - a.saved)
    .slice(0, MOST_NAMED)
    .filter(({ saved }) => saved >= LEAST_SAVED);
  if (named.length === 0) return [];
  const shares = found
    .filter((one) => named.includes(one))
    .map(({ title, label, saved }) => `${percentOf(saved)} of ${label} (${title})`);
  const rest = found.length > named.length ? '; less of the others' : '';
  return [
    `All designs meet the same random numbers, which saves variance of their differences against independent streams: ${shares.join('; ')}${rest}.`,
  ];
}

/** Never all of it: that would say that there is no noise. */
function percentOf(share: number): string {
  return `${threeDigits(Math.min(99.9, Number((share * 100).toPrecision(3))))} %`;
}
