import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InputError } from '../../../src/errors.ts';
import { readSweep } from '../../../src/result/sweep/read-sweep.ts';
import { pointsOf } from '../../../src/result/sweep/sweep-schema.ts';
import { sweepJsonLines } from '../../../src/result/sweep/sweep-text.ts';
import { mergeParts, type SweepPart } from '../../../src/run/sweep/merge.ts';
import { madeUpSweep } from '../../report/sweep/made-up-sweep.ts';

const whole = madeUpSweep(
  [
    { path: 'a', values: ['1', '2', '3', '4', '5'] },
    { path: 'b', values: ['x', 'y'] },
  ],
  (design, [a = 0, b = 0]) => (design === 'legacy' ? a / 7 + b : null),
);

function partOf(index: number, count: number): SweepPart {
  const header = { ...whole.header, shard: { index, count } };
  const own = new Set(pointsOf(header));
  const from = `part-${index}`;
  return {
    from,
    table: readSweep(sweepJsonLines({ header, rows: whole.rows.filter(({ point }) => own.has(point)) }), from),
  };
}

const parts = (count: number) => Array.from({ length: count }, (_, index) => partOf(index + 1, count));

it('joins any number of shards, in any order, to the bytes of the whole', () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 14 })
        .chain((count) => fc.shuffledSubarray(parts(count), { minLength: count, maxLength: count })),
      (shuffled) => sweepJsonLines(mergeParts(shuffled)) === sweepJsonLines(whole),
    ),
  );
});

it('notices every set of shards that is not all of them, each once', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 }), (indices) => {
      const isWhole = [...indices].sort().join() === '1,2,3,4,5';
      const merge = () => mergeParts(indices.map((index) => partOf(index, 5)));
      if (isWhole) merge();
      else expect(merge).toThrow(InputError);
    }),
  );
});

it('notices every line that is lost, doubled or swapped, and every byte that is cut off', () => {
  const lines = sweepJsonLines(partOf(2, 3).table).trimEnd().split('\n');
  const refuses = (some: readonly string[]) =>
    expect(() => readSweep(`${some.join('\n')}\n`, 'part')).toThrow(InputError);
  for (const [index, line] of lines.entries()) {
    refuses(lines.filter((_, other) => other !== index));
    refuses(lines.toSpliced(index, 0, line));
    if (index > 1) refuses(lines.toSpliced(index - 1, 2, line, lines[index - 1] as string));
  }
  const text = `${lines.join('\n')}\n`;
  for (let bytes = 0; bytes < text.length; bytes += 7)
    expect(() => readSweep(text.slice(0, bytes), 'part')).toThrow(InputError);
});
