/** Runs without a fault, to plant faults in. */

import { HOUR, duration } from '../../../src/base/index.ts';
import { id, type Fact, type Scenario, type Stage, type Timed, type Workflow } from '../../../src/model/index.ts';
import {
  clock,
  labWith,
  mondayPlan,
  onCluster,
  onMachine,
  onPosition,
  planOf,
  planned,
  runScript,
} from '../../engine/harness.ts';
import { run, troubledLab, withoutBreakdowns } from '../../simulation/lab.ts';
import { EXTRACT, PREP, WORKFLOW, order, tinyLab } from '../tiny-lab.ts';

export interface CleanRun {
  readonly scenario: Scenario;
  readonly facts: readonly Timed<Fact>[];
}

/** One order, nothing goes wrong. */
async function calm(): Promise<CleanRun> {
  const scenario = withoutBreakdowns(tinyLab({ orders: [order('o1')] }));
  return { scenario, facts: (await run(scenario)).told };
}

/** Six orders with retries, fallbacks, degradation and maintenance. */
async function troubled(): Promise<CleanRun> {
  const scenario = withoutBreakdowns(troubledLab(6));
  return { scenario, facts: (await run(scenario, { seed: 3 })).told };
}

/** The same laboratory on days on which optional branches are given up. */
async function degraded(): Promise<CleanRun> {
  const scenario = withoutBreakdowns(troubledLab(6));
  return { scenario, facts: (await run(scenario, { seed: 8 })).told };
}

/** Alignment fails as a whole when most of its samples are done, and is tried again. */
async function reused(): Promise<CleanRun> {
  const lab = withoutBreakdowns(tinyLab({ orders: [order('o1')] }));
  const stages = WORKFLOW.stages.map((stage): Stage => {
    if (stage.id !== 'align') return stage;
    const again = { do: 'retry', max: 9, backoff: { base: duration(0), factor: 1 }, memoryFactor: 1 } as const;
    return {
      ...stage,
      parallel: [1],
      failureRates: new Map([['transient', 0.9]]),
      onError: [{ action: again }],
    } as Stage;
  });
  const scenario = { ...lab, workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages }]]) };
  return { scenario, facts: (await run(scenario, { seed: 2 })).told };
}

/** Two orders that share a thermocycler and a flow cell. */
async function shared(): Promise<CleanRun> {
  const scenario = labWith(WORKFLOW.stages, ['o1', 'o2']);
  const run1 = onPosition('seq/A', 'short', ['o1']);
  const lanes = ['o1', 'o2'].map((lot) => [{ lot: id<never>(lot), reads: 400_000_000 }]);
  const plan = planOf([
    planned('extract-1', ['o1/extract'], onMachine('handler-1'), { start: clock(8), end: clock(9, 4) }),
    planned('extract-2', ['o2/extract'], onMachine('handler-1'), { start: clock(9, 4), end: clock(10, 8) }),
    planned('prep', ['o1/prep', 'o2/prep'], onMachine('tc-1'), {
      start: clock(10, 28),
      end: clock(12, 28),
      setup: 1200,
    }),
    planned('run', ['o1/sequence', 'o2/sequence'], run1.kind === 'run' ? { ...run1, lanes } : run1, {
      start: clock(13, 13),
      end: clock(26, 13),
      setup: 2700,
    }),
    planned('align-1', ['o1/align'], onCluster(1), { start: clock(26, 13), end: clock(30, 13) }),
    planned('align-2', ['o2/align'], onCluster(1), { start: clock(26, 13), end: clock(30, 13) }),
  ]);
  return { scenario, facts: (await runScript({ scenario, plan: () => plan })).facts };
}

/** Two orders on a thermocycler each, whose set-up always takes as long. */
async function sideBySide(): Promise<CleanRun> {
  const lab = labWith([EXTRACT, PREP], ['o1', 'o2']);
  const machines = lab.machines.map((m) => ({ ...m, changeover: { ...m.changeover, rules: [] } }));
  const plan = planOf([
    planned('extract-1', ['o1/extract'], onMachine('handler-1'), { start: clock(8), end: clock(9, 4) }),
    planned('extract-2', ['o2/extract'], onMachine('handler-1'), { start: clock(9, 4), end: clock(10, 8) }),
    planned('prep-1', ['o1/prep'], onMachine('tc-1'), { start: clock(9, 24), end: clock(11, 24), setup: 1200 }),
    planned('prep-2', ['o2/prep'], onMachine('tc-2'), { start: clock(10, 28), end: clock(12, 28), setup: 1200 }),
  ]);
  const scenario = { ...lab, machines };
  return { scenario, facts: (await runScript({ scenario, plan: () => plan })).facts };
}

