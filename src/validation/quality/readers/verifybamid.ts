/** verifyBamID's and verifyBamID2's `.selfSM`: the share of the reads that is another person's. */

import { createValues, fieldsOf, linesOf, numberOf, type SampleMetrics, type ToRead } from './reading.ts';

export const isVerifyBamId = (start: string): boolean => start.startsWith('#SEQ_ID\tRG\t');

export function readVerifyBamId({ text, findings }: ToRead): readonly SampleMetrics[] {
  let columns: readonly string[] = [];
  const samples: SampleMetrics[] = [];
  for (const [line, number] of linesOf(text)) {
    const fields = fieldsOf(line);
    if (line.startsWith('#')) columns = fields;
    else if (line !== '') {
      const values = createValues(findings);
      const at = columns.findIndex((name) => name === 'FREEMIX' || name === 'FREEMIX(alpha)');
      values.set('cross_contamination_rate', numberOf(fields[at], number, findings));
      samples.push({ sample: fields[0] ?? '', metrics: values.metrics });
    }
  }
  if (samples.length === 0) findings.add('QC-TABLE', { line: 1 }, 'the table has no row');
  return samples;
}
