import { relative, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { exitCode, formatProblems, InputError, type Problem } from '../../errors.ts';
import { type BaselineTaking, exitCodeOf, type ScenarioCheck } from '../../gate/check.ts';
import { isOurName } from '../../report/files/manifest.ts';
import { checkOwnedPlace, writeOwnedPlace } from '../../report/files/owned-place.ts';
import { checkPlace, writeWhole } from '../../report/files/whole-file.ts';
import { annotationsOf, problemAnnotations } from '../../report/gate/annotations.ts';
import { renderCheckJson } from '../../report/gate/json.ts';
import { renderCheckSummary } from '../../report/gate/summary.ts';
import { renderCheckTerminal } from '../../report/gate/terminal.ts';
import { shellWord } from '../../report/shell.ts';
import { checkDistinct } from '../apart.ts';
import { type CheckRun, checkResult, checkScenarios } from '../check-scenarios.ts';
import { addStepSummary, fromRepositoryRoot, isOnGithub } from '../github.ts';
import { interruptible } from '../interruption.ts';
import { duration, path, paths, wholeNumber } from '../option-values.ts';
import { print, printCommands, printJson, separate, tell } from '../output.ts';
import { overridesOf, type ScenarioOptions, scenarioOptions } from '../scenario-argument.ts';
import { scenarioFiles } from '../scenario-files.ts';

interface CheckOptions extends ScenarioOptions {
  readonly baseline?: boolean;
  readonly baselines?: string;
  readonly result?: string;
  readonly expect?: readonly string[];
  readonly jobs?: number;
  readonly junit?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly watch?: boolean;
}

export function addCheck(program: Command): void {
  program
    .command('check')
    .description('judge scenarios by their expectations, and by their baselines: the gate for CI')
    .argument(
      '[scenario...]',
      'scenario files, patterns such as scenarios/*.yaml, or names of shipped scenarios',
      paths,
    )
    .option('--baseline', 'compare with the baselines too (`npx unpark baseline` writes them)')
    .option(
      '--baselines <folder>',
      'where the baselines are (default: the folder baselines beside each scenario)',
      path,
    )
    .addOption(
      new Option(
        '--result <result.json>',
        'judge this saved result, and run nothing; with its scenario, or with --expect alone',
      )
        .argParser(path)
        .conflicts(['seed', 'replications', 'duration']),
    )
    .option(
      '--expect <condition>',
      'a condition beside those of the scenarios, such as "observed.pools.http.parked.mean < 10"; may be repeated',
      (condition: string, before: readonly string[] = []) => [...before, condition],
    )
    .option('--seed <n>', 'another seed', wholeNumber(0, 2 ** 32 - 1))
    .option('--replications <n>', 'another number of replications than the scenario has for checks', wholeNumber(1))
    .option('--duration <time>', 'another measured time, such as 6h', duration)
    .option('--set <path=value...>', 'change values of the scenarios, such as pools.storage.threads=64')
    .option('--jobs <n>', 'how many replications run at once (default: one for each core)', wholeNumber(1))
    .option('--junit <file>', 'write JUnit XML, a case for each condition', path)
    .option('--out <folder>', 'write check.md, for a pull request, and check.json', path)
    .option('--long', 'run it although it takes more than an hour')
    .option('--json', 'print the verdict as JSON instead')
    .option('--quiet', 'print nothing but errors')
    .addOption(new Option('--watch', 'judge again whenever a scenario changes; Ctrl-C ends it').conflicts('result'))
    .addHelpText(
      'after',
      `
On GitHub it also writes the summary of the step, and annotations at the lines of conditions that failed.

Examples:
  npx unpark check omi-sync
  npx unpark check 'scenarios/*.yaml' --baseline --junit reports/junit.xml
  npx unpark check my-service.yaml --watch
  npx unpark check my-service.yaml --result reports/out/my-service/result.json
  npx unpark check --result reports/out/observed/result.json --expect 'observed.pools.*.parked.mean < 10'`,
    )
    .action(check);
}

async function check(args: readonly string[], options: CheckOptions): Promise<void> {
  const files = isOfResultAlone(args, options) ? [] : scenarioFiles(args, options);
  if (options.result !== undefined && files.length > 1) {
    throw new InputError({
      message: '--result is of one scenario',
      expected: 'one scenario beside --result',
      found: `${files.length} scenarios`,
      hint: 'check each result by itself',
    });
  }
  if (options.baselines !== undefined && options.baseline !== true) {
    throw new InputError({
      message: '--baselines says where baselines are, and none is asked for',
      expected: '--baseline beside --baselines',
      found: `--baselines ${options.baselines} alone`,
      hint: 'add --baseline, or leave --baselines away',
    });
  }
  if (options.watch === true) {
    const { watchScenarios } = await import('../watch.ts');
    return watchScenarios(files, async (changed, signal) => {
      const checks = await judgeAndTell(changed, options, signal);
      if (options.quiet !== true) await separate();
      return exitCodeOf(checks);
    });
  }
  process.exitCode = exitCodeOf(await judgeAndTell(files, options, interruptible()));
}

/** Whether a saved result is judged by what the command line expects of it alone. */
function isOfResultAlone(args: readonly string[], { result, expect, ...options }: CheckOptions): boolean {
  if (result === undefined || expect === undefined || args.length > 0) return false;
  const left = (['baseline', 'set'] as const).find((name) => options[name] !== undefined);
  if (left === undefined) return true;
  throw new InputError({
    message: `--${left} is of a scenario, and none is named`,
    expected: 'a scenario beside --result, or --result with --expect alone',
    found: `--${left} with --result and --expect`,
    hint: `name the scenario of the result, or leave --${left} away`,
  });
}

async function judgeAndTell(
  files: readonly string[],
  options: CheckOptions,
  signal: AbortSignal,
): Promise<ScenarioCheck[]> {
  const onGithub = isOnGithub();
  const annotate = (lines: readonly string[]) => {
    // What is printed for another program has to stay JSON; the runner reads both streams.
    if (onGithub) printCommands(lines, options.json === true);
  };
  const places = await placesOf(options);
  let checks: ScenarioCheck[];
  try {
    for (const place of places) place.check();
    const { result, expect } = options;
    checks =
      files.length === 0 && result !== undefined && expect !== undefined
        ? [checkResult(result, expect, baselineTaking(options))]
        : await checkScenarios(files, checkRun(options, signal));
  } catch (error) {
    if (error instanceof InputError) annotate(problemAnnotations(error.problems, fromRepositoryRoot));
    throw error;
  }
  const reproduce = reproduction(files, options);
  // The verdict is told before anything is written, so that nothing can keep it back.
  if (options.json === true) printJson(renderCheckJson(checks, reproduce));
  else if (options.quiet !== true) print(renderCheckTerminal(checks, { reproduce }));
  annotate(annotationsOf(checks, fromRepositoryRoot));
  const problems = [
    ...places.map((place) => () => place.write(checks, reproduce)),
    () => addStepSummary(renderCheckSummary(checks, reproduce)),
  ].flatMap(problemsOf);
  if (problems.length === 0) return checks;
  // A condition that failed stays the reason that the build fails.
  if (exitCodeOf(checks) !== exitCode.failed) throw new InputError(problems);
  tell(`${formatProblems(problems)}\n`);
  return checks;
}

/** A place that something is to be written to: found out before anything runs, written after the verdict. */
interface Place {
  check(): void;
  write(checks: readonly ScenarioCheck[], reproduce: string): void;
}

/** The files that are asked for. */
async function placesOf({ out, junit }: CheckOptions): Promise<Place[]> {
  const places: Place[] = [];
  if (out !== undefined) {
    places.push({
      check: () => checkOwnedPlace(out, 'check'),
      write: (checks, reproduce) => {
        const summary = renderCheckSummary(checks, reproduce);
        const verdict = renderCheckJson(checks, reproduce);
        writeOwnedPlace(out, 'check', new Map(Object.entries({ 'check.md': summary, 'check.json': verdict })));
      },
    });
  }
  if (junit !== undefined) {
    const { JUNIT, renderJunit } = await import('../../report/gate/junit.ts');
    places.push({
      check: () => {
        checkApart(junit, out);
        checkPlace(junit, JUNIT);
      },
      write: (checks) => writeWhole(junit, renderJunit(checks), JUNIT),
    });
  }
  return places;
}

/** @throws InputError where one file would be two of those that are asked for. */
function checkApart(junit: string, out: string | undefined): void {
  if (out === undefined) return;
  checkDistinct({ option: '--junit', path: junit }, { option: '--out', path: out });
  const name = relative(resolve(out), resolve(junit)).replaceAll('\\', '/');
  if (!isOurName(name)) return;
  throw new InputError({
    file: junit,
    message: 'the JUnit report cannot be written there; nothing was changed',
    expected: 'a file that is none of those in the folder of --out',
    found: `${name}, which is one of them`,
    hint: 'give the JUnit report another name',
  });
}

function problemsOf(action: () => void): readonly Problem[] {
  try {
    action();
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

function checkRun(options: CheckOptions, signal: AbortSignal): CheckRun {
  return {
    load: scenarioOptions(options),
    overrides: overridesOf(options),
    workers: options.jobs,
    long: options.long === true,
    baseline: options.baseline === true,
    baselines: options.baselines,
    result: options.result,
    taking: baselineTaking(options),
    expect: options.expect ?? [],
    progress: options.quiet !== true,
    signal,
  };
}

function baselineTaking(options: CheckOptions): BaselineTaking {
  const { baselines, result } = options;
  const changes = ['seed', 'replications', 'duration', 'set'] as const;
  return {
    options: [
      ...(result === undefined ? [] : [`--from ${shellWord(result)}`]),
      ...(baselines === undefined ? [] : [`--baselines ${shellWord(baselines)}`]),
    ],
    changes: changes.filter((name) => options[name] !== undefined).map((name) => `--${name}`),
  };
}

/** The command that judges the same again: the scenarios themselves hold the seeds. */
function reproduction(files: readonly string[], options: CheckOptions): string {
  const words = ['npx unpark check', ...files.map(shellWord)];
  if (options.baseline === true) words.push('--baseline');
  if (options.baselines !== undefined) words.push(`--baselines ${shellWord(options.baselines)}`);
  for (const condition of options.expect ?? []) words.push(`--expect ${shellWord(condition)}`);
  if (options.result !== undefined) words.push(`--result ${shellWord(options.result)}`);
  if (options.seed !== undefined) words.push(`--seed ${options.seed}`);
  if (options.replications !== undefined) words.push(`--replications ${options.replications}`);
  for (const override of overridesOf(options)) words.push(`--set ${shellWord(override)}`);
  return words.join(' ');
}
