/** An experiment as a Markdown table. */

import { compare, type ComparedVariant, type Experiment, type Interval, type Verdict } from './comparison.ts';
import type { Metric } from './metrics.ts';

/** Lines, the first one a heading. Same input, same bytes. */
export function experimentMarkdown(experiment: Experiment): readonly string[] {
  const { name, baseline, replications } = experiment;
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
    `${replications} ${replications === 1 ? 'replication' : 'replications'} of every variant with common random numbers; -/+ is the 95 % confidence interval.`,
    '',
    ...cells.slice(0, 1).map(line),
    `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`,
    ...cells.slice(1).map(line),
  ];
}

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

/** `12.3 -/+ 0.4`; with `isSigned`, a plus before what is positive. */
export function intervalText({ mean, halfWidth }: Interval, { decimals }: Metric, isSigned = false): string {
  if (mean === null) return '-';
  const sign = isSigned && mean > 0 ? '+' : '';
  // Rounding leaves no minus before a zero.
  const value = `${sign}${mean.toFixed(decimals)}`.replace(/^-(?=[0.]*$)/, '');
  return halfWidth === null ? value : `${value} -/+ ${halfWidth.toFixed(decimals)}`;
}
