/** What arithmetic says of a scenario, as text for a terminal. */

import pc from 'picocolors';
import { counted } from '../counted.ts';
import type {
  DesignExplanation,
  Explanation,
  Finding,
  LimitLoad,
  PoolLoad,
  ThreadsFor,
} from '../explain/explanation.ts';
import { oneLine } from '../one-line.ts';
import type { Note } from '../scenario/model.ts';
import { threeDigits } from '../units.ts';
import { isColoured } from './colour.ts';
import { wrap } from './wrap.ts';

export interface ExplainOptions {
  /** Columns of the terminal; at least 40. */
  readonly width?: number;
  /** Whether to colour; by default as NO_COLOR, FORCE_COLOR and the terminal say. */
  readonly colour?: boolean;
}

const WIDEST = 100;
const NARROWEST = 40;
/** In fewer columns no table stands: each figure has a line of its own. */
const NARROWEST_TABLE = 70;
const NUMBER_WIDTH = 10;
const NAME_WIDTH = 40;
const FIGURES = ['tasks/min', 'working', 'parked', 'blocked', 'erlangs'];

/** What the lines are written on. */
interface Sheet {
  readonly width: number;
  readonly paint: ReturnType<typeof pc.createColors>;
}

/** Renders an explanation, never wider than the terminal nor than 100 columns: for each design a table a pool, its limits and what stands out; then what is assumed. */
export function renderExplanation(explanation: Explanation, options: ExplainOptions = {}): string {
  const paint = pc.createColors(options.colour ?? isColoured());
  const width = Math.min(WIDEST, Math.max(NARROWEST, options.width ?? WIDEST));
  const sheet: Sheet = { width, paint };
  const lines = [paint.bold(oneLine(explanation.name)), ...wrap(explanation.question, width), ''];
  lines.push(
    ...wrap(
      'By arithmetic alone, nothing was simulated. An erlang is one thread held all the time; ≥ means that there is more: waiting and tries of refused tasks come on top. Rates are means over the whole run.',
      width,
    ).map(paint.dim),
    '',
  );
  for (const design of explanation.designs) lines.push(...designLines(design, sheet));
  lines.push(
    ...noteLines('Assumed', explanation.assumptions, sheet),
    ...noteLines('Sources', explanation.sources, sheet),
  );
  return `${lines.join('\n').trimEnd()}\n`;
}

function designLines(design: DesignExplanation, sheet: Sheet): string[] {
  const { paint, width } = sheet;
  const limits =
    design.limits.length === 0 ? [] : [...design.limits.flatMap((limit) => wrap(limitText(limit), width)), ''];
  return [
    paint.bold(paint.underline(`design ${design.design}`)),
    '',
    ...design.pools.flatMap((pool) => [...poolLines(pool, sheet), '']),
    ...limits,
    ...design.findings.flatMap((finding) => findingLines(finding, sheet)),
    '',
  ];
}

