/** What the kernel of reference records is told of the file, as it lies in its memory: see reference-records.wat. */

import { IS_BASE } from '../alleles.ts';
import { wantedInInfo } from '../glance/info-shape.ts';
import { byteClasses, wantedOf, type ValueKind } from '../glance/scan.ts';
import { COLON, EQUALS, SEMICOLON, TAB } from '../glance/text.ts';
import type { KeyEntry } from '../key-table.ts';
import type { Layout } from '../samples.ts';

const [CLASSES_IN_INFO, CLASSES_IN_SAMPLES, BASES, NUMBERS] = [0x000, 0x100, 0x200, 0x300];
const [CHROM, FILTER, FORMAT] = [0x340, 0x380, 0x3c0];
const [FORMAT_PLANS, FORMAT_PLANS_END] = [0x400, 0x600];
const [ROOT, WORD_BYTES] = [0x800, 64];
const MOST_WORDS = 256;
/** Of a word. */
const [KIND, COUNT, LENGTH, MASK, CHILD, OTHER, MASK_BEHIND, TEXT] = [0, 4, 8, 12, 16, 20, 24, 32];
const LONGEST = 32;

/** Of the others each record is left. */
const KINDS: Partial<Record<ValueKind, number>> = {
  flag: 0,
  counts: 1,
  integers: 2,
  'unsigned floats': 3,
  floats: 4,
  texts: 5,
};

export interface ReferenceProgram {
  /** As much of the kernel's memory as is used, from byte 0. */
  readonly memory: Uint8Array;
  /** Changes with `memory`. */
  readonly version: number;
  /** `length`: of the contig. False where the kernel has no room for the name. */
  contig(name: Uint8Array, length: number): boolean;
  filter(text: Uint8Array): boolean;
  /** False where records of this FORMAT are not the kernel's affair. */
  format(layout: Layout): boolean;
  /** Keys of an INFO that is good, each once. */
  info(entries: readonly KeyEntry[]): void;
  forgetInfo(): void;
}

export interface Told {
  /** Of the version of VCF. */
  readonly minor: number;
  readonly samples: number;
  /** Whether missing genotypes need no more than to be counted together. */
  readonly mayMiss: boolean;
}

export function createReferenceProgram({ minor, samples, mayMiss }: Told): ReferenceProgram {
  const room = new Uint8Array(ROOT + (1 + MOST_WORDS) * WORD_BYTES);
  const view = new DataView(room.buffer);
  let end = ROOT + WORD_BYTES;
  let version = 0;
  const put = (at: number, value: number): void => view.setInt32(at, value, true);

  room.set(byteClasses(SEMICOLON, minor >= 3), CLASSES_IN_INFO);
  room.set(byteClasses(COLON, true), CLASSES_IN_SAMPLES);
  room.set(IS_BASE, BASES);
  put(NUMBERS + 4, samples);
  put(NUMBERS + 12, mayMiss ? 1 : 0);

  const putWord = (at: number, text: Uint8Array): boolean => {
    version++;
    if (text.length > LONGEST) return false;
    put(at + LENGTH, text.length);
    put(at + MASK, 2 ** Math.min(16, text.length) - 1);
    put(at + MASK_BEHIND, 2 ** Math.max(0, text.length - 16) - 1);
    room.fill(0, at + TEXT, at + WORD_BYTES);
    room.set(text, at + TEXT);
    return true;
  };
  const withTab = (text: Uint8Array): Uint8Array => Uint8Array.of(...text, TAB);

  /** The word of `parent`'s children that is this text; made where there is none. undefined: there is no room. */
  const childOf = (parent: number, text: Uint8Array): number | undefined => {
    let link = parent + CHILD;
    for (let child = view.getInt32(link, true); child !== 0; child = view.getInt32(link, true)) {
      if (
        view.getInt32(child + LENGTH, true) === text.length &&
        text.every((byte, i) => byte === room[child + TEXT + i])
      ) {
        return child;
      }
      link = child + OTHER;
    }
    if (text.length > LONGEST || end === room.length) return undefined;
    const made = end;
    end += WORD_BYTES;
    put(link, made);
    put(made + CHILD, 0);
    put(made + OTHER, 0);
    putWord(made, text);
    return made;
  };

  const forgetInfo = (): void => {
    put(ROOT + CHILD, 0);
    end = ROOT + WORD_BYTES;
    version++;
  };

  return {
    get memory() {
      return room.subarray(0, end);
    },
    get version() {
      return version;
    },
    contig(name, length) {
      put(NUMBERS, Math.min(length + 1, 2 ** 31 - 1));
      return putWord(CHROM, withTab(name));
    },
    filter: (text) => putWord(FILTER, withTab(text)),
    format({ bytes, plans, hasGenotype }) {
      const others = plans.slice(1);
      const plansEnd = FORMAT_PLANS + 8 * others.length;
      if (!hasGenotype || plansEnd > FORMAT_PLANS_END) return false;
      for (const [i, plan] of others.entries()) {
        const kind = KINDS[plan.kind];
        // A sample has no flags.
        if (kind === undefined || kind === KINDS.flag) return false;
        put(FORMAT_PLANS + 8 * i, kind);
        put(FORMAT_PLANS + 8 * i + 4, wantedOf(plan, 0, 2));
      }
      put(NUMBERS + 8, plansEnd);
      return putWord(FORMAT, withTab(bytes));
    },
    info(entries) {
      let at = ROOT;
      for (const [i, entry] of entries.entries()) {
        const kind = KINDS[entry.plan.kind];
        if (kind === undefined) return;
        const before = i === 0 ? [] : [SEMICOLON];
        const behind = kind === KINDS.flag ? [] : [EQUALS];
        const word = childOf(at, Uint8Array.of(...before, ...entry.bytes, ...behind));
        if (word === undefined) {
          // What comes now may be more alike.
          if (end === room.length) forgetInfo();
          return;
        }
        put(word + KIND, kind);
        put(word + COUNT, wantedInInfo(entry, 0));
        at = word;
      }
    },
    forgetInfo,
  };
}
