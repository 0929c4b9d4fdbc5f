/**
 * Quantities as people write them (`44 h`, `400 M`, `120 Gb`, `30 GB`, `-20 degC`) to the numbers the model counts in.
 *
 * Times, memory and temperatures are converted by mathjs. Reads and bases are counts with a decimal prefix, read here:
 * to mathjs `Gb` would be gigabits.
 */

import math from 'mathjs/lib/browser/math.js';

import { DAY, HOUR, MINUTE, WEEK, duration, type Duration } from '../base/index.ts';

export type Quantity<T> =
  | { readonly kind: 'ok'; readonly value: T }
  /** `message` names the text; `hint` shows spellings that work. */
  | { readonly kind: 'bad'; readonly message: string; readonly hint: string };

const TIME_ALIASES: Readonly<Record<string, string>> = { d: 'day', wk: 'week' };
const TIME_UNITS = /^(s|secs?|seconds?|min|minutes?|h|hrs?|hours?|d|days?|wk|weeks?)$/;
const TIME_TERM = /(\d+(?:\.\d+)?)\s*([A-Za-z]+)/g;
const DURATION_HINT = "Write a number and a unit, e.g. '44 h', '90 min', '3 d', '2 wk' or '1 h 30 min'.";

/** `44 h`, `2 wk`, `1 h 30 min`, `0`: whole seconds, not negative. Months and years are refused: their length varies. */
export function parseDuration(text: string): Quantity<Duration> {
  const trimmed = text.trim();
  if (/^0+$/.test(trimmed)) return ok(duration(0));
  const bad = (what: string): Quantity<Duration> => ({
    kind: 'bad',
    message: `'${text}' ${what}`,
    hint: DURATION_HINT,
  });
  if (trimmed === '' || trimmed.replaceAll(TIME_TERM, '').trim() !== '') return bad('is not a duration');
  let total = 0;
  for (const [, number = '', unit = ''] of trimmed.matchAll(TIME_TERM)) {
    if (!TIME_UNITS.test(unit)) return bad(`has the unit '${unit}', which is not a unit of time used here`);
    total += math.unit(Number(number), TIME_ALIASES[unit] ?? unit).toNumber('s');
  }
  // 0.3 h is 1079.9999999999998 s in binary; a microsecond is far below any second that was meant.
  const whole = Math.round(total);
  if (Math.abs(total - whole) > 1e-6) return bad(`is ${total} s, not a whole number of seconds`);
  if (whole > 100 * 365 * DAY) return bad('is longer than a hundred years');
  return ok(duration(whole));
}

const PREFIXES: Readonly<Record<string, number>> = { '': 0, k: 3, M: 6, G: 9, T: 12 };

/** `400 M`, `3.25 G reads`, `26000000000`: a whole number of read pairs, not negative. */
export function parseReads(text: string): Quantity<number> {
  const match = /^(\d+(?:\.\d+)?)\s*([kMGT]?)\s*(?:reads?)?$/.exec(shortOf(text));
  return parseCount(text, match, "a number of reads, e.g. '400 M', '3.25 G' or '25 M reads'");
}

/** `120 Gb`, `8 Tb`, `300 Mbp`: a whole number of bases, not negative. */
export function parseBases(text: string): Quantity<number> {
  const match = /^(\d+(?:\.\d+)?)\s*([kMGT]?)\s*bp?$/.exec(shortOf(text));
  return parseCount(text, match, "a number of bases, e.g. '120 Gb' or '8 Tb'");
}

