import { exitCode, InputError, type Problem } from '../../errors.ts';
import { sweepDifference } from '../../result/sweep/same-sweep.ts';
import { type SweepTable, WHOLE } from '../../result/sweep/sweep-schema.ts';

/** A part of a sweep, and where it comes from, as it is told. */
export interface SweepPart {
  readonly from: string;
  readonly table: SweepTable;
}

/** So many lost shards are told one by one. */
const MOST_TOLD = 20;

/**
 * Joins the parts of a sweep to the whole: the same rows, in the same bytes, as if it had been run in one.
 * @throws InputError where parts are of different sweeps (exit code 3), and where some are lost or there twice (exit code 2).
 */
export function mergeParts(parts: readonly SweepPart[]): SweepTable {
  const [first, ...others] = parts;
  if (first === undefined) throw new InputError(nothingToMerge());
  const unlike = others.flatMap(({ from, table }): Problem[] => {
    const difference = sweepDifference(first.table.header, table.header);
    if (difference === undefined) return [];
    const { what, expected, found } = difference;
    return [
      {
        file: from,
        message: `it is a part of another sweep: it has another ${what}`,
        expected: `${expected}, as ${first.from} has`,
        found,
        hint: 'merge the parts of one sweep; run those again that were made from something else',
      },
    ];
  });
  if (unlike.length > 0) throw new InputError(unlike, exitCode.notComparable);
  const wrong = shardProblems(parts);
  if (wrong.length > 0) throw new InputError(wrong);
  const rows = parts.flatMap(({ table }) => table.rows);
  const { designs } = first.table.header;
  rows.sort((one, other) => one.point - other.point || designs.indexOf(one.design) - designs.indexOf(other.design));
  return { header: { ...first.table.header, shard: WHOLE }, rows };
}

function nothingToMerge(): Problem {
  return {
    message: 'there is nothing to merge',
    expected: 'the parts of a sweep, such as part-1-of-8.jsonl, or a folder or gs:// prefix with them',
    found: 'none',
    hint: '`npx unpark sweep … --shard 1/8` writes one',
  };
}

function shardProblems(parts: readonly SweepPart[]): Problem[] {
  const [first] = parts as [SweepPart, ...SweepPart[]];
  const { count } = first.table.header.shard;
  const problems: Problem[] = [];
  const byIndex = new Map<number, string>();
  for (const { from, table } of parts) {
    const { shard } = table.header;
    if (shard.count !== count) {
      problems.push({
        file: from,
        message: 'it is a shard of another number of shards, so their points overlap',
        expected: `one of ${count}, as ${first.from} is`,
        found: `${shard.index} of ${shard.count}`,
        hint: 'merge shards of one number of shards',
      });
      continue;
    }
    const other = byIndex.get(shard.index);
    if (other !== undefined) {
      problems.push({
        file: from,
        message: 'the same shard is there twice',
        expected: `each of ${count} shards once`,
        found: `shard ${shard.index}, which ${other} is too`,
        hint: 'leave one of them away',
      });
    }
    byIndex.set(shard.index, from);
  }
  const lost: number[] = [];
  for (let index = 1; index <= count; index += 1) if (!byIndex.has(index)) lost.push(index);
  if (lost.length === 0) return problems;
  const told = lost.slice(0, MOST_TOLD).join(', ');
  problems.push({
    message: lost.length === 1 ? 'a shard is missing' : `${lost.length} shards are missing`,
    expected: `all of ${count} shards`,
    found: `no shard ${told}${lost.length > MOST_TOLD ? ' …' : ''}`,
    hint: `run ${lost.length === 1 ? 'it' : 'them'} again: --shard ${lost[0]}/${count}`,
  });
  return problems;
}
