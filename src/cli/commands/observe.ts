import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exitCode, formatProblems, InputError } from '../../errors.ts';
import { systemClock, timeOfDayUs } from '../../live/clock.ts';
import { observedPools } from '../../observed/observed-pools.ts';
import { observedResult } from '../../observed/observed-result.ts';
import { scenarioOf } from '../../observed/to-scenario.ts';
import { oneLine } from '../../one-line.ts';
import { renderTerminal } from '../../report/terminal.ts';
import { resultJson } from '../../report/write.ts';
import { version } from '../../run/assets.ts';
import { type ObserveRequest, observe } from '../../run/observe/observe.ts';
import { readArrivals } from '../../run/read-arrivals.ts';
import { saveNewReport } from '../../run/save-report.ts';
import { announceReport } from '../announce-report.ts';
import { checkOutside } from '../apart.ts';
import { dumpFiles } from '../dump-files.ts';
import { interruptible } from '../interruption.ts';
import { checkNewFile, writeNewFile } from '../new-file.ts';
import { namedPool, parkTime, poolSize, rateOf, resultName } from '../observe-values.ts';
import { type DurationValue, duration, path, paths, pattern, wholeNumber } from '../option-values.ts';
import { print, printedWidth, printJson, tell } from '../output.ts';
import { reportFolder } from '../report-folder.ts';

interface ObserveOptions {
  readonly pid?: number;
  readonly command?: string;
  readonly every?: DurationValue;
  readonly for?: DurationValue;
  readonly save?: string;
  readonly process?: number;
  readonly pool?: ObserveRequest['pools'];
  readonly threads?: ReadonlyMap<string, number>;
  readonly rules?: string;
  readonly source?: readonly string[];
  readonly redact?: boolean;
  readonly scenario?: string;
  readonly rate?: number;
  readonly accessLog?: readonly string[];
  readonly match?: RegExp;
  readonly park?: ReadonlyMap<string, number>;
  readonly name?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly open?: boolean;
}

export function addObserve(program: Command): void {
  program
    .command('observe')
    .description('say what the threads of a running service do, by its thread dumps or by the process itself')
    .argument('[dumps...]', 'files, folders or patterns of thread dumps, .gz too; - is standard input', paths)
    .option('--pid <pid>', 'sample a process of this machine (Linux)', wholeNumber(1))
    .option('--command <command>', 'run a command that prints a dump, at each sample')
    .option('--every <duration>', 'time between two samples (default: 1s)', duration)
    .option('--for <duration>', 'how long a process is sampled (default: 60s)', duration)
    .option('--save <folder>', 'keep what was read, to be observed again', path)
    .option('--process <pid>', 'of dumps of several processes, which one’s', wholeNumber(1))
    .option('--pool <name=regex>', 'the threads whose names fit are one pool; repeatable', namedPool)
    .option('--threads <name=number>', 'the size of a pool, where more than were seen; repeatable', poolSize)
    .option('--rules <file>', 'rules of your own, tried before those that come with unpark', path)
    .option('--source <folder>', 'where source files are that dumps name without a path; repeatable', paths)
    .option('--redact', 'leave out the names of threads')
    .option('--scenario <file>', 'write a scenario that reproduces what was seen', path)
    .option('--rate <rate>', 'how often jobs arrive, such as 10.6/min: durations in the scenario follow', rateOf)
    .option('--access-log <file>', 'count that rate from an access log; repeatable', paths)
    .option('--match <regex>', 'of the access log only lines that fit, such as "POST /v1/sync"', pattern)
    .option('--park <frame=duration>', 'how long a function sleeps each time; repeatable', parkTime)
    .option('--name <name>', 'what the result is called (default: observed)', resultName)
    .option('--out <folder>', 'where the report goes (default: reports/out/<name>)', path)
    .option('--json', 'print the result as JSON instead of the tables')
    .option('--quiet', 'print nothing but errors')
    .option('--open', 'open the report in the browser')
    .action(run);
}

