import { InputError } from '../../errors.ts';
import {
  type DesignSizing,
  type RuleSizing,
  SIZING_SCHEMA_VERSION,
  type SizePoint,
  type Sizing,
  type UnmetDesign,
} from '../../result/sizing/sizing.ts';
import { scenarioHash } from '../../scenario/hash.ts';
import type { Design, Scenario } from '../../scenario/model.ts';
import { formatSeconds, toSeconds } from '../../units.ts';
import { version } from '../assets.ts';
import { cannotMeet, unmetProblem } from './cannot-meet.ts';
import { headroomOf } from './headroom.ts';
import { worseWithSize } from './met-by-small.ts';
import type { SizingPlan } from './plan-sizing.ts';
import { forecastOf, offeredTo, rulesOf } from './rules.ts';
import { leastSize } from './search.ts';
import { type SizeFigures, SizeWorkers } from './size-workers.ts';
import { sizeWritten } from './subject.ts';
import { besideTexts, type Judged, requireReplications, stagesOf, type TrialPlace, Trials } from './trials.ts';
import { canScale, recordedJobs } from './volume.ts';
import { sizesForVolumes } from './volume-sizes.ts';

export interface SizeDesignsOptions {
  /** How many worker threads; default: the machine's cores. The answer does not depend on it. */
  readonly workers?: number | undefined;
  /** Of the machine that is sized for, for the rule of thumb that asks for them. */
  readonly cores: number;
  readonly overrides: readonly string[];
  /** Whether a size may take more than an hour (`--long`). Default: no. */
  readonly isLong?: boolean;
  /** Called whenever something was simulated, with the replications so far and about how many there will be. */
  readonly onProgress?: ((done: number, about: number) => void) | undefined;
  readonly signal: AbortSignal;
}

/** So many replications a design takes at a time, about: those of twelve sizes at the border, and what is looked at beside it. */
export const SIZES_ABOUT = 14;

/**
 * Finds the least size that meets the objective for each design, how much more volume it carries, the sizes for more volume, and what rules of thumb would have led to.
 * What limits a design that meets the objective at no size is in the place of its answer.
 * @throws InputError where no design meets the objective at any size, with what limits each; and the signal's reason.
 */
export async function sizeDesigns(plan: SizingPlan, options: SizeDesignsOptions): Promise<Sizing> {
  const { base } = plan;
  requireReplications(base.replications);
  const stages = stagesOf(base.replications);
  const workers = new SizeWorkers(options.workers, options.signal);
  const about = plan.designs.length * SIZES_ABOUT * base.replications;
  let done = 0;
  const trials = new Trials({
    workers,
    scenarioAt: plan.scenarioAt,
    objectiveOf: plan.objectiveOf,
    stages,
    isLong: options.isLong === true,
    onSimulated: (replications) => {
      done += replications;
      options.onProgress?.(done, Math.max(about, done));
    },
  });
  try {
    const atMost = await Promise.all(plan.designs.map((design) => trials.judge(placeOf(design, plan.most))));
    if (atMost.every(({ figuresOfDesign }) => jobsOf(figuresOfDesign) === 0)) throw nothingArrives(base);
    const meets = (index: number) => atMost[index]?.standing === 'meets';
    const unmet = await Promise.all(
      plan.designs.flatMap((design, index) =>
        meets(index) ? [] : [unmetDesign(plan, trials, design, atMost[index] as Judged)],
      ),
    );
    const met = plan.designs.filter((_, index) => meets(index));
    if (met.length === 0) throw new InputError(unmet.map((one) => unmetProblem(plan.objective.text, one)));
    const designs = await Promise.all(met.map((design) => sizeDesign(plan, trials, design, options.cores)));
    return { ...headerOf(plan, options), designs, unmet, simulated: trials.simulated };
  } finally {
    await workers.close();
  }
}

function nothingArrives({ name, durationUs }: Scenario): InputError {
  return new InputError({
    message: `no job of ${name} arrives in the measured time, so no size is too small`,
    expected: 'jobs that use what is sized',
    found: `none in ${formatSeconds(toSeconds(durationUs))}, in any replication`,
    hint: 'a longer --duration, or arrivals that fall into it',
  });
}

