/**
 * The keys of an INFO column in their order: what a record has is nearly always what the one before had, but for the values. It is
 * walked beside the bytes of the record, four at a time, with no look at any key as such.
 */

import type { KeyEntry } from '../key-table.ts';
import {
  ANY,
  BY_GENOTYPE,
  floatsEnd,
  integersEnd,
  NOT_SURE,
  signedEnd,
  textsEnd,
  valuesEnd,
  wantedOf,
  type ByteClasses,
  type ValueKind,
} from './scan.ts';
import { EQUALS, isColumnEnd, LF, literalOf, SEMICOLON, type Text } from './text.ts';

const KINDS: readonly ValueKind[] = [
  'counts',
  'integers',
  'unsigned floats',
  'floats',
  'texts',
  'characters',
  'form',
  'flag',
];
const [COUNTS, INTEGERS, UNSIGNED, FLOATS, TEXTS, FLAG] = [0, 1, 2, 3, 4, KINDS.indexOf('flag')];

export interface InfoShape {
  /** Each once. */
  readonly entries: readonly KeyEntry[];
  /**
   * Of each key, with the semicolon before it and the equals sign behind it: the kind of its values, its length, where in the program its
   * last word stands, the mask of that, and its words.
   */
  readonly program: Int32Array;
  /** How many values each key has, at `alternatives`. */
  readonly wanted: Int32Array;
  alternatives: number;
}

export function shapeOf(entries: readonly KeyEntry[]): InfoShape {
  const program: number[] = [];
  for (const [i, { bytes, plan }] of entries.entries()) {
    const key = i === 0 ? bytes : Uint8Array.of(SEMICOLON, ...bytes);
    const { length, words, mask } = literalOf(key, ...(plan.kind === 'flag' ? [] : [EQUALS]));
    program.push(KINDS.indexOf(plan.kind), length, program.length + 3 + words.length, mask, ...words);
  }
  return {
    entries: [...entries],
    program: Int32Array.from(program),
    wanted: new Int32Array(entries.length),
    alternatives: NOT_SURE,
  };
}

/** By genotypes INFO is not counted: the ploidy is the samples' affair. */
export function wantedInInfo({ plan }: KeyEntry, alternatives: number): number {
  return plan.number === BY_GENOTYPE ? ANY : wantedOf(plan, alternatives, 2);
}

/** For records with so many alternatives. */
export function prepareShape(shape: InfoShape, alternatives: number): void {
  shape.entries.forEach((entry, i) => (shape.wanted[i] = wantedInInfo(entry, alternatives)));
  shape.alternatives = alternatives;
}

/** How far a walk came that did not come to the end: how many keys were passed, each with good values, and what follows the last. */
export interface Passed {
  keys: number;
  at: number;
}

/** Where the INFO that begins at `start` ends, if it is of this shape and good; else NOT_SURE, and `passed` says how far it is. */
export function shapeEnd(shape: InfoShape, text: Text, start: number, classes: ByteClasses, passed: Passed): number {
  const { program, wanted } = shape;
  const { view } = text;
  let at = start;
  let key = 0;
  keys: for (let p = 0; p < program.length; key++) {
    const kind = program[p] ?? 0;
    const length = program[p + 1] ?? 0;
    const last = program[p + 2] ?? 0;
    const mask = program[p + 3] ?? 0;
    let word = at;
    for (p += 4; p < last; p++, word += 4) if (view.getInt32(word, true) !== program[p]) break keys;
    if ((view.getInt32(word, true) & mask) !== program[p++]) break;
    let end = at + length;
    if (kind !== FLAG) {
      const count = wanted[key] ?? ANY;
      const from = end;
      if (kind === COUNTS) end = integersEnd(text, from, count);
      else if (kind === FLOATS) end = floatsEnd(text, from, count, true);
      else if (kind === TEXTS) end = textsEnd(text, from, count, classes);
      else if (kind === INTEGERS) end = signedEnd(text, from, count);
      else if (kind === UNSIGNED) end = floatsEnd(text, from, count, false);
      else end = NOT_SURE;
      if (end < 0) {
        end = otherEnd(shape, key, text, from, classes);
        if (end < 0) break;
      }
    }
    at = end;
  }
  if (key === wanted.length && isColumnEnd(text.bytes[at] ?? LF)) return at;
  passed.keys = key;
  passed.at = at;
  return NOT_SURE;
}

function otherEnd(shape: InfoShape, key: number, text: Text, start: number, classes: ByteClasses): number {
  const plan = shape.entries[key]?.plan;
  return plan === undefined ? NOT_SURE : valuesEnd(text, start, plan, shape.wanted[key] ?? ANY, classes);
}
