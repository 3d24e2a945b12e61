/** What is said of a sweep as a whole. */
import { counted } from '../../counted.ts';
import { oneLine } from '../../one-line.ts';
import type { SweepHeader, SweepTable } from '../../result/sweep/sweep-schema.ts';
import { indicesAt } from '../../result/sweep/sweep-schema.ts';
import { shellWord } from '../shell.ts';
import { readingText, viewOf } from './sweep-figures.ts';

/** `omi-sync: 12 points (pools.storage.threads × 4, …) × 2 designs × 20 replications`. */
export function sizeOf({ axes, points, designs, replications }: SweepHeader): string {
  const grid = axes.map(({ path, values }) => `${oneLine(path)}: ${values.length}`).join(', ');
  return `${counted(points, 'point')} (${grid}), ${counted(designs.length, 'design')}, ${counted(replications, 'replication')} each`;
}

/** The command that gives the same table, of the same version and scenario. */
export function sweepReproduction({
  scenario,
  seed,
  replications,
  designs,
  overrides,
  axes,
  measures,
}: SweepHeader): string {
  const settings = [...overrides, ...axes.map(({ path, values }) => `${path}=${values.join(',')}`)];
  return [
    `npx unpark sweep ${shellWord(scenario.name)}`,
    ...settings.map((setting) => `--set ${shellWord(setting)}`),
    ...measures.flatMap(({ path, designs: of }) =>
      (of.length === designs.length ? ['*'] : of).map((design) => `--measure ${shellWord(`${design}.${path}`)}`),
    ),
    `--design ${designs.map(shellWord).join(' ')}`,
    `--seed ${seed} --replications ${replications}`,
  ].join(' ');
}

/** How many rows a terminal shows; the files have all. */
const MOST_ROWS = 40;
/** As many measures stand in columns there. */
const MOST_COLUMNS = 4;

/** The table for a terminal: the first rows and measures. */
export function renderSweepTerminal(table: SweepTable): string {
  const { header, rows } = table;
  const view = viewOf(table);
  const measures = header.measures.slice(0, MOST_COLUMNS);
  const head = [
    ...header.axes.map(({ path }) => shortPath(path)),
    'design',
    ...measures.map(({ path }) => shortPath(path)),
  ];
  const lines = rows
    .slice(0, MOST_ROWS)
    .map(({ point, design }) => [
      ...indicesAt(header.axes, point).map((at, axis) => oneLine(header.axes[axis]?.values[at] as string)),
      oneLine(design),
      ...measures.map((measure) =>
        measure.designs.includes(design) ? readingText(measure, view.readingAt(measure, design, point)) : '',
      ),
    ]);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...lines].map((cells) => (cells[column] as string).length)),
  );
  const textColumns = header.axes.length + 1;
  const lineOfCells = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column < textColumns ? cell.padEnd(widths[column] as number) : cell.padStart(widths[column] as number),
      )
      .join('  ')
      .trimEnd();
  const more = rows.length - lines.length;
  const hidden = header.measures.length - measures.length;
  const rest = [
    more === 0 ? '' : counted(more, 'more row'),
    hidden === 0 ? '' : counted(hidden, 'more measure'),
  ].filter((text) => text !== '');
  return [
    `${oneLine(header.scenario.name)}: ${sizeOf(header)}, seed ${header.seed}`,
    '',
    lineOfCells(head),
    ...lines.map(lineOfCells),
    ...(rest.length === 0 ? [] : [`… ${rest.join(' and ')}: sweep.csv and sweep.jsonl have all`]),
    '',
  ].join('\n');
}

/** The last parts of a path: `storage.threads`. */
function shortPath(path: string): string {
  const parts = oneLine(path).split('.');
  return parts.length <= 3 ? parts.slice(-2).join('.') : parts.slice(-3).join('.');
}