async function unmetDesign(plan: SizingPlan, trials: Trials, name: string, judged: Judged): Promise<UnmetDesign> {
  const { base, subject, least } = plan;
  const design = designOf(plan, name);
  const written = sizeWritten(subject, design.system);
  const offered = offeredTo(subject, design, base);
  const likely = offered === null ? [] : [forecastOf(offered), Math.ceil(offered.erlangs) + 1];
  const smaller = [least, ...likely, ...(written === null ? [] : [written])];
  const worse = await worseWithSize(plan, trials, name, judged, smaller);
  return { design: name, written, point: pointOfCurve(judged), ...cannotMeet(plan, name, judged, worse) };
}

function designOf({ base }: SizingPlan, name: string): Design {
  return base.designs.find((one) => one.name === name) as Design;
}

/** Jobs that arrived in a replication, on average. */
function jobsOf({ jobs }: SizeFigures): number {
  return Object.values(jobs).reduce((sum, { arrived }) => sum + arrived, 0);
}

function failingOf({ jobs }: SizeFigures): DesignSizing['failing'] {
  const shares = Object.entries(jobs).map(([job, { successFraction }]) => ({
    job,
    fraction: 1 - (successFraction ?? 1),
  }));
  const [worst] = shares.sort((a, b) => b.fraction - a.fraction);
  return worst === undefined || worst.fraction <= 0 ? null : worst;
}

/** A share of the tasks that waits is far above the share of the time in which a pool may be full. */
const FAR_ABOVE = 2;

/** By arrivals that do not come by chance far more tasks find a pool full than it is full of the time. */
function waitingOf(plan: SizingPlan, design: string, { figures, figuresOfDesign }: Judged): DesignSizing['waiting'] {
  const { comparisons } = plan.objectiveOf(design);
  const found = comparisons.flatMap(({ left, relation }, index) => {
    const [term, ...others] = left.terms;
    const [section, pool = '', key = ''] = term?.measure.path ?? [];
    const bound = figures[index]?.bound;
    const isShare = section === 'pools' && ['fullFraction', 'queuedFraction'].includes(key) && others.length === 0;
    const share = figuresOfDesign.waited[pool];
    if (!isShare || !relation.startsWith('<') || typeof bound !== 'number' || typeof share !== 'number') return [];
    if (share <= FAR_ABOVE * bound) return [];
    const { queueWait, tasks } = figuresOfDesign.pools[pool] as SizeFigures['pools'][string];
    return [{ pool, share, p99: queueWait.p99, holdingSeconds: holdingOf(Object.values(tasks)) }];
  });
  return found.sort((a, b) => b.share - a.share)[0] ?? null;
}

/** How long tasks keep their thread, over all kinds. */
function holdingOf(tasks: readonly SizeFigures['pools'][string]['tasks'][string][]): number | null {
  const started = tasks.reduce((sum, task) => sum + task.started, 0);
  return started > 0 ? tasks.reduce((sum, task) => sum + task.started * (task.holding.mean ?? 0), 0) / started : null;
}

function placeOf(design: string, size: number): TrialPlace {
  return { design, size, volume: 1, withLargerLimits: false };
}

