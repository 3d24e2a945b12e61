import type { Choice } from '../../observed/calibration/choose-samples.ts';
import type { Calibration } from '../../result/calibration.ts';
import { threeDigits } from '../../units.ts';
import type { FittedPool } from './base-scenario.ts';
import type { Calibrated } from './write-calibrated.ts';

interface Known {
  readonly fitted: FittedPool;
  readonly work: 'log' | 'scenario' | undefined;
  readonly findsProfile: boolean;
  readonly written: Calibrated;
  readonly choice: Choice;
  /** The time between two samples that the lines show, in s; undefined where they are too few. */
  readonly pace: number | undefined;
}

/** A pace that differs by more than this share is another one. */
const NEAR_PACE = 0.2;

/** A share of the samples with a full pool that is worth a word. */
const NOTABLE_FULL = 0.005;
/** The simulated mean may lie so far from the interval of the fitted one, as a share of the pool, where its own interval is not known or a profile is averaged. */
const NEAR = 0.04;
/** Less than this share of the pool between two intervals is not worth a word. */
const SOME = 0.005;
/** So far apart are the log and the simulation of what was fitted to it that the model does not hold. */
const FAR = 0.05;

/** What a reader of a calibration has to know, in sentences. */
export function calibrationNotes(calibration: Omit<Calibration, 'notes'>, known: Known): string[] {
  const { log, fit, profile, pool, threads, simulated, plainAverage, delaySeconds } = calibration;
  const { fitted, work, written, choice } = known;
  const notes: string[] = [];
  if (log.samples === null) {
    notes.push(
      'The log gives no times: its lines are fitted one by one, which says less, and the work is that of the base scenario.',
    );
  } else if (written.keepsWorkBecause !== undefined) {
    notes.push(`The work is left as the base scenario has it: ${written.keepsWorkBecause}.`);
  } else if (!fit.isSplit) {
    notes.push(
      work === 'scenario'
        ? 'The work is that of the base scenario, as --work scenario asks.'
        : fitted.turnover.linkedWorking === 0
          ? `The threads that work in ${pool} are of job kinds that do not park there: ${threeDigits(fitted.turnover.otherWorking)} on average, taken from the base scenario as known. Where that is wrong, so is the rate.`
          : 'The work is that of the base scenario: parked threads and those that work stay active alike from sample to sample, so the log cannot tell them apart.',
    );
  }
  if (log.full / Math.max(1, log.printed) > NOTABLE_FULL) {
    notes.push(
      `In ${percent(log.full / log.printed)} of the lines all ${threads} threads were active. They do not say how much more there would have been, and are left out.`,
    );
  }
  if (!fitted.turnover.isOneDelay) {
    notes.push(
      `Tasks park in ${pool} for different times; the fit takes their mean, ${threeDigits(delaySeconds)} s, for all of them.`,
    );
  }
  const batched = fitted.design.system.jobs.filter(
    ({ name, arrivals }) =>
      fitted.turnover.parkingJobs.includes(name) &&
      arrivals.some(({ batch }) => batch.kind !== 'constant' || batch.value !== 1),
  );
  if (batched.length > 0) {
    notes.push(
      `The base scenario lets ${batched.map(({ name }) => name).join(', ')} arrive in batches. The fit takes every task as one that comes by itself: its intervals are too narrow then.`,
    );
  }
  const bounded = profile.filter(({ isAtMost }) => isAtMost).length;
  if (bounded > 0) {
    notes.push(
      `In ${bounded} of the ${profile.length} parts of the day no line was printed: the rate there is the highest at which that is still likely (5 %), and the day’s lower ends allow for none at all.`,
    );
  }
  if (log.samples !== null && known.findsProfile && profile.length === 0) {
    const hours = (log.samples * log.everySeconds) / 3_600;
    notes.push(
      hours < 23
        ? `The log spans ${threeDigits(hours)} h: a profile over the day needs 24. What was fitted is the mean of those hours, and is written for all of them.`
        : `No part of the day differs from the others by more than chance: the rate is the same all day.${hasProfile(fitted) ? ' The profile that the base scenario has is kept, and scaled: the log does not show it, so write one rate instead.' : ''}`,
    );
  }
  if (known.pace !== undefined && Math.abs(log.everySeconds / known.pace - 1) > NEAR_PACE) {
    notes.push(
      `Lines are most often ${threeDigits(known.pace)} s apart, and not the ${threeDigits(log.everySeconds)} s that --every says: with a wrong pace all that is fitted is wrong.`,
    );
  }
  if (choice.pool !== undefined && choice.pool !== pool) {
    notes.push(`The log calls the pool ${choice.pool}; it is the only one there, and was taken for ${pool}.`);
  }
  if (choice.instance !== undefined) notes.push(`The samples are those of instance ${choice.instance}.`);
  const disagreements = [othersNote(calibration, fitted), simulatedNote(calibration)].flatMap((note) => note ?? []);
  notes.push(...disagreements);
  const shown = simulated.printedMean;
  // Where every sample is there the lines are all that was fitted.
  const isSaid = log.abovePercent === null && disagreements.length > 0;
  if (!isSaid && shown !== null && Math.abs(shown - plainAverage) > FAR * threads) {
    notes.push(
      `The lines of the simulated log average ${threeDigits(shown)} and those of the real one ${threeDigits(plainAverage)}: the service differs from the model, in bursts or in a rate that changes, and the intervals are too narrow.`,
    );
  }
  return notes;
}

