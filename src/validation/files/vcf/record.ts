/** One record of VCF, by its bytes: VCFv4.3 section 1.6. */

import { Buffer } from 'node:buffer';
import type { Metrics, MetricsLevel } from '../content-judge.ts';
import { excerpt, type FileFindings } from '../file-finding.ts';
import { alternativesIn, isBases } from './alleles.ts';
import { createFilterCheck } from './filters.ts';
import { createRecordGlance, type RecordGlance } from './glance/record.ts';
import { createInfoCheck, type InfoKeys } from './info.ts';
import { createKeyTable } from './key-table.ts';
import { isKey, type VcfMeta } from './meta.ts';
import { createSampleCheck } from './samples.ts';
import { createSiteWatch } from './sites.ts';
import { createVariantCounts } from './variant-counts.ts';
import { isFloat } from './values.ts';
import type { VcfCode } from './vcf-rules.ts';
import { isSameBytes } from '../text/same-bytes.ts';

const [TAB, DOT, LESS] = [0x09, 0x2e, 0x3c];
const FIXED = 8;

export interface RecordJudge {
  record(bytes: Uint8Array, start: number, end: number, line: number): void;
  readonly glance: RecordGlance;
  readonly metrics: Metrics;
}

/** `columns`: as the header line has them, 8 or more. */
export function createRecordJudge(
  findings: FileFindings,
  meta: VcfMeta,
  columns: number,
  level: MetricsLevel,
): RecordJudge {
  const add = (code: VcfCode, line: number, message: string): void => findings.add(code, { line }, message);
  const starts = new Int32Array(columns + 1);
  const sites = createSiteWatch();
  const filters = createFilterCheck(meta, add);
  const keys: InfoKeys = { table: createKeyTable(meta.info, (key) => isKey(key, meta.minor)), records: 0 };
  const info = createInfoCheck(meta, keys, add);
  const samples = createSampleCheck(meta, add);
  const counts = createVariantCounts(columns, level);
  const contig = { bytes: new Uint8Array(), length: Number.POSITIVE_INFINITY };
  const glance = createRecordGlance({ meta, columns, starts, contig, sites, filters, keys, samples, counts });

  const enter = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    contig.bytes = bytes.slice(start, end);
    const name = text(bytes, start, end);
    const plain = name.replace(/^<(.*)>$/, '$1');
    if (!isContig(name, meta.minor)) {
      // Those of HLA alleles have colons and stars, and are in every file of the human genome.
      const isDeclared = meta.contigs.has(plain) && isContig(name, NEWEST);
      add(isDeclared ? 'VCF-CHROM-NEWER' : 'VCF-CHROM', line, `CHROM '${excerpt(name)}'`);
    }
    if (meta.contigs.size > 0 && !meta.contigs.has(plain)) {
      add('VCF-CONTIG-UNKNOWN', line, `CHROM '${excerpt(name)}' is in no contig line`);
    }
    contig.length = meta.contigs.get(plain) ?? Number.POSITIVE_INFINITY;
    if (!sites.enter(name)) add('VCF-CONTIGUOUS', line, `CHROM '${excerpt(name)}' was left before`);
  };

  return {
    get metrics() {
      return counts.metrics();
    },
    glance,
    record(bytes, start, end, line) {
      let fields = 1;
      starts[0] = start;
      // Within the line only: `indexOf` would look through all that follows, for each short line anew.
      for (let at = start; at < end; at++) {
        if (bytes[at] !== TAB) continue;
        if (fields < columns) starts[fields] = at + 1;
        fields++;
      }
      if (fields !== columns) return add('VCF-COLUMNS', line, `${fields} columns; the header line has ${columns}`);
      starts[columns] = end + 1;
      for (let field = 0; field < FIXED; field++) {
        if ((starts[field + 1] ?? 0) - (starts[field] ?? 0) === 1) {
          return add('VCF-COLUMNS', line, `column ${field + 1} is empty`);
        }
      }
      const from = (field: number): number => starts[field] ?? 0;
      const to = (field: number): number => (starts[field + 1] ?? 0) - 1;
      const show = (field: number): string =>
        excerpt(bytes.subarray(from(field), Math.min(to(field), from(field) + 61)));

      if (!isSameBytes(contig.bytes, bytes, from(0), to(0))) enter(bytes, from(0), to(0), line);
      const position = whole(bytes, from(1), to(1));
      if (position < 0) add('VCF-POS', line, `POS '${show(1)}'`);
      else if (position > contig.length + 1)
        add('VCF-BEYOND-END', line, `POS ${position}; the contig has ${contig.length}`);
      if (!isDot(bytes, from(2), to(2))) checkId(text(bytes, from(2), to(2)), line);
      if (!isBases(bytes, from(3), to(3))) add('VCF-REF', line, `REF '${show(3)}'`);
      const alternatives = alternativesIn(bytes, from(4), to(4));
      if (alternatives < 0) add('VCF-ALT', line, `ALT '${show(4)}'`);
      else if (alternatives > 1 && hasTwice(text(bytes, from(4), to(4)))) {
        add('VCF-ALT-DUPLICATE', line, `ALT '${show(4)}' has an allele twice`);
      }
      if (position >= 0) checkSite(bytes, position, line);
      if (!isDot(bytes, from(5), to(5)) && !isFloat(bytes, from(5), to(5))) add('VCF-QUAL', line, `QUAL '${show(5)}'`);
      filters.check(bytes, from(6), to(6), line);
      const known = Math.max(alternatives, 0);
      info.check(bytes, from(7), to(7), { line, alternatives: known });
      if (columns > FIXED + 1) samples.check(bytes, starts, columns, { line, alternatives: known });
      counts.add(bytes, starts, alternatives, samples.last);
    },
  };

  function checkId(id: string, line: number): void {
    const ids = id.split(';');
    const isGood = !/\s/.test(id) && ids.every((one) => one !== '');
    // Version 4.3 forbids repetition.
    if (!isGood || (meta.minor >= 3 && hasRepetition(ids))) add('VCF-ID', line, `ID '${excerpt(id)}'`);
  }

  function checkSite(bytes: Uint8Array, position: number, line: number): void {
    const [start, end] = [starts[3] ?? 0, (starts[5] ?? 0) - 1];
    // Symbolic alleles stand for different things by their INFO.
    const isSymbolic = holds(bytes, start, end, LESS);
    const order = sites.at(position, bytes, start, isSymbolic ? start : end);
    if (order === 'unsorted') add('VCF-UNSORTED', line, `POS ${position} comes after a larger one`);
    if (order === 'duplicate') add('VCF-DUPLICATE', line, `POS ${position} with these alleles was there before`);
  }
}

const NEWEST = 5;

/** Names as in SAM from version 4.3 on, and without colon until 4.3; or any of them in angle brackets. */
function isContig(name: string, minor: number): boolean {
  const [, bracketed] = /^<([^<>]+)>$/.exec(name) ?? [];
  const plain = bracketed ?? name;
  if (minor <= 3 && plain.includes(':')) return false;
  return minor < 3
    ? /^[^\s,:<>]+$/.test(plain)
    : /^[0-9A-Za-z!#$%&+./:;?@^_|~-][0-9A-Za-z!#$%&*+./:;=?@^_|~-]*$/.test(plain) &&
        !(minor === 3 && plain.includes('*'));
}

const isDot = (bytes: Uint8Array, start: number, end: number): boolean => end - start === 1 && bytes[start] === DOT;

function whole(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 12) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Within the range only: `indexOf` would look through all that follows. */
function holds(bytes: Uint8Array, start: number, end: number, byte: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === byte) return true;
  return false;
}

const hasTwice = (alleles: string): boolean => hasRepetition(alleles.split(','));
const hasRepetition = (parts: readonly string[]): boolean => parts.length > 1 && new Set(parts).size < parts.length;

const text = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
