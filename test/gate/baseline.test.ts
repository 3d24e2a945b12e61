import { describe, expect, it } from 'vitest';
import { simulate } from '../../sim/simulate.ts';
import { exitCode, InputError } from '../../src/errors.ts';
import { type Baseline, baselineOf, baselineText, parseBaseline } from '../../src/gate/baseline.ts';
import { compareWithBaseline } from '../../src/gate/compare-baseline.ts';
import type { Result } from '../../src/result/schema.ts';
import { load, SMALL } from '../scenario/small-scenario.ts';
import { smallResult } from './gated-scenario.ts';

const FILE = 'baselines/small.json';

function resultOf(text: string, seed?: number): Result {
  return simulate(load(text, { replications: 4, ...(seed === undefined ? {} : { seed }) }), 'test');
}

function baseline(): Baseline {
  return baselineOf(smallResult());
}

/** The small result, changed. */
function changedResult(change: (result: Result) => void): Result {
  const copy = structuredClone(smallResult());
  change(copy);
  return copy;
}

function codeOf(text: string): { code: number; message: string } {
  try {
    parseBaseline(text, FILE);
  } catch (error) {
    if (error instanceof InputError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('it was read');
}

describe('a baseline', () => {
  it('is read as it was written, figure by figure and bit by bit', () => {
    expect(parseBaseline(baselineText(baseline()), FILE)).toEqual(JSON.parse(JSON.stringify(baseline())));
    expect(compareWithBaseline(smallResult(), parseBaseline(baselineText(baseline()), FILE), FILE)).toMatchObject({
      status: 'same',
      figures: [],
      reasons: [],
    });
  });

  it('keeps few lines: one for each setting, and one for each group of figures', () => {
    const lines = baselineText(baseline()).split('\n');
    expect(lines.length).toBeLessThan(250);
    expect(lines).toContain('      "semaphores.slots": { "limit": 2 },');
    expect(lines).toContain('      "semaphores.slots.limit": 4,');
  });

  it('is the same for the same result, and for one that was saved and read', () => {
    expect(baselineText(baselineOf(JSON.parse(JSON.stringify(smallResult())) as Result))).toBe(
      baselineText(baseline()),
    );
  });

  it.each([
    ['empty', '', exitCode.badInput, 'the baseline is not whole'],
    ['cut off', baselineText(baseline()).slice(0, 900), exitCode.badInput, 'the baseline is not whole'],
    ['another JSON', '{"a":1}', exitCode.badInput, 'this is no baseline'],
    ['null', 'null', exitCode.badInput, 'this is no baseline'],
    ['a list', '[]', exitCode.badInput, 'this is no baseline'],
    [
      'edited',
      baselineText(baseline()).replace('"limit": 4', '"limit": 5').replace('"scheduled": ', '"scheduled": 1'),
      exitCode.badInput,
      'the baseline was edited',
    ],
    [
      'of a newer version',
      baselineText({ ...baseline(), baselineVersion: 2 as 1 }),
      exitCode.notComparable,
      'the baseline is of a newer schema',
    ],
    [
      'of a newer schema of results',
      baselineText({ ...baseline(), resultSchemaVersion: 99 }),
      exitCode.notComparable,
      'the baseline is of a newer schema',
    ],
  ])('is refused when it is %s', (_what, text, code, message) => {
    const refused = codeOf(text);
    expect(refused.code).toBe(code);
    expect(refused.message).toContain(message);
    expect(refused.message).toContain(FILE);
  });
});

describe('a simulated result beside its baseline', () => {
  it('has to be the same exactly: one bit is a regression', () => {
    const comparison = compareWithBaseline(
      changedResult(({ designs }) => {
        const active = designs.janitor?.pools.storage?.active as { mean: number };
        active.mean += active.mean * Number.EPSILON;
      }),
      baseline(),
      FILE,
    );
    expect(comparison.status).toBe('changed');
    expect(comparison.figures).toMatchObject([
      { design: 'janitor', name: 'pools.storage.active.mean', unit: 'threads' },
    ]);
  });

  it('may have been simulated by another version of unpark: the same figures are the same, others are told apart from a regression', () => {
    const other = (result: Result): Result => ({ ...result, engineVersion: '9.9.9' });
    expect(compareWithBaseline(other(smallResult()), baseline(), FILE).status).toBe('same');
    const changed = compareWithBaseline(
      other(
        changedResult(({ designs }) => {
          Object.assign(designs.janitor?.deletions as object, { scheduled: 1 });
        }),
      ),
      baseline(),
      FILE,
    );
    expect(changed).toMatchObject({
      status: 'engine changed',
      engines: ['test', '9.9.9'],
      figures: [{ name: 'deletions.scheduled' }],
    });
  });

  it('has all its figures, and no other', () => {
    const lost = changedResult(({ designs }) => {
      delete designs.janitor?.semaphores.slots;
    });
    const { status, figures } = compareWithBaseline(lost, baseline(), FILE);
    expect(status).toBe('changed');
    expect(figures[0]).toMatchObject({ name: 'semaphores.slots.limit', before: 4, after: undefined });
  });
});

describe('a result of something else', () => {
  it.each([
    ['another seed', resultOf(SMALL, 9), 'Another seed: 1 in the baseline, 9 now.', undefined],
    [
      'another scenario',
      resultOf(SMALL.replace('semaphores: { slots: 4 }', 'semaphores: { slots: 32 }')),
      'The scenario has changed.',
      { path: 'janitor.semaphores.slots.limit', before: 4, after: 32 },
    ],
    [
      'something that all designs share',
      resultOf(SMALL.replace('threads: 8', 'threads: 9')),
      'The scenario has changed.',
      { path: 'pools.storage.threads', before: 8, after: 9 },
    ],
    [
      'a design more',
      resultOf(SMALL.replace('designs:\n', 'designs:\n  third: { deletion: thread-per-file }\n')),
      'Other designs: legacy, janitor in the baseline, third, legacy, janitor now.',
      { path: 'third', before: undefined, after: 'a design' },
    ],
    [
      'another duration',
      resultOf(SMALL.replace('duration: 1h', 'duration: 2h')),
      'Another measured time: 60 min in the baseline, 2 h now.',
      undefined,
    ],
  ])('is not comparable, and says what changed: %s', (_what, result, reason, change) => {
    const comparison = compareWithBaseline(result, baseline(), FILE);
    expect(comparison.status).toBe('not comparable');
    expect(comparison.reasons).toContain(reason);
    if (change !== undefined) expect(comparison.settings).toContainEqual(change);
  });
});

it('stays comparable when only the block of its live runs changes', () => {
  const result = resultOf(`live: { duration: 5m }\n${SMALL}`);
  expect(compareWithBaseline(result, baseline(), FILE)).toMatchObject({ status: 'same', reasons: [] });
});

describe('a live result beside its baseline', () => {
  /** The small result as a live world would have given it, with this mean of active threads ± its half width. */
  function live(mean: number, halfWidth: number | null): Result {
    return changedResult((result) => {
      result.world = 'live';
      const active = result.designs.janitor?.pools.storage?.active;
      Object.assign(active as object, { mean, meanHalfWidth95: halfWidth });
    });
  }

  it('has to lie within the intervals of its means, twice as wide as one difference alone would ask', () => {
    const before = baselineOf(live(7, 0.3));
    expect(compareWithBaseline(live(7.9, 0.4), before, FILE).status).toBe('same');
    expect(compareWithBaseline(live(8.1, 0.4), before, FILE)).toMatchObject({
      status: 'changed',
      figures: [{ design: 'janitor', name: 'pools.storage.active.mean', before: 7, after: 8.1 }],
    });
  });

  it('cannot be compared when nothing has an interval', () => {
    const single = (result: Result): Result => {
      const copy = structuredClone(result);
      copy.world = 'live';
      const strip = (value: unknown): void => {
        if (typeof value !== 'object' || value === null) return;
        if ('meanHalfWidth95' in value) value.meanHalfWidth95 = null;
        for (const entry of Object.values(value)) strip(entry);
      };
      strip(copy.designs);
      return copy;
    };
    const result = single(smallResult());
    expect(compareWithBaseline(result, baselineOf(result), FILE)).toMatchObject({
      status: 'not comparable',
      reasons: ['No measure has an interval on both sides: the live run was too short for one.'],
    });
  });

  it('has changed when a mean has no data any more, or when a count that has to be 0 is not', () => {
    const before = baselineOf(live(7, 0.3));
    const changed = (change: (janitor: Result['designs'][string]) => void) => {
      const result = structuredClone(live(7, 0.3));
      change(result.designs.janitor as Result['designs'][string]);
      return compareWithBaseline(result, before, FILE);
    };
    expect(
      changed(({ pools }) => Object.assign(pools.storage?.working as object, { mean: null, meanHalfWidth95: null })),
    ).toMatchObject({ status: 'changed', figures: [{ name: 'pools.storage.working.mean' }] });
    expect(
      changed(({ deletions }) => {
        deletions.violations = 57;
      }),
    ).toMatchObject({ status: 'changed', figures: [{ name: 'deletions.violations', after: 57 }] });
  });

  it('is not compared with a simulated one', () => {
    expect(compareWithBaseline(live(7, 0.3), baseline(), FILE)).toMatchObject({
      status: 'not comparable',
      reasons: ['Another world: sim in the baseline, live now.'],
    });
  });
});
