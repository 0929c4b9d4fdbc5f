/** INFO: KEY=VALUE and flags between semicolons, by their definitions. VCFv4.3 section 1.6.1. */

import { excerpt } from '../file-finding.ts';
import { RESERVED_INFO } from './definitions.ts';
import type { KeyTable } from './key-table.ts';
import type { VcfMeta } from './meta.ts';
import { expectedCount, readValues } from './values.ts';
import type { VcfCode } from './vcf-rules.ts';

type Add = (code: VcfCode, line: number, message: string) => void;

export interface Place {
  readonly line: number;
  readonly alternatives: number;
}

const [DOT, SEMICOLON, EQUALS, BLANK] = [0x2e, 0x3b, 0x3d, 0x20];
const CIGAR = /^([0-9]+[MIDNSHPX=])+(,([0-9]+[MIDNSHPX=])+)*$/;

/** Keys of INFO as they are met; shared by those who read it. */
export interface InfoKeys {
  readonly table: KeyTable;
  /** Counts records, for `lastSeen` of the keys. */
  records: number;
}

export function createInfoCheck(meta: VcfMeta, keys: InfoKeys, add: Add) {
  return {
    check(bytes: Uint8Array, start: number, end: number, place: Place): void {
      if (end - start === 1 && bytes[start] === DOT) return;
      keys.records++;
      let from = start;
      while (from <= end) {
        let equals = -1;
        let at = from;
        for (; at < end; at++) {
          const byte = bytes[at];
          if (byte === SEMICOLON) break;
          if (byte === EQUALS && equals < 0) equals = at;
        }
        part(bytes, from, equals < 0 ? at : equals, at, place);
        from = at + 1;
        // A semicolon at the end is written by many, and divides nothing.
        if (from === end + 1 || (from === end && bytes[end - 1] === SEMICOLON)) break;
      }
    },
  };

  function part(bytes: Uint8Array, start: number, keyEnd: number, end: number, { line, alternatives }: Place): void {
    const show = (): string => excerpt(bytes.subarray(start, Math.min(end, start + 61)));
    const entry = keys.table.find(bytes, start, keyEnd);
    const { definition, isGood } = entry;
    if (!isGood) return add('VCF-INFO', line, `'${show()}' is no KEY=VALUE`);
    if (entry.lastSeen === keys.records) return add('VCF-INFO', line, `${excerpt(definition.key)} comes twice`);
    const isNew = entry.lastSeen < 0;
    entry.lastSeen = keys.records;
    if (isNew && !definition.isDeclared && !definition.isReserved) {
      add('VCF-UNDECLARED', line, `INFO ${excerpt(definition.key)} is not declared`);
    }
    const hasValue = keyEnd < end;
    if (definition.type === 'Flag') {
      // A flag says all by being there; 0 and 1 are written behind some.
      if (hasValue) add('VCF-INFO-TYPE', line, `'${show()}': a flag has no value`);
      return;
    }
    if (!hasValue) {
      const isKnown = definition.isDeclared || definition.isReserved;
      if (isKnown && definition.number !== 0) add('VCF-INFO-TYPE', line, `'${show()}' has no value`);
      return;
    }
    if (meta.minor < 3 && hasBlank(bytes, keyEnd + 1, end)) return add('VCF-INFO', line, `'${show()}' has whitespace`);
    const { isGood: isTyped, count } = readValues(bytes, keyEnd + 1, end, definition);
    if (!isTyped || !isMeant(definition.key, bytes, keyEnd + 1, end)) {
      return add(
        'VCF-INFO-TYPE',
        line,
        `'${show()}' is not ${definition.type}${definition.isCount ? ' of 0 or more' : ''}`,
      );
    }
    // The ploidy is the samples' affair: by genotypes INFO is not counted.
    const expected = definition.number === 'G' ? -1 : expectedCount(definition.number, alternatives, 2);
    if (count > 0 && expected >= 0 && count !== expected) {
      add('VCF-INFO-NUMBER', line, `'${show()}' has ${count} values; there must be ${expected}`);
    }
  }
}

/** Texts that the specification gives a form. */
function isMeant(key: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (key !== 'CIGAR' || RESERVED_INFO[key] === undefined) return true;
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 4096)));
  return text === '.' || CIGAR.test(text);
}

function hasBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === BLANK) return true;
  return false;
}