async function run(dumps: readonly string[] | undefined, options: ObserveOptions): Promise<void> {
  const quiet = options.quiet === true;
  const name = options.name ?? 'observed';
  const out = reportFolder(options.out, name, 'observed');
  checkOptions(options, out);
  const files = dumpFiles(dumps ?? []);
  if (files.length === 0 && options.pid === undefined && options.command === undefined) throw nothingToObserve();
  const counted =
    options.accessLog === undefined
      ? undefined
      : (await readArrivals(dumpFiles(options.accessLog, 'access logs'), process.stdin, options.match)).arrivals;
  const clock = { nowUs: systemClock.nowUs, wakeAt: systemClock.wakeAt, timeOfDayUs };
  const outcome = await observe(
    {
      files,
      pid: options.pid,
      command: options.command,
      everyUs: options.every?.us,
      forUs: options.for?.us,
      save: options.save,
      process: options.process ?? null,
      pools: options.pool ?? [],
      rules: options.rules,
      sources: options.source ?? [],
      redact: options.redact === true,
    },
    process.stdin,
    clock,
    interruptible(),
    tell,
  );
  const pools = observedPools(outcome.seen, options.threads ?? new Map());
  const result = observedResult(outcome.seen, pools, { ...outcome.notes, name }, version);
  await saveNewReport(out, result, tell);
  if (options.scenario !== undefined) {
    const text = scenarioOf(result, {
      perSecond: options.rate ?? counted?.perSecond,
      rateSource: counted === undefined ? '--rate' : oneLine(`counted from ${options.accessLog?.join(', ')}`),
      parks: options.park ?? new Map(),
    });
    writeNewFile(options.scenario, text);
  }
  if (options.json === true) printJson(resultJson(result));
  else if (!quiet) print(`${renderTerminal(result, { width: printedWidth() })}\n`);
  if (outcome.unsaved !== undefined && outcome.isInterrupted) tell(`${formatProblems([outcome.unsaved])}\n`);
  if (outcome.isInterrupted) process.exitCode = exitCode.interrupted;
  await announceReport(resolve(out), { quiet: quiet || options.json === true, open: options.open === true });
  if (outcome.unsaved !== undefined && !outcome.isInterrupted) throw new InputError(outcome.unsaved);
}

/** @throws InputError for what would have no effect, and for files that cannot be written. */
function checkOptions(options: ObserveOptions, out: string): void {
  const { pid, command, scenario, rate, accessLog, match, park, save, for: forHow } = options;
  const idle: (readonly [string, boolean, string])[] = [
    ['--rate', rate !== undefined && scenario === undefined, '--scenario FILE'],
    ['--access-log', accessLog !== undefined && scenario === undefined, '--scenario FILE'],
    ['--match', match !== undefined && accessLog === undefined, '--access-log FILE'],
    ['--park', park !== undefined && scenario === undefined, '--scenario FILE'],
    ['--save', save !== undefined && pid === undefined && command === undefined, '--pid or --command'],
    ['--for', forHow !== undefined && pid === undefined && command === undefined, '--pid or --command'],
  ];
  const problems = idle
    .filter(([, isIdle]) => isIdle)
    .map(([option, , needs]) => ({
      path: option,
      message: `${option} has no effect without ${needs}`,
      expected: `${needs} beside it`,
      found: `${option} alone`,
      hint: `add ${needs}, or leave ${option} away`,
    }));
  if (rate !== undefined && accessLog !== undefined) {
    problems.push({
      path: '--rate',
      message: 'the rate is given twice',
      expected: '--rate or --access-log',
      found: 'both',
      hint: 'leave one of them away',
    });
  }
  if (problems.length > 0) throw new InputError(problems);
  const report = { option: '--out', path: out };
  if (save !== undefined) checkOutside({ option: '--save', path: save }, report);
  if (scenario === undefined) return;
  checkOutside({ option: '--scenario', path: scenario }, report);
  checkNewFile(scenario);
}

function nothingToObserve(): InputError {
  return new InputError({
    message: 'there is nothing to observe',
    expected: 'thread dumps, a process, or a command that prints a dump',
    found: 'none of them',
    hint: '`npx unpark observe dump.txt`, `npx unpark observe --pid 1234`, or `npx unpark observe --command "kubectl exec … -- jcmd 1 Thread.print"`',
  });
}
