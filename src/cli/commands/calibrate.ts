import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { InputError } from '../../errors.ts';
import type { HealthColumn } from '../../observed/calibration/health-reader.ts';
import { renderCalibration } from '../../report/calibration/calibration-words.ts';
import { checkOwnedPlace } from '../../report/files/owned-place.ts';
import { type CalibrateOutcome, calibrate } from '../../run/calibrate/calibrate.ts';
import { calibrationJson, saveCalibration } from '../../run/calibrate/save-calibration.ts';
import { loadScenario } from '../../scenario/load.ts';
import { toSeconds } from '../../units.ts';
import { announceReport } from '../announce-report.ts';
import { checkOutside } from '../apart.ts';
import { EVERY_SAMPLE, healthColumn, threshold } from '../calibrate-values.ts';
import { dumpFiles } from '../dump-files.ts';
import { Interruption, interruptible } from '../interruption.ts';
import { checkNewFile, writeNewFile } from '../new-file.ts';
import { type DurationValue, duration, path, paths, wholeNumber } from '../option-values.ts';
import { print, printedWidth, printJson, tell } from '../output.ts';
import { Progress } from '../progress.ts';
import { scenarioFile } from '../scenario-argument.ts';

interface CalibrateOptions {
  readonly scenario?: string;
  readonly scenarioOut?: string;
  readonly design?: string;
  readonly pool?: string;
  readonly instance?: string;
  readonly every?: DurationValue;
  readonly above?: number | typeof EVERY_SAMPLE;
  readonly column?: Readonly<Partial<Record<HealthColumn, string>>>;
  readonly work?: 'log' | 'scenario';
  readonly profile: boolean;
  readonly replications?: number;
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly open?: boolean;
}

export function addCalibrate(program: Command): void {
  program
    .command('calibrate')
    .description('fit a scenario to the log of its pool, which prints only what is over a threshold')
    .argument('[logs...]', 'files, folders or patterns of logs, .gz too; - is standard input', paths)
    .option(
      '--scenario <file>',
      'the base scenario, or the name of a shipped one: what parks there, and for how long',
      path,
    )
    .option('--scenario-out <file>', 'write the calibrated scenario to a new file', path)
    .option('--design <name>', 'the design that the log is of (default: the first)')
    .option('--pool <name>', 'the pool that the log is of, where tasks park in several')
    .option('--instance <name>', 'of logs of several instances, which one (default: the one with the most lines)')
    .option(
      '--every <duration>',
      'time between two samples (default: as the log shows, or the scenario says)',
      duration,
    )
    .option(
      '--above <percent>',
      'what the log prints: samples over this utilization, or none: every sample (default: as the scenario says, 70%; a CSV file has all)',
      threshold,
    )
    .option(
      '--column <meaning=name>',
      'what a column of a CSV file is: time, active, queue, threads, pool or instance; repeatable',
      healthColumn,
    )
    .addOption(
      new Option(
        '--work <whose>',
        'whose work is written: that of the log, or that of the base scenario, taken as known (default: the scenario’s, and the interval of the rate allows for the log’s)',
      ).choices(['log', 'scenario']),
    )
    .option('--no-profile', 'fit one rate for the whole day')
    .option('--replications <n>', 'how often the calibrated scenario is simulated', wholeNumber(1))
    .option('--out <folder>', 'where the report goes (default: reports/out/<scenario>-calibration)', path)
    .option('--json', 'print the figures as JSON instead')
    .option('--quiet', 'print nothing but errors')
    .option('--open', 'open the report in the browser')
    .addHelpText(
      'after',
      `
Examples:
  npx unpark calibrate app.log --scenario omi-sync --scenario-out calibrated.yaml
  npx unpark calibrate 'logs/*.json.gz' --scenario base.yaml --above 80%
  npx unpark calibrate metrics.csv --scenario base.yaml --column time=ts --column active=busy_threads`,
    )
    .action(run);
}

async function run(args: readonly string[] | undefined, options: CalibrateOptions): Promise<void> {
  const quiet = options.quiet === true;
  const scenario = baseOf(options.scenario);
  const { name } = loadScenario(scenario);
  const out = options.out ?? join('reports', 'out', `${name}-calibration`);
  checkOwnedPlace(out, 'calibration');
  if (options.scenarioOut !== undefined) {
    checkOutside({ option: '--scenario-out', path: options.scenarioOut }, { option: '--out', path: out });
    checkNewFile(options.scenarioOut);
  }
  const logs = dumpFiles(args ?? [], 'logs');
  if (logs.length === 0) throw noLogs();
  const progress = new Progress(process.stderr, name, !quiet);
  const signal = interruptible();
  let outcome: CalibrateOutcome;
  try {
    outcome = await calibrate(
      {
        logs,
        scenario,
        design: options.design,
        pool: options.pool,
        instance: options.instance,
        everySeconds: options.every === undefined ? undefined : toSeconds(options.every.us),
        abovePercent: options.above === EVERY_SAMPLE ? null : options.above,
        columns: options.column ?? {},
        work: options.work,
        findsProfile: options.profile,
        replications: options.replications,
      },
      process.stdin,
      signal,
      (done, total) => progress.show(done, total),
    );
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Interruption('interrupted: nothing was written.');
  } finally {
    progress.clear();
  }
  await saveCalibration(out, outcome, tell);
  if (options.scenarioOut !== undefined) writeNewFile(options.scenarioOut, outcome.scenario);
  if (options.json === true) printJson(calibrationJson(outcome.calibration));
  else if (!quiet) print(renderCalibration(outcome.calibration, { width: printedWidth() }));
  await announceReport(resolve(out), { quiet: quiet || options.json === true, open: options.open === true });
}

function baseOf(scenario: string | undefined): string {
  if (scenario !== undefined) return scenarioFile(scenario);
  throw new InputError({
    message: 'there is no scenario to calibrate',
    expected: '--scenario with a file, or the name of a shipped scenario',
    found: 'none',
    hint: '`npx unpark init` writes one to start from; what parks in it, and for how long, is taken from it, and its rates are only a begin',
  });
}

function noLogs(): InputError {
  return new InputError({
    message: 'there is no log to fit the scenario to',
    expected: 'files, folders or patterns of logs, or - for standard input',
    found: 'none',
    hint: 'npx unpark calibrate app.log --scenario base.yaml',
  });
}
