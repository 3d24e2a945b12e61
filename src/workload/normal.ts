import { ln } from './arithmetic.ts';

/**
 * The quantile of the standard normal distribution: the z with P(Z ≤ z) = p. One uniform draw gives one normal draw, so a draw can be addressed by what it is for.
 *
 * Symbols: p a probability, 0 < p < 1; z in standard deviations from the mean.
 * Accuracy: a relative error under 1e-15, for every p that a double holds (the least, 5e-324, is z = −38.47).
 * Source: M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution", Applied Statistics 37 (1988) 477–484, routine PPND16.
 * @param p in 0 … 1.
 * @returns −∞ for 0, ∞ for 1, NaN outside 0 … 1.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (q >= -0.425 && q <= 0.425) return central(q);
  if (p <= 0 || p >= 1 || Number.isNaN(p)) return edge(p);
  const r = Math.sqrt(-ln(q < 0 ? p : 1 - p));
  const magnitude = r <= 5 ? nearTail(r - 1.6) : farTail(r - 5);
  return q < 0 ? -magnitude : magnitude;
}

function edge(p: number): number {
  if (p === 0) return Number.NEGATIVE_INFINITY;
  return p === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
}

/** |p − ½| ≤ 0.425, as a ratio of polynomials in 0.425² − q². */
function central(q: number): number {
  const r = 0.180625 - q * q;
  const above = polynomial(
    r,
    3.3871328727963665,
    133.14166789178438,
    1971.5909503065513,
    13731.69376550946,
    45921.95393154987,
    67265.7709270087,
    33430.57558358813,
    2509.0809287301227,
  );
  const below = polynomial(
    r,
    1,
    42.31333070160091,
    687.1870074920579,
    5394.196021424751,
    21213.794301586597,
    39307.89580009271,
    28729.085735721943,
    5226.495278852854,
  );
  return (q * above) / below;
}

/** Tail probabilities from e^−25 to 0.075, as a ratio of polynomials in r = √(−ln tail) − 1.6. */
function nearTail(r: number): number {
  const above = polynomial(
    r,
    1.4234371107496835,
    4.630337846156546,
    5.769497221460691,
    3.6478483247632045,
    1.2704582524523684,
    0.2417807251774506,
    0.022723844989269184,
    0.0007745450142783414,
  );
  const below = polynomial(
    r,
    1,
    2.053191626637759,
    1.6763848301838038,
    0.6897673349851,
    0.14810397642748008,
    0.015198666563616457,
    0.0005475938084995345,
    1.0507500716444169e-9,
  );
  return above / below;
}

/** Tail probabilities under e^−25, as a ratio of polynomials in r = √(−ln tail) − 5. */
function farTail(r: number): number {
  const above = polynomial(
    r,
    6.657904643501103,
    5.463784911164114,
    1.7848265399172913,
    0.29656057182850487,
    0.026532189526576124,
    0.0012426609473880784,
    0.000027115555687434876,
    2.0103343992922881e-7,
  );
  const below = polynomial(
    r,
    1,
    0.599832206555888,
    0.1369298809227358,
    0.014875361290850615,
    0.0007868691311456133,
    0.000018463183175100548,
    1.421511758316446e-7,
    2.0442631033899397e-15,
  );
  return above / below;
}

/** c0 + c1 r + … + c7 r⁷, by Horner's rule. */
function polynomial(
  r: number,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  c4: number,
  c5: number,
  c6: number,
  c7: number,
): number {
  return ((((((c7 * r + c6) * r + c5) * r + c4) * r + c3) * r + c2) * r + c1) * r + c0;
}
