import { Engine } from '../../sim/engine.ts';
import type { JanitorEvent, SettledOutcome } from '../../src/janitor/janitor.ts';
import { backoffUsAfter, checkedOptions } from '../../src/janitor/janitor-options.ts';
import { janitor } from '../../src/service/strategies/janitor.ts';
import type { Strategy } from '../../src/service/strategies/strategy.ts';
import type { StrategyContext } from '../../src/service/strategies/strategy-kind.ts';
import { US_PER_MS } from '../../src/units.ts';
import { storeOutcome } from '../../src/workload/outcomes.ts';
import { answersOf, type JanitorScript, type JanitorWorld } from './janitor-world.ts';

const OUTCOME_CODES = {
  deleted: storeOutcome.done,
  superseded: storeOutcome.done,
  gone: storeOutcome.gone,
  retry: storeOutcome.retry,
  failed: storeOutcome.failed,
} as const;

const SETTLED_OUTCOMES: Readonly<Record<number, SettledOutcome>> = {
  [storeOutcome.done]: 'deleted',
  [storeOutcome.gone]: 'gone',
  [storeOutcome.retry]: 'failed',
  [storeOutcome.failed]: 'failed',
};

/** The service's strategy `janitor` on the simulator's engine. Its trace is what the strategy does to the world around it, put into the words of the janitor's events. */
export const simulatedJanitor: JanitorWorld = {
  name: "the simulator's driver",
  // The modelled store has no generations, and the driver acts within `defer`.
  scripts: { outcomes: ['deleted', 'gone', 'retry', 'failed'], severalStepsAtOnce: false },
  run(script) {
    const surroundings = new Surroundings(script);
    const { engine } = surroundings;
    const strategy: Strategy = janitor.make(surroundings.context(() => strategy));
    const onStep = engine.handler((index) => {
      const step = script.steps[index] as JanitorScript['steps'][number];
      if (step.do === 'schedule')
        surroundings.schedule(step.ref, step.delayMs * US_PER_MS, () => strategy.defer(step.ref));
      else surroundings.kill(() => strategy.kill?.());
    });
    script.steps.forEach((step, index) => {
      engine.schedule(step.atMs * US_PER_MS, onStep, index);
    });
    engine.runUntil(script.endMs * US_PER_MS);
    return surroundings.events;
  },
};

interface Blob {
  readonly delayUs: number;
  dueUs: number;
  latenessUs: number;
  attempt: number;
  outcome: number;
  place: number;
}

/** What the strategy sees of the service, and the record of what it does there. */
class Surroundings {
  readonly engine = new Engine();
  readonly events: JanitorEvent<number>[] = [];
  readonly #script: JanitorScript;
  readonly #blobs = new Map<number, Blob>();
  readonly #answer: ReturnType<typeof answersOf>;
  #pending = 0;
  #putBack = 0;

  constructor(script: JanitorScript) {
    this.#script = script;
    this.#answer = answersOf(script);
  }

  schedule(ref: number, delayUs: number, defer: () => void): void {
    const dueUs = this.engine.nowUs + delayUs;
    this.#blobs.set(ref, { delayUs, dueUs, latenessUs: 0, attempt: 1, outcome: -1, place: -1 });
    this.#pending += 1;
    this.events.push({ kind: 'scheduled', atUs: this.engine.nowUs, ref, dueUs });
    defer();
  }

  kill(action: () => void): void {
    this.#putBack = 0;
    action();
    const last = this.events.at(-1);
    // How many went back is known once the strategy is done.
    if (last?.kind === 'driverDied' && last.atUs === this.engine.nowUs) {
      this.events[this.events.length - 1] = { ...last, pending: this.#pending, putBack: this.#putBack };
    }
  }

  context(strategy: () => Strategy): StrategyContext {
    const { engine } = this;
    const options = checkedOptions(this.#script.options);
    const wakes = engine.handler(() => strategy().woken?.());
    const ends = engine.handler((ref) => strategy().deletionEnded?.(this.#blob(ref).place, this.#blob(ref).outcome));
    const context = {
      number: 0,
      port: {
        get nowUs() {
          return engine.nowUs;
        },
        wakeAt: (atUs: number) => engine.schedule(atUs, wakes, 0),
        cancel: (token: number) => engine.cancel(token),
      },
      deletion: {
        by: 'janitor',
        pool: '',
        delayUs: options.delayUs,
        urlValidityUs: Number.POSITIVE_INFINITY,
        janitor: options,
      },
      blobs: {
        delayUs: (ref: number) => this.#blob(ref).delayUs,
        startDeletion: (ref: number, attempt: number, _strategy: number, place: number) => {
          const latencyUs = this.#start(ref, attempt + 1);
          this.#blob(ref).place = place;
          return engine.schedule(engine.nowUs + latencyUs, ends, ref);
        },
        settleDeletion: (ref: number) => this.#settle(ref),
        retryDeletion: (ref: number) => this.#retry(ref),
        putBackDeletion: () => {
          this.#pending += 1;
          this.#putBack += 1;
        },
        rejectDeletion: (ref: number) => this.#reject(ref),
      },
      observer: {
        driverStarted: (_strategy: number, atUs: number) => {
          this.events.push({ kind: 'driverStarted', atUs, pending: this.#pending });
        },
        driverDied: (_strategy: number, atUs: number) => {
          this.events.push({ kind: 'driverDied', atUs, pending: this.#pending, putBack: 0 });
        },
        driverChanged: () => {},
      },
    };
    return context as unknown as StrategyContext;
  }

  #blob(ref: number): Blob {
    return this.#blobs.get(ref) as Blob;
  }

  #start(ref: number, attempt: number): number {
    const blob = this.#blob(ref);
    const atUs = this.engine.nowUs;
    const { outcome, latencyMs } = this.#answer(ref);
    blob.outcome = OUTCOME_CODES[outcome];
    blob.attempt = attempt;
    blob.latenessUs = atUs - blob.dueUs;
    this.#pending -= 1;
    this.events.push({ kind: 'started', atUs, ref, dueUs: blob.dueUs, latenessUs: blob.latenessUs, attempt });
    return latencyMs * US_PER_MS;
  }

  #settle(ref: number): void {
    const { dueUs, latenessUs, attempt, outcome } = this.#blob(ref);
    const settled = SETTLED_OUTCOMES[outcome] as SettledOutcome;
    this.events.push({ kind: 'settled', atUs: this.engine.nowUs, ref, dueUs, latenessUs, attempt, outcome: settled });
  }

  #retry(ref: number): void {
    const blob = this.#blob(ref);
    const { dueUs, latenessUs, attempt } = blob;
    const atUs = this.engine.nowUs;
    const nextDueUs = atUs + backoffUsAfter(attempt, checkedOptions(this.#script.options).retry);
    blob.dueUs = nextDueUs;
    this.#pending += 1;
    this.events.push({ kind: 'retried', atUs, ref, dueUs, latenessUs, attempt, nextDueUs });
  }

  #reject(ref: number): void {
    this.#pending -= 1;
    this.events.pop();
    const { dueUs } = this.#blob(ref);
    this.events.push({ kind: 'rejected', atUs: this.engine.nowUs, ref, dueUs, reason: 'full' });
  }
}
