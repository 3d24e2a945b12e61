import { readdirSync } from 'node:fs';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { OsView } from '../../result/live-schema.ts';

const EVERY_MS = 250;

/** What the operating system says of the service's process while it is watched: beside what its threads say of themselves. */
export class OsWatch {
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution: 5 });
  readonly #timer: NodeJS.Timeout;
  readonly #startedMs = performance.now();
  readonly #before = process.resourceUsage();
  readonly #threads: number[] = [];
  #residentBytesMax = 0;

  constructor() {
    this.#delay.enable();
    this.#timer = setInterval(() => this.#sample(), EVERY_MS);
    this.#sample();
  }

  /** Ends the watch. */
  stop(): OsView {
    clearInterval(this.#timer);
    this.#sample();
    this.#delay.disable();
    const usage = process.resourceUsage();
    const seconds = (performance.now() - this.#startedMs) / 1_000;
    const perSecond = (after: number, before: number) => (after - before) / seconds;
    const { userCPUTime, systemCPUTime, voluntaryContextSwitches, involuntaryContextSwitches } = this.#before;
    return {
      threadsMax: this.#threads.length === 0 ? null : Math.max(...this.#threads),
      residentBytesMax: this.#residentBytesMax,
      voluntarySwitchesPerSecond: perSecond(usage.voluntaryContextSwitches, voluntaryContextSwitches),
      involuntarySwitchesPerSecond: perSecond(usage.involuntaryContextSwitches, involuntaryContextSwitches),
      cpuCores: perSecond(usage.userCPUTime + usage.systemCPUTime, userCPUTime + systemCPUTime) / 1_000_000,
      eventLoopDelayMaxSeconds: this.#delay.max / 1e9,
    };
  }

  #sample(): void {
    this.#residentBytesMax = Math.max(this.#residentBytesMax, process.memoryUsage.rss());
    try {
      this.#threads.push(readdirSync('/proc/self/task').length);
    } catch {
      // Only Linux tells it so.
    }
  }
}
