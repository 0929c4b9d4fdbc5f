/** Depth `sampled`: parts of a file are judged, and what they have is taken for what all of it has. */

import type { Container, Unpacked, Unpacking } from './container/container.ts';
import { readSampled } from './container/sampled.ts';
import type { ContentJudge, Metrics } from './content-judge.ts';
import type { FileFindings, FilePlace } from './file-finding.ts';

/** Findings whose lines nobody can count, behind a gap, are told of the byte where the block or piece is stored that has them. */
export interface PlacedFindings extends FileFindings {
  /** Where what comes next is stored; undefined: lines count. */
  behind: number | undefined;
}

export function createPlacedFindings(findings: FileFindings): PlacedFindings {
  const placed: PlacedFindings = {
    behind: undefined,
    add(code, place, message) {
      const { behind } = placed;
      if (behind === undefined || !('line' in place)) return findings.add(code, place, message);
      const offset: FilePlace = { offset: behind };
      findings.add(code, offset, () => `from here on: ${typeof message === 'string' ? message : message()}`);
    },
    get errors() {
      return findings.errors;
    },
    list: () => findings.list(),
  };
  return placed;
}

export interface PartsOf {
  readonly container: Container;
  readonly unpacking: Unpacking;
  /** Of the file, in bytes: it is worth sampling. */
  readonly size: number;
  readonly samples: number;
  readonly judge: ContentJudge;
  /** Those that the judge adds to. */
  readonly placed: PlacedFindings;
}

/** The numbers say how much was seen, and what the whole would have if it were all alike. */
export async function judgeParts(of: PartsOf): Promise<{ readonly unpacked: Unpacked; readonly metrics: Metrics }> {
  const { container, unpacking, size, samples, judge, placed } = of;
  let isInParts = false;
  const { unpacked, bytes } = await readSampled(container, {
    ...unpacking,
    size,
    samples,
    onBlock(offset) {
      if (isInParts) placed.behind = offset;
      unpacking.onBlock?.(offset);
    },
    onGap(offset) {
      if (judge.gap?.() !== true) return false;
      isInParts = true;
      placed.behind = offset;
      return true;
    },
  });
  if (unpacked === 'stopped' && !isInParts) {
    unpacking.findings.add('FILE-BEGINNING-ONLY', { offset: bytes }, `${bytes} of ${size} bytes were judged`);
  }
  return {
    unpacked,
    metrics: { sampled_bytes: bytes, sampled_pct: (100 * bytes) / size, ...estimates(judge, size / bytes) },
  };
}

function estimates({ metrics }: ContentJudge, times: number): Metrics {
  const { reads, records } = metrics;
  return {
    ...(typeof reads === 'number' && { estimated_reads: Math.round(reads * times) }),
    ...(typeof records === 'number' && { estimated_records: Math.round(records * times) }),
  };
}
