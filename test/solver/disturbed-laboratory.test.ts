/** What a situation says beyond lots and machines: shortages, changed priorities, wear, routes. Planner and plan checker, each for itself. */

import { describe, expect, it } from 'vitest';
import { backlogDocument } from '../../bench/labs/backlog.ts';
import { DAY, HOUR, at, duration, seconds } from '../../src/base/index.ts';
import {
  id,
  initialSituation,
  readScenario,
  type Scenario,
  type Shortage,
  type Situation,
  type Workflow,
} from '../../src/model/index.ts';
import { planInThread } from '../../src/solver/index.ts';
import { checkPlan } from '../../src/validation/index.ts';
import { WORKFLOW, order, tinyLab, untouched } from '../support/tiny-lab.ts';
import { taskOf } from './helpers.ts';

const planFor = (scenario: Scenario, situation: Situation) =>
  planInThread(scenario, situation, { seed: 1, budget: { iterations: 1 }, rule: 'edd' });
const codesOf = (scenario: Scenario, situation: Situation, plan: ReturnType<typeof planFor>) =>
  new Set(checkPlan({ scenario, situation, plan }).map(({ code }) => code));

describe('a shortage', () => {
  // Three operators are on shift from 8 to 18; all stay away on the first day. One order.
  const scenario = tinyLab({ orders: [order('o1')] });
  const absent: Shortage = {
    id: 'flu',
    of: { kind: 'staff', operators: 3 },
    since: seconds(0),
    until: seconds(DAY),
  };
  const disturbed: Situation = { ...untouched(scenario), shortages: [absent] };

  it('of staff puts attended work off until somebody is there', () => {
    expect(taskOf(planFor(scenario, untouched(scenario)), 'o1', 'extract').start).toBe(8 * HOUR);
    const plan = planFor(scenario, disturbed);
    expect(taskOf(plan, 'o1', 'extract').start).toBe(DAY + 8 * HOUR);
    expect(codesOf(scenario, disturbed, plan)).toEqual(new Set());
  });

  it('makes the plan that takes no heed of it a broken one', () => {
    expect(codesOf(scenario, disturbed, planFor(scenario, untouched(scenario)))).toEqual(new Set(['STAFF']));
  });

  it('of a pool counts against cores, memory and GPUs', () => {
    const from = taskOf(planFor(scenario, untouched(scenario)), 'o1', 'align').start;
    const lost: Shortage = {
      id: 'node',
      of: { kind: 'pool', pool: id('cluster'), cores: 64, memoryBytes: 0, gpus: 0 },
      since: seconds(0),
      until: seconds(from + HOUR),
    };
    const situation: Situation = { ...untouched(scenario), shortages: [lost] };
    const plan = planFor(scenario, situation);
    expect(taskOf(plan, 'o1', 'align').start).toBe(from + HOUR);
    expect(codesOf(scenario, situation, plan)).toEqual(new Set());
    expect(codesOf(scenario, situation, planFor(scenario, untouched(scenario)))).toEqual(new Set(['POOL']));
  });
});

it('a changed priority changes what the order weighs, for planner and checker alike', () => {
  // Late by one hour and more: 4 samples of weight 1, of weight 100 once it is a STAT.
  const scenario = tinyLab({ orders: [order('o1', { due: seconds(9 * HOUR) })] });
  const situation: Situation = { ...untouched(scenario), priorities: [{ order: id('o1'), priority: 'stat' }] };
  const tardiness = (of: Situation) => {
    const plan = planFor(scenario, of);
    expect(codesOf(scenario, of, plan)).toEqual(new Set());
    const terms = plan.objective.flatMap((level) => level.terms);
    return terms.find(({ term }) => term === 'weighted-tardiness')?.value ?? Number.NaN;
  };
  expect(tardiness(situation) / tardiness(untouched(scenario))).toBeCloseTo(100, 9);
});

