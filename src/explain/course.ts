/** What one run of a coordinator or a task takes on average, when nothing has to wait for a thread or a permit and nothing is refused. */

import type { Step } from '../scenario/model.ts';
import { toSeconds } from '../units.ts';
import { durationMeanUs } from '../workload/distribution.ts';
import { cappedMeanUs } from './capped-mean.ts';
import { mostOf } from './expectation.ts';
import { fanOutOf } from './fan-out.ts';
import type { StoreTimes } from './store-times.ts';

/** Tries that are less likely than this are left out. */
const NEGLIGIBLE = 1e-12;

type Retry = Extract<Step, { do: 'retry' }>;
type FanOutStep = Extract<Step, { do: 'fanOut' }>;

/** The tasks that one step leads to in one run. */
export interface Tasks {
  readonly step: FanOutStep;
  readonly task: Course;
  /** On average, and at most; Infinity where nothing bounds it. */
  mean: number;
  most: number;
  /** The permits that the run holds meanwhile, by the semaphore. */
  readonly held: ReadonlyMap<string, number>;
}

/** Blobs that are handed to the deletion together. */
export interface Deferred {
  blobs: number;
  blobsMost: number;
  readonly delayUs: number | undefined;
}

/** One run, from its begin to its end. Times are seconds; everything is a mean, with the runs that fail counted in. */
export interface Course {
  readonly seconds: number;
  readonly working: number;
  readonly parked: number;
  readonly blocked: number;
  /** Whether the seconds may be more even where nothing waits: tasks of different lengths at once. */
  readonly isAtLeast: boolean;
  /** Whether it may be blocked for longer, by waiting for permits, or for tasks. */
  readonly blockedAtLeast: boolean;
  /** Whether it may give its thread back for a while. */
  readonly returnsThread: boolean;
  /** The probability that it fails. */
  readonly failure: number;
  /** The blobs that it has at its end: those of the runs that end well, those of all, and at most. */
  readonly blobsWell: number;
  readonly blobs: number;
  readonly blobsMost: number;
  readonly deferred: readonly Deferred[];
  /** Permit-seconds by the semaphore. */
  readonly permits: ReadonlyMap<string, PermitSeconds>;
  readonly tasks: readonly Tasks[];
  /** Steps of its own that it makes; operations on the store and uploads among them, those that fail included. */
  readonly steps: number;
  readonly operations: number;
  readonly uploads: number;
}

export interface PermitSeconds {
  seconds: number;
  isAtLeast: boolean;
}

/** @param permit the semaphore of which a task holds a permit from before its begin to its end. */
export function courseOf(steps: readonly Step[], store: StoreTimes, isTask: boolean, permit?: string): Course {
  const walk = new Walk(store, isTask);
  if (permit !== undefined) walk.held.set(permit, 1);
  walk.run(steps);
  return walk.end();
}

/** Where a run is, with what probability, and the blobs that it has there. */
interface Place {
  readonly reach: number;
  /** Blobs in hand, those who do not get here counting as none. */
  readonly blobs: number;
  readonly blobsMost: number;
}

const NOWHERE: Place = { reach: 0, blobs: 0, blobsMost: 0 };

/** Walks a program once. What a step takes counts as often as a run gets there; what fails goes on at the next try, or ends. */
class Walk {
  readonly held = new Map<string, number>();
  readonly #store: StoreTimes;
  readonly #isTask: boolean;
  #at: Place = { reach: 1, blobs: 0, blobsMost: 0 };
  #failed = NOWHERE;
  #seconds = 0;
  readonly #spent = { working: 0, parked: 0, blocked: 0 };
  #isAtLeast = false;
  #blockedAtLeast = false;
  #returnsThread = false;
  #steps = 0;
  #operations = 0;
  #uploads = 0;
  readonly #deferred = new Map<number | undefined, Deferred>();
  readonly #permits = new Map<string, PermitSeconds>();
  readonly #tasks = new Map<FanOutStep, Tasks>();

  constructor(store: StoreTimes, isTask: boolean) {
    this.#store = store;
    this.#isTask = isTask;
  }

