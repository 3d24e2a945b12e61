import { hasClearRate } from '../result/growth.ts';
import { formatSeconds } from '../units.ts';
import { code, formatNumber, formatShare } from './format.ts';
import { mostRefusing } from './losses.ts';
import { carries, type NamedDesign } from './selection.ts';

/** Why a design does not carry its load, as the middle of a sentence. @param hasShare whether to say how much of its work a pool refuses. */
export function failure(design: NamedDesign, hasShare = true): string {
  const [starved] = design.result.starved;
  if (starved !== undefined) return `pool ${code(starved.pool)} starves after ${formatSeconds(starved.atSeconds)}`;
  // The cause comes first.
  const [growing] = design.result.stability.growing;
  const refusing = mostRefusing(design);
  if (refusing !== undefined && (growing === undefined || carries(design))) {
    return `pool ${code(refusing.pool)} refuses ${hasShare ? `${formatShare(refusing.share)} of its ` : ''}tasks`;
  }
  if (growing === undefined) return 'it is unstable';
  if (!hasClearRate(growing)) return `${lineInWords(growing.line)} is unstable`;
  return `${lineInWords(growing.line)} grows by ${formatNumber('perHour', growing.perHour)}`;
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
