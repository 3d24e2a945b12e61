import { US_PER_HOUR } from '../units.ts';
import { estimate } from './statistics.ts';
import { studentT975 } from './student-t.ts';

/** What the course of a level in one replication says of its growth. */
export interface Course {
  /** The slope of the straight line through the measured time. */
  readonly perHour: number;
  /** Mean of the level over the whole run, from time 0. */
  readonly mean: number;
  /** The mean of the last third of the run − that of the third before it. */
  readonly rise: number;
  /** The least mean of a bin in the last third: what grows does not come back. */
  readonly leastLate: number;
  /** The variance of `rise − c × mean` by what happens within the run; see `noiseWithin`. */
  readonly variance: number;
}

/** Rise ÷ mean of a level that has grown as √t since the start of the run, as the queue of a system exactly at its capacity does: 3^(−1/2) × (3 √3 − 4 √2 + 1). */
const CRITICAL = (3 * Math.sqrt(3) - 4 * Math.SQRT2 + 1) / Math.sqrt(3);
/** A rise of less than this share of the mean is no matter of growth. */
const LEAST_RISE = 0.05;
/** A line whose least length in the last third is under this share of its mean comes back; of one at exactly its capacity it is over 0.5 (bench/statistics). */
const COMES_BACK = 0.3;
const BATCHES = 12;
/** From so many replications on their spread says more than what happens within each. */
const ENOUGH_REPLICATIONS = 5;

/** @param binMeans of the whole run. */
export function courseOf(binMeans: Float64Array, binUs: number, warmUpUs: number): Course {
  const first = Math.min(binMeans.length - 1, Math.ceil(warmUpUs / binUs));
  const third = Math.floor(binMeans.length / 3);
  const last = binMeans.subarray(binMeans.length - third);
  const middle = averageOf(binMeans.subarray(binMeans.length - 2 * third, binMeans.length - third));
  return {
    perHour: (line(binMeans.subarray(first)).slope * US_PER_HOUR) / binUs,
    mean: averageOf(binMeans),
    rise: averageOf(last) - middle,
    leastLate: Math.min(...last),
    variance: noiseWithin(binMeans),
  };
}

/**
 * Whether the replications say how fast a line grows. Where the interval holds 0 they do not: then it is by its load, or by how its last third lies to the one before, that the line is known to have no end,
 * and its slope is told to nobody.
 */
export function hasClearRate({ perHour, halfWidth95 }: Pick<Trend, 'perHour' | 'halfWidth95'>): boolean {
  return perHour > (halfWidth95 ?? 0);
}

/** How a line behaves, by the courses of its replications. */
export interface Trend {
  /**
   * `grows`: it rises faster than a line at exactly its capacity would. `flat`: it does not, and what it rises by is no matter of growth. `unclear`: the run is too short, or the
   * replications are too few, to tell.
   */
  readonly is: 'grows' | 'flat' | 'unclear';
  /** The slope over the measured time, and the half width of its 95 % interval over replications; null for one. */
  readonly perHour: number;
  readonly halfWidth95: number | null;
}

/**
 * Whether a line grows. A line that grows evenly since the start of the run rises from the second third to the last by 2/3 of its mean; one at exactly its capacity grows as √t and
 * rises by 0.311; one of a stable system ends to rise. So rise − 0.311 mean is positive for good for what grows, negative for what does not, and its 95 % interval says which: more
 * replications only ever make it narrower. A line that stands upon a base (deletions that wait for their due time) rises less in proportion, so one is flat only where its rise is
 * also not clearly over 5 % of its mean. And what grows does not come back: a line whose least length in the last third is under half of its mean does not, it has had a burst; one that certainly comes back, far below its mean, is flat however far it wandered before.
 *
 * The interval is Student's t over the replications from five on; with fewer, their noise is that within the runs.
 */
export function trendOf(courses: readonly Course[]): Trend {
  const slope = estimate(courses.map(({ perHour }) => perHour));
  const [excessLow, excessHigh] = intervalOf(courses, CRITICAL);
  const [riseLow] = intervalOf(courses, LEAST_RISE);
  const average = (of: (course: Course) => number) => estimate(courses.map(of)).mean ?? 0;
  const comesBack = average(({ leastLate }) => leastLate) < average(({ mean }) => mean) / 2;
  const isFlat = (excessHigh <= 0 && riseLow <= 0) || surelyComesBack(courses);
  const is = excessLow > 0 && !comesBack ? 'grows' : isFlat ? 'flat' : 'unclear';
  return { is, perHour: slope.mean ?? 0, halfWidth95: slope.halfWidth95 };
}

function surelyComesBack(courses: readonly Course[]): boolean {
  if (courses.length < ENOUGH_REPLICATIONS) return false;
  const { mean, halfWidth95 } = estimate(courses.map((course) => course.leastLate - COMES_BACK * course.mean));
  return (mean as number) + (halfWidth95 as number) <= 0;
}

/** The 95 % interval of the expectation of rise − share × mean. */
function intervalOf(courses: readonly Course[], share: number): readonly [number, number] {
  const n = courses.length;
  const { mean, halfWidth95 } = estimate(courses.map((course) => course.rise - share * course.mean));
  if (mean === null) return [0, 0];
  const variance = courses.reduce((sum, course) => sum + course.variance, 0) / n;
  const within = studentT975(n * (BATCHES - 2)) * Math.sqrt(variance / n);
  const halfWidth = n < ENOUGH_REPLICATIONS || halfWidth95 === null ? within : halfWidth95;
  return [mean - halfWidth, mean + halfWidth];
}

/**
 * The variance of the rise by what happens within one run: the run is cut into twelve batches, and what their means differ by from the straight line through them counts as noise; it is
 * raised where neighbours resemble each other, by (1 + r) ÷ (1 − r) with the correlation r of neighbours.
 */
function noiseWithin(binMeans: Float64Array): number {
  const size = Math.floor(binMeans.length / BATCHES);
  const batches = Float64Array.from({ length: BATCHES }, (_, i) =>
    averageOf(binMeans.subarray(i * size, (i + 1) * size)),
  );
  const { residuals } = line(batches);
  const squares = residuals.reduce((sum, value) => sum + value * value, 0);
  if (squares === 0) return 0;
  const neighbours = residuals.slice(1).reduce((sum, value, i) => sum + value * (residuals[i] as number), 0);
  const correlation = Math.min(0.9, Math.max(0, neighbours / squares));
  // The rise is a difference of two means of four batches each.
  return ((squares / (BATCHES - 2)) * ((1 + correlation) / (1 - correlation))) / 2;
}

/** The straight line by least squares through evenly spaced points. */
function line(values: Float64Array): { readonly slope: number; readonly residuals: Float64Array } {
  const middle = (values.length - 1) / 2;
  const mean = averageOf(values);
  let together = 0;
  let across = 0;
  values.forEach((value, i) => {
    together += (i - middle) * (value - mean);
    across += (i - middle) ** 2;
  });
  const slope = across === 0 ? 0 : together / across;
  return { slope, residuals: values.map((value, i) => value - mean - slope * (i - middle)) };
}

function averageOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