  end(): Course {
    return {
      seconds: this.#seconds,
      ...this.#spent,
      isAtLeast: this.#isAtLeast,
      blockedAtLeast: this.#blockedAtLeast,
      returnsThread: this.#returnsThread,
      failure: this.#failed.reach,
      blobsWell: this.#at.blobs,
      blobs: this.#at.blobs + this.#failed.blobs,
      blobsMost: Math.max(this.#at.blobsMost, this.#failed.blobsMost),
      deferred: [...this.#deferred.values()],
      permits: this.#permits,
      tasks: [...this.#tasks.values()],
      steps: this.#steps,
      operations: this.#operations,
      uploads: this.#uploads,
    };
  }

  run(steps: readonly Step[]): void {
    for (const step of steps) this.#walk(step);
  }

  #walk(step: Step): void {
    const { reach } = this.#at;
    this.#steps += reach;
    switch (step.do) {
      case 'work':
      case 'park':
      case 'wait':
        this.#spend(step.do === 'park' ? 'parked' : 'working', toSeconds(durationMeanUs(step.duration)));
        return;
      case 'upload':
      case 'download':
      case 'delete':
        this.#operations += reach;
        if (step.do === 'upload') this.#uploads += reach;
        this.#spend('working', toSeconds(durationMeanUs(this.#store.latency(step.do, step.latency))));
        this.#mayFail(this.#store.failure(step.do));
        if (step.do === 'upload') this.#addBlobs(this.#at.reach, 1);
        if (step.do === 'delete') this.#addBlobs(-Math.min(this.#at.blobs, this.#at.reach), -1);
        return;
      case 'acquire':
        this.#blockedAtLeast = true;
        this.held.set(step.semaphore, (this.held.get(step.semaphore) ?? 0) + step.permits);
        return;
      case 'release':
        this.held.set(step.semaphore, (this.held.get(step.semaphore) ?? 0) - step.permits);
        return;
      case 'defer':
        this.#defer(step.delayUs);
        return;
      case 'fanOut':
        this.#fanOut(step);
        return;
      case 'choice':
        this.#choice(step);
        return;
      case 'retry':
        this.#retry(step);
        return;
      case 'fail':
        this.#mayFail(step.probability);
        return;
    }
  }

  #spend(state: 'working' | 'parked' | 'blocked' | 'away', seconds: number, isAtLeast = false): void {
    const spent = this.#at.reach * seconds;
    this.#seconds += spent;
    if (state !== 'away') this.#spent[state] += spent;
    if (isAtLeast) this.#isAtLeast = true;
    for (const [semaphore, permits] of this.held) {
      if (permits <= 0) continue;
      const before = this.#permits.get(semaphore);
      this.#permits.set(semaphore, {
        seconds: (before?.seconds ?? 0) + permits * spent,
        isAtLeast: (before?.isAtLeast ?? false) || isAtLeast,
      });
    }
  }

  #mayFail(probability: number): void {
    if (probability === 0) return;
    const { reach, blobs, blobsMost } = this.#at;
    const share = (part: number): Place => ({ reach: reach * part, blobs: blobs * part, blobsMost });
    this.#failed = sum(this.#failed, share(probability));
    this.#at = share(1 - probability);
  }

  #addBlobs(blobs: number, most: number): void {
    const { reach, blobs: before, blobsMost } = this.#at;
    this.#at = { reach, blobs: before + blobs, blobsMost: Math.max(0, blobsMost + most) };
  }

  #defer(delayUs: number | undefined): void {
    const { reach, blobs, blobsMost } = this.#at;
    const before = this.#deferred.get(delayUs) ?? { blobs: 0, blobsMost: 0 };
    this.#deferred.set(delayUs, {
      blobs: before.blobs + blobs,
      blobsMost: before.blobsMost + blobsMost,
      delayUs,
    });
    this.#at = { reach, blobs: 0, blobsMost: 0 };
  }

  #fanOut(step: FanOutStep): void {
    const known = this.#tasks.get(step);
    const task = known?.task ?? courseOf(step.steps, this.#store, true, step.permit);
    const tasks = known ?? { step, task, mean: 0, most: 0, held: new Map(this.held) };
    this.#tasks.set(step, tasks);
    const { reach, blobs, blobsMost } = this.#at;
    const fanOut = fanOutOf(step, task, this.#store);
    tasks.mean += reach * fanOut.tasks;
    tasks.most += mostOf(step.tasks);
    this.#spend('blocked', fanOut.seconds, fanOut.isAtLeast || task.isAtLeast);
    // Its tasks may wait for threads.
    this.#blockedAtLeast = true;
    const most = blobsMost + product(mostOf(step.tasks), task.blobsMost);
    const handedOver = reach * fanOut.tasks * task.blobs;
    const well = reach * fanOut.wellTasks * task.blobsWell;
    this.#at = { reach: reach * fanOut.well, blobs: blobs * fanOut.well + well, blobsMost: most };
    if (fanOut.well === 1) return;
    this.#failed = sum(this.#failed, {
      reach: reach * (1 - fanOut.well),
      blobs: blobs * (1 - fanOut.well) + handedOver - well,
      blobsMost: most,
    });
  }

  #choice({ branches }: Extract<Step, { do: 'choice' }>): void {
    const before = this.#at;
    const share = (part: number): Place => ({ ...before, reach: before.reach * part, blobs: before.blobs * part });
    const rest = 1 - branches.reduce((total, { probability }) => total + probability, 0);
    let after = rest > NEGLIGIBLE ? share(rest) : NOWHERE;
    for (const { probability, steps } of branches) {
      this.#at = share(probability);
      this.run(steps);
      after = sum(after, this.#at);
    }
    this.#at = after;
  }

  /** Tries again what has failed. A try that fails gives the permits back that it took; the blobs stay. */
  #retry({ attempts, backoff, factor, maxBackoffUs, returnsThread, steps }: Retry): void {
    const failedBefore = this.#failed;
    let well = NOWHERE;
    for (let attempt = 1; ; attempt += 1) {
      this.#failed = NOWHERE;
      this.run(steps);
      well = sum(well, this.#at);
      if (attempt === attempts || this.#failed.reach < NEGLIGIBLE) break;
      this.#at = this.#failed;
      this.#returnsThread ||= returnsThread;
      const waitUs = cappedMeanUs(backoff, factor ** (attempt - 1), maxBackoffUs);
      this.#spend(this.#isTask && !returnsThread ? 'parked' : 'away', toSeconds(waitUs));
    }
    this.#at = well;
    this.#failed = sum(failedBefore, this.#failed);
  }
}

function sum(one: Place, other: Place): Place {
  return {
    reach: one.reach + other.reach,
    blobs: one.blobs + other.blobs,
    blobsMost: Math.max(one.blobsMost, other.blobsMost),
  };
}

/** A product in which nothing of something unbounded is nothing. */
export function product(one: number, other: number): number {
  return one === 0 || other === 0 ? 0 : one * other;
}
