/** The lines of the before/after table: what each sort of them says of a design. */
import { hasClearRate } from '../result/growth.ts';
import type { Durations, Level } from '../result/schema.ts';
import { formatList, formatNumber, formatWithBounds, formatWithInterval, type NumberKind } from './format.ts';
import { type Scale, timeScale } from './scale.ts';
import { growthOf, hasAllOf, lacksWaits, type NamedDesign } from './selection.ts';
import type { StateKey } from './states.ts';

/** One line of the before/after table: what it says of a design, and what its paired difference is made of. */
export interface Measure {
  /** With its unit: `active threads, mean`. */
  readonly label: string;
  /** For the head of a column, where designs stand in rows. */
  readonly short: string;
  readonly kind: NumberKind;
  readonly state?: StateKey;
  /** The text of a design's cell, in the unit of the row; `brief` leaves the interval of a mean out. */
  readonly text: (design: NamedDesign, scale: Scale | undefined, brief?: boolean) => string;
  /** The unit that all designs' figures of the row have, so that they are compared at a glance; absent where the kind of number has but one. */
  readonly scale?: (designs: readonly NamedDesign[]) => Scale;
  /** The number that differences are made of; absent where a difference says nothing. */
  readonly value?: (design: NamedDesign) => number | null;
  /** The measures, by path, whose sum has this paired difference. */
  readonly paths?: readonly string[];
  /** Of a quantile over all replications its interval: it is no mean of theirs, so its difference is that of the figures shown, and the pairs say only how far it may be off. */
  readonly interval?: (design: NamedDesign) => readonly [number, number] | null | undefined;
}

/** A mean with its interval; of a line that grows its growth. */
export function mean(
  label: string,
  short: string,
  kind: NumberKind,
  path: string,
  of: (design: NamedDesign) => Level | Durations | undefined,
  state?: StateKey,
): Measure {
  return {
    label,
    short,
    kind,
    ...(state === undefined ? {} : { state }),
    value: (design) => (lacksWaits(design, path) ? null : (of(design)?.mean ?? null)),
    ...(kind === 'seconds'
      ? {
          scale: (designs: readonly NamedDesign[]) =>
            timeScale(
              designs.map((design) => of(design)?.mean ?? null),
              designs.map((design) => of(design)?.meanHalfWidth95 ?? null),
            ),
        }
      : {}),
    text: (design, scale, brief = false) => {
      if (lacksWaits(design, path)) return 'starved';
      const growth = growthOf(design, path);
      if (growth !== undefined && !hasClearRate(growth)) return 'unstable';
      if (growth !== undefined && growth.line !== path) return 'grows';
      if (growth !== undefined) {
        return `grows ${formatWithInterval('perHour', growth.perHour, brief ? null : growth.halfWidth95)}`;
      }
      const measured = of(design);
      return formatWithInterval(
        kind,
        measured?.mean ?? null,
        brief ? null : (measured?.meanHalfWidth95 ?? null),
        scale,
      );
    },
    paths: [`${path}.mean`],
  };
}

/** The 99 % quantile of some times, with its interval. */
export function p99(
  label: string,
  short: string,
  path: string,
  of: (design: NamedDesign) => Durations | undefined,
): Measure {
  return {
    label,
    short,
    kind: 'seconds',
    scale: (designs) =>
      timeScale(
        designs.map((design) => of(design)?.p99 ?? null),
        designs.flatMap((design) => of(design)?.p99Interval95 ?? []),
      ),
    value: (design) => (hasAllOf(design, path) ? (of(design)?.p99 ?? null) : null),
    text: (design, scale, brief = false) =>
      lacksWaits(design, path)
        ? 'starved'
        : growthOf(design, path) !== undefined
          ? 'grows'
          : formatWithBounds('seconds', of(design)?.p99 ?? null, brief ? null : of(design)?.p99Interval95, scale),
    paths: [`${path}.p99`],
    interval: (design) => of(design)?.p99Interval95,
  };
}

/** A plain number. */
export function plain(
  label: string,
  short: string,
  kind: NumberKind,
  value: (design: NamedDesign) => number | null | undefined,
): Measure {
  return {
    label,
    short,
    kind,
    ...(kind === 'seconds'
      ? { scale: (designs: readonly NamedDesign[]) => timeScale(designs.map((design) => value(design) ?? null)) }
      : {}),
    value: (design) => value(design) ?? null,
    text: (design, scale) => ofOneRun(kind, formatNumber(kind, value(design) ?? null, scale)),
  };
}

/** What is counted has no decimals, but the mean of several runs has. */
function ofOneRun(kind: NumberKind, text: string): string {
  return kind === 'count' && text.includes('.') ? `${text} a run` : text;
}

/** Several numbers of one thing, such as its percentiles. */
export function list(
  label: string,
  short: string,
  kind: NumberKind,
  values: (design: NamedDesign) => (number | null | undefined)[],
): Measure {
  return {
    label,
    short,
    kind,
    ...(kind === 'seconds'
      ? {
          scale: (designs: readonly NamedDesign[]) =>
            timeScale(designs.flatMap((design) => values(design).map((value) => value ?? null))),
        }
      : {}),
    text: (design, scale) =>
      formatList(
        kind,
        values(design).map((value) => value ?? null),
        scale,
      ),
  };
}
