/** Values of INFO and of samples: their types, and how many there must be. */

import { NEWER_NUMBERS, type Definition, type ValueNumber } from './definitions.ts';
import { isDigit } from '../text/characters.ts';

const [COMMA, DOT, MINUS, PLUS] = [0x2c, 0x2e, 0x2d, 0x2b];

/** VCFv4.3 1.3: the lowest eight numbers of 32 bits mean other things in BCF. */
const [MIN_INTEGER, MAX_INTEGER] = [-(2 ** 31) + 8, 2 ** 31 - 1];

export interface Values {
  readonly isGood: boolean;
  /** Values between commas; 0 for a single dot, which stands for all of them. */
  readonly count: number;
}

const GOOD: readonly Values[] = Array.from({ length: 32 }, (_, count) => ({ isGood: true, count }));
const BAD: Values = { isGood: false, count: 0 };

/** `bytes[start, end)`: values between commas. */
export function readValues(bytes: Uint8Array, start: number, end: number, { type, isCount }: Definition): Values {
  if (end - start === 1 && bytes[start] === DOT) return good(0);
  if (start === end) return BAD;
  if (type === 'String' || type === 'Flag') return good(1 + commas(bytes, start, end));
  let count = 0;
  let at = start;
  while (at <= end) {
    const next = valueEnd(bytes, at, end);
    if (!isValue(bytes, at, next, type, isCount)) return BAD;
    count++;
    at = next + 1;
  }
  return good(count);
}

const good = (count: number): Values => GOOD[count] ?? { isGood: true, count };

function valueEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== COMMA) at++;
  return at;
}

function commas(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (bytes[at] === COMMA) count++;
  return count;
}

function isValue(bytes: Uint8Array, start: number, end: number, type: Definition['type'], isCount: boolean): boolean {
  if (end - start === 1 && bytes[start] === DOT) return true;
  switch (type) {
    case 'Integer':
      return isWhole(bytes, start, end, isCount);
    case 'Float':
      return isFloat(bytes, start, end) && !(isCount && bytes[start] === MINUS && !isZero(bytes, start + 1, end));
    case 'Character':
      return isOneCharacter(bytes, start, end);
    default:
      return true;
  }
}

function isWhole(bytes: Uint8Array, start: number, end: number, isCount: boolean): boolean {
  const sign = bytes[start];
  let at = sign === MINUS || sign === PLUS ? start + 1 : start;
  if (at === end || end - at > 12) return false;
  let value = 0;
  for (; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return false;
    value = value * 10 + digit;
  }
  const signed = sign === MINUS ? -value : value;
  return signed >= (isCount ? 0 : MIN_INTEGER) && signed <= MAX_INTEGER;
}

/** VCFv4.3 1.3: `[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?`, a point at the end too, or NaN and infinity in any case. */
export function isFloat(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  if (bytes[at] === MINUS || bytes[at] === PLUS) at++;
  let digits = 0;
  while (at < end && isDigit(bytes[at] ?? 0)) {
    at++;
    digits++;
  }
  if (bytes[at] === DOT && at < end) {
    at++;
    while (at < end && isDigit(bytes[at] ?? 0)) {
      at++;
      digits++;
    }
  }
  if (digits === 0) return isNamed(bytes, at, end);
  if (at < end && ((bytes[at] ?? 0) | 0x20) === 0x65) {
    at++;
    if (bytes[at] === MINUS || bytes[at] === PLUS) at++;
    const from = at;
    while (at < end && isDigit(bytes[at] ?? 0)) at++;
    if (at === from) return false;
  }
  return at === end;
}

const NAMED: readonly string[] = ['nan', 'inf', 'infinity'];

function isNamed(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 3 || end - start > 8) return false;
  let text = '';
  for (let at = start; at < end; at++) text += String.fromCharCode((bytes[at] ?? 0) | 0x20);
  return NAMED.includes(text);
}

function isZero(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== 0x30 && bytes[at] !== DOT) return false;
  return true;
}

/** One character of UTF-8, or one that is percent-encoded. */
function isOneCharacter(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  const first = bytes[start] ?? 0;
  if (length === 3 && first === 0x25) return true;
  return length === (first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);
}

/**
 * How many values there must be with so many alternative alleles; -1: any. Where ALT is a dot, files keep values by alternative or
 * genotype of what is not there: any number. `ploidy`: of the sample; 2 where there is none.
 */
export function expectedCount(number: ValueNumber, alternatives: number, ploidy: number): number {
  if (typeof number === 'number') return number;
  if (number === '.' || number in NEWER_NUMBERS || (alternatives === 0 && number !== 'R')) return -1;
  if (number === 'A') return alternatives;
  if (number === 'R') return alternatives + 1;
  return genotypes(alternatives + 1, ploidy);
}

/** Ways to draw `ploidy` of `alleles` with repetition: (alleles + ploidy - 1 over ploidy). */
function genotypes(alleles: number, ploidy: number): number {
  let count = 1;
  for (let k = 1; k <= ploidy; k++) count = (count * (alleles + k - 1)) / k;
  return Math.round(count);
}
