/**
 * Control charts of what a machine reports of itself: has a signal shifted for the worse, and by how much?
 *
 * Two charts on standardised readings x = (value - expected) / sd, because each sees what the other is slow to see: an EWMA
 * (Roberts 1959; lambda 0.2, limits at 3 sigma with their exact start-up widths) and a tabular CUSUM (Page 1954; k = 0.5,
 * h = 5). Both are as in Montgomery, Introduction to Statistical Quality Control, chapter 9. On a signal that is all right they
 * alarm about once in 500 readings.
 */

import type { Signal } from '../model/index.ts';

const LAMBDA = 0.2;
const WIDTH = 3;
const ALLOWANCE = 0.5;
const DECISION = 5;

/** What is remembered of a signal's readings. Positive is worse; where either way is bad, `low` is the other way. */
export interface Chart {
  readonly readings: number;
  readonly ewma: number;
  readonly high: Cusum;
  readonly low: Cusum;
}

interface Cusum {
  readonly sum: number;
  /** Readings since the sum was last zero. */
  readonly since: number;
}

const ZERO: Cusum = { sum: 0, since: 0 };

export const NEW_CHART: Chart = { readings: 0, ewma: 0, high: ZERO, low: ZERO };

/** Standard deviations to the bad side; where either way is bad, to the upper one. */
export const standardised = ({ expected, sd, worse }: Signal, value: number): number =>
  ((value - expected) / sd) * (worse === 'lower' ? -1 : 1);

/** The chart after one more reading, as `standardised`. */
export const withReading = (chart: Chart, x: number): Chart => ({
  readings: chart.readings + 1,
  ewma: LAMBDA * x + (1 - LAMBDA) * chart.ewma,
  high: added(chart.high, x),
  low: added(chart.low, -x),
});

function added({ sum, since }: Cusum, x: number): Cusum {
  const next = Math.max(0, sum + x - ALLOWANCE);
  return next > 0 ? { sum: next, since: since + 1 } : ZERO;
}

/**
 * By how many standard deviations the signal seems to have shifted for the worse, while one of the charts alarms; 0: none
 * does. The charts' own estimates (k + sum / readings since zero; the average, corrected for its start), the larger one.
 */
export function estimatedShift({ readings, ewma, high, low }: Chart, worse: Signal['worse']): number {
  if (readings === 0) return 0;
  const left = (1 - LAMBDA) ** (2 * readings);
  const limit = WIDTH * Math.sqrt((LAMBDA / (2 - LAMBDA)) * (1 - left));
  const average = worse === 'either' ? Math.abs(ewma) : ewma;
  let shift = average > limit ? average / (1 - Math.sqrt(left)) : 0;
  for (const { sum, since } of worse === 'either' ? [high, low] : [high]) {
    if (sum > DECISION) shift = Math.max(shift, ALLOWANCE + sum / since);
  }
  return shift;
}