async function sizeDesign(plan: SizingPlan, trials: Trials, name: string, cores: number): Promise<DesignSizing> {
  const { base, subject, least, most } = plan;
  const design = designOf(plan, name);
  const offered = offeredTo(subject, design, base);
  const written = sizeWritten(subject, design.system);
  const at = (size: number) => placeOf(name, size);
  const start = offered === null ? (written ?? least) : forecastOf(offered);
  const found = await leastSize({
    start,
    step: Math.max(1, Math.round(Math.sqrt(offered?.erlangs ?? start) / 2)),
    least,
    most,
    judge: async (size) => (await trials.judge(at(size))).standing,
    confirm: async (size) => (await trials.judge(at(size), ALL, ALL)).standing,
    withLowest: true,
  });
  // At the most it is met, so that there is a least size.
  const size = found.size as number;
  const rules = await ruleSizes(plan, trials, name, offered === null ? [] : rulesOf(offered, cores));
  const isWrittenKnown = written !== null && written >= least && written <= most;
  const isMetAsWritten = isWrittenKnown && (await trials.judge(at(written), trials.beside)).standing === 'meets';
  const scales = canScale(design.system);
  const lowest = found.lowest as number;
  const ofSize = { plan, trials, design: name, offered: offered?.peak ?? null, size, lowest };
  const answer = await trials.judge(at(size), ALL, ALL);
  const { figuresOfDesign, replications } = answer;
  const [headroom, headroomWritten, volumes] = scales
    ? await Promise.all([
        headroomOf(ofSize, size),
        isMetAsWritten && written > size ? headroomOf(ofSize, written) : null,
        sizesForVolumes(ofSize),
      ])
    : [null, null, []];
  const curve = trials.curveOf(name);
  const pointOf = (one: number | null) => curve.findIndex((point) => point.size === one);
  return {
    design: name,
    written,
    size,
    lowest,
    jobs: Math.round(jobsOf(figuresOfDesign) * replications),
    failing: failingOf(figuresOfDesign),
    beside: besideTexts(answer),
    offered: offered?.erlangs ?? null,
    offeredPeak: offered?.peak ?? null,
    waiting: waitingOf(plan, name, answer),
    unsteady: figuresOfDesign.unsteady,
    curve: curve.map(pointOfCurve),
    notMonotone: notMonotone(curve),
    headroom,
    headroomWritten: written === size ? headroom : headroomWritten,
    volumes,
    recorded: recordedJobs(design.system),
    rules: rules.map((rule): RuleSizing => {
      const point = pointOf(rule.size);
      return { ...rule, point: point < 0 ? null : point };
    }),
  };
}

/** More stages than there are. */
const ALL = 99;

/** Simulates what each rule says. */
async function ruleSizes(
  { least, most }: SizingPlan,
  trials: Trials,
  design: string,
  rules: ReturnType<typeof rulesOf>,
) {
  const inRange = (size: number | null) => size !== null && size >= least && size <= most;
  const sizes = new Set(rules.flatMap(({ size }) => (inRange(size) ? [size as number] : [])));
  await Promise.all([...sizes].map((size) => trials.judge(placeOf(design, size), trials.beside)));
  return rules;
}

function pointOfCurve({ figuresOfDesign: _, lines: __, hasInterval: ___, holds: ____, ...point }: Judged): SizePoint {
  return point;
}

/** A size that meets the objective below one that misses it. */
function notMonotone(curve: readonly SizePoint[]): [number, number] | null {
  const met = curve.find(({ standing }) => standing === 'meets');
  const missed = curve.findLast(({ standing }) => standing === 'misses');
  return met !== undefined && missed !== undefined && met.size < missed.size ? [met.size, missed.size] : null;
}

function headerOf(plan: SizingPlan, options: SizeDesignsOptions): Omit<Sizing, 'designs' | 'unmet' | 'simulated'> {
  const { base, subject, objective } = plan;
  const first = plan.objectiveOf(plan.designs[0] as string);
  return {
    sizing: 'unpark-sizing',
    schemaVersion: SIZING_SCHEMA_VERSION,
    engineVersion: version,
    scenario: { name: base.name, question: base.question, hash: scenarioHash(base) },
    overrides: options.overrides,
    seed: base.seed,
    replications: base.replications,
    durationSeconds: toSeconds(base.durationUs),
    warmUpSeconds: toSeconds(base.warmUpUs),
    path: subject.path,
    unit: { pool: 'threads', semaphore: 'permits', concurrency: 'jobs', other: '' }[subject.kind],
    least: plan.least,
    most: plan.most,
    objective: {
      ...objective,
      measures: first.comparisons.map(({ left, unit }) => ({
        name: left.terms
          .map(({ factor, measure }, i) => `${i === 0 ? '' : factor < 0 ? ' - ' : ' + '}${measure.path.join('.')}`)
          .join(''),
        unit,
      })),
      bounds: first.comparisons.map(({ relation, bounds }) => `${relation} ${bounds[0]?.text ?? ''}`),
    },
    cores: options.cores,
  };
}
