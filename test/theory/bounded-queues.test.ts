import { describe, expect, it } from 'vitest';
import { erlangB, machineRepair, mmc, mmck } from '../../src/theory/index.ts';
import { birthDeathDistribution, stationaryDistribution, waitingOf } from './birth-death.ts';

describe('M/M/c/K', () => {
  it.each([
    [10, 8, 5],
    [10, 12, 20],
    [3, 50, 0],
    [1, 0.2, 40],
  ])('is the chain solved numerically: c = %i, a = %d, %i places', (threads, erlangs, bound) => {
    const chain = birthDeathDistribution(threads, erlangs, threads + bound + 1);
    const { wait, queue } = waitingOf(chain, threads);
    const figures = mmck({ threads, arrivalsPerSecond: erlangs / 2, holdingSeconds: 2 }, bound);
    const refused = chain.at(-1) as number;
    expect(figures.refusedFraction / refused).toBeCloseTo(1, 12);
    expect(figures.fullFraction).toBeCloseTo(wait, 12);
    expect(figures.queueDepthMean).toBeCloseTo(queue, 11);
    expect(figures.activeMean).toBeCloseTo(erlangs * (1 - refused), 11);
    expect(figures.queueWaitSecondsMean).toBeCloseTo(queue / ((erlangs / 2) * (1 - refused)), 11);
  });

  it('is Erlang B without a place, and M/M/c with places enough', () => {
    const queue = { threads: 128, arrivalsPerSecond: 100, holdingSeconds: 1 };
    expect(mmck(queue, 0).refusedFraction / erlangB(128, 100)).toBeCloseTo(1, 12);
    expect(mmck(queue, 1_000).queueDepthMean / mmc(queue).queueDepthMean).toBeCloseTo(1, 11);
  });

  it('keeps its precision where p(0) would underflow', () => {
    const { refusedFraction, activeMean } = mmck({ threads: 2_000, arrivalsPerSecond: 4_000, holdingSeconds: 1 }, 0);
    expect(refusedFraction / erlangB(2_000, 4_000)).toBeCloseTo(1, 11);
    expect(activeMean).toBeLessThan(2_000);
  });

  it('refuses arguments out of range', () => {
    const queue = { threads: 2, arrivalsPerSecond: 1, holdingSeconds: 1 };
    expect(() => mmck(queue, -1)).toThrow(RangeError);
    expect(() => mmck({ ...queue, arrivalsPerSecond: 0 }, 1)).toThrow(RangeError);
    expect(() => mmck({ ...queue, threads: 0 }, 1)).toThrow(RangeError);
  });
});

describe('the machine-repair model', () => {
  it('is the chain solved numerically', () => {
    const [machines, repairers, runSeconds, repairSeconds] = [20, 4, 40, 10];
    const rates = Array.from({ length: machines + 1 }, (_, from) =>
      Array.from({ length: machines + 1 }, (_, to) =>
        to === from + 1
          ? (machines - from) / runSeconds
          : to === from - 1
            ? Math.min(from, repairers) / repairSeconds
            : 0,
      ),
    );
    const chain = stationaryDistribution(rates);
    const mean = (f: (n: number) => number) => chain.reduce((sum, probability, n) => sum + probability * f(n), 0);
    const figures = machineRepair({ machines, repairers, runSeconds, repairSeconds });
    expect(figures.busyMean).toBeCloseTo(
      mean((n) => Math.min(n, repairers)),
      12,
    );
    expect(figures.waitingMean).toBeCloseTo(
      mean((n) => Math.max(0, n - repairers)),
      12,
    );
    expect(figures.allBusyFraction).toBeCloseTo(
      mean((n) => (n >= repairers ? 1 : 0)),
      12,
    );
    // What fails is repaired: the machines that run fail as often as repairs end.
    const running = machines - figures.busyMean - figures.waitingMean;
    expect(running / runSeconds).toBeCloseTo(figures.repairsPerSecond, 12);
    expect(figures.waitSecondsMean * figures.repairsPerSecond).toBeCloseTo(figures.waitingMean, 12);
  });

  it('has no wait where every machine has its repairer: each runs for run ÷ (run + repair) of the time', () => {
    const figures = machineRepair({ machines: 3, repairers: 3, runSeconds: 30, repairSeconds: 10 });
    expect(figures.waitingMean).toBe(0);
    expect(figures.busyMean).toBeCloseTo(3 / 4, 12);
  });

  it('refuses arguments out of range', () => {
    const machines = { machines: 2, repairers: 1, runSeconds: 1, repairSeconds: 1 };
    expect(() => machineRepair({ ...machines, machines: 0 })).toThrow(RangeError);
    expect(() => machineRepair({ ...machines, runSeconds: 0 })).toThrow(RangeError);
  });
});
