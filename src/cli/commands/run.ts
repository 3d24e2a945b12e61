import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exitCode, InputError, type Problem } from '../../errors.ts';
import { oneLine } from '../../one-line.ts';
import type { OutputFailure } from '../../outputs/outputs.ts';
import { renderTerminal } from '../../report/terminal.ts';
import { resultJson } from '../../report/write.ts';
import type { Result } from '../../result/schema.ts';
import { saveNewReport } from '../../run/save-report.ts';
import { MOST_REPLICATIONS } from '../../run/until/stopping-rule.ts';
import type { UntilText } from '../../run/until/target.ts';
import { loadScenario } from '../../scenario/load.ts';
import type { Scenario } from '../../scenario/model.ts';
import { announceReport } from '../announce-report.ts';
import { interruptible } from '../interruption.ts';
import { duration, moment, path, traceWindow, untilPrecision, warmUp, wholeNumber } from '../option-values.ts';
import { print, printedWidth, printJson, tell } from '../output.ts';
import { reportFolder } from '../report-folder.ts';
import { type OutputOptions, RunOutputs } from '../run-outputs.ts';
import { checkNoEvents, runUntil } from '../run-until.ts';
import { overridesOf, type ScenarioOptions, scenarioFile, scenarioOptions } from '../scenario-argument.ts';
import { simulateScenarios } from '../simulate-scenarios.ts';
import { ThreadDisplay } from '../thread-display.ts';
import { findWarmUp } from '../warm-up.ts';

interface RunOptions extends ScenarioOptions, OutputOptions {
  readonly until?: UntilText;
  readonly most?: number;
  readonly warmUp?: string;
  readonly out?: string;
  readonly jobs?: number;
  readonly json?: boolean;
  readonly pictures: boolean;
  readonly quiet?: boolean;
  readonly open?: boolean;
}

export function addRun(program: Command): void {
  program
    .command('run')
    .description('simulate a scenario, compare its designs, and write the report')
    .argument('[scenario]', 'a scenario file, or the name of a shipped scenario (see `npx unpark list`)', path)
    .option('--out <folder>', 'where the report goes (default: reports/out/<scenario>)', path)
    .option('--seed <n>', 'another seed', wholeNumber(0, 2 ** 32 - 1))
    .option('--replications <n>', 'how often each design is run, with other random numbers each time', wholeNumber(1))
    .option(
      '--warm-up <time>',
      'another warm-up, such as 30m; auto: what MSER-5 finds in a few replications that are run first',
      warmUp,
    )
    .option(
      '--until <precision>',
      'add replications until a measure is known so precisely: 1%, or "pools.storage.active.mean 1%"',
      untilPrecision,
    )
    .option(
      '--most <n>',
      `with --until: the most replications of each design (default: ${MOST_REPLICATIONS})`,
      wholeNumber(2, 1_000_000),
    )
    .option('--duration <time>', 'another measured time, such as 6h', duration)
    .option('--design <name...>', 'only these designs; the first is the one the others are compared with')
    .option('--set <path=value...>', 'change values of the scenario, such as pools.storage.threads=64')
    .option('--jobs <n>', 'how many replications run at once (default: one for each core)', wholeNumber(1))
    .option('--events <file>', 'write everything that happens, as lines of JSON (`npx unpark replay` reads them)', path)
    .option('--trace <file>', 'write a timeline of the threads, for ui.perfetto.dev or chrome://tracing', path)
    .option('--trace-window <part>', 'only this part of the timeline: 2h+10m is ten minutes from 2 h on', traceWindow)
    .option(
      '--openmetrics <file>',
      'write the metrics of the first replication, for Prometheus (docs/metrics.md)',
      path,
    )
    .option('--metrics-every <time>', 'how often they are sampled (default: every minute)', duration)
    .option('--metrics-epoch <moment>', 'when the run starts in them (default: 2026-01-01T00:00:00Z)', moment)
    .option('--long', 'run it although it takes more than an hour')
    .option('--json', 'print the result as JSON instead of the table')
    .option('--no-pictures', 'leave out the charts as PNGs, which take long; the page has them all the same')
    .option('--quiet', 'print nothing but errors')
    .option('--open', 'open the report in the browser')
    .addHelpText(
      'after',
      `
Examples:
  npx unpark run omi-sync
  npx unpark run omi-sync --set pools.storage.threads=64 --design legacy janitor
  npx unpark run omi-sync --until 'jobs.sync.time.p99 5%'
  npx unpark run ./my-scenario.yaml --replications 5 --out reports/mine --open`,
    )
    .action(run);
}

