/** What a failed matcher tells: each condition with what was found, then the table that shows why. */
import { counted } from '../counted.ts';
import type { Verdict } from '../gate/judge.ts';
import { MARKS } from '../report/gate/terminal.ts';
import { findingLines } from '../report/gate/words.ts';
import { comparisonTables, type Table } from '../report/table.ts';
import { renderTable } from '../report/terminal.ts';
import type { Result } from '../result/schema.ts';

const INDENT = ' '.repeat(MARKS.pass.length + 3);

export interface VerdictTextOptions {
  /** The scenario's file, where it is known. */
  readonly file: string | undefined;
  /** Whether the matcher stood behind `.not`. */
  readonly isNot: boolean;
}

/** The conditions with their outcomes. @param of what they are about. */
export function verdictText({ conditions }: Verdict, of: string, { file, isNot }: VerdictTextOptions): string {
  const held = conditions.filter(({ outcome }) => outcome === 'pass').length;
  const lines = conditions.flatMap((verdict) => {
    const { outcome, condition } = verdict;
    const isTold = outcome !== 'pass' && file !== undefined && condition.line !== undefined;
    return [
      `  ${MARKS[outcome]} ${condition.that}${isTold ? `  ${file}:${condition.line}` : ''}`,
      ...findingLines(verdict).map((line) => `${INDENT}${line}`),
    ];
  });
  const head = `${of}${file === undefined ? '' : ` (${file})`}: ${held} of ${conditions.length} conditions hold`;
  return [isNot ? `${head}, and at least one was expected to fail` : head, ...lines].join('\n');
}

/** The table of all designs. */
export function wholeText(result: Result): string {
  return tablesText(result, comparisonTables(result));
}

/** Of a pool its own lines of the table, of anything else the whole of it. @param path of the part that was judged. */
export function partText(result: Result, [, section, name]: readonly string[]): string {
  const tables = comparisonTables(result);
  if (section !== 'pools') return tablesText(result, tables);
  const own = (title: string): boolean => title === `Pool ${name}` || title === `Queue of pool ${name}`;
  const ofPool = tables
    .map((table) => (own(table.title) ? table : { ...table, groups: table.groups.filter(({ title }) => own(title)) }))
    .filter(({ groups }) => groups.length > 0);
  return tablesText(result, ofPool.length === 0 ? tables : ofPool);
}

function tablesText({ seed, replications }: Result, tables: readonly Table[]): string {
  const run = `Seed ${seed}, ${counted(replications, 'replication')} of each design.`;
  return [...tables.map((table) => renderTable(table)), run].join('\n');
}