/** Where the log shows more or less of the job kinds that do not park than the scenario has of them. */
function othersNote({ fit, before, pool, threads }: Omit<Calibration, 'notes'>, { design, turnover }: FittedPool) {
  const { low, high, value } = fit.others;
  if (gap(before.others, before.others, low, high) < SOME * threads) return undefined;
  const kinds = design.system.jobs.map(({ name }) => name).filter((name) => !turnover.parkingJobs.includes(name));
  return `What the base scenario has besides the jobs that park (${kinds.join(', ')}) holds ${threeDigits(before.others)} threads of ${pool} on average, by simulation, and the log shows ${threeDigits(value)} of them (${threeDigits(low)} to ${threeDigits(high)}): it does not come as the scenario says, in bursts perhaps that were not there while the log was written. It is left as it is, and the rate of what parks is fitted to the rest.`;
}

/** Where the calibrated scenario does not have the mean that was fitted, beyond the intervals of both. */
function simulatedNote({ simulated, fit, threads, profile }: Omit<Calibration, 'notes'>): string | undefined {
  const { mean, meanHalfWidth } = simulated;
  const { low, high, value } = fit.mean;
  const half = meanHalfWidth ?? NEAR * threads;
  // A profile is averaged over the day with its warm-up, and has bounds where nothing is known.
  const allowed = (profile.length > 0 ? NEAR : SOME) * threads;
  if (gap(mean - half, mean + half, low, high) < allowed) return undefined;
  const what = `Simulated, the calibrated scenario has ${threeDigits(mean)} active threads and not the fitted ${threeDigits(value)} (${threeDigits(low)} to ${threeDigits(high)})`;
  return mean < value
    ? `${what}: something in it holds jobs back or refuses them, such as a concurrency limit, a semaphore or a full pool.`
    : `${what}: it has something that the log does not show, such as bursts.`;
}

/** How far two ranges are apart; 0 where they meet. */
function gap(lowOne: number, highOne: number, lowTwo: number, highTwo: number): number {
  return Math.max(0, lowOne - highTwo, lowTwo - highOne);
}

function hasProfile({ design, turnover }: FittedPool): boolean {
  return design.system.jobs.some(
    ({ name, arrivals }) => turnover.parkingJobs.includes(name) && arrivals.some(({ law }) => law.kind === 'profile'),
  );
}

function percent(share: number): string {
  return `${threeDigits(share * 100)} %`;
}
