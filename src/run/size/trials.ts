import { exitCode, InputError } from '../../errors.ts';
import type { NumberComparison } from '../../gate/condition.ts';
import { type Finding, judge } from '../../gate/judge.ts';
import { type Objective, referencesOf, UNBOUNDED } from '../../gate/objective.ts';
import { entryOf } from '../../map-entry.ts';
import { hasClearRate } from '../../result/growth.ts';
import { RESULT_SCHEMA_VERSION, type Result } from '../../result/schema.ts';
import { LEAST_BESIDE, type SizePoint, type Standing } from '../../result/sizing/sizing.ts';
import type { Design, Scenario } from '../../scenario/model.ts';
import { threeDigits } from '../../units.ts';
import { checkRunSize } from '../run-size.ts';
import { type ReachingLines, reachingLines } from './reached.ts';
import type { SizeFigures, SizeWorkers } from './size-workers.ts';

/** A design at a size and a volume. */
export interface TrialPlace {
  readonly design: string;
  /** A number; as the scenario has it; or so large that nobody waits. */
  readonly size: number | 'written' | typeof UNBOUNDED;
  /** A factor of the scenario's volume. */
  readonly volume: number;
  /** Whether limits that the volume would fill grow with it. */
  readonly withLargerLimits: boolean;
}

export interface Judged extends SizePoint {
  readonly figuresOfDesign: SizeFigures;
  /** The lines that grow, or may, by whether they reach the objective. */
  readonly lines: ReachingLines;
  /** By figure: whether it has an interval, and whether the objective holds by the figure alone; null without data. */
  readonly hasInterval: readonly boolean[];
  readonly holds: readonly (boolean | null)[];
}

export interface TrialsOptions {
  readonly workers: SizeWorkers;
  /** The scenario of a place, with its one design. @throws InputError where the size does not fit it. */
  readonly scenarioAt: (place: TrialPlace) => Scenario;
  readonly objectiveOf: (design: string) => Objective;
  /** How often a place is simulated before its standing is looked at, the fewest first; see `stagesOf`. */
  readonly stages: readonly number[];
  /** Whether a place may take more than an hour. */
  readonly isLong: boolean;
  /** Called whenever a place was simulated, with how many times. */
  readonly onSimulated: (replications: number) => void;
}

interface Trial {
  readonly id: number;
  readonly scenario: Scenario;
  /** What is under way or done, by the replications that it is of. */
  readonly stages: Map<number, Promise<SizeFigures>>;
}

/**
 * How often a size is simulated until it is clear: a fifth of all replications, two fifths, all of them; at least three, since fewer have next to no interval. Few looks keep the chance small that one of
 * them is clear by chance.
 */
export function stagesOf(replications: number): number[] {
  const stages = [0.2, 0.4, 1].map((share) => Math.max(3, Math.ceil(replications * share)));
  return [...new Set(stages)].filter((stage) => stage <= replications);
}

/** Everything that was simulated, by place: a place is simulated once, and again only with further replications. */
export class Trials {
  readonly #options: TrialsOptions;
  readonly #trials = new Map<string, Trial>();
  readonly #judged = new Map<string, Judged>();

  constructor(options: TrialsOptions) {
    this.#options = options;
  }

