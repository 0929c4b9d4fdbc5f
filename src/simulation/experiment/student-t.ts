/**
 * Student's t distribution for whole degrees of freedom, which is what replications give: with t = sqrt(df) tan(angle) its
 * central probability is a finite sum of powers of cos(angle) (Abramowitz and Stegun, Handbook of Mathematical Functions,
 * 26.7.3 and 26.7.4). No kept library has the quantile alone.
 */

import { assert } from '../../base/index.ts';

/**
 * The t that |T| stays below with probability `confidence`, in (0, 1); `freedom`: degrees of freedom, a whole number >= 1.
 * Found by halving the angle's interval until no double lies between its ends.
 */
export function studentTWithin(confidence: number, freedom: number): number {
  assert(confidence > 0 && confidence < 1, `no t quantile for confidence ${confidence}`);
  assert(Number.isInteger(freedom) && freedom >= 1, `${freedom} degrees of freedom`);
  let low = 0;
  let high = Math.PI / 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return Math.sqrt(freedom) * Math.tan(low);
    if (withinAngle(middle, freedom) < confidence) low = middle;
    else high = middle;
  }
}

/** P(|T| < t). `t` >= 0. */
export const probabilityWithin = (t: number, freedom: number): number =>
  withinAngle(Math.atan(t / Math.sqrt(freedom)), freedom);

function withinAngle(angle: number, freedom: number): number {
  const cosine = Math.cos(angle);
  const isOdd = freedom % 2 === 1;
  if (isOdd && freedom === 1) return (2 * angle) / Math.PI;
  // Odd: cos + 2/3 cos^3 + (2 4)/(3 5) cos^5 + ...; even: 1 + 1/2 cos^2 + (1 3)/(2 4) cos^4 + ...; both up to cos^(df - 2).
  let term = isOdd ? cosine : 1;
  let sum = term;
  for (let power = isOdd ? 3 : 2; power <= freedom - 2; power += 2) {
    term *= ((power - 1) / power) * cosine * cosine;
    sum += term;
  }
  const tail = Math.sin(angle) * sum;
  return isOdd ? (2 / Math.PI) * (angle + tail) : tail;
}
