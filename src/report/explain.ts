/** What arithmetic says of a scenario, as text for a terminal. */
import pc from 'picocolors';
import type { DesignExplanation, Explanation, Finding, LimitLoad, PoolLoad } from '../scenario/explanation.ts';
import type { Note } from '../scenario/model.ts';
import { threeDigits } from '../units.ts';
import { oneLine } from './format.ts';

export interface ExplainOptions {
  /** Whether to colour; by default what picocolors finds (NO_COLOR, FORCE_COLOR, whether it is a terminal). */
  readonly colour?: boolean;
}

const WIDTH = 100;
const NUMBER_WIDTH = 10;
const NAME_WIDTH = 40;

type Paint = ReturnType<typeof pc.createColors>;

/** Renders an explanation, never wider than 100 columns: for each design a table a pool, its limits and what stands out; then what is assumed. */
export function renderExplanation(explanation: Explanation, options: ExplainOptions = {}): string {
  const paint = pc.createColors(options.colour ?? pc.isColorSupported);
  const lines = [paint.bold(oneLine(explanation.name)), ...wrap(explanation.question, ''), ''];
  lines.push(
    ...wrap(
      'By arithmetic alone, nothing was simulated. An erlang is one thread held all the time; ≥ means that waiting comes on top. Rates are means over the whole run.',
      '',
    ).map(paint.dim),
    '',
  );
  for (const design of explanation.designs) lines.push(...designLines(design, paint));
  lines.push(
    ...noteLines('Assumed', explanation.assumptions, paint),
    ...noteLines('Sources', explanation.sources, paint),
  );
  return `${lines.join('\n').trimEnd()}\n`;
}

function designLines(design: DesignExplanation, paint: Paint): string[] {
  const limits = design.limits.length === 0 ? [] : [...design.limits.map(limitLine), ''];
  return [
    paint.bold(paint.underline(`design ${design.design}`)),
    '',
    ...design.pools.flatMap((pool) => [...poolLines(pool, paint), '']),
    ...limits,
    ...design.findings.flatMap((finding) => findingLines(finding, paint)),
    '',
  ];
}

function poolLines(pool: PoolLoad, paint: Paint): string[] {
  const head = row(`pool ${pool.pool}, ${threads(pool.threads)}`, [
    'tasks/min',
    'working',
    'parked',
    'blocked',
    'erlangs',
  ]);
  const tasks = pool.tasks.map((task) =>
    row(`  ${task.taskKind}`, [
      threeDigits(task.tasksPerSecond * 60),
      erlangs(task.working),
      erlangs(task.parked),
      erlangs(task.blocked, task.blockedAtLeast && task.blocked > 0),
      erlangs(task.working + task.parked + task.blocked),
    ]),
  );
  const total = row('  in all', [
    threeDigits(pool.tasks.reduce((sum, task) => sum + task.tasksPerSecond * 60, 0)),
    erlangs(pool.working),
    erlangs(pool.parked),
    erlangs(pool.blocked, pool.blockedAtLeast && pool.blocked > 0),
    erlangs(pool.offered),
  ]);
  const [low, high] = pool.threadsWithHeadroom;
  const size = `  Little's law with 25–50 % of headroom: ${low === high ? threads(low) : `${low} to ${threads(high)}`}.`;
  const { parkedQuantiles } = pool;
  const parked =
    parkedQuantiles === null
      ? []
      : [
          `  Parked, if there is always a free thread: p50 ${parkedQuantiles.p50}, p95 ${parkedQuantiles.p95}, p99 ${parkedQuantiles.p99} (M/G/∞).`,
        ];
  return [paint.bold(head), ...tasks, paint.bold(total), size, ...parked];
}

function limitLine({ kind, name, limit, held }: LimitLoad): string {
  const what = kind === 'concurrency' ? 'concurrency limit' : 'semaphore';
  return `${what} ${cut(name, 40)}: ${threeDigits(held)} of ${limit} held on average when nothing waits`;
}

function findingLines(finding: Finding, paint: Paint): string[] {
  const [mark, colour] = marks(finding, paint);
  const [first = '', ...rest] = wrap(finding.text, '  ', WIDTH - mark.length - 3);
  return [
    `${colour(mark)}  ${first.trimStart()}`,
    ...rest.map((line) => `${' '.repeat(mark.length + 2)}${line.trimStart()}`),
  ];
}

function marks({ kind }: Finding, paint: Paint): [string, (text: string) => string] {
  if (kind === 'overload') return ['OVERLOAD', paint.red];
  return kind === 'risk' ? ['RISK    ', paint.yellow] : ['NOTE    ', paint.dim];
}

function noteLines(title: string, notes: readonly Note[], paint: Paint): string[] {
  if (notes.length === 0) return [];
  const lines = notes.flatMap((note) => {
    const [first = '', ...rest] = wrap(
      note.path === '' ? note.text : `${note.path} (${note.value}): ${note.text}`,
      '    ',
    );
    return [`  - ${first.trimStart()}`, ...rest];
  });
  return [paint.bold(title), ...lines, ''];
}

function row(name: string, cells: readonly string[]): string {
  return `${cut(name, NAME_WIDTH).padEnd(NAME_WIDTH)}${cells.map((cell) => cell.padStart(NUMBER_WIDTH)).join('')}`;
}

function cut(text: string, width: number): string {
  const line = text.trimEnd();
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

function erlangs(value: number, atLeast = false): string {
  return `${atLeast ? '≥ ' : ''}${value === 0 ? '0' : threeDigits(value)}`;
}

function threads(count: number): string {
  return count === 1 ? '1 thread' : `${count} threads`;
}

/** Breaks a text into lines; a word that is longer than a line is cut. */
function wrap(text: string, indent: string, width = WIDTH): string[] {
  const lines: string[] = [];
  let line = indent;
  const room = width - indent.length;
  for (const long of oneLine(text).split(' ')) {
    for (let word = long; word !== ''; word = word.slice(room)) {
      const part = word.slice(0, room);
      if (line.length > indent.length && line.length + 1 + part.length > width) {
        lines.push(line);
        line = indent;
      }
      line += line.length > indent.length ? ` ${part}` : part;
    }
  }
  return line.length > indent.length ? [...lines, line] : lines;
}
