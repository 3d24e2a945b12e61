/** What is said of a sweep as a whole. */
import pc from 'picocolors';
import { counted } from '../../counted.ts';
import { oneLine } from '../../one-line.ts';
import type { SweepHeader, SweepMeasure, SweepTable } from '../../result/sweep/sweep-schema.ts';
import { indicesAt } from '../../result/sweep/sweep-schema.ts';
import { isColoured } from '../colour.ts';
import { scenarioWord } from '../reproduce.ts';
import { shellWord } from '../shell.ts';
import type { Table } from '../table.ts';
import { type TerminalOptions, tableText, terminalWidth } from '../terminal.ts';
import { wrap } from '../wrap.ts';
import { readingText, type SweepView, viewOf } from './sweep-figures.ts';

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
    `npx unpark sweep ${scenarioWord(scenario.name)}`,
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

/** The table for a terminal: the first rows and measures, as they fit. */
export function renderSweepTerminal(table: SweepTable, options: TerminalOptions = {}): string {
  const { header, rows } = table;
  const width = terminalWidth(options);
  const view = viewOf(table);
  const shown = rows.slice(0, MOST_ROWS);
  const measures = varyingFirst(table, view).slice(0, MOST_COLUMNS);
  const names = aligned([
    [...header.axes.map(({ path }) => shortPath(path)), 'design'],
    ...shown.map(({ point, design }) => [
      ...indicesAt(header.axes, point).map((at, axis) => oneLine(header.axes[axis]?.values[at] as string)),
      oneLine(design),
    ]),
  ]);
  const drawn: Table = {
    title: 'Measures',
    columns: [names[0] as string, ...measures.map(({ path }) => shortPath(path))],
    groups: [
      {
        title: '',
        rows: shown.map(({ point, design }, row) => ({
          head: { text: names[row + 1] as string },
          cells: measures.map((measure) => ({
            text: measure.designs.includes(design) ? readingText(measure, view.readingAt(measure, design, point)) : '',
          })),
        })),
      },
    ],
  };
  const more = rows.length - shown.length;
  const hidden = header.measures.length - measures.length;
  const rest = [
    more === 0 ? '' : counted(more, 'more row'),
    hidden === 0 ? '' : counted(hidden, 'more measure'),
  ].filter((text) => text !== '');
  const paint = pc.createColors(options.colour ?? isColoured());
  return [
    ...wrap(`${oneLine(header.scenario.name)}: ${sizeOf(header)}, seed ${header.seed}`, width),
    ...tableText(drawn, width, paint, true),
    ...(rest.length === 0 ? [] : wrap(`… ${rest.join(' and ')}: sweep.csv and sweep.jsonl have all`, width)),
    '',
  ].join('\n');
}

/** The measures in their order, save that those which are the same in every row stand last. */
function varyingFirst({ header, rows }: SweepTable, view: SweepView): readonly SweepMeasure[] {
  const varies = (measure: SweepMeasure) =>
    new Set(
      rows
        .filter(({ design }) => measure.designs.includes(design))
        .map(({ design, point }) => readingText(measure, view.readingAt(measure, design, point))),
    ).size > 1;
  const [varying, others] = [header.measures.filter(varies), header.measures.filter((one) => !varies(one))];
  return [...varying, ...others];
}

/** Rows of cells as lines in which the cells stand below one another. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => (cells[column] as string).length))) ?? [];
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** The last parts of a path: `storage.threads`. */
function shortPath(path: string): string {
  const parts = oneLine(path).split('.');
  return parts.length <= 3 ? parts.slice(-2).join('.') : parts.slice(-3).join('.');
}