async function run(argument: string | undefined, given: RunOptions): Promise<void> {
  const signal = interruptible();
  const options = await withWarmUp(argument, given, signal);
  const scenario = loadScenario(scenarioFile(argument, options), scenarioOptions(options));
  const out = reportFolder(options.out, scenario.name, 'sim');
  checkUntil(options);
  const outputs = new RunOutputs(options, out, scenario, overridesOf(options));
  let unwritten: readonly OutputFailure[] = [];
  let problems: readonly Problem[] = [];
  let precision: { readonly reached: boolean; readonly text: string } | undefined;
  const quiet = options.quiet === true;
  const progress = new ThreadDisplay(process.stderr, scenario.name, !quiet);
  // While the report is written the first Ctrl-C waits: that takes a moment, and half a report is of no use.
  try {
    // Nothing has been written by then, so an earlier report is whole.
    const aftermath = `Nothing was written. If there was a report in ${oneLine(out)}, it is as it was.`;
    const common = {
      overrides: overridesOf(options),
      workers: options.jobs,
      long: options.long === true,
      progress,
      signal,
      outputs: outputs.plan,
      onWritten: (failures: readonly OutputFailure[]) => {
        unwritten = failures;
      },
      aftermath,
    };
    let result: Result;
    if (options.until === undefined) {
      [result] = (await simulateScenarios([scenario], common)) as [Result];
    } else {
      const ended = await runUntil(scenario, { ...common, until: options.until, most: options.most });
      precision = ended;
      result = ended.result;
    }
    problems = outputs.commit(unwritten);
    progress.endViews();
    progress.say('writing the report');
    await saveNewReport(out, result, tell, options.pictures);
    progress.clear();
    if (options.json === true) printJson(resultJson(result));
    else if (!quiet) print(`${renderTerminal(result, { width: printedWidth() })}\n`);
  } finally {
    // What has taken its place by now stays.
    outputs.abandon();
    progress.clear();
  }
  if (precision !== undefined) {
    if (!quiet) tell(`${precision.text}\n`);
    if (!precision.reached) process.exitCode = exitCode.failed;
  }
  await announceReport(resolve(out), { quiet: quiet || options.json === true, open: options.open === true });
  if (problems.length > 0) throw new InputError(problems);
}

/** The options with the warm-up among what they set: from there on it is a setting like any other, which the result has too. @throws InputError, Interruption */
async function withWarmUp(argument: string | undefined, options: RunOptions, signal: AbortSignal): Promise<RunOptions> {
  const { warmUp, set = [], quiet } = options;
  if (warmUp === undefined) return options;
  if (warmUp !== 'auto') return { ...options, set: [...set, `warmUp=${warmUp}`] };
  const scenario = loadScenario(scenarioFile(argument, options), scenarioOptions(options));
  const progress = new ThreadDisplay(process.stderr, `${scenario.name}, its warm-up`, quiet !== true);
  const simulate = async (pilots: Scenario) => {
    const [result] = await simulateScenarios([pilots], {
      overrides: [],
      workers: options.jobs,
      long: options.long === true,
      progress,
      signal,
      aftermath: 'Nothing was written.',
    });
    return result as Result;
  };
  try {
    const found = await findWarmUp(scenario, simulate);
    progress.note(
      found === undefined
        ? 'The load changes over time, so no warm-up leads to a steady state: the one of the scenario is kept.'
        : `Warm-up: ${found.warmUp}, ${found.how}.`,
    );
    return found === undefined ? options : { ...options, set: [...set, `warmUp=${found.warmUp}`] };
  } finally {
    progress.clear();
  }
}

/** @throws InputError for options that do not go with `--until`, or only with it. */
function checkUntil(options: RunOptions): void {
  if (options.until !== undefined) checkNoEvents(options.events);
  else if (options.most !== undefined) {
    throw new InputError({
      path: '--most',
      message: '--most is the bound of --until',
      expected: '--until beside it',
      found: `--most ${options.most}`,
      hint: '--replications says how many there are without --until',
    });
  }
}
