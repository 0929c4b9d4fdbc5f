/** Reads the contigs of a file: where it has a header, no more than that. */

import { Buffer } from 'node:buffer';
import { sniffContainer, SNIFF_BYTES, UNPACK_LIMITS } from '../container/container.ts';
import { CONTAINER_RULES } from '../container/container-rules.ts';
import { unpack } from '../container/unpack.ts';
import type { ByteSource, FileFormat } from '../content-judge.ts';
import { createCramContigs } from '../cram/cram-contigs.ts';
import { createFastaContigs } from '../fasta/fasta-contigs.ts';
import { createFindings } from '../file-finding.ts';
import { formatOfName } from '../judged-formats.ts';
import { createLineCutter } from '../text/lines.ts';
import { createBamContigs, createBcfContigs, LARGEST_HEADER_BYTES, type ContigBytes } from './binary-contigs.ts';
import type { ContigList, NoContigs } from './contig-list.ts';
import {
  createBedContigs,
  createFaiContigs,
  createSamContigs,
  createVcfContigs,
  type ContigLines,
} from './header-contigs.ts';

const READERS: Readonly<Partial<Record<FileFormat, () => ContigBytes>>> = {
  fai: () => byLines(createFaiContigs(), LARGEST_HEADER_BYTES),
  dict: () => byLines(createSamContigs(), LARGEST_HEADER_BYTES),
  sam: () => byLines(createSamContigs(), LARGEST_HEADER_BYTES),
  vcf: () => byLines(createVcfContigs(), LARGEST_HEADER_BYTES),
  bed: () => byLines(createBedContigs(), Number.POSITIVE_INFINITY),
  bam: createBamContigs,
  bcf: createBcfContigs,
  cram: createCramContigs,
  fasta: createFastaContigs,
};

/** Formats whose contigs can be read. */
export const CONTIG_FORMATS: readonly FileFormat[] = Object.keys(READERS) as FileFormat[];

/**
 * Contigs of a header, an index or a dictionary; of BED and FASTA all is read. `format`: told by the name where absent. Never rejects,
 * and does not judge: what it cannot read it leaves out, `judgeFile` says what is wrong with it. A VCF without contig lines has none.
 */
export async function readContigs(
  source: ByteSource,
  format: FileFormat | undefined = formatOfName(source.name)?.format,
): Promise<ContigList | NoContigs> {
  const none = (message: string): NoContigs => ({ kind: 'none', file: source.name, message });
  const create = format === undefined ? undefined : READERS[format];
  if (format === undefined || create === undefined) return none(`contigs of ${format ?? 'unknown files'} are not read`);
  const reader = create();
  const findings = createFindings(CONTAINER_RULES);
  try {
    const first = new Uint8Array(SNIFF_BYTES);
    const container = sniffContainer(first.subarray(0, await source.read(0, first)));
    const unpacked = await unpack(container, {
      source,
      findings,
      limits: UNPACK_LIMITS,
      onContent: (bytes) => reader.push(bytes),
    });
    if (unpacked === 'broken') return none(findings.list()[0]?.message ?? 'the file is damaged');
  } catch (error) {
    return none(error instanceof Error ? error.message : String(error));
  }
  const contigs = reader.end();
  if (typeof contigs === 'string') return none(contigs);
  return { kind: 'contigs', file: source.name, format, contigs };
}

function byLines(lines: ContigLines, mostBytes: number): ContigBytes {
  let isWanted = true;
  let given = 0;
  const cutter = createLineCutter(
    (bytes, start, end) => {
      if (!isWanted) return;
      const isDos = end > start && bytes[end - 1] === 0x0d;
      isWanted = lines.line(
        Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start - (isDos ? 1 : 0)).toString('utf8'),
      );
    },
    () => undefined,
  );
  return {
    push(bytes) {
      cutter.push(bytes);
      given += bytes.length;
      return isWanted && given < mostBytes;
    },
    end() {
      cutter.end();
      return lines.contigs();
    },
  };
}
