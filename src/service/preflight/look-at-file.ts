/** One file from outside, looked at: its size, the digests that are stated of it, a quick judgement, and its contigs. */

import { createHash } from 'node:crypto';
import { formatName, type ExpectedFile } from '../../model/index.ts';
import {
  CONTIG_FORMATS,
  JUDGED_FORMATS,
  judgeFile,
  readContigs,
  readSampleSheet,
  type ContigList,
  type FileFacts,
  type FileFormat,
  type FileReport,
  type SampleSheet,
} from '../../validation/index.ts';
import { openCompanions, type OpenedCompanions, type OpenedSource } from '../sources/index.ts';

export interface Look {
  /** Absolute, or a URI. */
  readonly place: string;
  /** Of everybody who reads it. */
  readonly expected: readonly ExpectedFile[];
  readonly open: (place: string) => Promise<OpenedSource>;
}

/** Large reads keep hashing near memory speed. */
const READ_BYTES = 1 << 20;

/** Never rejects: what the system refuses is a fact. */
export async function lookAtFile({ place, expected, open }: Look): Promise<FileFacts> {
  const opened: OpenedSource[] = [];
  try {
    const source = await open(place);
    opened.push(source);
    const companions = await openCompanions(place);
    opened.push(...Object.values(companions));
    const report = await judge(source, expected, companions);
    const contigs = await contigsOf(source, report.format, companions);
    const sheet = report.format === 'sample-sheet' ? await sheetOf(source) : undefined;
    return {
      ...(source.size === undefined ? {} : { bytes: source.size }),
      ...(await digestsOf(source, expected)),
      report,
      ...(contigs === undefined ? {} : { contigs }),
      ...(sheet === undefined ? {} : { sheet }),
    };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  } finally {
    for (const source of opened) await source.close();
  }
}

/** By its look; by what is stated where that says nothing. */
async function judge(
  source: OpenedSource,
  expected: readonly ExpectedFile[],
  companions: OpenedCompanions,
): Promise<FileReport> {
  const report = await judgeFile(source, { depth: 'quick', companions });
  if (report.format !== 'unknown') return report;
  const format = statedFormat(expected);
  return format === undefined ? report : judgeFile(source, { depth: 'quick', companions, format });
}

function statedFormat(expected: readonly ExpectedFile[]): FileFormat | undefined {
  const stated = new Set(expected.flatMap(({ formats = [] }) => formats.map((name) => formatName(name).content)));
  const judged = JUDGED_FORMATS.filter(({ format }) => stated.has(format));
  return judged.length === 1 ? judged[0]?.format : undefined;
}

async function digestsOf(
  source: OpenedSource,
  expected: readonly ExpectedFile[],
): Promise<Pick<FileFacts, 'sha256' | 'md5'>> {
  const wanted = (['sha256', 'md5'] as const).filter((kind) => expected.some((one) => one[kind] !== undefined));
  if (wanted.length === 0) return {};
  const hashes = wanted.map((kind) => ({ kind, hash: createHash(kind) }));
  const piece = new Uint8Array(READ_BYTES);
  for (let offset = 0; ;) {
    const count = await source.read(offset, piece);
    for (const { hash } of hashes) hash.update(piece.subarray(0, count));
    if (count < piece.length) break;
    offset += count;
  }
  return Object.fromEntries(hashes.map(({ kind, hash }) => [kind, hash.digest('hex')]));
}

/** Beyond any sheet. */
const LARGEST_SHEET_BYTES = 4 << 20;

async function sheetOf(source: OpenedSource): Promise<SampleSheet | undefined> {
  const bytes = new Uint8Array(LARGEST_SHEET_BYTES);
  const count = await source.read(0, bytes);
  const reading = count < bytes.length ? readSampleSheet(bytes.subarray(0, count)) : undefined;
  return reading?.kind === 'sheet' ? reading.sheet : undefined;
}

/** Of a reference as it is told by what lies beside it. */
async function contigsOf(
  source: OpenedSource,
  format: FileReport['format'],
  companions: OpenedCompanions,
): Promise<ContigList | undefined> {
  if (format === 'fasta') {
    for (const beside of ['fai', 'dict'] as const) {
      const companion = companions[beside];
      const list = companion === undefined ? undefined : await readContigs(companion, beside);
      if (list?.kind === 'contigs') return list;
    }
    return undefined;
  }
  if (format === 'unknown' || !CONTIG_FORMATS.includes(format)) return undefined;
  const list = await readContigs(source, format);
  return list.kind === 'contigs' ? list : undefined;
}
