/**
 * From laboratory to scheduling: lots x open stages become operations, equipment and recipes become modes, holds become
 * time lags. The rules that this follows are docs/PLAN-RULES.md; nothing here decides anything.
 */

import { at } from '../../base/index.ts';
import type { OrderId, Scenario, Situation } from '../../model/index.ts';
import { i32, Mentions } from '../columns.ts';
import { unpackProblem, type PackedProblem } from '../packed-problem.ts';
import type { Resources } from '../problem.ts';
import type { Formulation, PackedFormulation } from './formulation.ts';
import { clashTable, jobTable, orderTable } from './jobs.ts';
import { createLaboratory, type Laboratory } from './laboratory.ts';
import { formulateMachines } from './machines.ts';
import { formulateMaintenance } from './maintenance.ts';
import { modeTables } from './mode-tables.ts';
import { operationTables } from './operations.ts';
import { formulatePrevious } from './previous.ts';
import { formulateResources } from './resources.ts';
import { collectWork } from './work.ts';

/** Formulates one scenario again and again: what does not depend on the situation is worked out once, and kept. */
export interface Formulator {
  /**
   * `situation.lots` name orders of the scenario; orders without a lot are delivered or gone and do not take part. The
   * problem shares no memory with other problems, so it may be transferred.
   */
  formulate(situation: Situation): Formulation;
  /** The same for another thread to unpack. */
  pack(situation: Situation): PackedFormulation;
}

export function createFormulator(scenario: Scenario): Formulator {
  const lab = createLaboratory(scenario);
  return {
    formulate: (situation) => unpacked(packIn(lab, situation)),
    pack: (situation) => packIn(lab, situation),
  };
}

/** For a scenario that is formulated once. */
export const formulate = (scenario: Scenario, situation: Situation): Formulation =>
  createFormulator(scenario).formulate(situation);

function unpacked(formulation: PackedFormulation): Formulation {
  const { problem, names, modeName } = formulation;
  const { firstMode } = problem.operations;
  const modes = names.operations.flatMap((_, operation) => {
    const first = i32(firstMode, operation);
    return Array.from({ length: i32(firstMode, operation + 1) - first }, (__, k) => modeName(operation, first + k));
  });
  return { ...formulation, problem: unpackProblem(problem), names: { ...names, modes } };
}

function packIn(lab: Laboratory, situation: Situation): PackedFormulation {
  const { scenario } = lab;
  const work = collectWork(lab, situation);
  const situations = new Map(situation.machines.map((m) => [m.machine, m]));
  const curves = new Mentions();
  const { operations, arcs, names, modes: setsOf, clashes } = operationTables(work, lab.modes, curves);
  const { packed, sets, firstMode, states } = modeTables(setsOf, scenario.machines.length);
  const maintenance = formulateMaintenance(scenario, situation, situations);
  const withModes = { ...operations, firstMode };
  const orders = work.orders.map(({ order }) => order);
  const problem: PackedProblem = {
    now: situation.now,
    horizon: scenario.horizon,
    operations: withModes,
    packed,
    arcs,
    jobs: jobTable(work, curves),
    orders: orderTable(work, weightsOf(scenario, situation)),
    machines: formulateMachines(lab, situation, { situations, states }),
    resources: resourcesOf(lab, situation),
    clashes: clashTable(lab.clashes, clashes),
    maintenance: maintenance.table,
    curves: lab.curves.table(curves),
    previous: formulatePrevious({
      situation,
      work,
      operations: withModes,
      setsOf,
      machineNumber: lab.machineNumber,
      maintenanceRow: maintenance.rowOf,
    }),
  };
  return {
    problem,
    scenario,
    situation,
    orders,
    names: {
      operations: names,
      jobs: work.jobs.map(({ lot }) => lot.lot),
      orders: orders.map((order) => order.id),
      machines: scenario.machines.map((machine) => machine.id),
      maintenance: maintenance.names,
    },
    modeName: (operation, mode) => at(at(sets, i32(packed.setOf, operation)).names, mode - i32(firstMode, operation)),
  };
}

/** Of orders whose priority was changed. */
const weightsOf = ({ priorityWeights }: Scenario, { priorities = [] }: Situation): ReadonlyMap<OrderId, number> =>
  new Map(priorities.map(({ order, priority }) => [order, priorityWeights[priority]]));

const resourcesOf = ({ scenario, resources }: Laboratory, { shortages = [] }: Situation): Resources =>
  shortages.length === 0 ? copyOf(resources) : formulateResources(scenario, shortages).table;

const copyOf = ({ count, firstStep, stepTime, stepLevel }: Resources): Resources => ({
  count,
  firstStep: firstStep.slice(),
  stepTime: stepTime.slice(),
  stepLevel: stepLevel.slice(),
});
