import { isRateShown } from '../result/growth.ts';
import { formatSeconds } from '../units.ts';
import { code, formatNumber } from './format.ts';
import type { NamedDesign } from './selection.ts';

/** Of what grows, where the interval of its rate holds 0. */
export const GROWS = 'grows, and how fast these runs cannot tell';

/** Why a design does not carry its load, as the middle of a sentence. */
export function failure(design: NamedDesign): string {
  const [starved] = design.result.starved;
  if (starved !== undefined) return `pool ${code(starved.pool)} starves after ${formatSeconds(starved.atSeconds)}`;
  // The cause comes first.
  const [growing] = design.result.stability.growing;
  if (growing === undefined) return 'it is unstable';
  const line = lineInWords(growing.line);
  return isRateShown(growing) ? `${line} grows by ${formatNumber('perHour', growing.perHour)}` : `${line} ${GROWS}`;
}

/** `concurrency.pipelines.waiting` is the admission queue of `pipelines`. */
export function lineInWords(line: string): string {
  const [part, name, measure] = line.split('.');
  if (part === 'concurrency' && name !== undefined) return `the admission queue of ${code(name)}`;
  if (part === 'pools' && measure === 'queueDepth' && name !== undefined) return `the queue of pool ${code(name)}`;
  if (part === 'semaphores' && name !== undefined) return `the queue for semaphore ${code(name)}`;
  if (part === 'deletions') return 'the number of pending deletions';
  if (part === 'blobs') return 'the number of blobs alive';
  if (part === 'jobs' && name !== undefined) return `the number of ${code(name)} jobs in progress`;
  return code(line);
}
