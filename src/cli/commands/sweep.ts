import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { counted } from '../../counted.ts';
import { InputError } from '../../errors.ts';
import { oneLine } from '../../one-line.ts';
import { renderSweepTerminal, sizeOf } from '../../report/sweep/sweep-words.ts';
import type { SweepTable } from '../../result/sweep/sweep-schema.ts';
import { sweepJsonLines } from '../../result/sweep/sweep-text.ts';
import { checkRunSize, runSize } from '../../run/run-size.ts';
import { isInBucket } from '../../run/sweep/bucket.ts';
import { readGrid } from '../../run/sweep/grid.ts';
import { Journal } from '../../run/sweep/journal.ts';
import { isPartThere, partPlace, writePart } from '../../run/sweep/parts.ts';
import { planSweep, type SweepPlan } from '../../run/sweep/plan.ts';
import { runSweep } from '../../run/sweep/run-sweep.ts';
import { checkSweepPlace, saveSweep } from '../../run/sweep/save-sweep.ts';
import { partName, readShard } from '../../run/sweep/shard.ts';
import { scenarioBuilder } from '../../scenario/load.ts';
import { formatSeconds } from '../../units.ts';
import { announceReport } from '../announce-report.ts';
import { Interruption, interruptible } from '../interruption.ts';
import { duration, path, wholeNumber } from '../option-values.ts';
import { print, printedWidth, printJson, tell } from '../output.ts';
import { Progress } from '../progress.ts';
import { type ScenarioOptions, scenarioFile, scenarioOptions } from '../scenario-argument.ts';

interface SweepOptions extends ScenarioOptions {
  readonly measure?: readonly string[];
  readonly out?: string;
  readonly shard?: string;
  readonly shards?: number;
  readonly journal?: string;
  readonly restart?: boolean;
  readonly jobs?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly open?: boolean;
}

export function addSweep(program: Command): void {
  program
    .command('sweep')
    .description('simulate a grid of values of a scenario, and write one table with its charts')
    .argument('[scenario]', 'a scenario file, or the name of a shipped scenario (see `npx unpark list`)', path)
    .option(
      '--set <path=values...>',
      'what to vary: path=64,96,128 or path=8..128/8 (steps of 8) or path=8..64*2 (doubled); a single value is set for all points',
    )
    .option(
      '--measure <measure...>',
      "what to measure, as in `expect`: janitor.pools.storage.active.mean, '*.jobs.sync.time.p99'",
    )
    .option('--out <place>', 'a folder, or gs://bucket/prefix (default: reports/out/<scenario>-sweep)', path)
    .option('--shard <i/n>', 'only every n-th point, for `npx unpark merge`; auto: as the engine of the task says')
    .option('--shards <n>', 'how many shards there are, where the engine tells no more than an index', wholeNumber(1))
    .option('--seed <n>', 'another seed', wholeNumber(0, 2 ** 32 - 1))
    .option('--replications <n>', 'how often each design is run at each point', wholeNumber(1))
    .option('--duration <time>', 'another measured time, such as 6h', duration)
    .option('--design <name...>', 'only these designs')
    .option('--jobs <n>', 'how many run at once (default: one for each core)', wholeNumber(1))
    .option('--journal <file>', 'where the rows go while it runs: the same command goes on from there', path)
    .option('--restart', 'begin anew, and forget what an interrupted sweep has left')
    .option('--long', 'run it although it takes more than an hour')
    .option('--json', 'print the table as JSON Lines instead')
    .option('--quiet', 'print nothing but errors')
    .option('--open', 'open the page in the browser')
    .addHelpText(
      'after',
      `
Variables that --shard auto reads: JOB_COMPLETION_INDEX (Kubernetes; with UNPARK_SHARDS or --shards), CLOUD_RUN_TASK_INDEX
and _COUNT, SLURM_ARRAY_TASK_ID, _MIN, _MAX, _STEP and _COUNT, CI_NODE_INDEX and _TOTAL (GitLab), CIRCLE_NODE_INDEX and _TOTAL,
BUILDKITE_PARALLEL_JOB and _COUNT.

Examples:
  npx unpark sweep omi-sync --set pools.storage.threads=64,96,128,192
  npx unpark sweep omi-sync --set pools.storage.threads=32..256*2 jobs.sync.arrivals.poisson=4/min,8/min,16/min
  npx unpark sweep omi-sync --set deletion.delay=60s..480s/60s --measure '*.pools.storage.parked.mean' --shard 1/4`,
    )
    .action(sweep);
}

