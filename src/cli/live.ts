import { setMaxListeners } from 'node:events';
import { join, resolve } from 'node:path';
import { type ExitCode, exitCode, formatProblems, InputError } from '../errors.ts';
import { type LiveOutcome, runLive } from '../live/live-run.ts';
import { checkLoad, probeCapacity, requestsPerSecond } from '../live/load-check.ts';
import { checkPort } from '../live/preflight.ts';
import type { LogPlan } from '../live/service-log.ts';
import { openStoreServer, type StoreServer } from '../live/store/emulator.ts';
import { OutsideClient, StoreError } from '../live/store/outside-client.ts';
import { oneLine } from '../one-line.ts';
import type { OutputFiles } from '../outputs/outputs.ts';
import { reasonOf as reasonOfCode } from '../report/files/disk.ts';
import { renderTerminal } from '../report/terminal.ts';
import { resultJson } from '../report/write.ts';
import { whyNotValid } from '../result/live-validity.ts';
import { provesNothing } from '../result/proof.ts';
import type { Result } from '../result/schema.ts';
import { liveNotes } from '../run/live-notes.ts';
import { LiveParts } from '../run/live-parts.ts';
import { liveResult } from '../run/live-result.ts';
import { checkRoom } from '../run/live-room.ts';
import { saveNewReport } from '../run/save-report.ts';
import { compressScenario } from '../scenario/compress.ts';
import { loadScenario } from '../scenario/load.ts';
import type { Scenario } from '../scenario/model.ts';
import type { DesignView } from '../view/snapshot.ts';
import { announceReport } from './announce-report.ts';
import { Interruption, onInterruption } from './interruption.ts';
import type { LiveOptions } from './live-options.ts';
import { LivePage } from './live-page.ts';
import { logPlan } from './log-plan.ts';
import { lossesAt, telemetryPlans } from './otlp.ts';
import { print, printedWidth, printJson, tell } from './output.ts';
import { reportFolder } from './report-folder.ts';
import { RunOutputs } from './run-outputs.ts';
import { scenarioFile, scenarioOptions } from './scenario-argument.ts';
import { ThreadDisplay } from './thread-display.ts';

/** Runs a scenario in the live world, and writes its report. */
export async function live(argument: string | undefined, options: LiveOptions): Promise<void> {
  const scenario = loadScenario(scenarioFile(argument, options), scenarioOptions(options));
  const out = reportFolder(options.out, `${scenario.name}-live`, 'live');
  const compressed = compressScenario(scenario, options.compress);
  // Two services at once cannot share a port.
  const overlaps = checkRoom(compressed.designs) && options.port === undefined;
  if (options.port !== undefined) await checkPort(options.port);
  const log = logPlan(options, out);
  const outputs = new RunOutputs(options, out, compressed, options.set ?? []);
  const parts = outputs.plan === undefined ? undefined : new LiveParts(outputs.plan, compressed);
  const quiet = options.quiet === true;
  if (!quiet) for (const note of liveNotes(scenario)) tell(`${note}\n`);
  const progress = new ThreadDisplay(process.stderr, scenario.name, !quiet);
  const page = options.open === true ? await LivePage.open(scenario.name) : undefined;
  if (page !== undefined) progress.note(`Live view: ${page.url}`);
  const interruption = new AbortController();
  // Every request under way listens to it.
  setMaxListeners(0, interruption.signal);
  const interrupt = (): void => {
    progress.say('interrupted, ends what it has started');
    interruption.abort(INTERRUPTED);
  };
  const stopListening = onInterruption(interrupt);
  try {
    const server = await openStoreServer({
      ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
      ...(options.allowRemote === undefined ? {} : { allowRemote: options.allowRemote }),
      env: process.env,
      say: (text) => progress.note(text),
      signal: interruption.signal,
    });
    let outcome: LiveOutcome;
    try {
      outcome = await runOn(server, compressed, overlaps, options, parts?.files, { progress, page, log }, interruption);
    } finally {
      progress.endViews();
      progress.say('ends the object store');
      await server.close();
    }
    // What is written of a run's events is of a whole run.
    const problems =
      parts === undefined || outcome.designs.length === 0 || outcome.failure !== undefined
        ? []
        : outputs.commit(parts.join(compressed, outcome.designs));
    parts?.remove();
    // From here on nothing is left to end in order, and nobody would hear a signal while it simulates: it ends the process.
    stopListening();
    progress.say('simulates the same');
    const result = liveResult(
      scenario,
      options.compress,
      outcome,
      server,
      outcome.failure === undefined ? null : reasonOf(outcome.failure),
      [...(options.set ?? [])],
    );
    if (result !== undefined) {
      progress.say('writing the report');
      await saveNewReport(out, result, tell);
      progress.clear();
      await page?.close(join(resolve(out), 'index.html'));
      if (options.json === true) printJson(resultJson(result));
      else if (!quiet) print(`${renderTerminal(result, { width: printedWidth() })}\n`);
      await announceReport(resolve(out), { quiet: quiet || options.json === true, open: options.open === true });
    }
    progress.clear();
    if (options.otlp !== undefined) for (const text of lossesAt(options.otlp, scenario, outcome)) tell(`${text}\n`);
    for (const { design, account } of outcome.designs) {
      if (account?.logFailure === undefined) continue;
      tell(`${scenario.designs[design]?.name}: lines are missing in the log: ${reasonOfCode(account.logFailure)}.\n`);
    }
    conclude(result, outcome, out);
    // How the run ended is the exit code where that was not well.
    if (problems.length > 0 && process.exitCode === undefined) throw new InputError(problems);
    if (problems.length > 0) tell(`${formatProblems(problems)}\n`);
  } finally {
    outputs.abandon();
    parts?.remove();
    progress.clear();
    await page?.close(null);
  }
}

