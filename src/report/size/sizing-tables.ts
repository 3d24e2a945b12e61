import { oneLine } from '../../one-line.ts';
import type { DesignSizing, SizePoint, Sizing } from '../../result/sizing/sizing.ts';
import { NOTHING } from '../format.ts';
import type { Table } from '../table.ts';
import { headroomText, pointText, rangeText, standingText } from './sizing-words.ts';

/** The answer, the sizes for more volume, and what rules of thumb lead to: a column for each design. */
export function sizingTables(sizing: Sizing): Table[] {
  return [answerTable(sizing), volumeTable(sizing), rulesTable(sizing)].filter(
    ({ groups }) => (groups[0]?.rows.length ?? 0) > 0,
  );
}

function answerTable(sizing: Sizing): Table {
  const pointAt = ({ curve }: DesignSizing, size: number | null) => curve.find((point) => point.size === size);
  const figureAt = (design: DesignSizing, size: number | null): string => {
    const point = pointAt(design, size);
    return point === undefined ? NOTHING : pointText(point, sizing, true);
  };
  return table(sizing, `The least ${oneLine(sizing.path)}`, [
    ['least size', (design) => String(design.size)],
    ['95 % range', rangeText],
    ['there', (design) => figureAt(design, design.size)],
    ['one less', (design) => figureAt(design, design.size - 1)],
    ['volume it carries more', ({ headroom }) => headroomText(headroom)],
    ['size as written', ({ written }) => (written === null ? NOTHING : String(written))],
    ['there', (design) => figureAt(design, design.written)],
    ['volume it carries more', ({ headroomWritten }) => headroomText(headroomWritten)],
  ]);
}

function volumeTable(sizing: Sizing): Table {
  const volumes = [...new Set(sizing.designs.flatMap((design) => design.volumes.map(({ volume }) => volume)))];
  return table(
    sizing,
    `The least ${oneLine(sizing.path)} for more volume`,
    volumes.map(
      (volume): Row => [
        `${volume} ×`,
        (design) => {
          const found = design.volumes.find((one) => one.volume === volume);
          if (found === undefined || found.size === null) return NOTHING;
          return `${found.size}${found.raised.length > 0 ? ' *' : ''}`;
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
  return figure === standing ? figure : `${figure}, ${standing}`;
}

type Row = readonly [head: string, cell: (design: DesignSizing) => string];

function table({ designs }: Sizing, title: string, rows: readonly Row[]): Table {
  return {
    title,
    columns: ['', ...designs.map(({ design }) => oneLine(design))],
    groups: [
      {
        title: '',
        rows: rows
          .map(([head, cell]) => ({ head: { text: head }, cells: designs.map((design) => ({ text: cell(design) })) }))
          .filter(({ cells }) => cells.some(({ text }) => text !== NOTHING)),
      },
    ],
  };
}