  get simulated(): { trials: number; replications: number } {
    const all = [...this.#trials.values()];
    return { trials: all.length, replications: all.reduce((sum, { stages }) => sum + Math.max(...stages.keys()), 0) };
  }

  /** The stages that are simulated of what stands beside the answer: enough for a quantile to have an interval. */
  get beside(): number {
    const { stages } = this.#options;
    const enough = stages.findIndex((replications) => replications >= LEAST_BESIDE);
    return enough < 0 ? stages.length : enough + 1;
  }

  /** What is known of the sizes of a design at the volume of the scenario, the smallest first. */
  curveOf(design: string): Judged[] {
    return [...this.#judged]
      .filter(([key]) => key.startsWith(`${design} 1 false `))
      .map(([, judged]) => judged)
      .filter(({ size }) => size > 0)
      .sort((a, b) => a.size - b.size);
  }

  /**
   * Simulates a place until its standing is clear, or as many stages have passed.
   * @param stages at least 1; all by default. @param atLeast so many stages are simulated in any case.
   */
  async judge(place: TrialPlace, stages = this.#options.stages.length, atLeast = 1): Promise<Judged> {
    const key = keyOf(place);
    const last = Math.min(stages, this.#options.stages.length) - 1;
    let judged = this.#judged.get(key);
    for (const [index, replications] of this.#options.stages.slice(0, stages).entries()) {
      const isClear = judged !== undefined && judged.standing !== 'close' && index >= atLeast;
      if (isClear) break;
      if (judged !== undefined && judged.replications >= replications) continue;
      judged = await this.#judgeWith(place, replications, index === last);
      this.#judged.set(key, judged);
    }
    return judged as Judged;
  }

  async #judgeWith(place: TrialPlace, replications: number, isLast: boolean): Promise<Judged> {
    const { design } = place;
    const objective = this.#options.objectiveOf(design);
    const references = referencesOf(objective, design).map((name): readonly [string, TrialPlace] => [
      name,
      name === UNBOUNDED ? { ...place, size: UNBOUNDED } : { ...place, design: name, size: 'written' },
    ]);
    const [own, ...others] = await Promise.all(
      [place, ...references.map(([, reference]) => reference)].map((one) => this.#figures(one, replications)),
    );
    const figures = own as SizeFigures;
    const designs = Object.fromEntries([
      [design, figures],
      ...references.map(([name], index) => [name, others[index]]),
    ]);
    const findings = findingsOf(designs, objective.comparisons);
    const { system } = (this.#trials.get(keyOf(place)) as Trial).scenario.designs[0] as Design;
    const lines = reachingLines(figures, system, design, objective.comparisons);
    return {
      size: typeof place.size === 'number' ? place.size : 0,
      replications,
      standing: standingOf(findings, lines, isLast),
      figures: findings.map(({ found, interval95, bounds }) => ({
        value: typeof found === 'number' ? found : null,
        low95: interval95?.[0] ?? null,
        high95: interval95?.[1] ?? null,
        bound: bounds[0] ?? null,
      })),
      why: findings.find(({ why: none }) => none !== undefined)?.why ?? whyUnstable(lines) ?? null,
      figuresOfDesign: figures,
      lines,
      hasInterval: findings.map(({ clearance }) => clearance !== null),
      holds: findings.map(({ holds }) => holds),
    };
  }

  /** The figures of a place after so many replications: of a stage. Each stage before it is kept as well, so that what is asked for does not depend on what others have asked for before. */
  async #figures(place: TrialPlace, replications: number): Promise<SizeFigures> {
    const { workers, scenarioAt, stages, isLong, onSimulated } = this.#options;
    const trial = entryOf(this.#trials, keyOf(place), () => ({
      id: this.#trials.size,
      scenario: checked(scenarioAt(place), place, isLong),
      stages: new Map(),
    }));
    const { scenario } = trial;
    let before = 0;
    for (const stage of stages.filter((one) => one <= replications)) {
      const further = stage - before;
      before = stage;
      if (trial.stages.has(stage)) continue;
      const cost = further * place.volume * (scenario.warmUpUs + scenario.durationUs);
      const figures = workers.run(trial.id, scenario, stage, cost);
      trial.stages.set(stage, figures);
      figures.then(() => onSimulated(further));
    }
    return Promise.race([trial.stages.get(replications) as Promise<SizeFigures>, workers.failed]);
  }
}

/** @throws InputError where it would take more than an hour or most of the memory, and nobody asked for that. */
function checked(scenario: Scenario, { size, volume }: TrialPlace, isLong: boolean): Scenario {
  try {
    checkRunSize([scenario], undefined, isLong);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [problem] = error.problems;
    throw new InputError({
      ...problem,
      message: `a run with the size ${size === UNBOUNDED ? 'at which nobody waits' : size}${volume === 1 ? '' : ` at ${volume} × the volume`} is very large`,
      hint: '--most bounds the sizes; fewer --replications or a shorter --duration make each run shorter',
    });
  }
  return scenario;
}

function keyOf({ design, volume, withLargerLimits, size }: TrialPlace): string {
  return `${design} ${volume} ${withLargerLimits} ${size}`;
}

/** The gate's own verdict on each comparison. */
function findingsOf(designs: Readonly<Record<string, SizeFigures>>, comparisons: readonly NumberComparison[]) {
  // The gate reads measures by their places in the designs, and nothing of the rest.
  const result = { schemaVersion: RESULT_SCHEMA_VERSION, world: 'sim', designs } as unknown as Result;
  const condition = { that: '', reason: undefined, level: 'error' as const, line: undefined, comparisons };
  return judge(result, [condition]).conditions[0]?.findings ?? [];
}

/** Met, and missed, are what the gate finds and another seed would not turn; where a line that reaches it grows nothing is met. What a starved pool reaches has no data, whatever is simulated. */
function standingOf(findings: readonly Finding[], { growing, undecided }: ReachingLines, isLast: boolean): Standing {
  if (findings.some(isMissed) || growing.length > 0 || findings.some(isStarved)) return 'misses';
  if (findings.some(({ holds }) => holds === null)) return isLast ? 'misses' : 'close';
  // More replications tell apart what grows from what merely wanders. After the last nobody knows: what does not hold then, and may grow or has no interval, is missed.
  const isDoubtful = undecided.length > 0 || findings.some(({ clearance }) => clearance === null);
  if (isLast && isDoubtful && findings.some(({ holds }) => holds === false)) return 'misses';
  return undecided.length === 0 && findings.every(isMet) ? 'meets' : 'close';
}

function isStarved({ holds, why }: Finding): boolean {
  return holds === null && why?.includes('has starved') === true;
}

function isMissed(finding: Finding): boolean {
  return finding.holds === false && isClear(finding);
}

function isMet(finding: Finding): boolean {
  return finding.holds === true && isClear(finding);
}

/** Whether the bound lies outside the interval of what was found, or of the difference where the bound is measured too; without one nobody knows. */
function isClear({ clearance, interval95 }: Finding): boolean {
  if (clearance === null) return false;
  return clearance > 0 || (clearance === 0 && interval95 !== null && interval95[0] === interval95[1]);
}

function whyUnstable({ growing, undecided }: ReachingLines): string | undefined {
  if (growing[0] !== undefined) return `unstable: ${growthText(growing[0])}`;
  const [doubt] = undecided;
  return doubt === undefined
    ? undefined
    : `a run of this length cannot tell whether \`${doubt.line}\` grows or merely wanders`;
}

/** What grows and does not reach the objective. */
export function besideTexts({ lines }: Judged): string[] {
  // The first is the cause of the others.
  return lines.beside.slice(0, 1).map(growthText);
}

/** `pools.w.queueDepth` grows by 40 an hour. */
function growthText(growth: SizeFigures['stability']['growing'][number]): string {
  const rate = hasClearRate(growth) ? `grows by ${threeDigits(growth.perHour)} an hour` : '(at no clear rate)';
  return `\`${growth.line}\` ${rate}`;
}

/** @throws InputError where there are too few replications for an interval. */
export function requireReplications(replications: number): void {
  if (replications >= 3) return;
  throw new InputError(
    {
      message: 'a size is chosen by the interval of the objective over replications',
      expected: 'at least 3 replications',
      found: String(replications),
      hint: '--replications 10',
    },
    exitCode.badInput,
  );
}
