/** Judges a sample sheet as a file: it is small, and is read whole before its rows are joined. */

import type { ContentJudge, Metrics } from '../content-judge.ts';
import type { FileFindings } from '../file-finding.ts';
import { checkJoins } from './joins.ts';
import { readSheet } from './read-sheet.ts';
import { adder, LARGEST_SHEET_BYTES } from './sections.ts';

export function createSheetJudge(findings: FileFindings): ContentJudge {
  let content = new Uint8Array(1 << 16);
  let length = 0;
  let isTooLarge = false;
  let metrics: Metrics = {};
  return {
    push(bytes) {
      if (isTooLarge) return;
      if (length + bytes.length > LARGEST_SHEET_BYTES) {
        isTooLarge = true;
        content = new Uint8Array();
        adder(findings)('SHEET-TOO-LARGE', 1, `more than ${LARGEST_SHEET_BYTES} bytes`);
        return;
      }
      if (length + bytes.length > content.length) {
        const larger = new Uint8Array(2 * (length + bytes.length));
        larger.set(content.subarray(0, length));
        content = larger;
      }
      content.set(bytes, length);
      length += bytes.length;
    },
    end() {
      if (!isTooLarge) metrics = judge(content.subarray(0, length), findings);
    },
    get metrics() {
      return metrics;
    },
  };
}

function judge(bytes: Uint8Array, findings: FileFindings): Metrics {
  const sheet = readSheet(bytes, findings);
  if (sheet === undefined) return {};
  const { smallestDistance } = checkJoins(sheet, {}, adder(findings));
  const lengthsOf = (which: 'index' | 'index2'): number =>
    sheet.samples.reduce((most, sample) => (sample.isBases ? Math.max(most, sample[which].length) : most), 0);
  return {
    samples: new Set(sheet.samples.map(({ id }) => id)).size,
    rows: sheet.samples.length,
    lanes: sheet.lanes.length,
    index1_length: lengthsOf('index'),
    index2_length: lengthsOf('index2'),
    ...(smallestDistance !== undefined && { min_index_distance: smallestDistance }),
  };
}
