import type { Series } from '../../src/result/schema.ts';
import type { MadeUpDesign } from './made-up-result.ts';

/** Numbers in 0 … 1 that look random and are the same for ever (a 32-bit linear congruential generator). */
export function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The series of a made-up design: they wander around its means. */
export function madeUpSeries(made: MadeUpDesign, replications: number, hours: number): Series {
  const bins = 288;
  const random = noise(made.threads * 1_000 + Math.round(made.parked));
  const wander = (mean: number, relative: number) => {
    let drift = 0;
    return Array.from({ length: bins }, () => {
      drift = drift * 0.8 + (random() - 0.5) * relative;
      return mean * Math.max(0, 1 + drift);
    });
  };
  const working = wander(made.working, 0.6);
  const parked = wander(made.parked, 0.12).map((value, bin) => value * Math.min(1, (bin + 1) / 6));
  const blocked = wander(made.blocked, 1.2);
  const active = working.map((value, bin) => value + (parked[bin] ?? 0) + (blocked[bin] ?? 0));
  const queue = wander(made.queue ?? 0, 0.5);
  const grows = made.growsPerHour ?? 0;
  const lateness = made.latenessSeconds ?? 0;
  const nothing = made.nothingDeferred === true;
  const band = (mean: number[]) => ({
    mean,
    low: mean.map((value) => value * 0.8),
    high: mean.map((value) => value * 1.25),
  });
  const spans = (seconds: number) => Array.from({ length: 48 }, () => seconds * (0.7 + 0.6 * random()));
  const times = (seconds: number) => ({
    p50: spans(seconds * 0.7),
    p95: spans(seconds * 3),
    p99: spans(seconds * 4.6),
  });
  return {
    replications,
    spanSeconds: ((hours + 0.5) * 3_600) / 48,
    binSeconds: ((hours + 0.5) * 3_600) / bins,
    warmUpSeconds: 1_800,
    pools: {
      storage: {
        working: working.map((value, bin) => Math.min(value, made.threads - (parked[bin] ?? 0) - (blocked[bin] ?? 0))),
        parked,
        blocked,
        activeMax: active.map((value) => Math.min(made.threads, Math.round(value + 3 + random() * 8))),
        active: {
          mean: active,
          low: active.map((value) => value * 0.85),
          high: active.map((value) => Math.min(made.threads, value * 1.15)),
        },
        queueDepth: band(queue),
        queueDepthMax: queue.map((value) => Math.round(value * 1.6)),
      },
    },
    threads: band(active.map(() => made.threads + (made.threadsBeside ?? 0))),
    pending: band(wander(nothing ? 0 : 84.8, 0.1)),
    blobsAlive: band(wander(nothing ? 0 : 84.9, 0.1)),
    jobsWaiting: band(Array.from({ length: bins }, (_, bin) => (grows * hours * bin) / bins)),
    jobs: { sync: times(30.3 + (made.queue ?? 0) * 11), precache: times(20) },
    latenessMax: Array.from({ length: bins }, (_, bin) => (nothing || bin < 6 ? null : lateness * (2 + 6 * random()))),
  };
}
