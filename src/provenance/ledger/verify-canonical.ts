/**
 * Whether bytes are canonical JSON, told in one pass over them: nothing is parsed, copied or spelled anew.
 *
 * It says yes only to what `canonicalJson` would write. To a few rare spellings that are canonical too (member names with
 * escapes or beyond ASCII) it says "perhaps", and the caller asks the slow codec.
 */

import { MAX_DEPTH } from '../record/json-fault.ts';

/** Instead of an offset: not canonical, or too rare a spelling to tell. */
export const UNSURE = -1;

/** What is asked of the members of the outermost object. */
export interface TopMembers {
  /** Where the text of its member `type` begins, behind the quote; `UNSURE` where it has none, or one that is no text. */
  type: number;
  /** Whether it has a member `at`. */
  hasAt: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** 1: stands in a text for itself, alone. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, c) =>
  c >= 0x20 && c < 0x80 && c !== QUOTE && c !== BACKSLASH ? 1 : 0,
);

/** Where the canonical value at `start` ends. `depth`: levels above it. Reads beyond the value only where it is not canonical. */
export function scanValue(bytes: Uint8Array, start: number, depth: number): number {
  if (depth > MAX_DEPTH) return UNSURE;
  const first = bytes[start] ?? 0;
  if (first === QUOTE) return scanText(bytes, start + 1);
  if (first === OPEN_OBJECT) return scanObject(bytes, start, depth);
  if (first === OPEN_ARRAY) return scanArray(bytes, start, depth);
  if (first === MINUS || (first >= ZERO && first <= NINE)) return scanNumber(bytes, start);
  return scanWord(bytes, start);
}

/** `top`: filled in for this object, not for those inside. */
export function scanObject(bytes: Uint8Array, start: number, depth: number, top?: TopMembers): number {
  if (bytes[start] !== OPEN_OBJECT) return UNSURE;
  let i = start + 1;
  if (bytes[i] === CLOSE_OBJECT) return i + 1;
  let previous = UNSURE;
  for (;;) {
    if (bytes[i] !== QUOTE) return UNSURE;
    const name = i + 1;
    i = scanPlain(bytes, name);
    if (bytes[i] !== QUOTE || bytes[i + 1] !== COLON) return UNSURE;
    if (previous !== UNSURE && !isBefore(bytes, previous, name)) return UNSURE;
    if (top !== undefined) note(top, bytes, name);
    previous = name;
    i = scanValue(bytes, i + 2, depth + 1);
    if (i === UNSURE) return UNSURE;
    const after = bytes[i++];
    if (after === CLOSE_OBJECT) return i;
    if (after !== COMMA) return UNSURE;
  }
}

function scanArray(bytes: Uint8Array, start: number, depth: number): number {
  let i = start + 1;
  if (bytes[i] === CLOSE_ARRAY) return i + 1;
  for (;;) {
    i = scanValue(bytes, i, depth + 1);
    if (i === UNSURE) return UNSURE;
    const after = bytes[i++];
    if (after === CLOSE_ARRAY) return i;
    if (after !== COMMA) return UNSURE;
  }
}

function scanPlain(bytes: Uint8Array, start: number): number {
  let i = start;
  while (PLAIN[bytes[i] ?? 0] === 1) i++;
  return i;
}

/** The rest of a text, behind its opening quote. */
function scanText(bytes: Uint8Array, start: number): number {
  let i = start;
  for (;;) {
    const c = bytes[i] ?? 0;
    if (PLAIN[c] === 1) i++;
    else if (c === QUOTE) return i + 1;
    else {
      i = c === BACKSLASH ? scanEscape(bytes, i) : scanCharacter(bytes, i);
      if (i === UNSURE) return UNSURE;
    }
  }
}

/** RFC 8785 section 3.2.2.2: `\" \\ \b \t \n \f \r`, and `\u00xx` for the other control characters. */
function scanEscape(bytes: Uint8Array, start: number): number {
  const letter = bytes[start + 1] ?? 0;
  if (letter !== 0x75) return SHORT_ESCAPES.includes(letter) ? start + 2 : UNSURE;
  const digits = String.fromCharCode(...bytes.subarray(start + 2, start + 6));
  return /^00(?:0[0-7be-f]|1[0-9a-f])$/.test(digits) ? start + 6 : UNSURE;
}

