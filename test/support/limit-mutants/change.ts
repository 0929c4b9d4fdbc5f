/** One thing of a scenario changed. */

import { duration, levelAt, seconds, type StepFunction } from '../../../src/base/index.ts';
import {
  id,
  type FlexibleMaintenance,
  type Machine,
  type PlannedMaintenance,
  type Stage,
} from '../../../src/model/index.ts';
import type { PlanCase } from '../../../src/validation/index.ts';

export const inScenario = (good: PlanCase, changes: Partial<PlanCase['scenario']>): PlanCase => ({
  ...good,
  scenario: { ...good.scenario, ...changes },
});

export const withStage = (good: PlanCase, wanted: string, change: (stage: Stage) => Stage): PlanCase =>
  inScenario(good, {
    workflows: new Map(
      [...good.scenario.workflows].map(([name, workflow]) => [
        name,
        { ...workflow, stages: workflow.stages.map((stage) => (stage.id === wanted ? change(stage) : stage)) },
      ]),
    ),
  });

export const withMachine = (good: PlanCase, wanted: Machine, changes: Partial<Machine>): PlanCase =>
  inScenario(good, {
    machines: good.scenario.machines.map((m) => (m.id === wanted.id ? ({ ...m, ...changes } as Machine) : m)),
  });

/** On every machine that has it. */
export const withCare = (
  good: PlanCase,
  { machines, maintenance }: PlannedMaintenance,
  change: (flexible: FlexibleMaintenance) => Partial<FlexibleMaintenance>,
): PlanCase =>
  inScenario(good, {
    machines: good.scenario.machines.map((m) =>
      machines.includes(m.id)
        ? {
            ...m,
            flexibleMaintenance: m.flexibleMaintenance.map((f) => (f.id === maintenance ? { ...f, ...change(f) } : f)),
          }
        : m,
    ),
  });

/** `level` for one second. */
export function dented(steps: StepFunction, instant: number, level: number): StepFunction {
  const times = [...new Set([...steps.times, instant, instant + 1])].toSorted((a, b) => a - b).map(seconds);
  return { times, levels: times.map((t) => (t === instant ? level : levelAt(steps, t))) };
}

/** A maintenance of one second that nothing asks for, unless `changes` do. */
export const CHECK: FlexibleMaintenance = {
  id: id('check'),
  early: duration(0),
  late: duration(0),
  duration: duration(1),
  operators: 0,
  lastDone: seconds(0),
  scope: 'machine',
};

export const withCheck = (good: PlanCase, machine: Machine, changes: Partial<FlexibleMaintenance>): PlanCase =>
  withMachine(good, machine, { flexibleMaintenance: [...machine.flexibleMaintenance, { ...CHECK, ...changes }] });
