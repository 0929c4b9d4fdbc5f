/**
 * mosdepth (github.com/brentp/mosdepth): depths by chromosome (`summary.txt`), and shares of positions by least depth
 * (`global.dist.txt`, `region.dist.txt`). All positions count, gaps of the reference too; shares have two decimals.
 */

import { createValues, fieldsOf, linesOf, numberOf, percent, type SampleMetrics, type ToRead } from './reading.ts';

export const isMosdepthSummary = (start: string): boolean =>
  /^chrom\tlength\tbases\tmean\tmin\tmax\r?(?:\n|$)/.test(start);

export const isMosdepthDist = (start: string): boolean => /^[^\t\n]+\t\d+\t[01]\.\d+\r?(?:\n|$)/.test(start);

export function readMosdepthSummary({ text, findings }: ToRead): readonly SampleMetrics[] {
  const values = createValues(findings);
  for (const [line, number] of linesOf(text)) {
    const [chrom, length, bases, mean] = fieldsOf(line);
    if (number === 1 || !(chrom === 'total' || chrom === 'total_region')) continue;
    const [of, sum, rounded] = [length, bases, mean].map((field) => numberOf(field, number, findings));
    const exact = of !== undefined && sum !== undefined && of > 0 ? sum / of : rounded;
    values.set(chrom === 'total' ? 'mean_coverage_with_gaps' : 'mean_target_coverage', exact);
  }
  if (Object.keys(values.metrics).length === 0) findings.add('QC-TABLE', { line: 1 }, "there is no row 'total'");
  return [{ sample: '', metrics: values.metrics }];
}

/** Of regions, which only the name of the file tells. */
const IS_REGION = /\.region\.dist\.txt$/;

export function readMosdepthDist({ name, text, findings }: ToRead): readonly SampleMetrics[] {
  const values = createValues(findings);
  const isRegion = IS_REGION.test(name);
  const depths = new Map((isRegion ? [1, 10, 15, 20, 30, 100] : [1, 10, 15, 20, 30]).map((depth) => [depth, 0]));
  let hasTotal = false;
  for (const [line, number] of linesOf(text)) {
    if (!line.startsWith('total\t')) continue;
    hasTotal = true;
    const [, depth, share] = fieldsOf(line);
    const [at, of] = [numberOf(depth, number, findings), numberOf(share, number, findings)];
    if (at !== undefined && of !== undefined && depths.has(at)) depths.set(at, of);
  }
  if (!hasTotal) findings.add('QC-TABLE', { line: 1 }, "there is no row 'total'");
  // Depths that no position reaches are not written.
  else for (const [at, of] of depths) values.set(isRegion ? `pct_target_${at}x` : `pct_${at}x_with_gaps`, percent(of));
  return [{ sample: '', metrics: values.metrics }];
}