const SHORT_ESCAPES: readonly number[] = Array.from('"\\btnfr', (letter) => letter.charCodeAt(0));

/** A character beyond ASCII: RFC 3629 section 4, which leaves out surrogates and needless length. */
function scanCharacter(bytes: Uint8Array, start: number): number {
  const lead = bytes[start] ?? 0;
  const second = bytes[start + 1] ?? 0;
  if (lead >= 0xc2 && lead <= 0xdf) return isTrail(second) ? start + 2 : UNSURE;
  if (!isTrail(second) || !isTrail(bytes[start + 2])) return UNSURE;
  if (lead >= 0xe0 && lead <= 0xef) {
    if ((lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f)) return UNSURE;
    return start + 3;
  }
  if (lead < 0xf0 || lead > 0xf4 || !isTrail(bytes[start + 3])) return UNSURE;
  if ((lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f)) return UNSURE;
  return start + 4;
}

const isTrail = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x80 && byte <= 0xbf;

/** Integers of up to 15 digits are told by their digits, all other numbers by how ECMAScript spells the double. */
function scanNumber(bytes: Uint8Array, start: number): number {
  const end = scanInteger(bytes, start);
  const after = bytes[end === UNSURE ? start : end] ?? 0;
  // None of `.`, `e` and a sixteenth digit follows.
  if (end !== UNSURE && after !== 0x2e && after !== 0x65 && (after < ZERO || after > NINE)) return end;
  let last = start;
  while (isOfNumber(bytes[last]) && last - start <= LONGEST_NUMBER) last++;
  const text = String.fromCharCode(...bytes.subarray(start, last));
  const value = Number(text);
  const hasForm = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  return hasForm && String(value) === text ? last : UNSURE;
}

/** `0`, or 1 to 15 digits that begin with none, with or without a minus before. What follows is not looked at. */
export function scanInteger(bytes: Uint8Array, start: number): number {
  const first = bytes[start] === MINUS ? start + 1 : start;
  const lead = bytes[first] ?? 0;
  if (lead === ZERO) return first === start ? start + 1 : UNSURE;
  let i = first;
  for (let c = lead; c >= ZERO && c <= NINE && i - first < 15; c = bytes[i] ?? 0) i++;
  return i === first ? UNSURE : i;
}

/** `-1.2345678901234567e-300` has 24 characters. */
const LONGEST_NUMBER = 25;

const isOfNumber = (c: number | undefined): boolean =>
  c !== undefined && ((c >= ZERO && c <= NINE) || c === MINUS || c === 0x2b || c === 0x2e || c === 0x65);

function scanWord(bytes: Uint8Array, start: number): number {
  for (const word of WORDS) if (startsWith(bytes, start, word)) return start + word.length;
  return UNSURE;
}

/** Whether `part` stands at `start`. */
export function startsWith(bytes: Uint8Array, start: number, part: Uint8Array): boolean {
  for (let i = 0; i < part.length; i++) if (bytes[start + i] !== part[i]) return false;
  return true;
}

/** The byte at `place`; 0, which no record holds, beyond the end. */
export const byteAt = (bytes: Uint8Array, place: number): number => bytes[place] ?? 0;

export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

const WORDS = ['true', 'false', 'null'].map(ascii);

/** Whether one plain name comes before another, both ended by a quote, which no plain name holds. Names that are equal do not. */
function isBefore(bytes: Uint8Array, one: number, other: number): boolean {
  for (let i = 0; ; i++) {
    const a = bytes[one + i] ?? QUOTE;
    const b = bytes[other + i] ?? QUOTE;
    if (a !== b) return a === QUOTE || (b !== QUOTE && a < b);
    if (a === QUOTE) return false;
  }
}

function note(top: TopMembers, bytes: Uint8Array, name: number): void {
  if (startsWith(bytes, name, TYPE)) top.type = name + TYPE.length;
  else if (startsWith(bytes, name, AT)) top.hasAt = true;
}

/** As far as the value's own quote: a type that is no text is none. */
const TYPE = ascii('type":"');
const AT = ascii('at":');
