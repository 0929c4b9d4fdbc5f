/** The CSI that lies beside a BCF file, held against its records: CSIv1. */

import type { Companion } from '../companions.ts';
import type { FileFormat } from '../content-judge.ts';
import { excerpt, type FileFindings } from '../file-finding.ts';
import { createIndexCollector } from '../index-files/collected-index.ts';
import { createIndexCheck } from '../index-files/index-check.ts';
import { createIndexReading } from '../index-files/index-judge.ts';
import type { BcfRecord } from './bcf-record.ts';

export interface BcfIndexCheck {
  /** `start`: its virtual offset, as a number; `alias`: the same as the end of the block before, where it is the first of its block. */
  record(record: BcfRecord, start: number, alias: number): void;
  /** `end`: the virtual offset of the end of the file. */
  end(end: number): void;
}

/** undefined without one that can be read; what is wrong with it has been told. */
export function checkBcfIndex(
  beside: ReadonlyMap<FileFormat, Companion> | undefined,
  findings: FileFindings,
  offset: () => number,
): BcfIndexCheck | undefined {
  const companion = beside?.get('csi');
  if (companion === undefined) return undefined;
  const { name, bytes } = companion;
  const collector = createIndexCollector();
  const before = findings.errors;
  const reading = createIndexReading('csi', {
    ...collector.events,
    fault: (code, at, message) => findings.add(code, { offset: offset() }, `${excerpt(name)} at ${at}: ${message}`),
  });
  reading.push(bytes);
  reading.end();
  if (findings.errors > before) return undefined;
  const index = collector.collected();
  // As many as there are contigs, or fewer: those behind the last record may be left out.
  const references = index.references.length;
  const mapped = new Float64Array(references);
  const check = createIndexCheck({ name, index, references, findings, offset });
  let isBeyond = false;
  return {
    record({ chrom, pos }, start, alias) {
      if (chrom >= references && !isBeyond) {
        isBeyond = true;
        const message = `${excerpt(name)}: ${references} references; a record is of contig ${chrom}`;
        findings.add('INDEX-REFERENCES', { offset: offset() }, message);
      }
      if (chrom < 0 || chrom >= references) return;
      mapped[chrom] = (mapped[chrom] ?? 0) + 1;
      // How far a record reaches indexers see differently; all have its first base.
      check.record(chrom, pos, pos + 1, true, start, alias);
    },
    end(end) {
      check.end(end, { mapped, unmapped: new Float64Array(references), unplaced: [0] });
    },
  };
}
