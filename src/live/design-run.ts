import { setMaxListeners } from 'node:events';
import { exitCode, InputError } from '../errors.ts';
import type { OutputFiles } from '../outputs/outputs.ts';
import type { ReplicationRecord } from '../record/replication-record.ts';
import type { IntakeResult, LoadResult, OsView, ProofResult } from '../result/live-schema.ts';
import type { Design, Scenario } from '../scenario/model.ts';
import { US_PER_MS, US_PER_SECOND } from '../units.ts';
import type { DesignView } from '../view/snapshot.ts';
import type { BlobAccount } from './blob-book.ts';
import { systemClock } from './clock.ts';
import { measureIntake } from './load/intake.ts';
import { Pacer, plannedArrivals } from './load/pacer.ts';
import { orAborted } from './or-aborted.ts';
import type { TelemetryPlan } from './otlp/telemetry-plan.ts';
import type { Probe, ServiceAccount, ServiceStatus } from './service/messages.ts';
import { JOBS_PATH } from './service/paths.ts';
import { ServiceProcess } from './service/service-process.ts';
import type { LogPlan } from './service-log.ts';
import type { BlobAccount as OutsideAccount } from './store/bucket-sightings.ts';
import { BucketWatch } from './store/bucket-watch.ts';
import { type OutsideClient, runBucketName } from './store/outside-client.ts';
import { SOURCE_BLOB } from './store-operation.ts';

/** The clock of the run starts this long after it is agreed on. */
const LEAD_US = 100 * US_PER_MS;
const LOOK_EVERY_MS = 500;
const POLL_MS = 50;
const LONGEST_LOOK_MS = 1_000;
/** A drain in which nothing has moved for this long is given up: longer than the store may leave an operation unanswered. */
const DRAIN_PATIENCE_US = 15 * US_PER_SECOND;
const MOST_TOLD = 20;
const LONGEST_REMOVAL_MS = 20_000;

export interface DesignRunOptions {
  /** In the time of the machine. */
  readonly scenario: Scenario;
  /** The number of the design. */
  readonly design: number;
  readonly url: string;
  readonly honoursGenerationMatch: boolean;
  readonly outside: OutsideClient;
  /** Of the service; 0: any free one. */
  readonly port: number;
  /** What is written of the events of each design, by its number. */
  readonly outputs?: readonly OutputFiles[] | undefined;
  /** Where metrics and spans of each design are sent, by its number. */
  readonly telemetry?: readonly TelemetryPlan[] | undefined;
  /** Whether buckets are removed at the end: not from a store that ends with the run. */
  readonly removesBuckets: boolean;
  /** Where the services log. */
  readonly log?: LogPlan | undefined;
  /** Is called with what a live view shows, several times a second; without it nothing listens. */
  readonly onView?: ((view: DesignView) => void) | undefined;
  /** Is told what goes on. */
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

/** What was measured of a design, whole or up to where it was cut short. */
export interface Measured {
  readonly record: ReplicationRecord;
  readonly os: OsView;
  readonly load: LoadResult;
  readonly intake: IntakeResult | null;
  readonly cancelled: number;
}

/** What is known when the last blob is gone. */
export interface Drained {
  readonly account: ServiceAccount;
  readonly proof: ProofResult;
}

/** One design in the live world: a service of its own with a bucket of its own. It is opened, measured, drained and closed; closing is right at any moment. */
export class DesignRun {
  readonly probe: Probe;
  readonly #options: DesignRunOptions;
  readonly #service: ServiceProcess;
  readonly #bucket: string;
  readonly #jobsUrl: string;
  readonly #watch: BucketWatch;
  /** Ends what this design sends when it can no longer be measured. */
  readonly #sending = new AbortController();
  #load: Promise<LoadResult> | undefined;
  #isClosed = false;

  private constructor(
    options: DesignRunOptions,
    service: ServiceProcess,
    bucket: string,
    { port, probe }: { readonly port: number; readonly probe: Probe },
  ) {
    this.#options = options;
    this.#service = service;
    this.#bucket = bucket;
    this.#jobsUrl = `http://127.0.0.1:${port}${JOBS_PATH}`;
    this.#watch = new BucketWatch(options.outside, bucket, LOOK_EVERY_MS);
    this.probe = probe;
  }

