/** Mean of several replications' values, and its standard error. */
export function meanAndError(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}

/** (mean of the replications − expected) ÷ its standard error. */
export function zScore(values: readonly number[], expected: number): number {
  const { mean, error } = meanAndError(values);
  return (mean - expected) / error;
}

/** The relative standard error, so that a test says how wrong a model it would notice. */
export function relativeError(values: readonly number[]): number {
  const { mean, error } = meanAndError(values);
  return error / mean;
}
