import type { Result } from '../result/schema.ts';
import { code, joinWords } from './format.ts';
import { designsOf, mainJobKinds, type NamedDesign, otherPools } from './selection.ts';

/** What tables and charts leave out, by name, and where it is found. Names stand in backticks. */
export function leftOutNotes(result: Result): string[] {
  return [poolsLeftOut(result), kindsLeftOut(designsOf(result))].filter((note) => note !== undefined);
}

/** Undefined where every pool that held a thread is shown. */
export function poolsLeftOut(result: Result): string | undefined {
  const pools = otherPools(result);
  if (pools.length === 0) return undefined;
  const names = joinWords(pools.map(code));
  const [noun, verb] = pools.length === 1 ? ['Pool', 'is'] : ['Pools', 'are'];
  return `${noun} ${names} ${verb} not shown, having less to tell; the figures are in \`result.json\`, at \`designs.<name>.pools\`.`;
}

/** Undefined where the times of every kind of job are shown. */
export function kindsLeftOut(designs: readonly NamedDesign[]): string | undefined {
  const { others } = mainJobKinds(designs);
  if (others.length === 0) return undefined;
  const names = joinWords(others.map(code));
  return `The times of ${others.length === 1 ? 'job kind' : 'job kinds'} ${names}, which ${others.length === 1 ? 'has' : 'have'} fewer jobs, are not shown: they are in \`result.json\`, at \`designs.<name>.jobs\`.`;
}
