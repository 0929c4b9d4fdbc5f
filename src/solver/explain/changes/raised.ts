/** A level over time that is higher for a while: operators on shift, cores of a pool. */

import { NEVER, at, sumOfLevels, type Interval, type StepFunction } from '../../../base/index.ts';

/** `steps`, `level` higher during `spans`. */
export function raised(steps: StepFunction, spans: readonly Interval[], level: number): StepFunction {
  const pieces = steps.levels.map((present, k) => ({
    intervals: [{ start: at(steps.times, k), end: steps.times[k + 1] ?? NEVER }],
    level: present,
  }));
  return sumOfLevels([...pieces, { intervals: spans, level }]);
}
