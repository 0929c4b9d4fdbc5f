/** Time to failure of equipment that wears with use: Weibull, given what it has survived. */

export interface Wear {
  readonly shape: number;
  /** Of the same unit as `age`. */
  readonly scale: number;
  /** Use that it has survived. */
  readonly age: number;
  /** The hazard is this many times the Weibull one from now on. */
  readonly hazardMultiplier: number;
}

/**
 * Further use until failure, from `u` in (0, 1): the quantile of survival u.
 *
 * The cumulative hazard H(t) = m ((a + t)^k - a^k) / s^k reaches -ln u at t = s ((a / s)^k - ln u / m)^(1 / k) - a.
 */
export function timeToFailure(u: number, { shape, scale, age, hazardMultiplier }: Wear): number {
  if (hazardMultiplier === 0) return Infinity;
  const survived = (age / scale) ** shape;
  return Math.max(0, scale * (survived - Math.log(u) / hazardMultiplier) ** (1 / shape) - age);
}
