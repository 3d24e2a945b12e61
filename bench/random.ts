/** sfc32, the generator of all contenders that are not unpark, so that none wins by its random numbers. @returns uniform numbers in (0, 1). */
export function sfc32(seed: number): () => number {
  let a = 0x9e3779b9 | 0;
  let b = 0x243f6a88 | 0;
  let c = seed | 0;
  let counter = 1;
  return () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return ((t >>> 0) + 0.5) / 2 ** 32;
  };
}

/** Exponential numbers of a mean. */
export function exponential(mean: number, seed: number): () => number {
  const uniform = sfc32(seed);
  return () => -Math.log(uniform()) * mean;
}
