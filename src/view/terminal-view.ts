import { formatSeconds, threeDigits } from '../units.ts';
import type { Course, History } from './history.ts';
import { type PoolView, phaseOf, type ThreadLetter, threadsIn } from './snapshot.ts';

/** Paints a letter of a thread, or a text beside it, by the thread's state; without colours it gives the text back. */
export type Ink = (text: string, state: ThreadLetter | 'dim' | 'bold') => string;

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly ink: Ink;
}

/** Two designs stand side by side where each has this many columns. */
const LEAST_BESIDE = 38;
const GAP = '  ';
/** Rows of threads that a pool has at most; the others are counted. */
const MOST_ROWS = 8;
const BARS = '▁▂▃▄▅▆▇█';

/**
 * The lines of a live view: a letter for each thread of each pool, the queue, what is pending and how late it is, rates and the time left. Never wider or higher than the frame.
 * @param status what goes on, as one line at the end.
 */
export function viewLines(designs: readonly History[], status: string, frame: Frame): string[] {
  const room = frame.height - 2;
  const beside = designs.length > 1 && (frame.width - GAP.length) / 2 >= LEAST_BESIDE;
  const shown = beside ? designs.slice(-2) : designs.slice(-1);
  const width = beside ? Math.floor((frame.width - GAP.length) / 2) : frame.width;
  const blocks = shown.map((history) => designLines(history, { ...frame, width, height: room }));
  const rows = Math.max(0, ...blocks.map((block) => block.length));
  const lines = Array.from({ length: rows }, (_, row) =>
    blocks
      .map((block, i) => padded(block[row] ?? EMPTY, i === blocks.length - 1 ? 0 : width))
      .join(GAP)
      .trimEnd(),
  );
  return [...lines.slice(0, room), '', frame.ink(clipped(status, frame.width), 'dim')];
}

/** A line with the number of columns that it takes, since colours take none. */
interface Line {
  readonly text: string;
  readonly columns: number;
}

const EMPTY: Line = { text: '', columns: 0 };

function designLines(history: History, frame: Frame): Line[] {
  const { latest } = history;
  const { ink, width } = frame;
  const fixed = [
    plain(clipped(`${latest.design}  ${phaseOf(latest)}`, width), (text) => ink(text, 'bold')),
    ...figures(history, frame),
  ];
  const [title, ...rest] = fixed as [Line, ...Line[]];
  const room = Math.max(2, frame.height - fixed.length);
  const each = Math.max(2, Math.floor(room / Math.max(1, latest.pools.length)));
  const pools = latest.pools.flatMap((pool) => poolLines(pool, { ...frame, height: each }));
  return [title, ...pools.slice(0, room), ...rest];
}

function poolLines(pool: PoolView, { width, height, ink }: Frame): Line[] {
  const { name, threads } = pool;
  const count = (letter: ThreadLetter) => threadsIn(pool, letter);
  const parts = [
    ['W', `working ${count('W')}`],
    ['P', `parked ${count('P')}`],
    ['B', `blocked ${count('B')}`],
    ['.', `idle ${count('.')}`],
  ] as const;
  const short = parts.map(([letter]) => `${letter} ${count(letter)}`).join('  ');
  const long = parts.map(([, text]) => text).join('  ');
  const head = `${name} ${threads.length}: `;
  const text = head.length + long.length <= width ? `${head}${long}` : clipped(`${head}${short}`, width);
  const rows = Math.max(1, Math.min(MOST_ROWS, height - 1));
  const all = Math.ceil(threads.length / width);
  const drawn = all <= rows ? threads : threads.slice(0, rows * width - CUT.length - String(threads.length).length);
  const cells = Array.from({ length: Math.ceil(drawn.length / width) }, (_, row) => {
    const letters = drawn.slice(row * width, (row + 1) * width);
    return { text: painted(letters, ink), columns: letters.length };
  });
  const left = threads.length - drawn.length;
  const last = cells.at(-1);
  if (left > 0 && last !== undefined) {
    const more = ` +${left} more`;
    cells[cells.length - 1] = { text: `${last.text}${more}`, columns: last.columns + more.length };
  }
  return [plain(text), ...cells];
}

const CUT = ' + more';

/** Letters of one state that stand together are painted together. */
function painted(letters: string, ink: Ink): string {
  return letters.replace(/(.)\1*/g, (run, letter: ThreadLetter) => ink(run, letter));
}

function figures(history: History, { width }: Frame): Line[] {
  const { latest, rates } = history;
  const seconds = (value: number) => formatSeconds(Number(value.toPrecision(3)));
  const row = (label: string, course: Course, value: string) => {
    const room = Math.max(0, width - LABEL - value.length - 1);
    const line = sparkline(course, Math.min(room, 40));
    return plain(clipped(`${label.padEnd(LABEL)}${line} ${value}`, width));
  };
  const jobs =
    rates === null ? `${latest.arrived} came` : `${threeDigits(rates.arrived)}/s in, ${threeDigits(rates.ended)}/s out`;
  return [
    row('queue', history.queue, `${history.queue.at(-1) ?? 0}`),
    row('pending', history.pending, `${latest.pending}`),
    row('late', history.lateness, seconds(history.lateness.at(-1) ?? 0)),
    plain(clipped(`jobs ${jobs}${latest.failed > 0 ? `, ${latest.failed} failed` : ''}`, width)),
  ];
}

const LABEL = 8;

/** A course as a row of bars, the newest at the right; the highest value is a full bar. */
export function sparkline(course: Course, width: number): string {
  const shown = course.slice(-width);
  const highest = Math.max(...shown, 0);
  const bars = shown.map((value) =>
    highest === 0 ? BARS[0] : BARS[Math.min(BARS.length - 1, Math.round((value / highest) * (BARS.length - 1)))],
  );
  return bars.join('').padStart(width);
}

function plain(text: string, paint: (text: string) => string = (same) => same): Line {
  return { text: paint(text), columns: [...text].length };
}

function padded({ text, columns }: Line, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns));
}

function clipped(text: string, width: number): string {
  const letters = [...text];
  return letters.length <= width ? text : `${letters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

/** The same as one line, for those who have no terminal. */
export function viewSentence({ latest }: History): string {
  const pools = latest.pools.map((pool) => {
    const { name, threads, queueDepth } = pool;
    const count = (letter: ThreadLetter) => threadsIn(pool, letter);
    return `${name} ${count('W')} working, ${count('P')} parked, ${count('B')} blocked of ${threads.length}, queue ${queueDepth}`;
  });
  const pending = latest.pending === 0 ? '' : `; ${latest.pending} deletions pending`;
  const { design, atSeconds, endSeconds } = latest;
  const where =
    atSeconds >= endSeconds
      ? phaseOf(latest)
      : `${formatSeconds(Math.round(atSeconds))} of ${formatSeconds(endSeconds)}`;
  return `${design}, ${where}: ${pools.join('; ')}${pending}`;
}
