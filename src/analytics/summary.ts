/** A report in a few aligned lines, for the terminal. */

import { at } from '../base/index.ts';
import type { Figure } from './figure.ts';
import type { Report } from './report.ts';
import type { SequencerFigures } from './utilization.ts';

/** No line ends in a space; none is empty. */
export function summaryLines(report: Report): string[] {
  const { totals, plan, ledger } = report;
  const failures = totals.failures.map((f) => `${f.class} ${f.tasks + f.samples}`).join(', ');
  return [
    `${report.scenario.name}: ${report.scenario.from} to ${report.scenario.to}`,
    `samples   ${totals.delivered} of ${totals.samples} delivered, ${totals.onTime} on time, ` +
      `${totals.lost} lost, ${totals.open} open (planned: ${plan.totals.planned}, ${plan.totals.onTime} on time)`,
    `lateness  mean ${hoursOf(totals.meanTardinessHours)}, most ${hoursOf(totals.maxTardinessHours)}, ` +
      `weighted ${hoursOf(totals.weightedTardinessHours)} (planned: ${hoursOf(plan.totals.weightedTardinessHours)})`,
    `trouble   ${totals.retries} retries; ${failures === '' ? 'no failures' : `failures: ${failures}`}`,
    ...table([
      ['instrument', 'figure', 'value', 'planned', 'ceiling', 'held by'],
      ...report.instruments.flatMap((instrument) => {
        const planned = plan.instruments.find((p) => p.instrument === instrument.instrument);
        return FIGURES.map(({ key, name }) => row(instrument.instrument, name, instrument[key], planned?.[key]));
      }),
    ]),
    `ledger    ${ledger.records} records, root ${ledger.root}`,
  ];
}

const FIGURES: readonly {
  readonly key: keyof SequencerFigures & ('calendarUtilization' | 'availableUtilization' | 'laneFill');
  readonly name: string;
}[] = [
  { key: 'calendarUtilization', name: 'calendar' },
  { key: 'availableUtilization', name: 'available' },
  { key: 'laneFill', name: 'lane fill' },
];

const row = (instrument: string, name: string, figure: Figure, planned: Figure | undefined): readonly string[] => [
  instrument,
  name,
  percent(figure.value),
  percent(planned?.value ?? null),
  percent(figure.ceiling),
  figure.heldBy,
];

/** Columns as wide as their widest cell; percentages end in one line. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = at(rows, 0).map((_, column) => Math.max(...rows.map((cells) => at(cells, column).length)));
  return rows.map((cells) =>
    cells
      .map((cell, column) =>
        PERCENT_COLUMNS.has(column) ? cell.padStart(at(widths, column)) : cell.padEnd(at(widths, column)),
      )
      .join('  ')
      .trimEnd(),
  );
}

const PERCENT_COLUMNS: ReadonlySet<number> = new Set([2, 3, 4]);

const percent = (value: number | null): string => (value === null ? '-' : `${(100 * value).toFixed(1)} %`);
const hoursOf = (value: number): string => `${value.toFixed(1)} h`;
