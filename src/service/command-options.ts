/** Values of options: how they are spelled, and what is said of those that cannot be read. */

import { InvalidArgumentError } from 'commander';
import type { ExitCode } from './exit-code.ts';
import type { Budget } from './planning.ts';

/** Takes the exit code of what was done. */
export type Conclude = (exit: ExitCode) => void;

/** For options that may be given several times. */
export const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d{1,15}$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError('not a whole number.');
  return value;
}

export function portNumber(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 65_535) throw new InvalidArgumentError('write a number from 0 to 65535.');
  return value;
}

export function threads(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 64)
    throw new InvalidArgumentError('write a number from 1 to 64.');
  return value;
}

/** Threads that inflate beside the one that judges: more than these would wait for it, and cost memory. */
export function inflatingThreads(text: string): number {
  if (!/^[0-4]$/.test(text)) throw new InvalidArgumentError('write a number from 0 to 4.');
  return Number(text);
}

/** `500ms`, `30s`, `10m`: milliseconds. */
export function timeSpan(text: string): number {
  const [, amount, unit = ''] = /^(\d{1,6})(ms|s|m)$/.exec(text) ?? [];
  const ms = Number(amount) * (UNIT_MS[unit] ?? Number.NaN);
  if (!(ms > 0)) throw new InvalidArgumentError('write 500ms, 30s or 10m.');
  return ms;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** `1000`: that many steps, reproducible; `100ms` or `10s`: a time limit, not reproducible. */
export function parseBudget(text: string): Budget {
  const match = /^(\d{1,9})(ms|s)?$/.exec(text);
  const amount = Number(match?.[1]);
  if (match === null || amount === 0) throw new InvalidArgumentError('write 200, 100ms or 10s.');
  if (match[2] === undefined) return { iterations: amount };
  return { ms: match[2] === 's' ? amount * 1000 : amount };
}