/** `o1` cannot wait with its preparation for the extract of `o2`, which then fails and is tried again. */
async function leftBehind(): Promise<CleanRun> {
  const extract: Stage = {
    ...EXTRACT,
    hold: { min: duration(0), max: duration(HOUR) },
    onError: [
      {
        when: ['transient'],
        action: { do: 'retry', max: 1, backoff: { base: duration(0), factor: 1 }, memoryFactor: 1 },
      },
    ],
  };
  const scenario = labWith([extract, PREP], ['o1', 'o2']);
  const first = planOf([
    planned('extract-1', ['o1/extract'], onMachine('handler-1'), { start: clock(8), end: clock(9, 4) }),
    planned('extract-2', ['o2/extract'], onMachine('handler-1'), { start: clock(9, 4), end: clock(10, 8) }),
    planned('prep', ['o1/prep', 'o2/prep'], onMachine('tc-1'), { start: clock(10), end: clock(12), setup: 1200 }),
  ]);
  const later = planOf([
    planned('prep', ['o2/prep'], onMachine('tc-2'), { start: clock(11, 10), end: clock(13, 10), setup: 1200 }),
  ]);
  const again = planOf([
    planned('extract', ['o2/extract'], onMachine('handler-1'), { start: clock(9, 50), end: clock(10, 54) }),
    planned('prep', ['o2/prep'], onMachine('tc-2'), { start: clock(11, 14), end: clock(13, 14), setup: 1200 }),
  ]);
  const { facts } = await runScript({
    scenario,
    plan: (_, request) => [first, later, again][request - 1],
    outcome: ({ task, attempt }) =>
      task === 'p1-extract-2' && attempt === 1 ? { failAfter: 2280, class: 'transient' } : undefined,
  });
  return { scenario, facts };
}

/** Preparation fails, is held at its safe stop, and released by an operator. */
async function held(): Promise<CleanRun> {
  const prep: Stage = { ...PREP, onError: [{ action: { do: 'hold' } }] };
  const scenario = labWith([EXTRACT, prep], ['o1']);
  const again = planned('prep', ['o1/prep'], onMachine('tc-1'), { start: clock(14), end: clock(16), setup: 300 });
  const { facts } = await runScript({
    scenario,
    plan: (_, request) => planOf(request === 1 ? mondayPlan().slice(0, 2) : [again]),
    outcome: ({ task }) => (task === 'p1-prep' ? { failAfter: 600, class: 'tool-error' } : undefined),
    also: [
      {
        type: 'operator-decided',
        at: clock(13),
        decision: { operator: 'x', reason: 'checked', action: { do: 'release-lot', lot: id('o1') } },
      },
    ],
  });
  return { scenario, facts };
}

/** An operator cancels the order while its preparation is under way. */
async function cancelled(): Promise<CleanRun> {
  const scenario = labWith([EXTRACT, PREP], ['o1']);
  const { facts } = await runScript({
    scenario,
    plan: () => planOf(mondayPlan().slice(0, 2)),
    also: [
      {
        type: 'operator-decided',
        at: clock(10),
        decision: { operator: 'x', reason: 'withdrawn', action: { do: 'cancel-order', order: id('o1') } },
      },
    ],
  });
  return { scenario, facts };
}

/** No thermocycler is ever there: the extract keeps for 72 h, then it is expired. */
async function expired(): Promise<CleanRun> {
  const lab = labWith([EXTRACT, PREP], ['o1']);
  const machines = lab.machines.map((m) => (m.id.startsWith('tc') ? { ...m, available: [] } : m));
  const scenario = { ...lab, machines };
  return { scenario, facts: (await runScript({ scenario, plan: () => planOf(mondayPlan().slice(0, 2)) })).facts };
}

/** Preparation fails and goes on by the route on which `prep-low` takes its place. */
async function detour(): Promise<CleanRun> {
  const low: Stage = { ...PREP, id: id('prep-low'), insteadOf: id('prep') };
  const prep: Stage = { ...PREP, onError: [{ action: { do: 'fallback', to: id('prep-low') } }] };
  const ordinary: Workflow = {
    ...WORKFLOW,
    stages: [EXTRACT, prep],
    detours: new Map([[id<never>('prep-low'), id('wgs~prep-low')]]),
  };
  const route: Workflow = { id: id('wgs~prep-low'), name: 'low', stages: [EXTRACT, low] };
  const scenario = labWith([], ['o1'], { workflows: new Map([ordinary, route].map((w) => [w.id, w])) });
  const again = planned('low', ['o1/prep-low'], onMachine('tc-1'), { start: clock(14), end: clock(16), setup: 300 });
  const { facts } = await runScript({
    scenario,
    plan: (_, request) => planOf(request === 1 ? mondayPlan().slice(0, 2) : [again]),
    outcome: ({ task }) => (task === 'p1-prep' ? { failAfter: 600, class: 'tool-error' } : undefined),
  });
  return { scenario, facts };
}

export const CLEAN_RUNS = {
  calm,
  troubled,
  degraded,
  reused,
  shared,
  sideBySide,
  leftBehind,
  held,
  cancelled,
  expired,
  detour,
} as const;

export type CleanRunName = keyof typeof CLEAN_RUNS;