it('a worn machine is expected to cost more', () => {
  const reliability = {
    shape: 2,
    scale: duration(100 * DAY),
    age: duration(0),
    renewal: 0,
    hazardMultiplier: 1,
    repair: { mean: duration(2 * DAY), cv: 0 },
  };
  const base = tinyLab({ orders: [order('o1')] });
  const scenario: Scenario = {
    ...base,
    machines: base.machines.map((machine) => (machine.kind === 'position' ? { ...machine, reliability } : machine)),
  };
  const costAt = (hazardMultiplier: number) => {
    const machines = scenario.machines
      .filter(({ kind }) => kind === 'position')
      .map(({ id: machine }) => ({
        machine,
        freeFrom: seconds(0),
        maintenance: [],
        wear: { age: duration(50 * DAY), hazardMultiplier },
      }));
    const plan = planFor(scenario, { ...untouched(scenario), machines });
    const terms = plan.objective.flatMap((level) => level.terms);
    return terms.find(({ term }) => term === 'failure-cost')?.value ?? Number.NaN;
  };
  // Small chances: eight times the hazard is nearly eight times the cost.
  expect(costAt(8) / costAt(1)).toBeGreaterThan(7.5);
  expect(costAt(8) / costAt(1)).toBeLessThanOrEqual(8);
});

it('a lot on another route is planned and judged by the stages of that route', () => {
  const gentle = { ...at(WORKFLOW.stages, 1), id: id<never>('gentle-prep'), insteadOf: at(WORKFLOW.stages, 1).id };
  const route: Workflow = {
    id: id('wgs~gentle-prep'),
    name: WORKFLOW.name,
    stages: WORKFLOW.stages.map((stage) =>
      stage.id === gentle.insteadOf
        ? gentle
        : { ...stage, after: stage.after.map((name) => (name === gentle.insteadOf ? gentle.id : name)) },
    ),
  };
  const scenario = tinyLab({
    orders: [order('o1')],
    workflows: new Map([WORKFLOW, route].map((workflow) => [workflow.id, workflow])),
  });
  const [lot] = untouched(scenario).lots;
  if (lot === undefined) throw new Error('no lot');
  const situation: Situation = { ...untouched(scenario), lots: [{ ...lot, route: route.id }] };
  const plan = planFor(scenario, situation);
  expect(plan.tasks.flatMap(({ members }) => members.map(({ stage }) => stage))).toEqual([
    'extract',
    'gentle-prep',
    'sequence',
    'align',
  ]);
  expect(codesOf(scenario, situation, plan)).toEqual(new Set());
  expect(codesOf(scenario, situation, planFor(scenario, untouched(scenario)))).toContain('UNKNOWN');
});

it('maintenance is pulled forward inside its window where a machine is about to fail', () => {
  // A wash is due on day 9 and may begin three days before; it takes away four fifths of the age.
  const washesAt = (hazardMultiplier: number) => {
    const document = backlogDocument({ staffing: 'around the clock', weeks: 4, hasTrouble: true });
    const [sequencer] = document.instruments ?? [];
    const { reliability } = sequencer ?? {};
    if (sequencer === undefined || reliability === undefined) throw new Error('no sequencer that fails');
    const { objective: _, ...rest } = document;
    const read = readScenario({
      ...rest,
      instruments: [{ ...sequencer, reliability: { ...reliability, renewal: 0.8, hazardMultiplier } }],
    });
    if (read.kind === 'rejected') throw new Error(JSON.stringify(read.findings));
    const situation = initialSituation(read.scenario);
    const plan = planInThread(read.scenario, situation, { seed: 1, budget: { iterations: 6000 } });
    expect(codesOf(read.scenario, situation, plan)).toEqual(new Set());
    return plan.maintenance.map(({ start }) => start / DAY).toSorted((a, b) => a - b);
  };
  const [calm = Number.NaN] = washesAt(1);
  const [urgent = Number.NaN] = washesAt(16);
  expect(urgent).toBeGreaterThanOrEqual(6);
  expect(calm).toBeLessThanOrEqual(11);
  expect(urgent).toBeLessThanOrEqual(calm - 1);
});