function poolLines(pool: PoolLoad, { paint, width }: Sheet): string[] {
  const head = `pool ${pool.pool}, ${threads(pool.threads)}`;
  const tasks = pool.tasks.flatMap((task) =>
    rowLines(width, `  ${task.taskKind}`, [
      figure(task.tasksPerSecond * 60, task.comesAtLeast),
      figure(task.working, task.comesAtLeast && task.working > 0),
      figure(task.parked, task.comesAtLeast && task.parked > 0),
      figure(task.blocked, task.blockedAtLeast || (task.comesAtLeast && task.blocked > 0)),
      figure(task.working + task.parked + task.blocked, task.blockedAtLeast || task.comesAtLeast),
    ]),
  );
  const comesAtLeast = pool.tasks.some((task) => task.comesAtLeast);
  const total = rowLines(width, '  in all', [
    figure(
      pool.tasks.reduce((sum, task) => sum + task.tasksPerSecond * 60, 0),
      comesAtLeast,
    ),
    figure(pool.working, comesAtLeast && pool.working > 0),
    figure(pool.parked, comesAtLeast && pool.parked > 0),
    figure(pool.blocked, pool.blockedAtLeast || (comesAtLeast && pool.blocked > 0)),
    figure(pool.offered, pool.blockedAtLeast || comesAtLeast),
  ]);
  const size = pool.threadsForWait === null ? [] : [sizeText(pool.threadsForWait)];
  const { parkedQuantiles } = pool;
  const parked =
    parkedQuantiles === null
      ? []
      : [
          `Parked, if there is always a free thread: p50 ${parkedQuantiles.p50}, p95 ${parkedQuantiles.p95}, p99 ${parkedQuantiles.p99} (M/G/∞).`,
        ];
  return [
    paint.bold(width < NARROWEST_TABLE ? cut(head, width) : row(width, head, FIGURES)),
    ...tasks,
    ...total.map(paint.bold),
    ...[...size, ...parked].flatMap((text) => wrap(text, width - 2).map((line) => `  ${line}`)),
  ];
}

function sizeText([one, other]: readonly [ThreadsFor, ThreadsFor]): string {
  const first = `With ${threads(one.threads)} ${percent(one.share)} of the tasks would wait for one`;
  const second = other.threads === one.threads ? '' : `, with ${threads(other.threads)} ${percent(other.share)}`;
  return `${first}${second} (Erlang C: exponential holding times).`;
}

function limitText({ kind, name, limit, usable, held, isAtLeast }: LimitLoad): string {
  const what = kind === 'concurrency' ? 'concurrency limit' : 'semaphore';
  const few = usable < limit ? `; no more than ${usable} can be held, since they are taken by several at once` : '';
  return `${what} ${cut(name, 40)}: ${figure(held, isAtLeast)} of ${limit} held on average when nothing waits${few}`;
}

function findingLines(finding: Finding, { paint, width }: Sheet): string[] {
  const [mark, colour] = marks(finding, paint);
  const lines = wrap(finding.text, width - mark.length - 2);
  return lines.map((line, index) => `${index === 0 ? colour(mark) : ' '.repeat(mark.length)}  ${line}`);
}

function marks({ kind }: Finding, paint: Sheet['paint']): [string, (text: string) => string] {
  if (kind === 'overload') return ['OVERLOAD', paint.red];
  return kind === 'risk' ? ['RISK    ', paint.yellow] : ['NOTE    ', paint.dim];
}

function noteLines(title: string, notes: readonly Note[], { paint, width }: Sheet): string[] {
  if (notes.length === 0) return [];
  const lines = notes.flatMap(({ path, value, text }) =>
    wrap(path === '' ? text : `${path} (${value}): ${text}`, width - 4).map(
      (line, index) => `${index === 0 ? '  - ' : '    '}${line}`,
    ),
  );
  return [paint.bold(title), ...lines, ''];
}

/** A row of the table; where there is no room for one, its name and below it a line for each figure. */
function rowLines(width: number, name: string, cells: readonly string[]): string[] {
  if (width >= NARROWEST_TABLE) return [row(width, name, cells)];
  return [cut(name, width), ...cells.map((text, i) => `    ${FIGURES[i]}: ${text}`)];
}

function row(width: number, name: string, cells: readonly string[]): string {
  const room = Math.min(NAME_WIDTH, width - FIGURES.length * NUMBER_WIDTH);
  return `${cut(name, room).padEnd(room)}${cells.map((cell) => cell.padStart(NUMBER_WIDTH)).join('')}`;
}

function cut(text: string, width: number): string {
  const line = text.trimEnd();
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

function figure(value: number, atLeast = false): string {
  return `${atLeast ? '≥ ' : ''}${value === 0 ? '0' : threeDigits(value)}`;
}

function percent(share: number): string {
  return `${threeDigits(share * 100)} %`;
}

function threads(count: number): string {
  return counted(count, 'thread');
}
