/** One record of BCF, field by field: VCFv4.3 section 6.3. */

import { excerpt } from '../file-finding.ts';
import { alternativesIn, isBases } from '../vcf/alleles.ts';
import { expectedCount } from '../vcf/values.ts';
import type { BcfCode } from './bcf-rules.ts';
import type { Dictionaries, KeyMeaning } from './dictionary.ts';
import {
  countOf,
  createTypedReader,
  FLOAT,
  INT8,
  isWhole,
  MISSING,
  readDescriptor,
  readNumber,
  readTyped,
  sizeOf,
  TEXT,
  wholeAt,
} from './typed-value.ts';

/** Lengths, then CHROM, POS, rlen, QUAL, n_info and n_allele, n_sample and n_fmt. */
export const LENGTHS_BYTES = 8;
export const FIXED_BYTES = 24;
const DOT = 0x2e;

/** What of a record others look at. */
export interface BcfRecord {
  chrom: number;
  /** 0-based; -1 for the telomere. */
  pos: number;
  rlen: number;
  alternatives: number;
}

export interface BcfRecordJudge {
  readonly record: BcfRecord;
  /** `start`: of l_shared; all of the record is there. */
  judge(bytes: Uint8Array, view: DataView, start: number): void;
}

export function createBcfRecordJudge(
  { keys, contigs, samples }: Dictionaries,
  add: (code: BcfCode, message: string) => void,
): BcfRecordJudge {
  const record: BcfRecord = { chrom: -1, pos: -1, rlen: 0, alternatives: 0 };
  const reader = createTypedReader();
  const left = new Set<number>();
  let [lastChrom, lastPos] = [-1, -1];

  return {
    record,
    judge(bytes, view, start) {
      const shared = start + LENGTHS_BYTES;
      const indiv = shared + view.getUint32(start, true);
      const end = indiv + view.getUint32(start + 4, true);
      const alleles = view.getUint16(shared + 18, true);
      fixed(view, shared);
      reader.at = shared + FIXED_BYTES;
      const isWhole =
        id(view, indiv) &&
        allelesOf(bytes, view, indiv, alleles) &&
        filters(view, indiv) &&
        infos(view, indiv, view.getUint16(shared + 16, true));
      if (isWhole && reader.at !== indiv) {
        add('BCF-LENGTH', `l_shared ${indiv - shared}; its fields have ${reader.at - shared} bytes`);
      }
      reader.at = indiv;
      const counts = view.getUint32(shared + 20, true);
      const isWholeIndiv = isWhole && formats(view, end, counts >>> 24, counts & 0xffffff);
      if (isWholeIndiv && reader.at !== end) {
        add('BCF-LENGTH', `l_indiv ${end - indiv}; its fields have ${reader.at - indiv} bytes`);
      }
    },
  };

  function fixed(view: DataView, at: number): void {
    record.chrom = view.getInt32(at, true);
    record.pos = view.getInt32(at + 4, true);
    record.rlen = view.getInt32(at + 8, true);
    if (contigs[record.chrom] === undefined)
      add('BCF-CHROM', `CHROM ${record.chrom}; there are ${contigs.length} contigs`);
    if (record.pos < -1) add('BCF-POS', `POS ${record.pos}`);
    if (record.rlen < 0) add('BCF-POS', `rlen ${record.rlen}`);
    if (record.chrom !== lastChrom) {
      // Of contigs that are none there may be any number.
      if (contigs[lastChrom] !== undefined) left.add(lastChrom);
      lastChrom = record.chrom;
      if (left.has(lastChrom)) add('BCF-CONTIGUOUS', `CHROM ${contigs[lastChrom] ?? lastChrom} was left before`);
    } else if (record.pos < lastPos) add('BCF-UNSORTED', `POS ${record.pos} comes after ${lastPos}`);
    lastPos = record.pos;
    const count = view.getUint32(at + 20, true) & 0xffffff;
    if (count !== samples) add('BCF-SAMPLES', `${count} samples; the header has ${samples}`);
  }

  /** Of all that follow: false where the rest cannot be read, which has been told. */
  function broken(what: string): false {
    add('BCF-TYPE', `${what} is no typed value of its kind within the record`);
    return false;
  }

  function id(view: DataView, end: number): boolean {
    return (readTyped(reader, view, end) && (reader.type === TEXT || reader.length === 0)) || broken('ID');
  }

  function allelesOf(bytes: Uint8Array, view: DataView, end: number, count: number): boolean {
    if (count === 0) add('BCF-ALLELES', 'n_allele is 0');
    record.alternatives = Math.max(0, count - 1);
    for (let i = 0; i < count; i++) {
      if (!readTyped(reader, view, end) || (reader.type !== TEXT && reader.length > 0)) return broken(`allele ${i}`);
      const [from, to] = [reader.data, reader.data + reader.length];
      // A dot may stand where there is no alternative.
      const isAllele =
        i === 0
          ? isBases(bytes, from, to)
          : alternativesIn(bytes, from, to) === 1 || (to - from === 1 && bytes[from] === DOT);
      if (!isAllele) add('BCF-ALLELES', `allele ${i} is '${excerpt(bytes.subarray(from, Math.min(to, from + 61)))}'`);
    }
    return true;
  }

  function filters(view: DataView, end: number): boolean {
    if (!readTyped(reader, view, end) || (reader.length > 0 && !isWhole(reader.type))) return broken('FILTER');
    const { type, length, data } = reader;
    for (let i = 0; i < length; i++) {
      const key = wholeAt(view, data + i * sizeOf(type), type);
      if (keys[key]?.isFilter !== true) add('BCF-KEY', `FILTER ${key} is in no FILTER line`);
    }
    return true;
  }

  function infos(view: DataView, end: number, count: number): boolean {
    for (let i = 0; i < count; i++) {
      const key = readNumber(reader, view, end);
      if (key < 0) return broken(`key ${i} of INFO`);
      const entry = keys[key];
      if (!readTyped(reader, view, end)) return broken(`INFO ${entry?.name ?? key}`);
      if (entry?.info === undefined) add('BCF-KEY', `INFO ${entry?.name ?? key} is in no INFO line`);
      else checkInfo(view, entry.name, entry.info);
    }
    return true;
  }

  function checkInfo(view: DataView, name: string, meaning: KeyMeaning): void {
    if (meaning.type === 'Flag') return;
    if (!fits(meaning))
      return add('BCF-TYPE', `INFO ${name} is of type ${reader.type}; it is declared ${meaning.type}`);
    if (reader.type === MISSING || meaning.number === 'G') return;
    const count = countOf(reader, view);
    const expected = expectedCount(meaning.number, record.alternatives, 2);
    // A text is one value, or several between commas; tools do not agree.
    const isGood = count === 0 || expected < 0 || count === expected || (reader.type === TEXT && expected === 1);
    if (!isGood) add('BCF-NUMBER', `INFO ${name} has ${count} values; there must be ${expected}`);
  }

  /** Whether the typed value in hand may be one of the declared type. */
  function fits({ type }: KeyMeaning): boolean {
    if (reader.type === MISSING || reader.length === 0) return true;
    if (type === 'Integer') return isWhole(reader.type);
    return type === 'Float' ? reader.type === FLOAT : reader.type === TEXT;
  }

  function formats(view: DataView, end: number, count: number, ofSamples: number): boolean {
    for (let i = 0; i < count; i++) {
      const key = readNumber(reader, view, end);
      if (key < 0) return broken(`key ${i} of FORMAT`);
      const entry = keys[key];
      const name = entry?.name ?? String(key);
      if (!readDescriptor(reader, view, end)) return broken(`FORMAT ${name}`);
      reader.at = reader.data + ofSamples * reader.length * sizeOf(reader.type);
      if (reader.at > end) return broken(`FORMAT ${name}`);
      if (entry?.format === undefined) add('BCF-KEY', `FORMAT ${name} is in no FORMAT line`);
      else if (name === 'GT') genotypes(view, ofSamples);
      else checkFormat(name, entry.format);
    }
    return true;
  }

  function checkFormat(name: string, meaning: KeyMeaning): void {
    if (!fits(meaning))
      return add('BCF-TYPE', `FORMAT ${name} is of type ${reader.type}; it is declared ${meaning.type}`);
    if (reader.type === TEXT || meaning.number === 'G') return;
    // Vectors are filled up to the longest: none has more values than it may.
    const expected = expectedCount(meaning.number, record.alternatives, 2);
    if (expected >= 0 && reader.length > Math.max(1, expected)) {
      add('BCF-NUMBER', `FORMAT ${name} has ${reader.length} values; there must be ${expected}`);
    }
  }

  /** (allele + 1) << 1, and whether it is phased; 0 is missing, negative ones fill up. */
  function genotypes(view: DataView, ofSamples: number): void {
    const { type, length, data } = reader;
    if (length > 0 && !isWhole(type)) return add('BCF-TYPE', `FORMAT GT is of type ${type}`);
    const size = sizeOf(type);
    const limit = 2 * (record.alternatives + 1) + 1;
    const end = data + ofSamples * length * size;
    for (let at = data; at < end; at += size) {
      const value = type === INT8 ? view.getInt8(at) : wholeAt(view, at, type);
      if (value > limit) return add('BCF-GENOTYPE', `allele ${(value >> 1) - 1} of ${record.alternatives + 1}`);
    }
  }
}
