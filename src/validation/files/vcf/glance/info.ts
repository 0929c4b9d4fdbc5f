/** INFO read forward: keys come in the order in which they came before, so each is compared with the one that followed last. */

import type { InfoKeys } from '../info.ts';
import type { KeyEntry } from '../key-table.ts';
import type { VcfMeta } from '../meta.ts';
import { ANY, BY_GENOTYPE, byteClasses, NOT_SURE, valuesEnd } from './scan.ts';

const [TAB, LF, DOT, SEMICOLON, EQUALS, BLANK] = [0x09, 0x0a, 0x2e, 0x3b, 0x3d, 0x20];

export interface InfoGlance {
  /** Where INFO, which begins at `start`, ends: at a tab or line feed. `wanted`: numbers of values, by minus the codes of plans. */
  end(bytes: Uint8Array, start: number, wanted: Int32Array): number;
}

export function createInfoGlance(meta: VcfMeta, keys: InfoKeys): InfoGlance {
  const { table } = keys;
  // Texts with blanks are good from version 4.3 on.
  const classes = byteClasses(SEMICOLON, meta.minor >= 3);
  let first: KeyEntry | undefined;
  let { generation } = table;

  const lookUp = (bytes: Uint8Array, start: number): KeyEntry | undefined => {
    let end = start;
    for (let byte = bytes[end] ?? LF; byte > BLANK && byte !== EQUALS && byte !== SEMICOLON; byte = bytes[end] ?? LF) {
      end++;
    }
    return table.known(bytes, start, end);
  };

  return {
    end(bytes, start, wanted) {
      if (bytes[start] === DOT && isColumnEnd(bytes[start + 1])) return start + 1;
      if (generation !== table.generation) {
        first = undefined;
        generation = table.generation;
      }
      const record = ++keys.records;
      let before: KeyEntry | undefined;
      let at = start;
      for (;;) {
        let entry = before === undefined ? first : before.follower;
        if (entry === undefined || !isKeyAt(entry.bytes, bytes, at)) {
          entry = lookUp(bytes, at);
          // Of a key that is met for the first time there may be something to say.
          if (entry === undefined) return NOT_SURE;
          if (before === undefined) first = entry;
          else before.follower = entry;
        }
        if (!entry.isGood || entry.lastSeen === record) return NOT_SURE;
        entry.lastSeen = record;
        const { plan } = entry;
        at += entry.bytes.length;
        if (bytes[at] === EQUALS) {
          if (plan.kind === 'flag') return NOT_SURE;
          const { number } = plan;
          at = valuesEnd(bytes, at + 1, plan, number >= ANY ? number : (wanted[-number] ?? ANY), classes);
          if (at < 0) return NOT_SURE;
        } else if (plan.kind !== 'flag') return NOT_SURE;
        if (bytes[at] !== SEMICOLON) return isColumnEnd(bytes[at]) ? at : NOT_SURE;
        at++;
        // A semicolon at the end divides nothing.
        if (isColumnEnd(bytes[at])) return at;
        before = entry;
      }
    },
  };
}

const isColumnEnd = (byte: number | undefined): boolean => byte === TAB || byte === LF;

/** Whether `bytes` has the key at `start`, whole. */
function isKeyAt(key: Uint8Array, bytes: Uint8Array, start: number): boolean {
  let at = start;
  for (let i = 0; i < key.length; i++, at++) if (key[i] !== bytes[at]) return false;
  const after = bytes[at];
  return after === EQUALS || after === SEMICOLON || isColumnEnd(after);
}

/** By minus the codes of plans. By genotypes INFO is not counted: the ploidy is the samples' affair. */
export function createWanted(): Int32Array {
  const wanted = new Int32Array(1 - BY_GENOTYPE);
  return wanted.fill(ANY);
}
