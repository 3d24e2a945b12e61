import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDurationUs } from '../../src/units.ts';
import { validationCases } from '../../src/validation/cases.ts';
import { caseScenario } from '../../src/validation/validation.ts';
import type { ValidationCase, ValidationFigure } from '../../src/validation/validation-case.ts';
import { runCases } from './run-cases.ts';

/** Those of hundreds of thousands of tasks a replication run in the slow suite, with all replications of all others. */
const isShort = ({ name }: ValidationCase) => !/^mm1$|-128-/.test(name);
const shortCases = validationCases.filter(isShort);
const theoryOf = (name: string, figure: string) =>
  validationCases.find((one) => one.name === name)?.figures.find((one) => one.name === figure)?.theory;

const erlangB = validationCases.find(({ name }) => name === 'erlang-b-10-8') as ValidationCase;
const transient = validationCases.find(({ name }) => name === 'md-infinity-after-60s') as ValidationCase;
const littlesLaw = validationCases.find(({ name }) => name === 'littles-law') as ValidationCase;

describe('the simulator against closed forms', () => {
  // The seed is fixed, so this always gives the same scores.
  it('agrees in every case that is short, with few replications of each', () => {
    const { cases, failing, passed } = runCases(shortCases, { seed: 1, replications: 3 });
    expect(cases.length).toBeGreaterThan(20);
    expect(failing).toEqual([]);
    expect(passed).toBe(true);
    expect(cases.flatMap(({ rows }) => rows.filter(({ z }) => z !== null && Math.abs(z) > 3))).toEqual([]);
  });

  const withFigures = (
    one: ValidationCase,
    change: (figure: ValidationFigure) => ValidationFigure,
  ): ValidationCase => ({
    ...one,
    figures: one.figures.map(change),
  });

  it('fails where theory is another one', () => {
    const wrong = withFigures(erlangB, (figure) => ({ ...figure, theory: figure.theory * 1.2 }));
    const { failing, passed, cases } = runCases([wrong], { seed: 1, replications: 8 });
    expect(passed).toBe(false);
    expect(failing).toContain('erlang-b-10-8: tasks refused');
    expect(cases[0]?.rows[0]?.z).toBeLessThan(-4);
  });

  it('fails where the simulator is another one: tasks that take 5 % longer', () => {
    const slower = JSON.parse(JSON.stringify(erlangB.scenario).replace('"mean":"1s"', '"mean":"1.05s"'));
    const { failing, passed } = runCases([{ ...erlangB, scenario: slower }], { seed: 1, replications: 8 });
    expect(passed).toBe(false);
    expect(failing).toHaveLength(3);
  });

  it('fails where what is exact is not, be it by a millionth', () => {
    const wrong = withFigures(littlesLaw, (figure) => ({ ...figure, theory: 1.000001 }));
    const { failing, passed, scored } = runCases([wrong], { seed: 1, replications: 2 });
    expect(scored).toBe(0);
    expect(passed).toBe(false);
    expect(failing).toHaveLength(2);
  });

  it('fails where a replication has no such figure', () => {
    let reads = 0;
    const gone = withFigures(erlangB, ({ read, ...figure }) => ({
      ...figure,
      read: (design) => {
        reads += 1;
        return reads === 2 ? null : read(design);
      },
    }));
    const { failing, cases } = runCases([gone], { seed: 1, replications: 5 });
    expect(failing).toEqual(['erlang-b-10-8: time saturated']);
    expect(cases[0]?.rows[1]).toMatchObject({ simulated: null, z: null, holds: false });
  });

  it('fails where too many rows lie beyond 2, though none beyond 4', () => {
    const draws = [1, 2, 3, 4, 5, 6];
    const shifted = Array.from({ length: 5 }, (_, i): ValidationCase => {
      let next = 0;
      // The mean of 1 … 6 is 3.5 with the standard error 0.76; theory says 1.
      const read = () => draws[next++] as number;
      return { ...transient, name: `shifted-${i}`, figures: [{ name: 'a figure', unit: '', theory: 1, read }] };
    });
    const { beyond2, beyond2Allowed, failing, passed } = runCases(shifted, { seed: 1, replications: 6 });
    expect(failing).toEqual([]);
    expect(beyond2).toBe(5);
    expect(beyond2Allowed).toBe(2);
    expect(passed).toBe(false);
  });
});

