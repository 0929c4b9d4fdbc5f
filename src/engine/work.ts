/** What a planned task comes to when it starts: with the members left, on the machine as it stands (docs/PLAN-RULES.md 9, 11, 12, 15). */

import { assert, duration, mustGet, unreachable, type Duration } from '../base/index.ts';
import type {
  BenchStage,
  ComputeStage,
  Machine,
  MachineId,
  PlannedTask,
  PoolId,
  PoolPlacement,
  Stage,
  TaskPlacement,
} from '../model/index.ts';
import { lotStage, progressOf } from './lots.ts';
import type { Member, RunState } from './state.ts';

export interface Work {
  readonly placement: TaskPlacement;
  readonly memoryFactor: number;
  readonly setup: Duration;
  readonly length: Duration;
  /** Operators during the set-up, and from its end for `handsOn`; undefined: until the work is over. */
  readonly setupOperators: number;
  readonly operators: number;
  readonly handsOn: Duration | undefined;
  /** What a machine is set up for from then on. */
  readonly setUpFor: string | undefined;
}

interface LiveMember {
  readonly stage: Stage;
  readonly samples: number;
  readonly memoryFactor: number;
}

/** `members`: the live ones, not empty. */
export function workOf(state: RunState, task: PlannedTask, members: readonly Member[]): Work {
  const live = members.map((m): LiveMember => {
    const lot = mustGet(state.lots, m.lot);
    const { memoryFactor } = progressOf(lot, m.stage);
    return { stage: lotStage(state, lot, m.stage), samples: lot.samples.length, memoryFactor };
  });
  switch (task.placement.kind) {
    case 'machine':
      return benchWork(state, task.placement.machine, live, task.placement);
    case 'run': {
      const { machine, recipe, lanes } = task.placement;
      const lots = new Set(members.map((m) => m.lot));
      const left = lanes.map((lane) => lane.filter((load) => lots.has(load.lot)));
      const length = mustGet(state.scenario.recipes, recipe).runTime;
      return {
        ...onMachine(state, machine, recipe),
        placement: { ...task.placement, lanes: left },
        length,
        operators: 0,
        handsOn: duration(0),
      };
    }
    case 'pool':
      return computeWork(state, task.placement, live);
    default:
      return unreachable(task.placement);
  }
}

/** Asked for at every event, hence one pass. */
function benchWork(state: RunState, name: MachineId, live: readonly LiveMember[], placement: TaskPlacement): Work {
  const machine = mustGet(state.lookups.machines, name);
  assert(machine.kind === 'equipment', `bench work on ${name}, which is a position`);
  const [first] = live;
  assert(first !== undefined, 'a task without members');
  let length = 0;
  let operators = 0;
  let handsOn = 0;
  let isAttendedThroughout = false;
  for (const { stage, samples } of live) {
    const { time, batch, attendance } = bench(stage);
    const cycles = batch === undefined ? Math.ceil(samples / machine.capacity) : 1;
    length = Math.max(length, time.fixed * cycles + time.perSample * samples);
    operators = Math.max(operators, attendance.operators);
    handsOn = Math.max(handsOn, attendance.handsOn ?? 0);
    if (attendance.operators > 0 && attendance.handsOn === undefined) isAttendedThroughout = true;
  }
  return {
    ...onMachine(state, name, bench(first.stage).batch?.family ?? first.stage.id),
    placement,
    length: duration(length),
    operators,
    handsOn: isAttendedThroughout ? undefined : duration(handsOn),
  };
}

function computeWork(state: RunState, planned: PoolPlacement, live: readonly LiveMember[]): Work {
  const memoryFactor = Math.max(...live.map((m) => m.memoryFactor));
  const pool = mustGet(state.lookups.pools, planned.pool);
  const modes = compute(live[0]?.stage)
    .parallel.filter((p) => p <= planned.parallel)
    .toReversed();
  // A retry with more memory may fit only with fewer samples side by side than planned.
  const fitting = modes.find((p) => demand(live, p, 'memoryBytes') * memoryFactor <= pool.memoryBytes);
  const parallel = fitting ?? modes.at(-1) ?? planned.parallel;
  const lengths = live.map(({ stage, samples }) => {
    const { time } = compute(stage);
    return Math.ceil(samples / parallel) * (time.fixed + time.perSample);
  });
  return {
    placement: {
      ...planned,
      parallel,
      cores: demand(live, parallel, 'cores'),
      memoryBytes: demand(live, parallel, 'memoryBytes'),
      gpus: demand(live, parallel, 'gpus'),
    },
    memoryFactor,
    setup: duration(0),
    length: duration(Math.max(...lengths)),
    setupOperators: 0,
    operators: 0,
    handsOn: duration(0),
    setUpFor: undefined,
  };
}

const demand = (live: readonly LiveMember[], parallel: number, what: 'cores' | 'memoryBytes' | 'gpus'): number =>
  live.reduce((sum, { stage, samples }) => sum + compute(stage)[what] * Math.min(parallel, samples), 0);

function onMachine(state: RunState, id: MachineId, setUpFor: string) {
  const { changeover } = mustGet(state.lookups.machines, id);
  const from = mustGet(state.machines, id).setUpFor;
  const setup = setupTime(changeover, from, setUpFor);
  return { memoryFactor: 1, setup, setupOperators: setup > 0 ? changeover.operators : 0, setUpFor };
}

/** The first rule that matches; an unknown state takes the default. */
function setupTime(changeover: Machine['changeover'], from: string | undefined, to: string): Duration {
  if (from === undefined) return changeover.default;
  const matches = (pattern: string, value: string): boolean => pattern === '*' || pattern === value;
  return changeover.rules.find((r) => matches(r.from, from) && matches(r.to, to))?.time ?? changeover.default;
}

function bench(stage: Stage): BenchStage {
  assert(stage.kind === 'bench', `stage ${stage.id} is not bench work`);
  return stage;
}

function compute(stage: Stage | undefined): ComputeStage {
  assert(stage?.kind === 'compute', `stage ${stage?.id} does not compute`);
  return stage;
}

/** The machine or pool that a placement names. */
export const resourceOf = (placement: TaskPlacement): MachineId | PoolId =>
  placement.kind === 'pool' ? placement.pool : placement.machine;
