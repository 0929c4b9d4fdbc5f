/** An experiment as a Markdown table. */

import { compare, type ComparedVariant, type Experiment, type Estimate, type Verdict } from './comparison.ts';
import type { Metric } from './metrics.ts';

/** Lines, the first one a heading. Same input, same bytes. */
export function experimentMarkdown(experiment: Experiment): readonly string[] {
  const { name, baseline } = experiment;
  const rows = compare(experiment).flatMap(({ metric, rows: variants }) =>
    variants.map((row, k) => [k === 0 ? titleOf(metric) : '', ...cellsOf(row, metric)]),
  );
  const cells = [['metric', 'variant', 'mean', `difference to ${baseline}`, ''], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [
    `# ${name}`,
    '',
    basisOf(experiment),
    '',
    ...cells.slice(0, 1).map(line),
    `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`,
    ...cells.slice(1).map(line),
  ];
}

const basisOf = ({ replications, stopped }: Experiment): string => {
  const end = stopped === 'narrow-enough' ? ', which is when the differences were known well enough' : '';
  return (
    `Every variant in ${replications} replications with common random numbers${end}. ` +
    'Numbers are means ± half of the 95 % confidence interval.'
  );
};

export const titleOf = ({ title, unit, better }: Metric): string =>
  `${title} (${unit}${better === 'neither' ? '' : `, ${better} is better`})`;

const cellsOf = ({ variant, mean, difference, verdict }: ComparedVariant, metric: Metric): readonly string[] => [
  variant,
  intervalText(mean, metric),
  difference === null ? '' : intervalText(difference, metric, true),
  verdict === null ? '' : VERDICTS[verdict],
];

export const VERDICTS: Readonly<Record<Verdict, string>> = {
  better: '**better**',
  worse: '**worse**',
  different: 'different',
  same: 'the same every time',
  open: 'not shown',
};

/** `12.3 ± 0.4`; with `isSigned`, a plus before what is positive. */
export function intervalText({ mean, halfWidth }: Estimate, { decimals }: Metric, isSigned = false): string {
  if (mean === null) return '-';
  const rounded = mean.toFixed(decimals);
  // What is rounded to zero has no sign.
  const value = Number(rounded) === 0 ? rounded.replace('-', '') : rounded;
  const sign = isSigned && Number(rounded) > 0 ? '+' : '';
  return halfWidth === null ? `${sign}${value}` : `${sign}${value} ± ${halfWidth.toFixed(decimals)}`;
}
