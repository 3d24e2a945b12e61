import type { VolumeSizing } from '../../result/sizing/sizing.ts';
import type { SizedDesign } from './headroom.ts';
import { limitedBy } from './limited-by.ts';
import { leastSize } from './search.ts';
import { besideTexts, type TrialPlace } from './trials.ts';
import { fullLimits } from './volume.ts';

/** The volumes beside that of the scenario for which sizes are found. */
const VOLUMES = [2, 5, 10];
/** Sizes that are nearer to each other than this share are not told apart. */
const GAP_SHARE = 0.03;
/** A size is looked for up to that many times the forecast. */
const FAR = 4;

/** The least sizes for larger volumes. Limits beside what is sized that a volume would fill whatever the size grow with it; what they were set to is told. */
export async function sizesForVolumes(sized: SizedDesign): Promise<VolumeSizing[]> {
  const found: VolumeSizing[] = [
    { volume: 1, size: sized.size, lowest: sized.lowest, within: 1, raised: [], beside: [], limitedBy: null },
  ];
  // One after another: each begins where the one before it leads to.
  for (const volume of VOLUMES) {
    found.push(await sizeForVolume(sized, volume, forecast(found, sized.offered, volume)));
  }
  return found;
}

async function sizeForVolume(sized: SizedDesign, volume: number, forecastSize: number): Promise<VolumeSizing> {
  const { plan, trials, design } = sized;
  const scaled = plan.scenarioAt({ design, size: sized.size, volume, withLargerLimits: false });
  const full = fullLimits(scaled, plan.subject);
  const at = (size: number): TrialPlace => ({ design, size, volume, withLargerLimits: full.length > 0 });
  const start = Math.min(plan.most, Math.max(plan.least, forecastSize));
  const most = Math.min(plan.most, start * FAR);
  const gap = (size: number) => Math.max(1, Math.floor(size * GAP_SHARE));
  const judge = async (size: number) => (await trials.judge(at(size), trials.beside)).standing;
  const raised = full.map(({ name, limit }) => ({ name, from: limit, to: Math.ceil(limit * volume) }));
  // Where the size that was to be expected does not meet it, the largest one says whether another does.
  const far = (await judge(start)) === 'meets' ? undefined : await trials.judge(at(most), trials.beside);
  const { size, lowest } =
    far?.standing === 'misses'
      ? { size: null, lowest: null }
      : await leastSize({
          start,
          step: gap(start),
          gap,
          least: plan.least,
          most,
          judge,
          confirm: judge,
          withLowest: true,
        });
  if (size !== null) {
    const beside = besideTexts(await trials.judge(at(size), trials.beside));
    return { volume, size, lowest, within: gap(size), raised, beside, limitedBy: null };
  }
  const largest = far ?? (await trials.judge(at(most), trials.beside));
  const why = `no size up to ${most} meets it; ${limitedBy(largest, plan.subject)}`;
  return { volume, size, lowest, within: gap(most), raised, beside: [], limitedBy: why };
}

/**
 * What the sizes that are known lead to: a v + b √v at the volume v, a mean and a room of standard deviations, through the last two of them; through one of them with the mean that
 * arithmetic knows.
 */
function forecast(known: readonly VolumeSizing[], offered: number | null, volume: number): number {
  // More volume never needs less.
  const least = Math.max(...known.map(({ size }) => size ?? 0));
  return Math.max(1, least, Math.ceil(expected(known, offered, volume)));
}

function expected(known: readonly VolumeSizing[], offered: number | null, volume: number): number {
  const [one, two] = known.filter(({ size }) => size !== null).slice(-2) as [VolumeSizing, VolumeSizing?];
  const root = Math.sqrt(volume);
  const [first, rootOfFirst] = [one.size as number, Math.sqrt(one.volume)];
  if (two === undefined) {
    const mean = Math.min(first, offered ?? first);
    return mean * (volume / one.volume) + ((first - mean) * root) / rootOfFirst;
  }
  const [second, rootOfSecond] = [two.size as number, Math.sqrt(two.volume)];
  const mean = (second / rootOfSecond - first / rootOfFirst) / (rootOfSecond - rootOfFirst);
  const room = first / rootOfFirst - mean * rootOfFirst;
  return mean * volume + room * root;
}
