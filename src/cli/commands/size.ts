import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { exitCode, InputError } from '../../errors.ts';
import { oneLine } from '../../one-line.ts';
import { joinWords } from '../../report/format.ts';
import { renderSizingTerminal } from '../../report/size/sizing-terminal.ts';
import { sizingJson } from '../../report/size/sizing-words.ts';
import type { Sizing } from '../../result/sizing/sizing.ts';
import { checkRunSize } from '../../run/run-size.ts';
import { unmetProblem } from '../../run/size/cannot-meet.ts';
import { planSizing, type SizingPlan } from '../../run/size/plan-sizing.ts';
import { checkSizingPlace, saveSizing } from '../../run/size/save-sizing.ts';
import { SIZES_ABOUT, sizeDesigns } from '../../run/size/size-designs.ts';
import { scenarioBuilder } from '../../scenario/load.ts';
import { announceReport } from '../announce-report.ts';
import { Interruption, interruptible } from '../interruption.ts';
import { duration, path, wholeNumber } from '../option-values.ts';
import { print, printedWidth, printJson, tell } from '../output.ts';
import { Progress } from '../progress.ts';
import { overridesOf, type ScenarioOptions, scenarioFile, scenarioOptions } from '../scenario-argument.ts';

interface SizeOptions extends ScenarioOptions {
  readonly objective?: string;
  readonly vary?: string;
  readonly least?: number;
  readonly most?: number;
  readonly cores: number;
  readonly out?: string;
  readonly jobs?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly open?: boolean;
}

export function addSize(program: Command): void {
  program
    .command('size')
    .description('find the smallest pool that meets an objective, for each design')
    .argument('[scenario]', 'a scenario file, or the name of a shipped scenario (see `npx unpark list`)', path)
    .option(
      '--objective <condition>',
      "what has to hold, as in `expect` without the design: 'pools.storage.queueWait.p99 <= 1s', 'jobs.sync.time.p99 <= 105% of unbounded' (default: the pool is full for less than 1 % of the time)",
    )
    .option(
      '--vary <path>',
      'what is sized: any whole number of the scenario (default: the threads of the busiest pool)',
    )
    .option('--least <n>', 'the smallest size to look at (default: 1)', wholeNumber(1))
    .option('--most <n>', 'the largest size to look at (default: 100000)', wholeNumber(1))
    .option('--cores <n>', 'cores of the machine, for the rule of thumb that asks for them', wholeNumber(1, 100_000), 2)
    .option('--set <path=value...>', 'change a value of the scenario first')
    .option('--seed <n>', 'another seed', wholeNumber(0, 2 ** 32 - 1))
    .option('--replications <n>', 'the most that a size is simulated', wholeNumber(1))
    .option('--duration <time>', 'another measured time, such as 6h', duration)
    .option('--design <name...>', 'only these designs')
    .option('--jobs <n>', 'how many run at once (default: one for each core)', wholeNumber(1))
    .option('--long', 'run it although it takes more than an hour')
    .option('--out <folder>', 'where the page and the charts go (default: reports/out/<scenario>-size)', path)
    .option('--json', 'print the result as JSON instead')
    .option('--quiet', 'print nothing but errors')
    .option('--open', 'open the page in the browser')
    .addHelpText(
      'after',
      `
Examples:
  npx unpark size omi-sync
  npx unpark size omi-sync --objective 'pools.storage.queueWait.p99 <= 1s'
  npx unpark size omi-sync --vary semaphores.chunk --objective 'jobs.precache.time.p99 <= 105% of unbounded'`,
    )
    .action(size);
}

async function size(argument: string | undefined, options: SizeOptions): Promise<void> {
  const build = scenarioBuilder(scenarioFile(argument, options), {
    ...scenarioOptions(options),
    note: once(options.set ?? []),
  });
  const { objective, vary, least, most } = options;
  const plan = planSizing(build, { objective, vary, least, most });
  const out = options.out ?? join('reports', 'out', `${plan.base.name}-size`);
  checkSizingPlace(out);
  const hint = 'a shorter --duration, fewer --replications or only one --design make it shorter';
  checkRunSize([plan.base], options.jobs, options.long === true, {
    runs: SIZES_ABOUT,
    what: 'search for a size',
    hint,
  });
  const quiet = options.quiet === true;
  let sizing: Sizing;
  const progress = new Progress(process.stderr, plan.base.name, !quiet);
  try {
    sizing = await searched(plan, options, progress);
    progress.say('writing the report');
    await saveSizing(out, sizing, tell);
    progress.clear();
    if (options.json === true) printJson(sizingJson(sizing));
    else if (!quiet) print(renderSizingTerminal(sizing, { width: printedWidth() }));
  } finally {
    progress.clear();
  }
  await announceReport(resolve(out), { quiet: quiet || options.json === true, open: options.open === true });
  if (sizing.unmet.length > 0) endWithUnmet(sizing.unmet, sizing.objective.text, quiet || options.json === true);
}

/** @param isUnread whether nobody has read the notes, which say what limits these designs. @throws InputError then, with the same. */
function endWithUnmet(unmet: Sizing['unmet'], objective: string, isUnread: boolean): void {
  if (isUnread) throw new InputError(unmet.map((design) => unmetProblem(objective, design)));
  tell(
    `There is no size for ${joinWords(unmet.map(({ design }) => oneLine(design)))}: exit code ${exitCode.badInput}.\n`,
  );
  process.exitCode = exitCode.badInput;
}

/** @throws Interruption */
async function searched(plan: SizingPlan, options: SizeOptions, progress: Progress): Promise<Sizing> {
  const signal = interruptible();
  let simulated = 0;
  try {
    return await sizeDesigns(plan, {
      workers: options.jobs,
      cores: options.cores,
      overrides: overridesOf(options),
      isLong: options.long === true,
      signal,
      onProgress: (done, about) => {
        simulated = done;
        progress.showAtLeast(done, about);
      },
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Interruption(`interrupted: ${simulated} replications were simulated, and nothing was written.`);
  }
}

/** A scenario is made for each size: what is to be noted of the user's own settings is noted once, and nothing of those that are tried. */
function once(settings: readonly string[]): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (told.has(text) || !settings.some((setting) => text.includes(`--set ${setting} `))) return;
    tell(`${text}\n`);
    told.add(text);
  };
}
