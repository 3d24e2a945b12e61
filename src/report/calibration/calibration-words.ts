import pc from 'picocolors';
import { counted } from '../../counted.ts';
import { oneLine } from '../../one-line.ts';
import type { Calibration, Fitted } from '../../result/calibration.ts';
import { threeDigits } from '../../units.ts';
import { isColoured } from '../colour.ts';
import { code, formatNumber } from '../format.ts';
import type { Table, TableRow } from '../table.ts';
import { type TerminalOptions, tableText, terminalWidth } from '../terminal.ts';
import { wrap } from '../wrap.ts';

/** So many parts that were left out, and changes, are shown. */
const MOST_SHOWN = 12;
/** Averages that differ by less than this share of the pool are as good as equal. */
const NOTABLE = 0.01;

/** What the log comes to, in a sentence. */
export function headlineOf({ fit, pool, threads, profile }: Calibration): string {
  const { mean, parkedPerSecond } = fit;
  const time = profile.length > 0 ? ' over the day' : '';
  // Hours without a line have only a bound, and the mean over the day with them.
  const most = profile.some(({ isAtMost }) => isAtMost) ? 'At most ' : '';
  return `${most}${level(mean.value)} of ${formatNumber('count', threads)} threads of ${code(pool)} are active on average${time} (95 %: ${level(mean.low)} to ${level(mean.high)}): ${perMinute(parkedPerSecond.value)} parked tasks a minute (${perMinute(parkedPerSecond.low)} to ${perMinute(parkedPerSecond.high)})`;
}

/** By how much the average of the lines misses the mean. */
export function biasOf({ log, plainAverage, fit, threads }: Calibration): string {
  const bias = plainAverage - fit.mean.value;
  const { mean } = fit;
  if (Math.abs(bias) < NOTABLE * threads) {
    return log.abovePercent === null
      ? `The samples average ${level(plainAverage)} active threads, as the fit does`
      : `The lines average ${level(plainAverage)} active threads, about the fitted mean of ${level(mean.value)}: nearly all samples are printed`;
  }
  if (log.abovePercent === null && plainAverage >= mean.low && plainAverage <= mean.high)
    return `The samples average ${level(plainAverage)} active threads, within the interval of the fitted mean`;
  const why =
    log.abovePercent !== null
      ? 'the log prints only what is over its threshold'
      : log.full > 0
        ? `${counted(log.full, 'sample')} of a full pool ${log.full === 1 ? 'does' : 'do'} not show how much more there would have been`
        : 'every sample is there, so the service is not as the scenario says';
  return `The ${log.abovePercent === null ? 'samples' : 'lines'} average ${level(plainAverage)} active threads, ${level(Math.abs(bias))} ${bias > 0 ? 'more' : 'fewer'} than the fitted mean of ${level(mean.value)}: ${why}`;
}

/** The figures as a table. */
export function calibrationTable(calibration: Calibration): Table {
  const { fit, before, pool } = calibration;
  return {
    title: `Fitted to the log of ${oneLine(pool)}`,
    columns: ['', 'fitted', '95 % interval', 'base scenario'],
    groups: [
      {
        title: '',
        rows: [
          fittedRow('active threads, mean', fit.mean, before.mean, level),
          fittedRow('parked tasks a minute', fit.parkedPerSecond, before.parkedPerSecond, perMinute),
          ...(fit.isSplit
            ? [
                fittedRow(
                  '  if its work is as in the base scenario',
                  fit.parkedPerSecondWithOwnWork,
                  before.parkedPerSecond,
                  perMinute,
                ),
              ]
            : []),
          fittedRow(
            fit.isSplit ? 'threads that work, mean' : 'threads that work (the scenario’s)',
            fit.working,
            before.working,
            level,
          ),
        ],
      },
    ],
  };
}

function fittedRow(
  name: string,
  { value, low, high }: Fitted,
  base: number,
  shown: (value: number) => string,
): TableRow {
  return {
    head: { text: name },
    cells: [{ text: shown(value) }, { text: `${shown(low)} to ${shown(high)}` }, { text: shown(base) }],
  };
}

