import { normalQuantile } from '../workload/normal.ts';

/** The quantiles for 1 … 30 degrees of freedom, where the expansion below converges too slowly; rounded from 60-digit arithmetic. */
const FIRST_QUANTILES: readonly number[] = [
  12.706204736174705, 4.302652729749464, 3.1824463052837095, 2.7764451051977943, 2.5705818356363155, 2.44691185114497,
  2.3646242515927853, 2.3060041352041667, 2.2621571627982053, 2.228138851986275, 2.20098516009164, 2.178812829667229,
  2.1603686564627926, 2.144786687917804, 2.1314495455597755, 2.1199052992212546, 2.109815577833317, 2.1009220402410387,
  2.09302405440831, 2.085963447265865, 2.0796138447276804, 2.0738730679040263, 2.0686576104190486, 2.063898561628026,
  2.0595385527532977, 2.055529438642873, 2.0518305164802855, 2.048407141795245, 2.0452296421327043, 2.042272456301238,
];

/**
 * The 97.5 % quantile of Student's t: the half-width of a two-sided 95 % interval for a mean, in standard errors.
 *
 * Method: a table up to 30 degrees of freedom, and beyond it the expansion about the normal quantile z to the fifth order in 1/ν:
 * E. A. Cornish and R. A. Fisher, "The percentile points of distributions having known cumulants", Technometrics 2 (1960) 209–225
 * (its first four terms are also equation 26.7.5 of Abramowitz and Stegun, 1964). Relative error under 4e-10, the largest at 31.
 * @param degreesOfFreedom ν, an integer of at least 1: for n replications n − 1.
 * @throws RangeError when ν is not such an integer. One replication has no interval: that is for the caller to say.
 */
export function studentT975(degreesOfFreedom: number): number {
  if (!Number.isInteger(degreesOfFreedom) || degreesOfFreedom < 1) {
    throw new RangeError(`degreesOfFreedom must be an integer of at least 1, not ${degreesOfFreedom}`);
  }
  return FIRST_QUANTILES[degreesOfFreedom - 1] ?? aboutNormal(normalQuantile(0.975), degreesOfFreedom);
}

/** z + g1/ν + … + g5/ν⁵, where each g is an odd polynomial in z. */
function aboutNormal(z: number, degreesOfFreedom: number): number {
  const y = z * z;
  const g1 = (z * (y + 1)) / 4;
  const g2 = (z * ((5 * y + 16) * y + 3)) / 96;
  const g3 = (z * (((3 * y + 19) * y + 17) * y - 15)) / 384;
  const g4 = (z * ((((79 * y + 776) * y + 1_482) * y - 1_920) * y - 945)) / 92_160;
  const g5 = (z * (((((27 * y + 339) * y + 930) * y - 1_782) * y - 765) * y + 17_955)) / 368_640;
  const u = 1 / degreesOfFreedom;
  return z + u * (g1 + u * (g2 + u * (g3 + u * (g4 + u * g5))));
}