async function sweep(argument: string | undefined, options: SweepOptions): Promise<void> {
  const shard = readShard(options.shard, options.shards, process.env);
  const grid = readGrid(options.set ?? []);
  const { set: _, ...rest } = options;
  const build = scenarioBuilder(scenarioFile(argument, options), scenarioOptions(rest));
  // Before every value is tried: of a grid of thousands that takes a while by itself.
  checkRunSize([build(grid.fixed)], options.jobs, options.long === true, {
    runs: Math.ceil(grid.points / shard.count),
    what: 'sweep',
    hint: 'take larger steps, fewer --replications or a shorter --duration, or spread it with --shard',
  });
  const plan = planSweep(
    build,
    grid,
    options.measure,
    shard,
    options.duration === undefined ? [] : [`duration=${options.duration.text}`],
  );
  const isWhole = shard.count === 1;
  const { name } = plan.base;
  const out = options.out ?? join('reports', 'out', isWhole ? `${name}-sweep` : `${name}-sweep-parts`);
  const place = isWhole ? out : partPlace(out, plan.header);
  const quiet = options.quiet === true;
  const say = (text: string): void => {
    if (!quiet && options.json !== true) print(`${text}\n`);
  };
  if (isWhole) await checkSweepPlace(out);
  else if (await isPartThere(place, plan.header)) {
    say(`${oneLine(place)} is there already, and it is this part: there is nothing to do.`);
    return;
  }
  const journal = Journal.open(journalFile(options, out, plan), plan, options.restart === true);
  const progress = new Progress(
    process.stderr,
    isWhole ? name : `${name} ${shard.index}/${shard.count}`,
    !quiet,
    'runs',
  );
  const signal = interruptible();
  try {
    const table = await simulated(plan, journal, { options, progress, signal });
    progress.say('writing the table');
    if (isWhole) await saveSweep(out, table, tell);
    else await writePart(place, sweepJsonLines(table));
    journal.remove();
    progress.clear();
    if (options.json === true) printJson(sweepJsonLines(table));
    else if (!quiet && isWhole) print(renderSweepTerminal(table, { width: printedWidth() }));
  } finally {
    progress.clear();
    journal.close();
  }
  if (!isWhole) say(`Part: ${oneLine(place)}`);
  else if (isInBucket(out)) say(`Sweep: ${oneLine(out)}`);
  else await announceReport(resolve(out), { quiet: quiet || options.json === true, open: options.open === true });
}

interface Run {
  readonly options: SweepOptions;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** A sweep that takes longer is told before it starts. */
const TOLD_SECONDS = 60;

/** Runs what is missing. @throws Interruption, which says that the rows are kept. */
async function simulated(plan: SweepPlan, journal: Journal, { options, progress, signal }: Run): Promise<SweepTable> {
  const rows = [...journal.known];
  const left = plan.units.length - rows.length;
  tellSize(plan, rows.length, options, progress);
  let done = 0;
  if (left > 0) progress.show(0, left);
  try {
    await runSweep(plan, {
      known: rows.length,
      workers: options.jobs,
      signal,
      onRow: (row) => {
        journal.add(row);
        rows.push(row);
      },
      onProgress: (finished, total) => {
        done = finished;
        progress.show(finished, total);
      },
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Interruption(
      `interrupted: ${done} of ${left} runs were simulated. ${counted(rows.length, 'row')} of ${plan.units.length} ${rows.length === 1 ? 'is' : 'are'} kept in ${oneLine(journal.file)}; the same command goes on from there.`,
    );
  }
  return { header: plan.header, rows };
}

function tellSize({ base, header, units }: SweepPlan, known: number, options: SweepOptions, progress: Progress): void {
  const left = units.length - known;
  const seconds = (runSize([base], options.jobs ?? availableParallelism()).seconds * left) / header.designs.length;
  const part = header.shard.count === 1 ? '' : `, shard ${header.shard.index} of ${header.shard.count}`;
  const time =
    seconds < TOLD_SECONDS ? '' : `; about ${formatSeconds(Number(seconds.toPrecision(1)))} (a rough estimate)`;
  const resumed = known === 0 ? '' : `; ${counted(known, 'row')} of ${units.length} known from an interrupted run`;
  if (time + resumed !== '') progress.note(`${sizeOf(header)}${part}${resumed}${time}`);
}

function journalFile({ journal }: SweepOptions, out: string, { header, base }: SweepPlan): string {
  if (journal !== undefined) {
    if (!isInBucket(journal)) return journal;
    throw new InputError({
      file: `--journal ${journal}`,
      message: 'a journal is written row by row, and a bucket cannot do that',
      expected: 'a file of this machine',
      found: journal,
    });
  }
  const part = header.shard.count === 1 ? '' : `-${partName(header.shard)}`;
  if (isInBucket(out)) return join('reports', 'out', `${base.name}-sweep${part}.journal.jsonl`);
  return part === '' ? `${out.replace(/[\\/]+$/, '')}.journal.jsonl` : join(out, `${part.slice(1)}.journal.jsonl`);
}
