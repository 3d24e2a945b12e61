/** What a failed matcher tells: each condition with what was found, then the table that shows why. */
import type { NumberComparison } from '../gate/condition.ts';
import type { ConditionVerdict, Finding, Outcome, Verdict } from '../gate/judge.ts';
import { formatDifference, formatWithInterval, type NumberKind } from '../report/format.ts';
import { comparisonTables, type Table } from '../report/table.ts';
import { renderTable } from '../report/terminal.ts';
import type { Result } from '../result/schema.ts';

const MARKS: Readonly<Record<Outcome, string>> = { pass: '✓', fail: '✗', warn: '!', 'no data': '?' };

/** The conditions with their outcomes. @param of what they are about. */
export function verdictText({ conditions }: Verdict, of: string): string {
  const held = conditions.filter(({ outcome }) => outcome === 'pass').length;
  return [`${of}: ${held} of ${conditions.length} conditions hold`, ...conditions.flatMap(conditionLines)].join('\n');
}

function conditionLines({ condition, outcome, findings }: ConditionVerdict): string[] {
  return [
    `  ${MARKS[outcome]} ${condition.that}`,
    ...findings.flatMap((finding) => findingLine(finding) ?? []).map((line) => `      ${line}`),
    ...(condition.reason === undefined || outcome === 'pass' ? [] : [`      because: ${condition.reason}`]),
  ];
}

function findingLine({ comparison, holds, found, halfWidth95, missedBy, why }: Finding): string {
  if (holds === null) return `no data: ${why}`;
  if (comparison.kind === 'word' || typeof found !== 'number') return `found ${comparison.label} = ${found}`;
  const kind = kindOf(comparison);
  const missed = holds || missedBy === null ? '' : `, off by ${formatDifference(kind, missedBy, null)}`;
  return `found ${formatWithInterval(kind, found, halfWidth95)}${missed}`;
}

function kindOf({ unit }: NumberComparison): NumberKind {
  if (unit === 's') return 'seconds';
  if (unit === '1/h') return 'perHour';
  return unit === 'fraction' ? 'fraction' : 'level';
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
  const run = `Seed ${seed}, ${replications} ${replications === 1 ? 'replication' : 'replications'} of each design.`;
  return [...tables.map((table) => renderTable(table)), run].join('\n');
}
