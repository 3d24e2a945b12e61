import type { Readable } from 'node:stream';
import { buildSeries } from '../../observed/calibration/build-series.ts';
import { chooseSamples, type NamedLog } from '../../observed/calibration/choose-samples.ts';
import type { HealthColumn } from '../../observed/calibration/health-reader.ts';
import { type HealthSeries, NOT_PRINTED, printedOf } from '../../observed/calibration/health-series.ts';
import { otherMean } from '../../observed/calibration/others-seen.ts';
import { fitGiven } from '../../observed/calibration/pool-turnover.ts';
import { samplingPace } from '../../observed/calibration/sampling-pace.ts';
import type { Calibration, LoggedRun } from '../../result/calibration.ts';
import { LARGEST, requireInputFile } from '../../scenario/input-file.ts';
import { loadScenario } from '../../scenario/load.ts';
import { toSeconds } from '../../units.ts';
import { version } from '../assets.ts';
import { fittedPool } from './base-scenario.ts';
import { calibrationNotes } from './calibration-notes.ts';
import { estimate } from './estimate.ts';
import { otherThreads } from './other-threads.ts';
import { readLogs } from './read-logs.ts';
import { simulatedBand } from './simulated-band.ts';
import { writeCalibrated } from './write-calibrated.ts';

export interface CalibrateRequest {
  readonly logs: readonly string[];
  /** The file of the base scenario. */
  readonly scenario: string;
  readonly design: string | undefined;
  readonly pool: string | undefined;
  readonly instance: string | undefined;
  readonly everySeconds: number | undefined;
  /** In percent; null: the log prints every sample. Undefined: as the scenario says, and all samples of a CSV file. */
  readonly abovePercent: number | null | undefined;
  readonly columns: Readonly<Partial<Record<HealthColumn, string>>>;
  /** Whose work is written: the log’s, or the scenario’s; undefined: the scenario’s, in doubt. */
  readonly work: 'log' | 'scenario' | undefined;
  readonly findsProfile: boolean;
  readonly replications: number | undefined;
}

export interface CalibrateOutcome {
  readonly calibration: Calibration;
  /** The calibrated scenario, as YAML. */
  readonly scenario: string;
}

/** What production logs: a sample a minute, printed over 70 %. */
const USUAL = { everySeconds: 60, abovePercent: 70 };

/** Fits a scenario to the log of its pool, and simulates it. @throws InputError where the log has nothing to fit. */
export async function calibrate(
  request: CalibrateRequest,
  standardInput: Readable,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<CalibrateOutcome> {
  const text = requireInputFile(
    request.scenario,
    LARGEST.scenario,
    'a scenario file',
    () => 'name one with --scenario',
  );
  const base = loadScenario(request.scenario);
  const fitted = fittedPool(request.scenario, base, request.design, request.pool);
  const logs = await readLogs(request.logs, standardInput, request.columns);
  const pool = fitted.design.system.pools.find(({ name }) => name === fitted.pool);
  const choice = chooseSamples(logs, {
    pool: fitted.pool,
    isNamed: request.pool !== undefined,
    instance: request.instance,
    threads: pool?.threads ?? 1,
  });
  const health = pool?.health;
  const isCsv = logs.every(({ format }) => format === 'CSV');
  const abovePercent =
    request.abovePercent === undefined
      ? isCsv
        ? undefined
        : (health?.abovePercent ?? USUAL.abovePercent)
      : (request.abovePercent ?? undefined);
  const scenarioPace = health === undefined ? USUAL.everySeconds : toSeconds(health.everyUs);
  const pace = samplingPace(choice.samples);
  const everySeconds = request.everySeconds ?? pace ?? scenarioPace;
  const built = buildSeries(choice, { everySeconds, abovePercent, span: spanOf(logs) });
  const { series } = built;
  const others = otherThreads(base, fitted.design, fitted.pool, fitted.turnover.parkingJobs);
  const estimated = estimate(series, fitGiven(fitted.turnover, everySeconds, others), {
    splits: request.work !== 'scenario',
    findsProfile: request.findsProfile,
    file: filesOf(logs),
  });
  const written = writeCalibrated(text, request.scenario, base, fitted, {
    ...estimated,
    threads: choice.threads,
    health: { everySeconds, abovePercent: abovePercent ?? 0 },
    source: `by unpark calibrate from ${filesOf(logs)}`,
    writesWork: request.work === 'log',
  });
  const simulated = await simulatedBand(
    { ...written.scenario, replications: request.replications ?? written.scenario.replications },
    {
      pool: fitted.pool,
      abovePercent: abovePercent ?? null,
      parts: estimated.profile.length > 0 ? BAND_PARTS : 1,
      signal,
      onProgress,
    },
  );
  const printed = printedOf(series);
  const { turnover } = fitted;
  const working = turnover.linkedWorking + turnover.otherWorking;
  const calibration: Omit<Calibration, 'notes'> = {
    calibrationVersion: 1,
    engineVersion: version,
    base: request.scenario,
    name: written.scenario.name,
    design: fitted.design.name,
    pool: fitted.pool,
    threads: choice.threads,
    delaySeconds: turnover.delaySeconds,
    logs: logs.map(({ file, format, lines, samples }) => ({ file, format, lines, samples: samples.length })),
    leftOut: [...choice.leftOut, ...built.leftOut],
    log: {
      everySeconds,
      abovePercent: abovePercent ?? null,
      least: series.least,
      printed: printed.length,
      samples: series.isPaced ? series.segments.reduce((sum, { active }) => sum + active.length, 0) : null,
      full: printed.filter((active) => active === choice.threads).length,
      runs: series.segments.map(loggedRun),
    },
    plainAverage: printed.reduce((sum, active) => sum + active, 0) / printed.length,
    fit: {
      mean: written.fit.mean,
      parkedPerSecond: written.fit.parkedPerSecond,
      working: written.fit.working,
      others: written.fit.others,
      isSplit: estimated.fit.isSplit,
      parkedPerSecondWithOwnWork: estimated.withOwnWork().fit.parkedPerSecond,
      terms: written.fit.terms,
    },
    before: {
      mean: turnover.parked + working,
      parkedPerSecond: turnover.parkedPerSecond,
      working,
      others: otherMean(others),
    },
    profile: written.profile,
    changes: written.changes,
    simulated,
  };
  return {
    calibration: {
      ...calibration,
      notes: calibrationNotes(calibration, { ...request, fitted, written, choice, pace }),
    },
    scenario: written.text,
  };
}

/** Half an hour each. */
const BAND_PARTS = 48;

/** From the first to the last time of all logs. */
function spanOf(logs: readonly NamedLog[]): readonly [number, number] | undefined {
  const spans = logs.flatMap(({ span }) => (span === undefined ? [] : [span]));
  if (spans.length === 0) return undefined;
  return [Math.min(...spans.map(([from]) => from)), Math.max(...spans.map(([, until]) => until))];
}

function loggedRun({ startUs, active }: HealthSeries['segments'][number]): LoggedRun {
  return {
    startSeconds: startUs === undefined ? null : toSeconds(startUs),
    active: [...active].map((value) => (value === NOT_PRINTED ? null : value)),
  };
}

function filesOf(logs: readonly { readonly file: string }[]): string {
  const [first, ...others] = logs.map(({ file }) => file);
  return others.length === 0 ? String(first) : `${first} and ${others.length} more`;
}
