import type { SweepHeader } from './sweep-schema.ts';

/** Where two sweeps differ, for people. */
export interface SweepDifference {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/** What two parts of one sweep have in common, in the order in which a difference is told. */
const FIELDS: readonly (readonly [string, (header: SweepHeader) => string])[] = [
  ['version of unpark', ({ engineVersion }) => engineVersion],
  ['scenario', ({ scenario }) => scenario.name],
  ['seed', ({ seed }) => String(seed)],
  ['number of replications', ({ replications }) => String(replications)],
  ['duration', ({ durationSeconds, warmUpSeconds }) => `${durationSeconds} s after ${warmUpSeconds} s`],
  ['set of designs', ({ designs }) => designs.join(', ')],
  ['settings', ({ overrides }) => (overrides.length === 0 ? 'none' : overrides.join(', '))],
  // What is told above is in the hash as well.
  ['content of the scenario', ({ scenario }) => `hash ${scenario.hash}`],
  ['question of the scenario', ({ scenario }) => scenario.question],
  ['grid', ({ axes }) => axes.map(({ path, values }) => `${path}=${values.join(',')}`).join(' ')],
  [
    'set of measures',
    ({ measures }) => measures.map(({ path, designs }) => `${path} of ${designs.join(', ')}`).join('; '),
  ],
];

/** The first thing in which a header is not that of the same sweep; its shard may be any. */
export function sweepDifference(expected: SweepHeader, found: SweepHeader): SweepDifference | undefined {
  for (const [what, textOf] of FIELDS) {
    const [one, other] = [textOf(expected), textOf(found)];
    if (one !== other) return { what, expected: one, found: other };
  }
  const { shard: _, ...one } = expected;
  const { shard: __, ...other } = found;
  const same = JSON.stringify(one) === JSON.stringify(other);
  return same ? undefined : { what: 'header', expected: JSON.stringify(one), found: JSON.stringify(other) };
}
