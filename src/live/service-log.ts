import { type DestinationStream, destination, type Logger, pino } from 'pino';
import { silent } from '../events/silent.ts';
import { healthLine, isPrinted } from '../record/health-line.ts';
import type { Layout } from '../service/layout.ts';
import type { RunObserver } from '../service/observer.ts';
import { toSeconds, US_PER_SECOND } from '../units.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where a service writes its log. Plain data, so that it passes between processes. */
export interface LogPlan {
  /** Lines are added to it. */
  readonly file: string;
  /** The least level that is written. */
  readonly level: LogLevel;
}

/** A deletion that starts later than this is worth a warning. */
const LATE_US = US_PER_SECOND;

/** The log of a live service and its janitor, as JSON lines: it is one more listener of what happens. A disk that fails ends nothing; `failure` says why lines are missing. */
export class ServiceLog {
  /** The system's code of the error, such as ENOSPC. */
  failure: string | undefined;
  readonly listener: RunObserver;
  readonly #log: Logger;
  readonly #file: ReturnType<typeof destination>;

  constructor({ file, level }: LogPlan, design: string, layout: Layout) {
    // Written at once: what was logged is there when the process is killed.
    this.#file = destination({ dest: file, append: true, sync: true });
    this.#file.on('error', (error: NodeJS.ErrnoException) => {
      this.failure ??= error.code ?? error.message;
    });
    this.#log = serviceLogger(level, design, this.#file);
    this.listener = logListener(this.#log, layout);
  }

  close(): void {
    if (this.failure === undefined) this.#file.flushSync();
    this.#file.end();
  }
}

/** A logger of a design's service; its levels are words. */
export function serviceLogger(level: LogLevel, design: string, stream: DestinationStream): Logger {
  return pino(
    {
      level,
      base: { design, pid: process.pid },
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    stream,
  );
}

/** Logs what happens: jobs and tasks, pools, and the janitor under a name of its own. */
export function logListener(service: Logger, layout: Layout): RunObserver {
  const janitor = service.child({ logger: 'janitor' });
  const kindOf = (kind: number) => layout.system.jobs[kind]?.name;
  const poolOf = (pool: number) => layout.pools[pool]?.name;
  const at = toSeconds;
  return {
    ...silent(),
    measuringStarted: (atUs) => service.info({ at: at(atUs) }, 'the warm-up is over'),
    jobArrived: (row, kind, atUs) => service.debug({ at: at(atUs), job: row, kind: kindOf(kind) }, 'job arrived'),
    jobQueued: (row, kind, atUs) =>
      service.debug({ at: at(atUs), job: row, kind: kindOf(kind) }, 'job waits for admission'),
    jobEnded: (row, kind, failed, timeUs, atUs) => {
      const fields = { at: at(atUs), job: row, kind: kindOf(kind), seconds: toSeconds(timeUs) };
      if (failed) service.warn(fields, 'job failed');
      else service.debug(fields, 'job done');
    },
    taskRefused: (row, pool, _kind, atUs) =>
      service.warn({ at: at(atUs), task: row, pool: poolOf(pool) }, 'task refused: the queue is at its bound'),
    poolStarved: (pool, waiting, atUs) =>
      service.error({ at: at(atUs), pool: poolOf(pool), waiting }, 'pool starved: no thread can ever become free'),
    poolSampled: (number, active, queued, atUs) => {
      const pool = layout.system.pools[number];
      if (pool?.health === undefined || !isPrinted(active, pool.threads, pool.health.abovePercent)) return;
      service.warn({ at: at(atUs), pool: pool.name }, healthLine(pool, active, queued));
    },
    deletionScheduled: (blob, _kind, dueUs, atUs) =>
      janitor.debug({ at: at(atUs), blob, due: at(dueUs) }, 'deletion scheduled'),
    deletionRejected: (blob, _urlEndUs, atUs) => janitor.warn({ at: at(atUs), blob }, 'deletion refused at a bound'),
    deletionStarted: (blob, dueUs, attempt, atUs) => {
      const fields = { at: at(atUs), blob, attempt, lateSeconds: toSeconds(Math.max(0, atUs - dueUs)) };
      if (attempt === 0 && atUs - dueUs > LATE_US) janitor.warn(fields, 'deletion starts late');
      else janitor.debug(fields, 'deletion starts');
    },
    deletionRetried: (blob, atUs) => janitor.info({ at: at(atUs), blob }, 'deletion is tried again'),
    deletionPutBack: (blob, atUs) => janitor.info({ at: at(atUs), blob }, 'deletion is pending again: its driver died'),
    deletionSettled: (blob, settlement, startedUs, dueUs, _urlEndUs, atUs) => {
      const fields = { at: at(atUs), blob, settlement, lateSeconds: toSeconds(Math.max(0, startedUs - dueUs)) };
      if (settlement === 'failed') janitor.warn(fields, 'deletion given up: the lifecycle rule will do it');
      else janitor.debug(fields, 'deletion done');
    },
    driverStarted: (_strategy, atUs) => janitor.info({ at: at(atUs) }, 'janitor thread started'),
    driverDied: (_strategy, atUs) => janitor.error({ at: at(atUs) }, 'janitor thread died'),
  };
}
