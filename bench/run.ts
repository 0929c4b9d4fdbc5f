/**
 * Runs benchmark cases by name and keeps their figures: `npm run bench -- [CASE ...]`.
 *
 * Figures go to bench/results/CASE.json and CASE.md, with the machine they were taken on. Rivals run in the same
 * invocation on the same work; compare ratios inside one table, never absolute times of two machines.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import type { BenchCase, BenchResult, BenchRow } from './case.ts';
import { CASES } from './cases.ts';

const names = process.argv.slice(2);
const chosen = names.length === 0 ? CASES : CASES.filter((one) => names.includes(one.name));
if (chosen.length < new Set(names).size) {
  console.error(`cases: ${CASES.map((one) => one.name).join(', ')}`);
  process.exit(2);
}
for (const one of chosen) keep(one, await one.run({ smoke: false }));

function keep(one: BenchCase, result: BenchResult): void {
  const machine = { node: process.version, cpu: os.cpus()[0]?.model ?? 'unknown', cores: os.cpus().length };
  const table = markdownTable(result.rows);
  mkdirSync('bench/results', { recursive: true });
  writeFileSync(
    `bench/results/${one.name}.json`,
    `${JSON.stringify({ name: one.name, about: one.about, machine, ...result }, null, 2)}\n`,
  );
  writeFileSync(
    `bench/results/${one.name}.md`,
    `# ${one.name}\n\n${one.about}\n\n${table}\n\nWorkload: ${JSON.stringify(result.workload)}, result ${result.resultHash.slice(0, 16)}; ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}.\n`,
  );
  console.log(`${one.name}: ${one.about}\n\n${table}\n`);
}

function markdownTable(rows: readonly BenchRow[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const cell = (value: string | number | undefined) =>
    typeof value === 'number' && !Number.isInteger(value) ? value.toPrecision(3) : String(value);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((column) => cell(row[column])))),
  ].join('\n');
}