/** How the day goes; undefined where the rate is the same all day. */
export function profileTable({ profile }: Calibration): Table | undefined {
  if (profile.length === 0) return undefined;
  return {
    title: 'Over the day',
    columns: ['from', 'active threads', '95 % interval'],
    groups: [
      {
        title: '',
        rows: profile.map(({ fromHour, active, isAtMost }) => ({
          head: { text: `${fromHour} h` },
          cells: isAtMost
            ? [{ text: 'no line' }, { text: `at most ${level(active.high)}` }]
            : [{ text: level(active.value) }, { text: `${level(active.low)} to ${level(active.high)}` }],
        })),
      },
    ],
  };
}

/** What was read, and what was not. */
export function readingNotes({ logs, log, leftOut, threads, delaySeconds }: Calibration): string[] {
  const lines = logs.reduce((sum, one) => sum + one.lines, 0);
  const above =
    log.abovePercent === null
      ? 'every sample is there'
      : `printed over ${threeDigits(log.abovePercent)} %, that is from ${log.least} of ${threads} threads on`;
  const samples =
    log.samples === null
      ? counted(log.printed, 'printed sample')
      : `${formatNumber('count', log.printed)} printed of ${formatNumber('count', log.samples)} samples, every ${formatNumber('seconds', log.everySeconds)}`;
  const shown = leftOut.slice(0, MOST_SHOWN);
  return [
    `Read: ${samples} (${above}), from ${counted(lines, 'line')} of ${logs.length === 1 ? oneLine(logs[0]?.file ?? '') : counted(logs.length, 'file')}. A parked task parks for ${formatNumber('seconds', delaySeconds)}, as the scenario says.`,
    ...shown.map(
      ({ count, what, first }) => `Left out: ${counted(count, 'sample')} ${what}; the first is ${oneLine(first)}`,
    ),
  ];
}

/** What was written, a line each. */
export function changeLines({ changes }: Calibration): string[] {
  const more = changes.length - MOST_SHOWN;
  return [
    ...changes.slice(0, MOST_SHOWN).map(({ path, from, to }) => `${oneLine(path)}: ${oneLine(from)} → ${oneLine(to)}`),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}

/** A calibration as lines for a terminal. */
export function renderCalibration(calibration: Calibration, options: TerminalOptions = {}): string {
  const width = terminalWidth(options);
  const paint = pc.createColors(options.colour ?? isColoured());
  const profile = profileTable(calibration);
  const item = (text: string) =>
    wrap(text.replaceAll('`', ''), width - 2).map((line, i) => `${i === 0 ? '- ' : '  '}${line}`);
  const { simulated, plainAverage } = calibration;
  const simulatedLine =
    simulated.printedMean === null
      ? 'The calibrated scenario, simulated, prints no line.'
      : `The calibrated scenario, simulated ${counted(simulated.replications, 'time')}, prints ${threeDigits(100 * simulated.printedFraction)} % of its samples, ${level(simulated.printedMean)} on average; the log's average ${level(plainAverage)}.`;
  return `${[
    ...wrap(headlineOf(calibration).replaceAll('`', ''), width).map(paint.bold),
    '',
    ...item(`${biasOf(calibration)}.`),
    ...item(simulatedLine),
    ...calibration.notes.flatMap(item),
    '',
    ...tableText(calibrationTable(calibration), width, paint),
    '',
    ...(profile === undefined ? [] : [...tableText(profile, width, paint), '']),
    paint.bold('Written'),
    ...changeLines(calibration).flatMap(item),
    '',
    ...readingNotes(calibration).flatMap((note) => wrap(note, width).map(paint.dim)),
  ].join('\n')}\n`;
}

function level(value: number): string {
  return formatNumber('level', value);
}

function perMinute(perSecond: number): string {
  return threeDigits(perSecond * 60);
}