describe('the list of cases', () => {
  it.each([
    // The values of the anchors, by which the formulas themselves are held too (test/theory).
    ['mm1', 'job time, mean', 10],
    ['mm1', 'queue wait, mean', 9],
    ['mm1', 'queue depth, mean', 8.1],
    ['mm1', 'job time, p95', 29.957323],
    ['mm1', 'job time, p99', 46.051702],
    ['erlang-b-10-8', 'tasks refused', 0.121661064],
    ['erlang-b-128-100', 'tasks refused', 9.67630596e-4],
    ['erlang-b-128-90', 'tasks refused', 2.95396856e-5],
    ['erlang-b-128-160', 'tasks refused', 0.220108816],
    ['mmc-10-8', 'time saturated', 0.409180151],
    ['mmc-10-8', 'queue depth, mean', 1.6367206],
    ['mmc-128-100', 'time saturated', 0.00440822012],
    ['mmc-128-100', 'queue depth, mean', 0.0157436433],
    ['mmc-128-90', 'time saturated', 9.94951378e-5],
    ['mmc-128-90', 'queue depth, mean', 2.35646379e-4],
    ['md1', 'queue wait, mean', 4.5],
    ['md1', 'job time, mean', 5.5],
    ['md1', 'queue depth, mean', 4.05],
    ['mdc-10-8', 'time saturated', 0.384717393],
    ['mdc-10-8', 'queue depth, mean', 0.878622318],
    ['mdc-128-100', 'time saturated', 0.00402751937],
    ['mdc-128-100', 'queue depth, mean', 0.011762384],
    ['mg-infinity-sleepers', 'parked threads, mean', 160],
    ['mg-infinity-sleepers', 'time with more than 128 parked', 0.994854],
    ['md-infinity-after-60s', 'parked threads, mean', 20 + 1 / 6],
    ['md-infinity-after-240s', 'parked threads, mean', 80 + 1 / 6],
    ['md-infinity-after-480s', 'parked threads, mean', 160],
    ['mg-infinity-sleepers', 'variance of a day’s time average', 0.887],
  ])('has %s: %s', (name, figure, value) => {
    const theory = theoryOf(name, figure) as number;
    expect(Math.abs(theory / value - 1)).toBeLessThan(figure.startsWith('variance') ? 5e-4 : 1e-6);
  });

  it('has names that can be typed, each once, and at least two replications of each', () => {
    const names = validationCases.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z0-9-]+$/.test(name))).toEqual([]);
    for (const { figures, scenario } of validationCases) {
      expect(new Set(figures.map(({ name }) => name)).size).toBe(figures.length);
      expect(scenario.replications).toBeGreaterThan(1);
      expect(parseDurationUs(scenario.duration)).toBeGreaterThan(0);
    }
  });

  it('has a seed of its own for each case, so that cases are independent', () => {
    const seeds = validationCases.map((one) => caseScenario(one, { seed: 1 }).seed);
    expect(new Set(seeds).size).toBe(validationCases.length);
    expect(caseScenario(erlangB, { seed: 2 }).seed).not.toBe(caseScenario(erlangB, { seed: 1 }).seed);
  });

  it('stands in docs/validation.md with its values', () => {
    const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'validation.md'), 'utf8');
    const missing = validationCases.flatMap(({ model, figures }) =>
      [model, ...figures.map(({ theory }) => `| ${Number(theory.toPrecision(6))} |`)].filter(
        (text) => !page.includes(text),
      ),
    );
    expect(missing).toEqual([]);
  });
});
