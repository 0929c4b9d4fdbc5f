/** Judges VCF text, versions 4.1 to 4.5, line by line. */

import { Buffer } from 'node:buffer';
import type { Companion } from '../companions.ts';
import type { ContentJudge, FileFormat, MetricsLevel } from '../content-judge.ts';
import { excerpt, type FileFindings } from '../file-finding.ts';
import { checkLineIndexes } from '../tbi/line-index-checks.ts';
import { createLineCutter } from '../text/lines.ts';
import { encodingFault } from './encoding.ts';
import { forgetPiece } from './kernel/kernel.ts';
import { createVcfMeta } from './meta.ts';
import { createRecordJudge, type RecordJudge } from './record.ts';
import type { VcfCode } from './vcf-rules.ts';

const [HASH, CR] = [0x23, 0x0d];
const COLUMNS = ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO'];

export interface VcfJudging {
  /** Absent: `basic`. */
  readonly metrics?: MetricsLevel;
  /** Its indexes, read whole, by format. */
  readonly beside?: ReadonlyMap<FileFormat, Companion>;
}

export function createVcfJudge(findings: FileFindings, judging: VcfJudging = {}): ContentJudge {
  const judge = createJudge(findings, judging, true);
  const indexes = checkLineIndexes(judging.beside, 'VCF', findings);
  if (indexes === undefined) return judge;
  return {
    block: (offset) => indexes.block(offset),
    push(bytes) {
      judge.push(bytes);
      indexes.push(bytes);
    },
    end() {
      judge.end();
      indexes.end();
    },
    get metrics() {
      return judge.metrics;
    },
  };
}

/** Says the same, reading every record column by column: what the fast one is tested against. */
export const createColumnwiseVcfJudge = (findings: FileFindings, judging: VcfJudging = {}): ContentJudge =>
  createJudge(findings, judging, false);

function createJudge(findings: FileFindings, { metrics = 'basic' }: VcfJudging, mayGlance: boolean): ContentJudge {
  const meta = createVcfMeta(findings);
  let records: RecordJudge | undefined;
  let isWithoutHeader = false;

  const add = (code: VcfCode, line: number, message: string): void => findings.add(code, { line }, message);

  const header = (text: string, line: number): RecordJudge | undefined => {
    const names = text.split('\t');
    const samples = names.slice(9);
    const isGood =
      COLUMNS.every((name, i) => names[i] === name) &&
      (names.length === 8 || (names[8] === 'FORMAT' && samples.length > 0 && samples.every((name) => name !== '')));
    if (!isGood) add('VCF-HEADER', line, `'${excerpt(text)}'`);
    const seen = new Set<string>();
    const twice = samples.find((name) => seen.size === seen.add(name).size);
    if (twice !== undefined) add('VCF-SAMPLE-DUPLICATE', line, `${excerpt(twice)} comes twice`);
    return createRecordJudge(findings, meta, Math.max(8, names.length), metrics);
  };

  const onLine = (bytes: Uint8Array, start: number, lineEnd: number, line: number): void => {
    const end = lineEnd > start && bytes[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
    const fault = encodingFault(bytes, start, end);
    if (fault !== undefined) add(meta.minor >= 3 ? 'VCF-ENCODING' : 'VCF-ENCODING-OLD', line, fault);
    if (records !== undefined && bytes[start] !== HASH) return records.record(bytes, start, end, line);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
    if (line === 1 && !text.startsWith('##fileformat=')) add('VCF-VERSION', 1, `'${excerpt(text)}'`);
    if (text.startsWith('##')) {
      if (records !== undefined) add('VCF-META', line, 'meta-information comes after the header line');
      else if (line > 1 || text.startsWith('##fileformat=')) meta.line(text, line);
    } else if (text.startsWith('#')) {
      if (records !== undefined) add('VCF-HEADER', line, 'a second header line');
      else records = header(text, line);
    } else {
      if (!isWithoutHeader) add('VCF-HEADER', line, 'a record without a header line before it');
      isWithoutHeader = true;
    }
  };

  const cutter = createLineCutter(
    onLine,
    (line) => add('VCF-LINE-TOO-LONG', line, 'longer than 32 MiB'),
    (bytes, start, last) => {
      if (records === undefined || !mayGlance) return -1;
      const next = records.glance.take(bytes, start, last);
      if (next >= 0) cutter.alsoTaken(records.glance.taken - 1);
      return next;
    },
  );
  return {
    push(bytes) {
      forgetPiece();
      cutter.push(bytes);
    },
    gap() {
      // Contigs stay together and positions rise over what is left out too.
      if (records !== undefined) cutter.passOver();
      return records !== undefined;
    },
    end() {
      if (cutter.end()) {
        add(meta.minor >= 3 ? 'VCF-LAST-LINE' : 'VCF-LAST-LINE-OLD', cutter.count, 'the last line has no line feed');
      }
      if (cutter.count === 0) add('VCF-VERSION', 1, 'the file is empty');
      if (records === undefined && !isWithoutHeader) add('VCF-HEADER', Math.max(1, cutter.count), 'there is none');
    },
    get metrics() {
      return records?.metrics ?? {};
    },
  };
}
