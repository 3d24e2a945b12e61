import { oneLine } from '../../one-line.ts';
import type { DesignSizing, SizePoint, Sizing, UnmetDesign } from '../../result/sizing/sizing.ts';
import { NOTHING } from '../format.ts';
import type { Table, TableRow } from '../table.ts';
import { headroomText, isUndecided, pointText, rangeText, standingText, UNDECIDED } from './sizing-words.ts';

/** The answer, the sizes for more volume, and what rules of thumb lead to: a column for each design, those without a size last. */
export function sizingTables(sizing: Sizing): Table[] {
  return [answerTable(sizing), volumeTable(sizing), rulesTable(sizing)].filter(
    ({ groups }) => (groups[0]?.rows.length ?? 0) > 0,
  );
}

function answerTable(sizing: Sizing): Table {
  const pointAt = ({ curve }: DesignSizing, size: number | null) => curve.find((point) => point.size === size);
  const figureAt = (design: DesignSizing, size: number | null): string => {
    const point = pointAt(design, size);
    return point === undefined ? NOTHING : `${pointText(point, sizing, true)}${markOf(point)}`;
  };
  const oneLess = (design: DesignSizing): string => {
    const point = pointAt(design, design.size - 1);
    const text = figureAt(design, design.size - 1);
    // A figure that looks met and is not says why.
    return point === undefined || point.standing === 'misses' || text.startsWith(standingText(point))
      ? text
      : `${text}, ${standingText(point)}`;
  };
  const groups: readonly (readonly [title: string, rows: readonly Row[]])[] = [
    [
      'The least that meets it',
      [
        [
          oneLine(sizing.path),
          (design) => String(design.size),
          ({ largestMet }) => (largestMet === null ? `none up to ${sizing.most}` : `${largestMet} at most`),
        ],
        ['95 % range', (design) => rangeText(design, sizing)],
        [
          'the objective there',
          (design) => figureAt(design, design.size),
          ({ point }) => `${pointText(point, sizing, true)} at ${point.size}`,
        ],
        ['the objective at one less', oneLess],
        ['room for more volume', ({ headroom }) => headroomText(headroom)],
      ],
    ],
    [
      'As written',
      [
        [oneLine(sizing.path), writtenText, writtenText],
        ['the objective there', (design) => figureAt(design, design.written)],
        ['room for more volume', ({ headroomWritten }) => headroomText(headroomWritten)],
      ],
    ],
  ];
  const all = groups.map(([title, rows]) => ({ title, rows: rowsOf(sizing, rows) }));
  return {
    title: 'The size and the objective',
    columns: columnsOf(sizing),
    groups: all.filter(({ rows }) => rows.length > 0),
  };
}

function volumeTable(sizing: Sizing): Table {
  const volumes = [...new Set(sizing.designs.flatMap((design) => design.volumes.map(({ volume }) => volume)))];
  return table(
    sizing,
    'For more volume',
    volumes.map(
      (volume): Row => [
        `${volume} ×`,
        (design) => {
          const found = design.volumes.find((one) => one.volume === volume);
          if (found === undefined || found.size === null) return NOTHING;
          const range = found.lowest === null || found.lowest === found.size ? '' : ` (${found.lowest}–${found.size})`;
          return `${found.size}${range}${found.raised.length > 0 ? ' *' : ''}`;
        },
      ],
    ),
  );
}

function rulesTable(sizing: Sizing): Table {
  const rules = [...new Set(sizing.designs.flatMap((design) => design.rules.map(({ rule }) => rule)))];
  return table(
    sizing,
    'What rules of thumb lead to',
    rules.map(
      (rule): Row => [
        rule,
        (design) => {
          const said = design.rules.find((one) => one.rule === rule);
          if (said === undefined || said.size === null) return NOTHING;
          const point = said.point === null ? undefined : design.curve[said.point];
          return point === undefined ? `${said.size}: not simulated` : `${said.size}: ${outcomeText(point, sizing)}`;
        },
      ],
    ),
  );
}

function outcomeText(point: SizePoint, sizing: Sizing): string {
  const figure = pointText(point, sizing, false);
  const standing = standingText(point);
  return `${figure === standing ? figure : `${figure}, ${standing}`}${markOf(point)}`;
}

function markOf(point: SizePoint): string {
  return isUndecided(point) ? ` ${UNDECIDED}` : '';
}

/** What it says of a design, and of one without a size: without that, nothing. */
type Row = readonly [head: string, cell: (design: DesignSizing) => string, unmet?: (design: UnmetDesign) => string];

function writtenText({ written }: Pick<DesignSizing, 'written'>): string {
  return written === null ? NOTHING : String(written);
}

function table(sizing: Sizing, title: string, rows: readonly Row[]): Table {
  return { title, columns: columnsOf(sizing), groups: [{ title: '', rows: rowsOf(sizing, rows) }] };
}

function columnsOf({ designs, unmet }: Sizing): string[] {
  return ['', ...[...designs, ...unmet].map(({ design }) => oneLine(design))];
}

/** A row that says nothing of any design is left out. */
function rowsOf({ designs, unmet }: Sizing, rows: readonly Row[]): TableRow[] {
  return rows
    .map(([head, cell, ofUnmet]) => ({
      head: { text: head },
      cells: [...designs.map(cell), ...unmet.map((design) => ofUnmet?.(design) ?? NOTHING)].map((text) => ({ text })),
    }))
    .filter(({ cells }) => cells.some(({ text }) => text !== NOTHING));
}
