import type { VolumeSizing } from '../../result/sizing/sizing.ts';
import { BESIDE, type SizedDesign } from './headroom.ts';
import { limitedBy } from './limited-by.ts';
import { leastSize } from './search.ts';
import type { TrialPlace } from './trials.ts';
import { fullLimits } from './volume.ts';

/** The volumes beside that of the scenario for which sizes are found. */
const VOLUMES = [2, 5, 10];
/** Sizes that are nearer to each other than this share are not told apart. */
const GAP_SHARE = 0.01;
/** A size is looked for up to that many times the forecast. */
const FAR = 4;

/** The least sizes for larger volumes. Limits beside what is sized that a volume would fill whatever the size grow with it; what they were set to is told. */
export async function sizesForVolumes(sized: SizedDesign): Promise<VolumeSizing[]> {
  const larger = await Promise.all(VOLUMES.map((volume) => sizeForVolume(sized, volume)));
  return [{ volume: 1, size: sized.size, within: 1, raised: [], limitedBy: null }, ...larger];
}

async function sizeForVolume(sized: SizedDesign, volume: number): Promise<VolumeSizing> {
  const { plan, trials, design } = sized;
  const scaled = plan.scenarioAt({ design, size: sized.size, volume, withLargerLimits: false });
  const full = fullLimits(scaled, plan.subject);
  const at = (size: number): TrialPlace => ({ design, size, volume, withLargerLimits: full.length > 0 });
  const start = Math.min(plan.most, Math.max(plan.least, forecast(sized, volume)));
  const most = Math.min(plan.most, start * FAR);
  const gap = (size: number) => Math.max(1, Math.floor(size * GAP_SHARE));
  const judge = async (size: number) => (await trials.judge(at(size), BESIDE)).standing;
  const found = await leastSize({
    start,
    step: gap(start),
    gap,
    least: plan.least,
    most,
    judge,
    confirm: judge,
    withLowest: false,
  });
  const raised = full.map(({ name, limit }) => ({ name, from: limit, to: Math.ceil(limit * volume) }));
  if (found.size !== null) {
    return { volume, size: found.size, within: gap(found.size), raised, limitedBy: null };
  }
  const last = await trials.judge(at(most), 1);
  return {
    volume,
    size: null,
    within: gap(most),
    raised,
    limitedBy: limitedBy(last.figuresOfDesign, plan.subject),
  };
}

/** As many standard deviations above the larger mean as the least size is above the mean at the volume of the scenario. */
function forecast({ offered, size }: SizedDesign, volume: number): number {
  if (offered === null || offered <= 0) return Math.ceil(size * volume);
  const mean = offered * volume;
  const beta = (size - offered) / Math.sqrt(offered);
  return Math.max(1, Math.ceil(mean + beta * Math.sqrt(mean)));
}
