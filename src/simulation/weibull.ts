/** Time to failure of equipment that wears with use: Weibull, given what it has survived. */

export interface Wear {
  readonly shape: number;
  /** Of the same unit as `age`. */
  readonly scale: number;
  /** Use that it has survived. */
  readonly age: number;
  /** The hazard is this many times the Weibull one from now on. */
  readonly hazardMultiplier: number;
  /** After `in` more of use (0: it has begun) the hazard is `hazard` times as high again. */
  readonly wearOut?: { readonly in: number; readonly hazard: number };
}

/**
 * Further use until failure, from `u` in (0, 1): the quantile of survival u.
 *
 * The cumulative hazard H(t) = m ((a + t)^k - a^k) / s^k, and from the onset of wear-out on that of the part before plus h
 * times that of the part after, reaches -ln u at the returned t.
 */
export function timeToFailure(u: number, { shape, scale, age, hazardMultiplier, wearOut }: Wear): number {
  if (hazardMultiplier === 0) return Infinity;
  const hazard = -Math.log(u) / hazardMultiplier;
  if (wearOut === undefined) return useFor(hazard, { shape, scale, age });
  const worn = age + wearOut.in;
  const before = (worn / scale) ** shape - (age / scale) ** shape;
  if (hazard <= before) return useFor(hazard, { shape, scale, age });
  return wearOut.in + useFor((hazard - before) / wearOut.hazard, { shape, scale, age: worn });
}

/** Use beyond `age` that brings so much cumulative hazard. */
const useFor = (hazard: number, { shape, scale, age }: Pick<Wear, 'shape' | 'scale' | 'age'>): number =>
  Math.max(0, scale * ((age / scale) ** shape + hazard) ** (1 / shape) - age);
