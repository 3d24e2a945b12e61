/**
 * `ln` and `exp` in plain IEEE 754 arithmetic. The language does not fix the last bit of `Math.log` and `Math.exp`, and engines differ in it; these use only
 * +, −, ×, ÷ and the bits of a double, which every engine computes alike, so a result is the same to the last bit on any machine.
 *
 * Both are the algorithms and constants of fdlibm 5.3, e_log.c and e_exp.c:
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunPro, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and
 * distribute this software is freely granted, provided that this notice is preserved.
 */

// One double, seen as two 32-bit words: nothing is allocated in a call.
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
// Which of the two words holds the sign and the exponent depends on the byte order of the machine.
double[0] = 1;
const HIGH_WORD = words[1] === 0x3ff00000 ? 1 : 0;

// Every power of two that a double can hold, 2^k at k + 1074. A product with one is exact, and quicker than writing an exponent's bits and reading them back.
const LEAST_EXPONENT = -1074;
const GREATEST_EXPONENT = 1023;
const powersOfTwo = new Float64Array(GREATEST_EXPONENT - LEAST_EXPONENT + 1);
powersOfTwo[0] = Number.MIN_VALUE;
for (let i = 1; i < powersOfTwo.length; i += 1) powersOfTwo[i] = 2 * (powersOfTwo[i - 1] as number);

// ln 2 in two parts; the first has 32 trailing zero bits, so that its product with an exponent is exact.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const TWO_TO_54 = 18_014_398_509_481_984;
// The largest and the least argument whose exponential is finite and not zero.
const EXP_OVERFLOW = 709.782712893384;
const EXP_UNDERFLOW = -745.1332191019411;

/**
 * The natural logarithm, within 1 ulp of the true value for every double, subnormal ones included.
 *
 * Method: x = 2^k (1 + f) with √½ < 1 + f < √2, and ln(1 + f) = f − f²/2 + s (f²/2 + R(s²)) with s = f ÷ (2 + f), R a minimax polynomial of degree 14 in s.
 * @param x any double.
 * @returns −∞ for 0, NaN for a negative number and for NaN, ∞ for ∞.
 */
export function ln(x: number): number {
  double[0] = x;
  const high = words[HIGH_WORD] as number;
  if (high < 0x00100000) {
    if (x === 0) return Number.NEGATIVE_INFINITY;
    // A subnormal number is scaled until it has a leading bit.
    return high < 0 ? Number.NaN : ln(x * TWO_TO_54) - 54 * LN2_LOW - 54 * LN2_HIGH;
  }
  if (high >= 0x7ff00000) return x;
  // Adding the distance from √½ to 1 puts the boundary between two exponents at √2 instead of at 2.
  const k = ((high + (0x3ff00000 - 0x3fe6a09e)) >> 20) - 0x3ff;
  const f = x * (powersOfTwo[-LEAST_EXPONENT - k] as number) - 1;
  const halfSquare = 0.5 * f * f;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const odd = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  return s * (halfSquare + (odd + even)) + k * LN2_LOW - halfSquare + f + k * LN2_HIGH;
}

/**
 * The exponential function e^x, within 1 ulp of the true value where the result is a normal number.
 *
 * Method: x = k ln 2 + r with |r| ≤ ½ ln 2, and e^r = 1 + r + r c ÷ (2 − c) with c = r − P(r²), P a minimax polynomial of degree 10 in r.
 * @param x any double.
 * @returns ∞ above 709.78, 0 below −745.13, NaN for NaN.
 */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > EXP_OVERFLOW) return Number.POSITIVE_INFINITY;
  if (x < EXP_UNDERFLOW) return 0;
  const k = Math.floor(Math.LOG2E * x + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))));
  if (k === 0) return 1 - ((r * c) / (c - 2) - r);
  const mantissa = 1 - (low - (r * c) / (2 - c) - high);
  // At the ends of the range 2^k itself is no normal number, so the scaling is done in two steps.
  if (k > 1023) return mantissa * 2 * powerOfTwo(k - 1);
  if (k < -1022) return (mantissa * powerOfTwo(k + 54)) / TWO_TO_54;
  return mantissa * powerOfTwo(k);
}

/**
 * The nearest whole number, of two the greater. It is what `Math.round` gives, which is compiled to a branch that a processor predicts wrongly every other time.
 * @param x at least 0. From 2^52 on, where every double is whole, it may be one off.
 */
export function nearest(x: number): number {
  return Math.floor(x + 0.5);
}

/** 2^k for an integer k in −1074 … 1023, exactly. */
function powerOfTwo(k: number): number {
  return powersOfTwo[k - LEAST_EXPONENT] as number;
}