const INTERRUPTED = new Interruption('interrupted before anything was measured; nothing was written');

async function runOn(
  server: StoreServer,
  scenario: Scenario,
  overlaps: boolean,
  options: LiveOptions,
  outputs: readonly OutputFiles[] | undefined,
  {
    progress,
    page,
    log,
  }: {
    readonly progress: ThreadDisplay;
    readonly page: LivePage | undefined;
    readonly log: LogPlan | undefined;
  },
  interruption: AbortController,
): Promise<LiveOutcome> {
  const outside = new OutsideClient(server.url);
  await tellLoad(scenario, options.compress, outside, progress);
  void server.died.then((reason) =>
    interruption.abort(
      new InputError({ message: `the object store ended during the run: ${reason}` }, exitCode.noTarget),
    ),
  );
  try {
    return await runLive({
      scenario,
      url: server.url,
      honoursGenerationMatch: server.honoursGenerationMatch,
      outside,
      port: options.port ?? 0,
      removesBuckets: server.pid === null,
      overlaps,
      outputs,
      log,
      ...(options.otlp === undefined ? {} : { telemetry: telemetryPlans(scenario, options.otlp) }),
      ...(progress.isWanted || page !== undefined
        ? {
            onView: (view: DesignView) => {
              progress.view(view);
              page?.tell({ event: 'view', view });
            },
          }
        : {}),
      say: (design, text) => {
        progress.say(`${design}: ${text}`);
        page?.tell({ event: 'status', text: `${design}: ${text}` });
      },
      signal: interruption.signal,
    });
  } finally {
    outside.close();
  }
}

/** Says before anything starts that the machine cannot carry the load, and which compression it can. @throws InputError where it is far too much. */
async function tellLoad(scenario: Scenario, compress: number, outside: OutsideClient, progress: ThreadDisplay) {
  progress.say('tries what this machine carries');
  // A store that cannot be probed is told by the run itself, in its own words.
  const probed = await probeCapacity(outside).catch(() => undefined);
  const warning = probed === undefined ? undefined : checkLoad(requestsPerSecond(scenario), probed, compress);
  if (warning !== undefined) progress.note(warning);
}

/** Tells how the run ended, where it did not end well, and sets the exit code. */
function conclude(result: Result | undefined, outcome: LiveOutcome, out: string): void {
  const { failure } = outcome;
  if (failure === INTERRUPTED && result === undefined) throw failure;
  if (failure !== undefined) {
    const saved =
      result === undefined
        ? 'Nothing that was measured is left, and nothing was written.'
        : `What was measured until then is in ${oneLine(out)}, marked as incomplete.`;
    tell(`The run was cut short: ${reasonOf(failure)}\n${saved}\n`);
    process.exitCode = codeOf(failure);
    return;
  }
  const invalid = result === undefined ? [] : whyNotValid(result);
  if (invalid.length > 0) {
    tell(`The run is not valid: ${invalid.join('; ').replaceAll('`', '')}.\n`);
    process.exitCode = exitCode.noTarget;
  }
  for (const [name, { live: run }] of Object.entries(result?.designs ?? {})) {
    const proof = run?.proof;
    if (proof === undefined || proof === null) continue;
    if (provesNothing(proof)) {
      tell(`${name}: ${proof.failedLooks} bucket listings failed, so nothing is proved.\n`);
      process.exitCode = exitCode.failed;
    }
    if (proof.discrepancies === 0) continue;
    tell(`${name}: ${proof.discrepancies} of ${proof.blobs} blobs are not as they should be:\n`);
    for (const { kind, name: blob, detail } of proof.firstDiscrepancies) {
      tell(`  ${oneLine(`${blob}: ${kind}; ${detail}`)}\n`);
    }
    process.exitCode = exitCode.failed;
  }
}

function codeOf(failure: unknown): ExitCode {
  if (failure === INTERRUPTED) return exitCode.interrupted;
  if (failure instanceof InputError) return failure.code;
  return failure instanceof StoreError ? exitCode.noTarget : exitCode.bug;
}

function reasonOf(failure: unknown): string {
  if (failure === INTERRUPTED) return 'it was interrupted';
  return failure instanceof Error ? failure.message : String(failure);
}
