/** fastp's JSON report (github.com/OpenGene/fastp). What the instrument made is before its filters, what is left after them. */

import type { FileFindings } from '../../files/index.ts';
import { objectIn, type JsonObject } from './json.ts';
import { createValues, percent, type SampleMetrics } from './reading.ts';
import { jsonNumber } from './json-number.ts';

export const isFastp = (report: JsonObject): boolean =>
  objectIn(report, 'summary', 'before_filtering') !== undefined && objectIn(report, 'filtering_result') !== undefined;

export function fastpMetrics(report: JsonObject, findings: FileFindings): SampleMetrics['metrics'] {
  const values = createValues(findings);
  const number = (section: readonly string[], name: string): number | undefined =>
    jsonNumber(objectIn(report, ...section), name, findings);
  const before = ['summary', 'before_filtering'];
  const total = number(before, 'total_reads');
  const bases = number(before, 'total_bases');
  const isPaired = objectIn(report, 'read2_before_filtering') !== undefined;
  values.set('total_reads', total);
  if (total !== undefined) values.set('reads', isPaired ? total / 2 : total);
  values.set('bases', bases);
  values.set('q20_bases', number(before, 'q20_bases'));
  values.set('q30_bases', number(before, 'q30_bases'));
  values.share('pct_q20', number(before, 'q20_bases'), bases);
  values.share('pct_q30', number(before, 'q30_bases'), bases);
  values.set('pct_gc', percent(number(before, 'gc_content')));
  if (total !== undefined && bases !== undefined && total > 0) values.set('length_mean', bases / total);
  // Merged reads are counted once, the others not at all.
  const isMerged = objectIn(report, 'merged_and_filtered') !== undefined;
  if (!isMerged) values.set('yield_bp_q30', number(['summary', 'after_filtering'], 'q30_bases'));
  values.share('pct_reads_passed', number(['filtering_result'], 'passed_filter_reads'), total);
  values.share('pct_adapter', number(['adapter_cutting'], 'adapter_trimmed_reads'), total);
  values.set('pct_duplicates_estimate', percent(number(['duplication'], 'rate')));
  return values.metrics;
}
