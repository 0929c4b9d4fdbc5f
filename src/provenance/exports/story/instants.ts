/** From whole seconds after the run's epoch to the wall clock, and widening of intervals. */

import type { Seconds } from '../../../base/index.ts';

/** ISO 8601, UTC, milliseconds, of an instant of a run whose instant 0 is `epochMs`. */
export const isoAt = (epochMs: number, at: Seconds): string => new Date(epochMs + at * 1000).toISOString();

/** The same instant in the spelling of every export: UTC, milliseconds. Text that is no date stays as it is. */
export function isoOf(text: string): string {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? text : new Date(ms).toISOString();
}

export const earlier = (one: string, other: string): string => (Date.parse(other) < Date.parse(one) ? other : one);
export const later = (one: string, other: string): string => (Date.parse(other) > Date.parse(one) ? other : one);
