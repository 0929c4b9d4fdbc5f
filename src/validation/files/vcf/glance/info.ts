/** INFO read forward: by the shape that records before had, and where it is another, by the key that followed each last. */

import type { InfoKeys } from '../info.ts';
import type { KeyEntry } from '../key-table.ts';
import type { VcfMeta } from '../meta.ts';
import { prepareShape, shapeEnd, shapeOf, wantedInInfo, type InfoShape, type Passed } from './info-shape.ts';
import { BLANK, DOT, EQUALS, isColumnEnd, LF, SEMICOLON, type Text } from './text.ts';
import { byteClasses, NOT_SURE, valuesEnd } from './scan.ts';

/** So many more records of another shape than of the one that is kept have the next one kept. */
const PATIENCE = 4;
/** Of longer ones a template is not worth its memory. */
const MOST_KEYS_IN_SHAPE = 1000;

export interface InfoGlance {
  /** Where INFO, which begins at `start`, ends: at a tab or line feed; or NOT_SURE. */
  end(text: Text, start: number, alternatives: number): number;
}

export function createInfoGlance(meta: VcfMeta, keys: InfoKeys): InfoGlance {
  const { table } = keys;
  // Texts with blanks are good from version 4.3 on.
  const classes = byteClasses(SEMICOLON, meta.minor >= 3);
  const passed: Passed = { keys: 0, at: 0 };
  let shape: InfoShape | undefined;
  let misses = PATIENCE;
  let first: KeyEntry | undefined;
  let { generation } = table;
  /** Keys of the record that is read, where it is not of the shape. */
  const sequence: KeyEntry[] = [];
  let inSequence = 0;

  return {
    end(text, start, alternatives) {
      const { bytes } = text;
      if (bytes[start] === DOT && isColumnEnd(bytes[start + 1] ?? LF)) return start + 1;
      if (generation !== table.generation) forget();
      inSequence = 0;
      if (shape === undefined) return byKeys(text, start, alternatives);
      if (shape.alternatives !== alternatives) prepareShape(shape, alternatives);
      const end = shapeEnd(shape, text, start, classes, passed);
      if (end >= 0) {
        if (misses > 0) misses--;
        return end;
      }
      misses++;
      if (passed.keys === 0) return byKeys(text, start, alternatives);
      for (let i = 0; i < passed.keys; i++) {
        const entry = shape.entries[i];
        if (entry !== undefined) sequence[inSequence++] = entry;
      }
      if (isColumnEnd(bytes[passed.at] ?? LF)) return passed.at;
      return bytes[passed.at] === SEMICOLON ? byKeys(text, passed.at + 1, alternatives) : NOT_SURE;
    },
  };

  function forget(): void {
    shape = undefined;
    first = undefined;
    misses = PATIENCE;
    generation = table.generation;
  }

  /** From the key at `start`, behind those of `sequence`. */
  function byKeys(text: Text, start: number, alternatives: number): number {
    const { bytes } = text;
    const record = ++keys.records;
    let before: KeyEntry | undefined;
    for (let i = 0; i < inSequence; i++) {
      before = sequence[i];
      if (before !== undefined) before.lastSeen = record;
    }
    let at = start;
    for (;;) {
      // A semicolon at the end divides nothing.
      if (isColumnEnd(bytes[at] ?? LF) && before !== undefined) break;
      const entry = keyAt(bytes, at, before);
      // Of a key that is met for the first time there may be something to say.
      if (entry === undefined || !entry.isGood || !entry.isAscii || entry.lastSeen === record) return NOT_SURE;
      entry.lastSeen = record;
      sequence[inSequence++] = entry;
      const { plan } = entry;
      at += entry.bytes.length;
      if (bytes[at] === EQUALS) {
        if (plan.kind === 'flag') return NOT_SURE;
        at = valuesEnd(text, at + 1, plan, wantedInInfo(entry, alternatives), classes);
        if (at < 0) return NOT_SURE;
      } else if (plan.kind !== 'flag') return NOT_SURE;
      if (isColumnEnd(bytes[at] ?? LF)) break;
      if (bytes[at] !== SEMICOLON) return NOT_SURE;
      at++;
      before = entry;
    }
    if (misses >= PATIENCE && inSequence <= MOST_KEYS_IN_SHAPE) {
      shape = shapeOf(sequence.slice(0, inSequence));
      misses = 0;
    }
    return at;
  }

  function keyAt(bytes: Uint8Array, start: number, before: KeyEntry | undefined): KeyEntry | undefined {
    const follower = before === undefined ? first : before.follower;
    if (follower !== undefined && isKeyAt(follower.bytes, bytes, start)) return follower;
    const other = before?.otherFollower;
    if (other !== undefined && isKeyAt(other.bytes, bytes, start)) return other;
    let end = start;
    for (let byte = bytes[end] ?? LF; byte > BLANK && byte !== EQUALS && byte !== SEMICOLON; byte = bytes[end] ?? LF) {
      end++;
    }
    const entry = table.known(bytes, start, end);
    if (entry === undefined) return undefined;
    if (before === undefined) first = entry;
    else if (follower === undefined) before.follower = entry;
    else before.otherFollower = entry;
    return entry;
  }
}

/** Whether `bytes` has the key at `start`, whole. */
function isKeyAt(key: Uint8Array, bytes: Uint8Array, start: number): boolean {
  let at = start;
  for (let i = 0; i < key.length; i++, at++) if (key[i] !== bytes[at]) return false;
  const after = bytes[at];
  return after === EQUALS || after === SEMICOLON || isColumnEnd(after ?? LF);
}
