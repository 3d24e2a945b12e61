import { Agent } from 'node:http';
import axios from 'axios';
import { counted } from '../../counted.ts';
import { DurationRecorder } from '../../record/duration-recorder.ts';
import { latencyQuantiles, quantileSeconds } from '../../result/latency-quantiles.ts';
import type { LoadResult } from '../../result/live-schema.ts';
import type { Scenario, System } from '../../scenario/model.ts';
import { formatSeconds, US_PER_SECOND } from '../../units.ts';
import { ArrivalTimes } from '../../workload/arrival-times.ts';
import { Streams } from '../../workload/streams.ts';
import { systemClock } from '../clock.ts';

/** One request to send. */
export interface PlannedArrival {
  /** Since the start of the run, integer µs. */
  readonly atUs: number;
  readonly kind: string;
}

/** A request that leaves later than this behind its moment was not sent as planned, for one in a hundred. */
const LATE_SECONDS = 0.05;
const REQUEST_TIMEOUT_MS = 10_000;
/** A pacer that is this far behind never catches up, and sends no more. */
const GIVES_UP_US = 10 * US_PER_SECOND;

/** The arrivals of a run in their order: the very times that the simulator draws from the same seed. */
export function plannedArrivals(scenario: Scenario, system: System): PlannedArrival[] {
  const streams = new Streams(scenario.seed, 0);
  const endUs = scenario.warmUpUs + scenario.durationUs;
  const planned: PlannedArrival[] = [];
  for (const { name, arrivals } of system.jobs) {
    arrivals.forEach((process, index) => {
      const times = new ArrivalTimes(process, streams, `${name}/arrivals.${index}`);
      for (let atUs = times.nextUs(); atUs <= endUs; atUs = times.nextUs()) {
        for (let i = times.batch; i > 0; i -= 1) planned.push({ atUs, kind: name });
      }
    });
  }
  return planned.sort((a, b) => a.atUs - b.atUs);
}

/**
 * Sends the arrivals open-loop: each at its intended moment, whether earlier ones have been answered or not. Latency counts from the intended moment, so a stall of the
 * service, or of the pacer itself, is not hidden.
 */
export class Pacer {
  readonly #url: string;
  readonly #planned: readonly PlannedArrival[];
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256 });
  readonly #late = new DurationRecorder();
  readonly #answer = new DurationRecorder();
  readonly #problems = new Map<string, number>();
  #sent = 0;
  #accepted = 0;

  /** @param url where jobs are posted. */
  constructor(url: string, planned: readonly PlannedArrival[]) {
    this.#url = url;
    this.#planned = planned;
  }

  /** Sends everything. @param startUs the start of the run on the common clock. @returns when the last request is answered, the signal stops it, or it is too far behind. */
  async run(startUs: number, signal: AbortSignal): Promise<LoadResult> {
    const underWay = new Set<Promise<void>>();
    for (const { atUs, kind } of this.#planned) {
      await until(startUs + atUs, signal);
      if (signal.aborted || systemClock.nowUs() - (startUs + atUs) > GIVES_UP_US) break;
      const request = this.#send(startUs + atUs, kind, signal);
      underWay.add(request);
      void request.then(() => underWay.delete(request));
    }
    await Promise.all(underWay);
    this.#agent.destroy();
    return this.#result();
  }

  async #send(intendedUs: number, kind: string, signal: AbortSignal): Promise<void> {
    this.#sent += 1;
    this.#late.observe(Math.max(0, systemClock.nowUs() - intendedUs));
    try {
      const { status } = await axios.post(
        this.#url,
        { kind },
        {
          httpAgent: this.#agent,
          timeout: REQUEST_TIMEOUT_MS,
          proxy: false,
          maxRedirects: 0,
          signal,
          validateStatus: () => true,
        },
      );
      if (status === 202) this.#accepted += 1;
      else this.#count(`was answered with ${status}`);
    } catch (error) {
      this.#count(error instanceof Error ? `failed: ${error.message}` : 'failed');
      return;
    }
    this.#answer.observe(Math.max(0, systemClock.nowUs() - intendedUs));
  }

  #count(problem: string): void {
    this.#problems.set(problem, (this.#problems.get(problem) ?? 0) + 1);
  }

  #result(): LoadResult {
    const late = this.#late.record();
    const lateP99 = quantileSeconds(late, 0.99) ?? 0;
    const reasons = [
      ...(this.#sent < this.#planned.length ? [`only ${this.#sent} of ${this.#planned.length} were sent`] : []),
      ...[...this.#problems].map(([problem, count]) => `${counted(count, 'request')} ${problem}`),
      ...(lateP99 > LATE_SECONDS ? [`1 % left ${formatSeconds(lateP99)} late or later`] : []),
    ];
    return {
      planned: this.#planned.length,
      sent: this.#sent,
      accepted: this.#accepted,
      late: latencyQuantiles(late),
      answer: latencyQuantiles(this.#answer.record()),
      asPlanned: reasons.length === 0,
      reason: reasons.join('; '),
    };
  }
}

/** A pacer that is late waits for a turn all the same: answers, and signals to end, come in between. */
async function until(timeUs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  if (systemClock.nowUs() >= timeUs) {
    await new Promise<void>((resolve) => systemClock.nextTurn(resolve));
    return;
  }
  await new Promise<void>((resolve) => {
    const cancel = systemClock.wakeAt(timeUs, end, true);
    signal.addEventListener('abort', end, { once: true });
    function end(): void {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    }
  });
}
