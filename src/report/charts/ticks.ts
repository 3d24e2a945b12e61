import { formatSeconds, threeDigits } from '../../units.ts';
import type { ChartSpec, XAxis, YAxis } from './spec.ts';

/** The steps by which hours and seconds are counted; below and above them they are counted as other numbers are. */
const STEPS: Readonly<Record<string, readonly number[]>> = {
  hours: [1 / 60, 1 / 12, 1 / 4, 1 / 2, 1, 2, 3, 6, 12, 24, 48, 168],
  seconds: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400],
};

/** Round numbers from min to max, about as many as asked for. */
export function niceTicks(min: number, max: number, about: number, format: string): number[] {
  const span = max - min;
  if (!(span > 0)) return [min];
  const raw = span / about;
  const step =
    (raw < 1 && format === 'seconds' ? undefined : STEPS[format]?.find((candidate) => candidate >= raw * 0.999)) ??
    roundStep(raw);
  const ticks: number[] = [];
  for (let index = Math.ceil(min / step); index * step <= max * (1 + 1e-9); index += 1)
    ticks.push(Number((index * step).toPrecision(12)));
  return ticks;
}

/** The ticks of a chart's x axis. @param about how many of them there is room for. */
export function xTicks(x: XAxis, about: number): number[] {
  if (x.names === undefined) return niceTicks(x.min, x.max, about, x.format);
  const every = Math.ceil(x.names.length / (2 * about));
  return x.names.map((_, index) => index).filter((index) => index % every === 0);
}

/** The ticks of a chart's y axis: round numbers; on a logarithmic one 1, 2 and 5 of each power of ten, or the powers alone where there are many. */
export function yTicks(y: YAxis, about: number): number[] {
  if (y.names !== undefined) return y.names.map((_, index) => index);
  if (y.logFrom === undefined) return niceTicks(0, y.max > 0 ? y.max : 1, about, y.format);
  const first = Math.floor(Math.log10(y.logFrom));
  const powers = Math.ceil(Math.log10(y.max)) - first;
  const step = Math.max(1, Math.ceil(powers / about));
  const factors = powers * 2 <= about ? [1, 2, 5] : [1];
  const { logFrom, max } = y;
  return Array.from({ length: powers + 1 }, (_, power) => power)
    .filter((power) => power % step === 0)
    .flatMap((power) => factors.map((factor) => Number(`${factor}e${first + power}`)))
    .filter((value) => value >= logFrom && value <= max * (1 + 1e-9));
}

/** Hours as `1` or `1.5`, or all of an axis as `1:15` where its ticks are closer. */
export function xTickText(spec: ChartSpec, value: number, all: readonly { value: number }[]): string {
  if (spec.x.names !== undefined) return spec.x.names[value] ?? '';
  const minutes = Math.round(value * 60);
  if (spec.x.format !== 'hours' || all.every((tick) => Number.isInteger(tick.value * 2))) return threeDigits(value);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

function roundStep(raw: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  return ([1, 2, 5].find((factor) => factor * magnitude >= raw * 0.999) ?? 10) * magnitude;
}

export function tickText(spec: ChartSpec, value: number): string {
  if (spec.y.names !== undefined) return spec.y.names[value] ?? '';
  if (spec.y.format === 'percent') return `${threeDigits(value * 100)} %`;
  return spec.y.format === 'seconds' ? formatSeconds(value) : threeDigits(value);
}
