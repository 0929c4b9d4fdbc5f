/** The optional fields of an alignment: SAMv1 section 1.5. */

import { isDigit } from '../text/characters.ts';

const COLON = 0x3a;

/** `hex`: digits in lower case, which the specification does not have and htslib writes on. */
export type TagFault = 'format' | 'name' | 'value' | 'hex';

/** What is wrong with `bytes[start, end)` as TAG:TYPE:VALUE; undefined where nothing is. */
export function tagFault(bytes: Uint8Array, start: number, end: number): TagFault | undefined {
  if (end - start < 5 || bytes[start + 2] !== COLON || bytes[start + 4] !== COLON) return 'format';
  const [first = 0, second = 0] = [bytes[start], bytes[start + 1]];
  if (!isGraphic(first) || !isGraphic(second) || first === COLON || second === COLON) return 'format';
  const isGood = VALUES[bytes[start + 3] ?? 0];
  if (isGood === undefined) return 'format';
  if (!isGood(bytes, start + 5, end)) return 'value';
  if (!isLetter(first) || !(isLetter(second) || isDigit(second))) return 'name';
  const hasLowerCase = (): boolean => !every(bytes, start + 5, end, (byte) => byte < 0x61);
  return bytes[start + 3] === 0x48 && hasLowerCase() ? 'hex' : undefined;
}

type IsValue = (bytes: Uint8Array, start: number, end: number) => boolean;

const isLetter = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
const isGraphic = (byte: number): boolean => byte >= 0x21 && byte <= 0x7e;

/** By the code of the type. */
const VALUES: readonly (IsValue | undefined)[] = byCode({
  A: (bytes, start, end) => end - start === 1 && isGraphic(bytes[start] ?? 0),
  // A signed number, up to what BAM can hold.
  i: (bytes, start, end) => isInteger(bytes, start, end, -(2 ** 31), 2 ** 32 - 1),
  f: isFloat,
  Z: (bytes, start, end) => every(bytes, start, end, (byte) => byte >= 0x20 && byte <= 0x7e),
  H: (bytes, start, end) =>
    (end - start) % 2 === 0 &&
    every(bytes, start, end, (byte) => isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66)),
  B: isArray,
});

const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  c: [-128, 127],
  C: [0, 255],
  s: [-32_768, 32_767],
  S: [0, 65_535],
  i: [-(2 ** 31), 2 ** 31 - 1],
  I: [0, 2 ** 32 - 1],
};

/** A letter for the kind of number, then a comma and a number, any times. */
function isArray(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end) return false;
  const kind = String.fromCharCode(bytes[start] ?? 0);
  const range = RANGES[kind];
  if (range === undefined && kind !== 'f') return false;
  let at = start + 1;
  while (at < end) {
    if (bytes[at] !== 0x2c) return false;
    let next = at + 1;
    while (next < end && bytes[next] !== 0x2c) next++;
    const isGood =
      range === undefined ? isFloat(bytes, at + 1, next) : isInteger(bytes, at + 1, next, range[0], range[1]);
    if (!isGood) return false;
    at = next;
  }
  return true;
}

/** `[-+]?[0-9]+`, within the range. */
export function isInteger(bytes: Uint8Array, start: number, end: number, min: number, max: number): boolean {
  const sign = bytes[start];
  let at = sign === 0x2d || sign === 0x2b ? start + 1 : start;
  if (at >= end) return false;
  let value = 0;
  for (; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return false;
    value = value * 10 + digit;
    // No number beyond that is in any range, however long it goes on.
    if (value > 1e12) return false;
  }
  const signed = sign === 0x2d ? -value : value;
  return signed >= min && signed <= max;
}

/** `[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?` */
function isFloat(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  const digits = (): number => {
    const from = at;
    while (at < end && isDigit(bytes[at] ?? 0)) at++;
    return at - from;
  };
  const sign = (): void => {
    if (bytes[at] === 0x2d || bytes[at] === 0x2b) at++;
  };
  sign();
  const whole = digits();
  if (at < end && bytes[at] === 0x2e) {
    at++;
    if (digits() === 0) return false;
  } else if (whole === 0) return false;
  if (at < end && ((bytes[at] ?? 0) | 0x20) === 0x65) {
    at++;
    sign();
    if (digits() === 0) return false;
  }
  return at === end;
}

function every(bytes: Uint8Array, start: number, end: number, is: (byte: number) => boolean): boolean {
  for (let at = start; at < end; at++) if (!is(bytes[at] ?? 0)) return false;
  return true;
}

function byCode(values: Readonly<Record<string, IsValue>>): readonly (IsValue | undefined)[] {
  const table: (IsValue | undefined)[] = Array.from({ length: 256 }, () => undefined);
  for (const [letter, is] of Object.entries(values)) table[letter.charCodeAt(0)] = is;
  return table;
}
