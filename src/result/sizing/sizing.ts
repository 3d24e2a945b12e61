/** What `unpark size` finds, as plain data: the content of sizing.json. Times are seconds, shares are fractions; a figure that there is not is null. */

import type { UnsteadyStart } from '../warm-up.ts';

/** Raised whenever a reader of an older record could misunderstand a newer one. */
export const SIZING_SCHEMA_VERSION = 1;

/** What stands beside the answer is simulated so many times, or as often as the answer where that is less: enough for a quantile to have an interval. */
export const LEAST_BESIDE = 8;

/** What is known of a size: the objective holds there, or not, each beyond its interval; or its bound lies within the interval. */
export type Standing = 'meets' | 'misses' | 'close';

export interface Sizing {
  readonly sizing: 'unpark-sizing';
  readonly schemaVersion: number;
  readonly engineVersion: string;
  readonly scenario: { readonly name: string; readonly question: string; readonly hash: string };
  /** What the command line set. */
  readonly overrides: readonly string[];
  readonly seed: number;
  /** The most that a size is simulated; the answers are simulated as often as that. */
  readonly replications: number;
  readonly durationSeconds: number;
  readonly warmUpSeconds: number;
  /** What is sized, and in what unit. */
  readonly path: string;
  readonly unit: string;
  readonly least: number;
  readonly most: number;
  readonly objective: {
    readonly text: string;
    /** Whether nobody asked for it. */
    readonly isDefault: boolean;
    /** What is compared: one measure, or one for each name that a `*` stands for. */
    readonly measures: readonly { readonly name: string; readonly unit: string }[];
    /** The relation and the bound, as written: `< 1%`. */
    readonly bounds: readonly string[];
  };
  readonly cores: number;
  /** Those that meet the objective at some size: at least one. */
  readonly designs: readonly DesignSizing[];
  /** Those that meet it at none that was allowed, or of which nobody knows. */
  readonly unmet: readonly UnmetDesign[];
  /** How much was simulated: sizes at all volumes, and replications of them. */
  readonly simulated: { readonly trials: number; readonly replications: number };
}

export interface DesignSizing {
  readonly design: string;
  /** The size in the scenario; null where only the file knows. */
  readonly written: number | null;
  /** The least size that meets the objective beyond its interval. */
  readonly size: number;
  /** The least size that may meet it: below, it certainly is not met. From here to `size` lies the true least size. */
  readonly lowest: number;
  /** Jobs that arrived at that size, in all replications together. */
  readonly jobs: number;
  /** The kind of job of which the largest share failed there, refusals among them, and that share; null where none did. */
  readonly failing: { readonly job: string; readonly fraction: number } | null;
  /** The line that grows without end at that size and does not reach the objective, if one does, with its growth: the design is unstable there, and meets the objective all the same. */
  readonly beside: readonly string[];
  /** The mean that is held of it when nobody waits, by arithmetic; null where that does not know. */
  readonly offered: number | null;
  /** The most of it, where rates change over time; else the same. */
  readonly offeredPeak: number | null;
  /** Where the objective bounds the share of the time in which a pool is full, and at that size more than twice as large a share of its tasks waits: that share, the p99 of the wait, and the mean holding time. Else null. */
  readonly waiting: {
    readonly pool: string;
    readonly share: number;
    readonly p99: number | null;
    readonly holdingSeconds: number | null;
  } | null;
  /** The level that is not yet steady at that size when the measured time begins, if one is not. */
  readonly unsteady: UnsteadyStart | null;
  /** All sizes that were simulated at the volume of the scenario, the smallest first. */
  readonly curve: readonly SizePoint[];
  /** A size that meets the objective and a larger one that does not: then the least size says little. Null where there are none. */
  readonly notMonotone: readonly [number, number] | null;
  /** How much more volume the least size carries, and the size in the scenario; null where all jobs come at recorded times, or the size in the scenario does not meet the objective. */
  readonly headroom: Headroom | null;
  readonly headroomWritten: Headroom | null;
  /** Sizes for larger volumes; empty where all jobs come at recorded times. */
  readonly volumes: readonly VolumeSizing[];
  /** Jobs that come, all or in part, at recorded times (a trace): those stay as they are at every volume, and the other arrivals are scaled. */
  readonly recorded: readonly string[];
  readonly rules: readonly RuleSizing[];
}

/** A design that has no size. The texts are phrases without their dots. */
export interface UnmetDesign {
  readonly design: string;
  /** The size in the scenario; null where only the file knows. */
  readonly written: number | null;
  /** The largest size that was allowed, where the objective is not met, or not known to be. */
  readonly point: SizePoint;
  /** Of an objective that gets worse with the size the largest that meets it; null where it does not, or no size that was looked at meets it. */
  readonly largestMet: number | null;
  /** What is said of that size: that it does not meet the objective, or that nobody knows. */
  readonly why: string;
  /** The figures of the objective there. */
  readonly found: string;
  /** What limits the objective there instead, or what helps to know. */
  readonly hint: string;
}

/** One size at the volume of the scenario. */
export interface SizePoint {
  readonly size: number;
  readonly replications: number;
  readonly standing: Standing;
  /** One for each measure of the objective. */
  readonly figures: readonly SizeFigure[];
  /** Why the objective cannot hold whatever the figures: an unstable design. Null where it can. */
  readonly why: string | null;
}

export interface SizeFigure {
  readonly value: number | null;
  readonly low95: number | null;
  readonly high95: number | null;
  /** What it is compared with. */
  readonly bound: number | null;
}

export interface Headroom {
  /** The largest volume at which the objective still holds beyond its interval, as a factor of the scenario's; at least 1. */
  readonly volume: number;
  /** The least volume that was looked at and does not hold, or ten times where none was. */
  readonly atMost: number;
  /** Whether it holds at the largest volume that was looked at. */
  readonly isAtLeast: boolean;
  /** What breaks above that; null where nothing did. */
  readonly breaks: string | null;
}

export interface VolumeSizing {
  readonly volume: number;
  /** Null where no size that was looked at meets the objective. */
  readonly size: number | null;
  /** One more than the largest size that was simulated and certainly misses it: from here to `size` lies the true least size. Null where there is no size. */
  readonly lowest: number | null;
  /** Sizes nearer to each other than this were not told apart: not all from `lowest` to `size` were simulated. */
  readonly within: number;
  /** Limits beside what is sized that the volume would have filled whatever the size, and what they were set to. */
  readonly raised: readonly { readonly name: string; readonly from: number; readonly to: number }[];
  /** As at the volume of the scenario. */
  readonly beside: readonly string[];
  /** What stands in the way where there is no size. */
  readonly limitedBy: string | null;
}

export interface RuleSizing {
  /** What the rule is called. */
  readonly rule: string;
  /** Null where the rule has no answer. */
  readonly size: number | null;
  /** The index of its size in the curve; null where it has none. */
  readonly point: number | null;
}
