import { counted } from '../counted.ts';
import { oneLine } from '../one-line.ts';
import { formatSeconds, threeDigits } from '../units.ts';
import { formatNumber } from './format.ts';
import { type TerminalOptions, terminalWidth } from './terminal.ts';
import { wrap } from './wrap.ts';

/** What is said of arrivals that were read from access logs. */
export interface ArrivalsTold {
  readonly requests: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly busiestPerSecond: number | null;
  readonly dispersion: number | null;
  readonly isSpread: boolean;
  readonly logs: readonly {
    readonly file: string;
    readonly others: number;
    readonly unread: number;
    readonly firstUnread: { readonly line: number; readonly text: string } | undefined;
    readonly failure: string | undefined;
  }[];
}

/** From here on arrivals come in bursts. */
const BURSTY = 1.5;

/** Below it they come evenly. */
const EVEN = 0.5;

/** Arrivals in sentences, for a terminal. */
export function renderArrivals(told: ArrivalsTold, options: TerminalOptions = {}): string {
  const { requests, seconds, perSecond, busiestPerSecond, dispersion, isSpread, logs } = told;
  const sentences = [
    `${formatNumber('count', requests)} requests in ${formatSeconds(seconds)}: ${rate(perSecond)} on average${busiestPerSecond === null ? '' : `, ${rate(busiestPerSecond)} in the busiest hour`}.`,
    ...(dispersion === null
      ? []
      : [
          dispersion > BURSTY
            ? `The variance of the requests in a minute is ${threeDigits(dispersion)} times their mean: they come in bursts, or the rate changes, so a Poisson stream with this mean would be too smooth.`
            : dispersion < EVEN
              ? `The variance of the requests in a minute is ${threeDigits(dispersion)} times their mean: they come more evenly than a Poisson stream, so one with this mean would be too rough.`
              : `The variance of the requests in a minute is ${threeDigits(dispersion)} times their mean: about a Poisson stream.`,
        ]),
    ...(isSpread ? ['The log has whole seconds: the requests of one second are spread evenly over it.'] : []),
    ...logs.flatMap(({ file, others, unread, firstUnread, failure }) => [
      ...(others > 0 ? [`${counted(others, 'line')} of ${oneLine(file)} did not match.`] : []),
      ...(firstUnread === undefined
        ? []
        : [
            `${counted(unread, 'line')} of ${oneLine(file)} without a time that could be read; the first is line ${firstUnread.line}: ${oneLine(firstUnread.text)}`,
          ]),
      ...(failure === undefined ? [] : [`${oneLine(file)} was not read to its end: ${failure}.`]),
    ]),
  ];
  const width = terminalWidth(options);
  return `${sentences.flatMap((sentence) => wrap(sentence, width)).join('\n')}\n`;
}

function rate(perSecond: number): string {
  return perSecond >= 1 ? `${threeDigits(perSecond)}/s` : `${threeDigits(perSecond * 60)}/min`;
}
