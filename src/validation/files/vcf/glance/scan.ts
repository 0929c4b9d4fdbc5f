/**
 * Values read forward, from their first byte to the one that ends them, in one pass. They say where values end that are surely good,
 * and NOT_SURE of all others: those are for the judge that reads columns one by one, which alone finds fault.
 */

import type { Definition, ValueNumber } from '../definitions.ts';
import { BLANK, COMMA, digitsEnd, DOT, LF, type Text } from './text.ts';
import { expectedCount, readValues } from '../values.ts';

/** Not surely good: the whole line goes to the judge that finds fault. */
export const NOT_SURE = -1;

const [MINUS, PLUS] = [0x2d, 0x2b];

/** Of bytes in a value: those that are part of it, those that divide it, and those that end it or are unusual. */
const [PART, DIVIDES, ENDS] = [0, 1, 2];

/** By byte; for values that end at `separator`, a tab or a line feed. */
export type ByteClasses = Uint8Array;

export function byteClasses(separator: number, mayHoldBlanks: boolean): ByteClasses {
  // Of what is not ASCII there may be something to say.
  const classes = new Uint8Array(256).fill(ENDS, 0, BLANK).fill(ENDS, 0x80);
  classes[separator] = ENDS;
  classes[COMMA] = DIVIDES;
  if (!mayHoldBlanks) classes[BLANK] = ENDS;
  return classes;
}

export type ValueKind = 'counts' | 'integers' | 'unsigned floats' | 'floats' | 'texts' | 'characters' | 'flag' | 'form';

/** What a definition says of values, made ready for the scan. */
export interface ValuePlan {
  readonly kind: ValueKind;
  /** How many: a number, ANY, or one of BY_ALTERNATIVE, BY_ALLELE, BY_GENOTYPE, to be looked up for the record. */
  readonly number: number;
  readonly definition: Definition;
}

export const [ANY, BY_ALTERNATIVE, BY_ALLELE, BY_GENOTYPE] = [-1, -2, -3, -4] as const;

export function planOf(definition: Definition): ValuePlan {
  return { kind: kindOf(definition), number: codeOf(definition.number), definition };
}

function kindOf({ key, type, isCount }: Definition): ValueKind {
  switch (type) {
    case 'Integer':
      return isCount ? 'counts' : 'integers';
    case 'Float':
      return isCount ? 'unsigned floats' : 'floats';
    case 'String':
      // Has a form of its own.
      return key === 'CIGAR' ? 'form' : 'texts';
    case 'Flag':
      return 'flag';
    case 'Character':
      return 'characters';
  }
}

function codeOf(number: ValueNumber): number {
  if (typeof number === 'number') return number;
  return number === 'A' ? BY_ALTERNATIVE : number === 'R' ? BY_ALLELE : number === 'G' ? BY_GENOTYPE : ANY;
}

/** How many values a plan wants of a record with so many alternatives; ANY where any number will do. */
export function wantedOf(plan: ValuePlan, alternatives: number, ploidy: number): number {
  return expectedCount(plan.definition.number, alternatives, ploidy);
}

/** Where the values that begin at `start` end: at the first byte that is none of theirs, by `classes`. */
export function valuesEnd(text: Text, start: number, plan: ValuePlan, wanted: number, classes: ByteClasses): number {
  const { bytes } = text;
  if (bytes[start] === DOT && classes[bytes[start + 1] ?? LF] === ENDS) return start + 1;
  const end = usualEnd(text, start, plan.kind, wanted, classes);
  if (end >= 0 && classes[bytes[end] ?? LF] === ENDS) return end;
  // The specification gives the values a form, or there must be none.
  if (plan.kind === 'form' || plan.kind === 'flag') return NOT_SURE;
  return unusualEnd(bytes, start, plan.definition, wanted, classes);
}

function usualEnd(text: Text, start: number, kind: ValueKind, wanted: number, classes: ByteClasses): number {
  switch (kind) {
    case 'counts':
      return integersEnd(text, start, wanted);
    case 'integers':
      return signedEnd(text, start, wanted);
    case 'unsigned floats':
      return floatsEnd(text, start, wanted, false);
    case 'floats':
      return floatsEnd(text, start, wanted, true);
    case 'texts':
      return textsEnd(text, start, wanted, classes);
    default:
      return NOT_SURE;
  }
}

/** Whole numbers without sign, of nine digits at most: none is out of its range. `wanted`: how many. */
export function integersEnd({ bytes, view }: Text, start: number, wanted: number): number {
  let from = start;
  for (let count = 1; ; count++) {
    const at = digitsEnd(view, from);
    if (at === from || at - from > 9) return NOT_SURE;
    if (bytes[at] !== COMMA) return count === wanted || wanted < 0 ? at : NOT_SURE;
    from = at + 1;
  }
}

export function signedEnd({ bytes, view }: Text, start: number, wanted: number): number {
  let from = start;
  for (let count = 1; ; count++) {
    if (bytes[from] === MINUS) from++;
    const at = digitsEnd(view, from);
    if (at === from || at - from > 9) return NOT_SURE;
    if (bytes[at] !== COMMA) return count === wanted || wanted < 0 ? at : NOT_SURE;
    from = at + 1;
  }
}

export function floatsEnd({ bytes, view }: Text, start: number, wanted: number, maySigned: boolean): number {
  let at = start;
  for (let count = 1; ; count++) {
    if (maySigned && bytes[at] === MINUS) at++;
    const from = at;
    at = digitsEnd(view, at);
    let digits = at - from;
    if (bytes[at] === DOT) {
      const point = at + 1;
      at = digitsEnd(view, point);
      digits += at - point;
    }
    if (digits === 0) return NOT_SURE;
    if (((bytes[at] ?? 0) | 0x20) === 0x65) {
      at++;
      if (bytes[at] === MINUS || bytes[at] === PLUS) at++;
      const exponent = at;
      at = digitsEnd(view, at);
      if (at === exponent) return NOT_SURE;
    }
    if (bytes[at] !== COMMA) return count === wanted || wanted < 0 ? at : NOT_SURE;
    at++;
  }
}

export function textsEnd({ bytes }: Text, start: number, wanted: number, classes: ByteClasses): number {
  let at = start;
  let count = 1;
  for (; ; at++) {
    const kind = classes[bytes[at] ?? LF];
    if (kind === PART) continue;
    if (kind === ENDS) break;
    count++;
  }
  return at > start && (count === wanted || wanted < 0) ? at : NOT_SURE;
}

/** What the scans are not sure of, by the reading that is the law. */
function unusualEnd(
  bytes: Uint8Array,
  start: number,
  definition: Definition,
  wanted: number,
  classes: ByteClasses,
): number {
  let end = start;
  while (classes[bytes[end] ?? LF] !== ENDS) end++;
  const { isGood, count } = readValues(bytes, start, end, definition);
  return isGood && (count === 0 || wanted < 0 || count === wanted) ? end : NOT_SURE;
}