/** `30 GB`, `512 MiB`: whole bytes, not negative, at most 2^50. */
export function parseMemory(text: string): Quantity<number> {
  const hint = "Write bytes with a prefix, e.g. '30 GB' (10^9) or '512 MiB' (2^20).";
  const match = /^\s*(\d+(?:\.\d+)?)\s*((?:[kMGTP]|[KMGTP]i)?B)\s*$/.exec(text);
  if (match === null) return { kind: 'bad', message: `'${text}' is not an amount of memory`, hint };
  const bytes = math.unit(Number(match[1]), match[2] ?? 'B').toNumber('B');
  // mathjs counts bits, which are exact up to 2^53; above a byte, only rounding can leave a fraction of 2^-20.
  if (bytes > 2 ** 50) return { kind: 'bad', message: `'${text}' is more than 2^50 bytes`, hint };
  if (Math.abs(bytes - Math.round(bytes)) > 2 ** -20 * Math.max(1, bytes / 2 ** 30)) {
    return { kind: 'bad', message: `'${text}' is ${bytes} bytes, not a whole number`, hint };
  }
  return ok(Math.round(bytes));
}

/** `-20 degC`, `4 °C`, `253 K`: degrees Celsius. */
export function parseTemperature(text: string): Quantity<number> {
  const hint = "Write e.g. '4 degC', '-20 degC' or '193 K'.";
  const match = /^\s*([-+]?\d+(?:\.\d+)?)\s*(degC|degF|°C|°F|K)\s*$/.exec(text);
  if (match === null) return { kind: 'bad', message: `'${text}' is not a temperature`, hint };
  const celsius = math.unit(Number(match[1]), (match[2] ?? '').replace('°', 'deg')).toNumber('degC');
  if (celsius < -273.15 - 1e-9) return { kind: 'bad', message: `'${text}' is below absolute zero`, hint };
  return ok(celsius);
}

/** The shortest spelling in the units above that reads back to the same: `1 d 2 h`, `90 s` as `1 min 30 s`. */
export function formatDuration(length: number): string {
  if (length < 0) return `-${formatDuration(-length)}`;
  const parts: string[] = [];
  let rest = length;
  for (const [unit, size] of [
    ['wk', WEEK],
    ['d', DAY],
    ['h', HOUR],
    ['min', MINUTE],
    ['s', 1],
  ] as const) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count} ${unit}`);
    rest -= count * size;
  }
  return parts.length === 0 ? '0 s' : parts.join(' ');
}

/** A count with the largest decimal prefix that keeps it exact to three decimals: `3.25 G`; else plain digits. */
export const formatReads = (reads: number): string => withPrefix(reads, ['T', 'G', 'M', 'k']);

/** `30 GB`, `1.5 TB`; plain bytes where no prefix is exact. */
export const formatMemory = (bytes: number): string => {
  const text = withPrefix(bytes, ['T', 'G', 'M', 'k']);
  return /[TGMk]$/.test(text) ? `${text}B` : `${text} B`;
};

function withPrefix(value: number, prefixes: readonly string[]): string {
  for (const prefix of prefixes) {
    const thousandth = 10 ** ((PREFIXES[prefix] ?? 0) - 3);
    // Beyond 10^12 thousandths a double no longer prints all three decimals.
    const isShort = value >= 1000 * thousandth && value < 1e12 * thousandth;
    if (isShort && value % thousandth === 0) return `${value / thousandth / 1000} ${prefix}`;
  }
  return String(value);
}

/** Blanks may stand in many places, and where a text has thousands of them, an expression tries each way to share them out. */
const shortOf = (text: string): string => {
  const trimmed = text.trim();
  return trimmed.length <= 100 ? trimmed : '';
};

function parseCount(text: string, match: RegExpExecArray | null, wanted: string): Quantity<number> {
  const hint = `Write ${wanted}.`;
  if (match === null) return { kind: 'bad', message: `'${text}' is not ${wanted.replace(/, e\.g\..*/, '')}`, hint };
  // The exponent is joined as text, so that 3.25 G is exact: no multiplication rounds.
  const value = Number(`${match[1]}e${PREFIXES[match[2] ?? ''] ?? 0}`);
  if (!Number.isSafeInteger(value)) return { kind: 'bad', message: `'${text}' is not a whole number up to 2^53`, hint };
  return ok(value);
}

const ok = <T>(value: T): Quantity<T> => ({ kind: 'ok', value });
