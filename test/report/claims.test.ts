import { describe, expect, it } from 'vitest';
import { comparisonTables } from '../../src/report/table.ts';
import { verdictOf } from '../../src/report/verdict.ts';
import type { DesignResult, Result } from '../../src/result/schema.ts';
import { type MadeUpDesign, madeUpResult } from './made-up-result.ts';

const LEGACY: MadeUpDesign = { threads: 128, working: 7.3, parked: 84.8, blocked: 0.3 };
const JANITOR: MadeUpDesign = { threads: 128, working: 7.3, parked: 0, blocked: 0.3 };

/** A result of made-up designs, of which some figures are changed. */
function changed(
  designs: Readonly<Record<string, MadeUpDesign>>,
  change: (designs: Readonly<Record<string, DesignResult>>) => void,
): Result {
  const result = structuredClone(madeUpResult({ designs }));
  change(result.designs);
  return result;
}

const headlineOf = (...args: Parameters<typeof changed>) => verdictOf(changed(...args)).headline;

/** Multiplies a figure of a design, and its columns of the replications. */
function scale(design: DesignResult | undefined, path: string, by: number): void {
  const keys = path.split('.');
  const last = keys.pop() as string;
  const holder = keys.reduce<Record<string, unknown>>(
    (part, key) => part[key] as Record<string, unknown>,
    design as unknown as Record<string, unknown>,
  );
  holder[last] = (holder[last] as number) * by;
  const column = design?.perReplication[path];
  if (column !== undefined && design !== undefined)
    design.perReplication[path] = column.map((value) => (value === null ? null : value * by));
}

