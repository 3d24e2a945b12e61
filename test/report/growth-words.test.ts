import { expect, it } from 'vitest';
import { judge } from '../../src/gate/judge.ts';
import { chartsOf } from '../../src/report/charts/charts.ts';
import { comparisonTables } from '../../src/report/table.ts';
import { verdictOf } from '../../src/report/verdict.ts';
import { conditionOf, smallResult } from '../gate/gated-scenario.ts';
import { type MadeUpDesign, madeUpResult } from './made-up-result.ts';

const DESIGN: MadeUpDesign = { threads: 128, working: 7, parked: 0, blocked: 1 };

it('an interval that holds 0 is told as no growth, wherever instability is told', () => {
  const result = madeUpResult({ designs: { a: DESIGN, b: { ...DESIGN, growsPerHour: 127 } } });
  const { growing } = result.designs.b?.stability ?? { growing: [] };
  Object.assign(growing[0] as object, { perHour: 1_328, halfWidth95: 3_085 });
  const { headline, reasons } = verdictOf(result);
  const tables = comparisonTables(result).flatMap(({ groups }) => groups.flatMap(({ rows }) => rows));
  const told = [
    headline,
    ...reasons,
    ...chartsOf(result).map(({ title }) => title),
    ...tables.flatMap(({ head, cells }) => [head.text, ...cells.map(({ text }) => text)]),
  ].join('\n');
  expect(told).not.toMatch(/grows (by )?[\d.,]/);
  expect(told).not.toContain('3,085');
  expect(headline).toMatch(/^`b` does not carry what `a` carries: the admission queue of `pipelines` is unstable\.$/);
  expect(reasons.join('\n')).toContain(
    'Unstable: more is added to the admission queue of `pipelines` than leaves it with `b`, so it has no mean; how fast it grows these replications do not tell.',
  );
  expect(told).toContain('The admission queue is unstable with `b`; not with `a`');
});

it('nor is it in why a condition has no data', () => {
  const result = structuredClone(smallResult());
  Object.assign(result.designs.janitor?.pools.storage?.queueDepth as object, { mean: null });
  Object.assign(result.designs.janitor?.stability as object, {
    stable: false,
    growing: [
      { line: 'pools.storage.queueDepth', perHour: 1_328, halfWidth95: 3_085, reaches: ['pools.storage.queueDepth'] },
    ],
  });
  const [verdict] = judge(result, [conditionOf('janitor.pools.storage.queueDepth.mean < 100')]).conditions;
  expect(verdict?.findings[0]?.why).toBe('unstable: `pools.storage.queueDepth` (at no clear rate), so it has no mean');
});
