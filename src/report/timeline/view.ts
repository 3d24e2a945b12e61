/** The part of the window that is seen, in µs from its start. */
export interface View {
  readonly fromUs: number;
  readonly untilUs: number;
}

/** Nobody looks closer than this: a millisecond for the whole width. */
const LEAST_US = 1_000;

/** The same span as near as can be within the window. @param wholeUs the length of the window. */
export function within({ fromUs, untilUs }: View, wholeUs: number): View {
  const spanUs = Math.min(wholeUs, Math.max(Math.min(LEAST_US, wholeUs), untilUs - fromUs));
  const from = Math.min(Math.max(0, fromUs), wholeUs - spanUs);
  return { fromUs: from, untilUs: from + spanUs };
}

/** Closer with a factor over 1, further with one under it; what lies at `atUs` stays where it is. */
export function zoomed({ fromUs, untilUs }: View, factor: number, atUs: number, wholeUs: number): View {
  const spanUs = Math.min(wholeUs, Math.max(Math.min(LEAST_US, wholeUs), (untilUs - fromUs) / factor));
  const share = (atUs - fromUs) / (untilUs - fromUs);
  const from = atUs - share * spanUs;
  return within({ fromUs: from, untilUs: from + spanUs }, wholeUs);
}

/** Later by a share of what is seen; earlier where it is negative. */
export function panned({ fromUs, untilUs }: View, share: number, wholeUs: number): View {
  const byUs = share * (untilUs - fromUs);
  return within({ fromUs: fromUs + byUs, untilUs: untilUs + byUs }, wholeUs);
}