  /** Makes the bucket, starts the service with all its threads, and probes the store through it. @throws InputError, ServiceFailure or the signal's reason; nothing is left then. */
  static async open(options: DesignRunOptions): Promise<DesignRun> {
    const { scenario, design, url, honoursGenerationMatch, outside, port, removesBuckets, signal } = options;
    const bucket = runBucketName();
    const service = new ServiceProcess(options.onView);
    let isOurs = false;
    try {
      await orAborted(outside.createBucket(bucket), signal);
      isOurs = true;
      const access = { url, bucket, honoursGenerationMatch };
      const opened = await orAborted(
        service.ask<'open'>({
          ask: 'open',
          setup: {
            scenario,
            design,
            access,
            port,
            outputs: options.outputs?.[design],
            telemetry: options.telemetry?.[design],
            log: options.log,
            isViewed: options.onView !== undefined,
          },
        }),
        signal,
      );
      return new DesignRun(options, service, bucket, opened);
    } catch (error) {
      await service.close();
      // A bucket that could not be made may be somebody else's.
      if (removesBuckets && isOurs) await removeBucket(outside, bucket);
      throw error;
    }
  }

  /** Sends the load, measures, and measures the maximum intake rate while the pool is as the design leaves it. */
  async measure(): Promise<Measured> {
    const { scenario, design, signal, say } = this.#options;
    const { system } = scenario.designs[design] as Design;
    this.#watch.start();
    const startUs = systemClock.nowUs() + LEAD_US;
    const pacer = new Pacer(this.#jobsUrl, plannedArrivals(scenario, system));
    const sending = AbortSignal.any([signal, this.#sending.signal]);
    setMaxListeners(0, sending);
    this.#load = pacer.run(startUs, sending);
    const progress = setInterval(() => void this.#tellProgress(startUs), 500);
    try {
      const { record, os } = await orAborted(this.#service.ask<'begin'>({ ask: 'begin', startUs }), signal);
      await this.#service.ask<'hold'>({ ask: 'hold' });
      const load = await this.#load;
      const { active, parked } = sumOf(await this.#service.ask<'status'>({ ask: 'status' }));
      say(`measures the maximum intake rate, ${parked} threads parked`);
      const [first] = system.jobs;
      const intake = await measureIntake(this.#jobsUrl, first?.name ?? '', { active, parked }, sending);
      const cancelled = await this.#service.ask<'cancelWaiting'>({ ask: 'cancelWaiting' });
      return { record, os, load, intake, cancelled: Math.max(0, cancelled - (intake?.accepted ?? 0)) };
    } catch (error) {
      this.#sending.abort();
      throw error;
    } finally {
      clearInterval(progress);
    }
  }

  /** What was measured so far of a run that is cut short; undefined before the measured time has begun, or where the service does not answer any more. */
  async snapshot(): Promise<Measured | undefined> {
    const load = await this.#load;
    const snapshot = await this.#service.ask<'snapshot'>({ ask: 'snapshot' }).catch(() => null);
    if (load === undefined || snapshot === null) return undefined;
    return { ...snapshot, load, intake: null, cancelled: 0 };
  }

  /** What the service can tell of a run that is cut short. */
  async account(): Promise<ServiceAccount | undefined> {
    return await this.#service.ask<'account'>({ ask: 'account' }).catch(() => undefined);
  }

  /**
   * Waits until every job has ended and every deletion is settled, and holds the service's account against what was seen from outside.
   * @throws InputError with exit code 1 when nothing moves any more.
   */
  async drain(): Promise<Drained> {
    const { outside } = this.#options;
    await this.#untilDrained();
    const account = await this.#service.ask<'account'>({ ask: 'account' });
    const sourceGoneUs = systemClock.nowUs();
    await outside.deleteObjects(this.#bucket, [SOURCE_BLOB.name]);
    const source: OutsideAccount = { name: SOURCE_BLOB.name, dueUs: sourceGoneUs, outcome: 'deleted' };
    const { blobs, looks, seen, provedAlive, discrepancies } = await this.#watch.verdict([
      source,
      ...account.blobs.map((blob) => forOutside(blob, this.#othersDelete())),
    ]);
    return {
      account,
      proof: {
        blobs: blobs - 1,
        looks,
        seen: seen - 1,
        provedAlive: Math.max(0, provedAlive - 1),
        failedLooks: this.#watch.failedLooks,
        discrepancies: new Set(discrepancies.map(({ name }) => name)).size,
        firstDiscrepancies: discrepancies.slice(0, MOST_TOLD).map(({ kind, name, detail }) => ({ kind, name, detail })),
      },
    };
  }

  /** Ends the service and removes the bucket, whatever is left in it, unless the store ends as well. Never rejects. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // A look that is not answered any more is not waited for.
    await Promise.race([this.#watch.stop(), pause(LONGEST_LOOK_MS)]);
    await this.#service.close();
    if (this.#options.removesBuckets) await removeBucket(this.#options.outside, this.#bucket);
  }

  #othersDelete(): boolean {
    const { scenario, design } = this.#options;
    return (scenario.designs[design] as Design).system.store.delete.gone > 0;
  }

  async #untilDrained(): Promise<void> {
    const { signal, say } = this.#options;
    let least = Number.POSITIVE_INFINITY;
    let movedUs = systemClock.nowUs();
    for (;;) {
      signal.throwIfAborted();
      const { jobsRunning, deletionsOpen, isMoving, starved } = await this.#service.ask<'status'>({ ask: 'status' });
      const open = jobsRunning + deletionsOpen;
      if (open === 0) return;
      if (isMoving || open < least) movedUs = systemClock.nowUs();
      least = Math.min(least, open);
      if (systemClock.nowUs() - movedUs > DRAIN_PATIENCE_US) throw standstill(jobsRunning, deletionsOpen, starved);
      say(`waits for the last deletions: ${deletionsOpen} open, and ${jobsRunning} running jobs`);
      await pause(POLL_MS);
    }
  }

  async #tellProgress(startUs: number): Promise<void> {
    const status = await this.#service.ask<'status'>({ ask: 'status' }).catch(() => undefined);
    if (status === undefined) return;
    const { scenario, say } = this.#options;
    const seconds = Math.max(0, Math.floor((systemClock.nowUs() - startUs) / US_PER_SECOND));
    const warmUp = Math.round(scenario.warmUpUs / US_PER_SECOND);
    const end = Math.round((scenario.warmUpUs + scenario.durationUs) / US_PER_SECOND);
    const phase = seconds < warmUp ? 'warm-up' : 'measures';
    const { working, parked, blocked } = sumOf(status);
    say(`${phase} ${seconds}/${end} s: ${working} working, ${parked} parked, ${blocked} blocked`);
  }
}

function standstill(jobs: number, deletions: number, starved: readonly string[]): InputError {
  return new InputError(
    {
      message: 'the run cannot end: nothing moves any more',
      expected: 'every job to end, and every deletion to be settled',
      found: [`${jobs} jobs and ${deletions} deletions open`, ...starved].join('; '),
      ...(starved.length === 0 ? {} : { hint: '`npx unpark explain` says where a fan-out can starve its pool' }),
    },
    exitCode.failed,
  );
}

function sumOf({ pools }: ServiceStatus) {
  const sum = (key: 'working' | 'parked' | 'blocked' | 'active') => pools.reduce((total, pool) => total + pool[key], 0);
  return { working: sum('working'), parked: sum('parked'), blocked: sum('blocked'), active: sum('active') };
}

/** @param othersDelete whether a blob may be gone before its deletion, by the scenario's own will. */
function forOutside(
  { name, fate, dueUs, uploadedUs, attempts, cause }: BlobAccount,
  othersDelete: boolean,
): OutsideAccount {
  const known = {
    name,
    uploadedUs,
    dueUs,
    ...(othersDelete ? {} : { attempts }),
    ...(cause === undefined ? {} : { cause }),
  };
  switch (fate) {
    case 'deletedAtOnce':
      // Its task might delete it at any time.
      return { name, dueUs: uploadedUs, outcome: 'deleted' };
    case 'held':
    case 'pending':
    case 'deleting':
      return { ...known, outcome: null };
    default:
      return { ...known, outcome: fate };
  }
}

/** Gives up after a while: a store that answers by drips must not hold up the end of a run. */
async function removeBucket(outside: OutsideClient, bucket: string): Promise<void> {
  const remove = async (): Promise<void> => {
    await outside.deleteObjects(bucket, await outside.names(bucket));
    await outside.deleteBucket(bucket);
  };
  // The store may be gone, and the bucket with it.
  await Promise.race([remove().catch(() => {}), pause(LONGEST_REMOVAL_MS)]);
}

async function pause(ms: number): Promise<void> {
  await new Promise<void>((resolve) => systemClock.wakeAt(systemClock.nowUs() + ms * US_PER_MS, resolve, true));
}
