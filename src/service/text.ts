/** Results as lines of text for the terminal. */

import type { ComparisonRow, Report } from '../analytics/index.ts';
import type { Plan } from '../model/index.ts';
import type { Verification } from '../provenance/index.ts';
import type { LedgerAudit } from './runs/recording.ts';

/** One line per planner, aligned. */
export function comparisonLines(rows: readonly ComparisonRow[]): readonly string[] {
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
  const cells = [
    ['planner', 'lost', 'on time', 'tardiness (weighted h)', 'calendar', 'available', 'lane fill', 'runs'],
    ...rows.map((row) => [
      row.name,
      String(row.samplesLost),
      String(row.samplesOnTime),
      row.weightedTardinessHours.toFixed(0),
      percent(row.calendarUtilization),
      percent(row.availableUtilization),
      percent(row.laneFill),
      String(row.runs),
    ]),
  ];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  return cells.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}

/** The objective by level: its value, the proved bound, and the gap between them as a share of the value. */
export const objectiveLines = ({ objective }: Plan): readonly string[] =>
  objective.map(({ value, bound, terms }, k) => {
    const names = terms.map((term) => term.term).join(' + ');
    const proved =
      bound === undefined
        ? ''
        : `, at least ${figure(bound)} (gap ${value > 0 ? ((100 * (value - bound)) / value).toFixed(1) : '0.0'} %)`;
    return `level ${k + 1}: ${figure(value)}${proved}: ${names}`;
  });

const figure = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1));

/** Which orders cannot be saved, and why, in causal order. */
export const lostLines = (plan: Plan): readonly string[] =>
  plan.lost.flatMap(({ order, causes }) => [`lost: ${order}`, ...causes.map((cause) => `  ${cause.message}`)]);

export function verificationLine(verification: Verification): string {
  if (verification.kind === 'verified') return `ledger verified: ${verification.records} records`;
  const { record, code, message } = verification;
  return `ledger broken at ${typeof record === 'number' ? `record ${record}` : `the ${record}`}: ${code}, ${message}`;
}

export const auditLines = ({ verification, isReplayIdentical, facts, findings }: LedgerAudit): readonly string[] => [
  isReplayIdentical
    ? `${verificationLine(verification)}, replay leads to the same state`
    : `${verificationLine(verification)}; REPLAY DIFFERS`,
  auditedLine(facts, findings.length),
];

export const auditedLine = (facts: number, findings: number): string =>
  `audited: ${facts} facts, ${findings} ${findings === 1 ? 'finding' : 'findings'}`;

/** What came of each order of a small run. */
export const outcomeLines = (report: Report): readonly string[] =>
  report.orders.map(({ order, outcome, reason }) => `${order}: ${outcome}${reason === '' ? '' : `, ${reason}`}`);
