/**
 * Planning time: whole seconds counted from the scenario's epoch.
 *
 * An instant is `Seconds`, a length is `Duration`; both are safe integers. Intervals are half-open, [start, end).
 * Wall-clock times (ISO 8601 with offset) exist only at the edges; `model/` converts them.
 */

import type { Brand } from './brand.ts';

/** An instant, in whole seconds after the epoch; may be negative (before it). */
export type Seconds = Brand<number, 'Seconds'>;

/** A length of time in whole seconds; never negative unless the docstring says so. */
export type Duration = Brand<number, 'Duration'>;

export const seconds = (value: number): Seconds => value as Seconds;
export const duration = (value: number): Duration => value as Duration;

export const MINUTE: Duration = duration(60);
export const HOUR: Duration = duration(3600);
export const DAY: Duration = duration(86_400);
export const WEEK: Duration = duration(604_800);

/** Later than every plan: 2^40 s is some 34,000 years, and sums of a few of them stay exact integers. */
export const NEVER: Seconds = seconds(2 ** 40);

/** `instant + length`. */
export const after = (instant: Seconds, length: number): Seconds => (instant + length) as Seconds;

/** `end - start`; negative when `end` is before `start`. */
export const between = (start: Seconds, end: Seconds): Duration => (end - start) as Duration;

/** Seconds as decimal hours, for people and for objective values stated in hours. */
export const hours = (length: number): number => length / 3600;
