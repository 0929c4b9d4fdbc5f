/** Flexible maintenance: one row per machine, or one per instrument where its positions stand still together. */

import { NEVER } from '../../../../src/base/index.ts';
import type { FlexibleMaintenance, Machine, Scenario, Situation } from '../../../../src/model/index.ts';
import { ints, numbers, rowStarts } from './columns.ts';
import { NONE, type Maintenance } from '../../../../src/solver/problem.ts';
import type { MaintenanceName } from '../../../../src/solver/formulation/formulation.ts';
import { STAFF } from './resources.ts';

interface Row {
  readonly rule: FlexibleMaintenance;
  readonly owner: string;
  readonly machines: number[];
  readonly runsSince: number[];
  lastDone: number;
  freeFrom: number;
}

export function formulateMaintenance(
  scenario: Scenario,
  situation: Situation,
): {
  readonly table: Maintenance;
  readonly names: readonly MaintenanceName[];
} {
  const rows = [...collect(scenario, situation).values()];
  const machines = rows.flatMap((row) => row.machines);
  return {
    table: {
      count: rows.length,
      firstMachine: rowStarts(
        rows.flatMap((row, number) => row.machines.map(() => number)),
        rows.length,
      ),
      machine: ints(machines),
      runsSince: ints(rows.flatMap((row) => row.runsSince)),
      duration: numbers(rows.map((row) => row.rule.duration)),
      every: numbers(rows.map((row) => row.rule.every ?? 0)),
      everyRuns: ints(rows.map((row) => row.rule.everyRuns ?? 0)),
      early: numbers(rows.map((row) => row.rule.early)),
      late: numbers(rows.map((row) => row.rule.late)),
      lastDone: numbers(rows.map((row) => row.lastDone)),
      freeFrom: numbers(rows.map((row) => row.freeFrom)),
      resource: ints(rows.map((row) => (row.rule.operators > 0 ? STAFF : NONE))),
      amount: numbers(rows.map((row) => row.rule.operators)),
    },
    names: rows.map((row) => ({ maintenance: row.rule.id, prefix: idPrefix(row) })),
  };
}

function collect(scenario: Scenario, situation: Situation): ReadonlyMap<string, Row> {
  const situations = new Map(situation.machines.map((m) => [m.machine, m]));
  const rows = new Map<string, Row>();
  scenario.machines.forEach((machine, number) => {
    const present = situations.get(machine.id);
    for (const rule of machine.flexibleMaintenance) {
      const done = present?.maintenance.find((m) => m.id === rule.id);
      const lastDone = done?.lastDone ?? rule.lastDone;
      const freeFrom = Math.max(situation.now, present?.freeFrom ?? -NEVER);
      const owner = ownerOf(machine, rule);
      const key = `${owner}:${rule.id}`;
      const row = rows.get(key) ?? { rule, owner, machines: [], runsSince: [], lastDone, freeFrom };
      rows.set(key, row);
      row.machines.push(number);
      row.runsSince.push(done?.runsSince ?? 0);
      // Positions that disagree are due with the first of them.
      row.lastDone = Math.min(row.lastDone, lastDone);
      row.freeFrom = Math.max(row.freeFrom, freeFrom);
    }
  });
  return rows;
}

const ownerOf = (machine: Machine, rule: FlexibleMaintenance): string =>
  rule.scope === 'instrument' && machine.kind === 'position' ? machine.instrument : machine.id;

/** Ids count from the last occurrence done, so that an occurrence of a later plan is never named like a finished one. */
const idPrefix = (row: Row): string =>
  `${row.owner}:${row.rule.id}#${row.lastDone === row.rule.lastDone ? '' : `${row.lastDone}+`}`;
