/** What a calibration came to: what was read, what was fitted, what was written, and what the calibrated scenario does. Plain data, written as `calibration.json`. */

/** A fitted number with its 95 % interval. */
export interface Fitted {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A part of the day. */
export interface PartOfDay {
  /** When it begins, in hours since midnight. */
  readonly fromHour: number;
  /** Mean active threads in it; where no line was printed, the highest at which that is still likely (5 %). */
  readonly active: Fitted;
  readonly isAtMost: boolean;
}

/** Samples at an even pace, as they are drawn. */
export interface LoggedRun {
  /** When the first was taken, in s since 1970; null where the log gives no times: then they follow each other as they were printed. */
  readonly startSeconds: number | null;
  /** Active threads; null where nothing was printed. */
  readonly active: readonly (number | null)[];
}

/** What the calibrated scenario does when it is simulated, as its log would show it. */
export interface SimulatedBand {
  readonly replications: number;
  /** Mean active threads, of all samples and of those that are printed. */
  readonly mean: number;
  /** Half of the 95 % interval of `mean`, over the replications; null for a single one. */
  readonly meanHalfWidth: number | null;
  readonly printedMean: number | null;
  readonly printedFraction: number;
  /** Within a day from midnight, one entry for each part of the same length: 2.5 % quantile, median, 97.5 % quantile of the active threads. A single entry: the same all day. */
  readonly parts: readonly (readonly [low: number, middle: number, high: number])[];
  /** Share of the samples with 0, 1, 2 … active threads. */
  readonly distribution: readonly number[];
}

export interface Calibration {
  readonly calibrationVersion: 1;
  readonly engineVersion: string;
  /** The base scenario and the calibrated one, as files; the design that the log is of. */
  readonly base: string;
  readonly name: string;
  readonly design: string;
  readonly pool: string;
  readonly threads: number;
  /** How long a parked task parks, in s. */
  readonly delaySeconds: number;
  readonly logs: readonly {
    readonly file: string;
    readonly format: string;
    readonly lines: number;
    readonly samples: number;
  }[];
  /** What of the logs was left out, and where first. */
  readonly leftOut: readonly { readonly count: number; readonly what: string; readonly first: string }[];
  readonly log: {
    readonly everySeconds: number;
    /** What is printed; null where every sample is. */
    readonly abovePercent: number | null;
    readonly least: number;
    readonly printed: number;
    /** Samples in all; null where the log gives no times. */
    readonly samples: number | null;
    readonly full: number;
    readonly runs: readonly LoggedRun[];
  };
  /** The average of the printed samples: what a reader takes for the mean. */
  readonly plainAverage: number;
  readonly fit: {
    readonly mean: Fitted;
    /** Parked tasks a second. */
    readonly parkedPerSecond: Fitted;
    readonly working: Fitted;
    /** Mean threads that job kinds hold that do not park there, as far as the samples show them: in `mean` and in `working`. */
    readonly others: Fitted;
    /** Whether the log told the work apart; else `working` is the base scenario’s. */
    readonly isSplit: boolean;
    /** Parked tasks a second if the base scenario’s work is right. */
    readonly parkedPerSecondWithOwnWork: Fitted;
    readonly terms: number;
  };
  /** The same of the base scenario, by arithmetic. */
  readonly before: {
    readonly mean: number;
    readonly parkedPerSecond: number;
    readonly working: number;
    /** Those of job kinds that do not park there: simulated, since they may come in bursts. */
    readonly others: number;
  };
  /** Empty: the same all day. */
  readonly profile: readonly PartOfDay[];
  readonly changes: readonly { readonly path: string; readonly from: string; readonly to: string }[];
  readonly simulated: SimulatedBand;
  /** What a reader has to know, in sentences. */
  readonly notes: readonly string[];
}