describe('that job times stay as they are', () => {
  const designs = { a: LEGACY, b: JANITOR };

  it.each([
    ['mean', 'mean'],
    ['p50', 'median'],
    ['p99', 'p99'],
  ])('is not said where the %s rises alone: it is a price', (statistic, word) => {
    const headline = headlineOf(designs, ({ b }) => scale(b, `jobs.sync.time.${statistic}`, 1.3));
    expect(headline).not.toContain('stay as they are');
    expect(headline).toMatch(new RegExp(`but with \`b\` the ${word} job time of \`sync\` rises from`));
  });

  it('names how far they differ where no change is large', () => {
    const headline = headlineOf(designs, ({ b }) => scale(b, 'jobs.precache.time.p50', 1.055));
    expect(headline).toMatch(/; job times differ by at most 6 % \(/);
  });

  it('is not said of a difference that is large and lost in the noise', () => {
    const headline = headlineOf(designs, ({ a, b }) => {
      scale(b, 'jobs.sync.time.p99', 1.3);
      for (const [design, values] of [
        [a, [1, 9, 3, 5]],
        [b, [9, 1, 6, 4]],
      ] as const)
        Object.assign(design?.perReplication ?? {}, { 'jobs.sync.time.p99': values });
    });
    expect(headline).toMatch(/; job times differ by no more than the noise of 4 replications \(/);
  });
});

describe('that nothing changes', () => {
  it('holds for every figure of a result, and one that differs is named', () => {
    const start = (change: (designs: Readonly<Record<string, DesignResult>>) => void) =>
      headlineOf({ a: LEGACY, b: LEGACY }, change);
    expect(start(() => undefined)).toMatch(/^`b` changes nothing that can be seen/);
    const queue = start(({ b }) => scale(b, 'jobs.precache.donePerHour.mean', 0.8));
    expect(queue).toMatch(
      /^`b` keeps as many threads active .*; what differs most is the number of `precache` jobs done, by −20 %/,
    );
    const late = headlineOf(
      { a: { ...LEGACY, latenessSeconds: 26 }, b: { ...LEGACY, latenessSeconds: 1.6 } },
      () => undefined,
    );
    expect(late).toMatch(
      /^`b` keeps as many threads active .*; deletions start up to 14\.9 s late, not up to 4\.03 min\.$/,
    );
  });

  it('is not said of several designs whose waits for admission differ', () => {
    const three = { a: LEGACY, b: LEGACY, c: LEGACY };
    expect(headlineOf(three, () => undefined)).toMatch(
      /^The 3 designs are alike, in threads and in every other figure/,
    );
    const headline = headlineOf(three, ({ a, c }) => {
      for (const [design, seconds] of [
        [a, 100],
        [c, 3],
      ] as const)
        Object.assign(design?.jobs.sync?.admissionWait ?? {}, { p99: seconds, mean: seconds / 3, p50: 0 });
    });
    expect(headline).toMatch(/^The 3 designs keep as many threads active on average, in pool/);
    expect(headline).toMatch(/; with `c` the p99 wait for admission of `sync` falls from 100 s to 3 s/);
  });
});

describe('work that is lost', () => {
  it('is told in few words: the largest, and how many more there are', () => {
    const headline = headlineOf({ a: LEGACY, b: JANITOR }, ({ b }) => {
      const job = b?.jobs.sync as NonNullable<DesignResult['jobs'][string]>;
      const pool = b?.pools.storage as NonNullable<DesignResult['pools'][string]>;
      for (let i = 1; i <= 6; i += 1) {
        Object.assign(b?.jobs ?? {}, { [`kind-${i}`]: { ...job, failed: 10 * i, failedFraction: i / 100 } });
        Object.assign(b?.pools ?? {}, { [`pool-${i}`]: { ...pool, rejected: i } });
      }
    });
    expect(headline).toMatch(
      /6 % of the `kind-6` jobs failed, 5 % of the `kind-5` jobs failed and 4 more losses \(see the table\)\.$/,
    );
    // The refused tasks are those of the jobs that failed: they are no loss of their own.
    expect(headline).not.toContain('refused');
    expect(headline.split(' ').length).toBeLessThan(70);
  });

  it('is said beside a job time, which is of the completed jobs alone', () => {
    expect(headlineOf({ a: { ...JANITOR, failedFraction: 0.17 } }, () => undefined)).toMatch(
      /99 % of the completed `sync` jobs take at most [\d.]+ \w+ \(17 % fail\)/,
    );
    expect(
      headlineOf(
        {
          a: { ...LEGACY, failedFraction: 0.17, jobSeconds: 10 },
          b: { ...JANITOR, failedFraction: 0.17, jobSeconds: 5 },
        },
        () => undefined,
      ),
    ).toMatch(/the p99 time of the completed `sync` jobs falls from/);
  });

  it('is no load that is not carried where only blobs are left', () => {
    const leave = (design: DesignResult | undefined) => {
      Object.assign(design?.deletions ?? {}, { failed: 12 });
      Object.assign(design?.stability ?? {}, {
        stable: false,
        growing: [{ line: 'blobs.alive', perHour: 12, halfWidth95: 1, reaches: ['blobs.alive'] }],
      });
    };
    const result = changed({ a: LEGACY, b: JANITOR }, ({ a, b }) => {
      leave(a);
      leave(b);
    });
    const { headline, reasons } = verdictOf(result);
    expect(headline).toMatch(/^`b` needs 7\.6 active threads of 128 where `a` needs 92\.4/);
    expect(headline).toMatch(
      /with every design 12 deletions were given up and the blobs left in the store grow by 12\/h/,
    );
    expect(reasons.join(' ')).toMatch(
      /Blobs are left in the store.*12\.0 ± 1\.0\/h with `a` and 12\.0 ± 1\.0\/h with `b`/,
    );
  });
});

describe('a design that starves', () => {
  it('has no times in the table either', () => {
    const [table] = comparisonTables(madeUpResult({ designs: { a: { ...JANITOR, starved: true }, b: JANITOR } }));
    const rows = table?.groups.flatMap((group) => group.rows) ?? [];
    const cells = rows.find(({ head }) => head.text === 'sync: job time, p99')?.cells.map(({ text }) => text);
    expect(cells).toEqual(['starved', expect.stringMatching(/min$/), '–']);
  });

  it('has no times that others could be compared with', () => {
    const headline = headlineOf(
      { ordered: { ...JANITOR, starved: true, jobSeconds: 3 }, other: { ...JANITOR, jobSeconds: 30 } },
      () => undefined,
    );
    expect(headline).not.toMatch(/rises|falls/);
    expect(headline).toMatch(/what `ordered` does not carry/);
  });
});

describe('work that moves from one pool into another', () => {
  /** Gives a design a second pool with so many working threads. */
  const add = (design: DesignResult | undefined, working: number, threads = 64): void => {
    const pool = structuredClone(design?.pools.storage) as NonNullable<DesignResult['pools'][string]>;
    Object.assign(pool, { threads });
    for (const state of ['active', 'working'] as const) Object.assign(pool[state], { mean: working });
    for (const state of ['parked', 'blocked'] as const) Object.assign(pool[state], { mean: 0 });
    Object.assign(design?.pools ?? {}, { other: pool });
    const columns = design?.perReplication ?? {};
    const n = columns['pools.storage.active.mean']?.length ?? 0;
    for (const state of ['active', 'working'])
      columns[`pools.other.${state}.mean`] = Array.from({ length: n }, () => working);
  };

  it('is no saving: the headline sums up all pools in which threads move, and says so', () => {
    const designs = { a: { ...JANITOR, working: 20 }, b: { ...JANITOR, working: 10 } };
    // Of the large pool 10 threads are too small a share to be seen by itself.
    const result = changed(designs, ({ a, b }) => {
      add(a, 600, 1_000);
      add(b, 610, 1_000);
    });
    const { headline, reasons } = verdictOf(result);
    expect(headline).toMatch(/^`b` keeps as many threads active in pools `storage` and `other`/);
    expect(headline).toMatch(/; they fall by 10 in pool `storage` and rise by 10 in pool `other`/);
    expect(reasons.join(' ')).toMatch(/`b` changes the active threads of pools `storage` and `other` together by/);
  });

  it('counts in a pool that only one design has', () => {
    const result = changed({ a: { ...JANITOR, working: 20 }, b: { ...JANITOR, working: 10 } }, ({ b }) => add(b, 9.9));
    expect(verdictOf(result).headline).toMatch(/fall by 10 in pool `storage` and rise by 9\.9 in pool `other`/);
  });

  it('or onto threads beside the pools costs those', () => {
    expect(headlineOf({ a: LEGACY, b: { ...JANITOR, threadsBeside: 85 } }, () => undefined)).toMatch(
      /but with `b` 85 more threads run beside the pools/,
    );
    expect(headlineOf({ a: LEGACY, b: { ...JANITOR, threadsBeside: 1 } }, () => undefined)).not.toContain('beside');
  });

  it('or out of all pools is said to be work', () => {
    expect(headlineOf({ a: { ...JANITOR, working: 20 }, b: { ...JANITOR, working: 5 } }, () => undefined)).toMatch(
      /where `a` needs 20\.3: 15 of them worked, which `b` does outside the pools, faster or not at all/,
    );
  });
});

describe('what blocked threads wait for', () => {
  const blocked = { threads: 20, working: 4, parked: 0, blocked: 3 };

  it.each([
    ['tasks they started', {}],
    ['a permit of `chunk`', { chunk: 3 }],
    ['a semaphore or for tasks they started', { chunk: 1 }],
    ['a semaphore or for tasks they started', { chunk: 3, other: 0.5 }],
  ])('is %s where %o tasks wait for permits', (what, waiting) => {
    const result = changed({ a: blocked, b: blocked }, ({ a, b }) => {
      for (const design of [a, b]) {
        const level = design?.pools.storage?.blocked as DesignResult['threads'];
        const semaphores = Object.entries(waiting).map(([name, mean]) => [name, { waiting: { ...level, mean } }]);
        Object.assign(design as DesignResult, { semaphores: Object.fromEntries(semaphores) });
      }
    });
    expect(verdictOf(result).reasons.join('\n')).toContain(`that only wait for ${what}, on average`);
  });
});
