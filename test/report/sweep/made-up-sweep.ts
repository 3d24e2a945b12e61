import {
  indicesAt,
  SWEEP_SCHEMA_VERSION,
  type SweepAxis,
  type SweepHeader,
  type SweepTable,
  WHOLE,
} from '../../../src/result/sweep/sweep-schema.ts';
import { tableValue } from '../../../src/run/sweep/grid.ts';

const PATH = 'pools.storage.queueWait.p99';

/** A sweep of two designs whose one measure is a function of the design and of the indices of the point. */
export function madeUpSweep(
  axes: readonly SweepAxis[],
  valueAt: (design: string, indices: readonly number[]) => number | null,
  unit = 's',
): SweepTable {
  const designs = ['legacy', 'janitor'];
  const points = axes.reduce((product, { values }) => product * values.length, 1);
  const header: SweepHeader = {
    sweep: 'unpark-sweep',
    schemaVersion: SWEEP_SCHEMA_VERSION,
    engineVersion: '0.1.0',
    scenario: { name: 'made-up', question: 'What <b>is</b> it?', hash: 'f'.repeat(64) },
    overrides: [],
    seed: 1,
    replications: 3,
    durationSeconds: 60,
    warmUpSeconds: 0,
    designs,
    axes: axes.map(({ path, values }) => ({ path, values: [...values] })),
    measures: [{ path: PATH, unit, designs }],
    points,
    shard: WHOLE,
  };
  const rows = Array.from({ length: points }, (_, point) => point).flatMap((point) => {
    const indices = indicesAt(axes, point);
    const set = Object.fromEntries(
      axes.map(({ path, values }, i) => [path, tableValue(values[indices[i] as number] as string)]),
    );
    return designs.map((design) => {
      const value = valueAt(design, indices);
      const known = { value, low95: value === null ? null : value - 1, high95: value === null ? null : value + 1 };
      return {
        point,
        design,
        set,
        hash: '0'.repeat(64),
        measures: { [PATH]: value === null ? { ...known, why: 'unstable' } : known },
      };
    });
  });
  return { header, rows };
}
