/** The state before the first fact: it follows from the scenario alone, work under way at instant 0 included. */

import { NEVER, after, mustGet, seconds } from '../base/index.ts';
import {
  id,
  initialSituation,
  type LotSituation,
  type RunningStage,
  type Scenario,
  type Stage,
  type StageId,
  type TaskId,
} from '../model/index.ts';
import { prepareLookups } from './lookups.ts';
import { qualityAt } from './lot-quality.ts';
import { lotStage, lotsOfOrder, progressOf, stagesOf } from './lots.ts';
import { openStage, type LotState, type MachineState, type Member, type RunState, type StageState } from './state.ts';
import { newWear } from './wear.ts';
import { resourceOf } from './work.ts';

export function initialState(scenario: Scenario): RunState {
  const situation = initialSituation(scenario);
  const state: RunState = {
    scenario,
    lookups: prepareLookups(scenario),
    now: seconds(-NEVER),
    phase: 'new',
    run: undefined,
    orders: new Map(),
    lots: new Map(),
    machines: new Map(scenario.machines.map((m) => [m.id, newMachine(m)])),
    pools: new Map(scenario.pools.map((p) => [p.id, { ready: [], cores: 0, memoryBytes: 0, gpus: 0 }])),
    running: new Map(),
    maintenance: new Map(),
    attending: new Map(),
    shortages: new Map(),
    priorities: new Map(),
    planning: {
      requests: 0,
      requestedAt: seconds(-NEVER),
      outstanding: undefined,
      incoming: { tasks: [], maintenance: [] },
      wanted: undefined,
      refusals: 0,
      uncovered: new Set(),
      newcomers: new Set(),
      asked: new Set(),
      arrivals: { at: seconds(-NEVER), lots: [], lateBy: 0 },
      hasTriedRecovery: false,
    },
    plan: undefined,
    openOrders: scenario.orders.length,
  };
  for (const { id: order, announced = 0 } of scenario.orders) {
    const isAnnounced = announced <= 0;
    state.orders.set(order, {
      isAnnounced,
      isReceived: false,
      isClosed: false,
      lots: 1,
      outcomes: new Map(),
      qualitySum: 0,
    });
  }
  for (const lot of situation.lots) state.lots.set(lot.lot, newLot(state, lot));
  for (const [order, known] of state.orders) {
    if (!known.isAnnounced || lotsOfOrder(state, order).length > 0) continue;
    known.isClosed = true;
    state.openOrders--;
  }
  for (const { machine, state: setUpFor, maintenance } of situation.machines) {
    const known = mustGet(state.machines, machine);
    if (setUpFor !== undefined) known.setUpFor = setUpFor;
    for (const { id: name, lastDone, runsSince } of maintenance) known.maintenance.set(name, { lastDone, runsSince });
  }
  for (const lot of situation.lots) for (const running of lot.running) carryOn(state, lot, running);
  return state;
}

const newMachine = (machine: Scenario['machines'][number]): MachineState => ({
  queue: [],
  head: 0,
  ready: [],
  occupiedBy: undefined,
  down: undefined,
  wear: newWear(machine),
  setUpFor: machine.initialState,
  maintenance: new Map(machine.flexibleMaintenance.map((m) => [m.id, { lastDone: m.lastDone, runsSince: 0 }])),
});

export function newLot(state: RunState, situation: LotSituation): LotState {
  const route = situation.route ?? mustGet(state.lookups.orders, situation.order).workflow;
  const stages = stagesOf(state, { route });
  const progress = [...stages.values()].map((stage): [StageId, StageState] => {
    const done = situation.done.find((d) => d.stage === stage.id);
    const isSkipped = situation.skipped.includes(stage.id);
    const status = done !== undefined ? 'done' : isSkipped ? 'skipped' : 'open';
    return [stage.id, { ...openStage(stage), status, end: done?.end }];
  });
  return {
    id: situation.lot,
    order: situation.order,
    route,
    samples: [...situation.samples],
    stages: new Map(progress),
    setAside: new Map(),
    notBefore: situation.notBefore,
    isHeld: false,
    isDegraded: false,
    keeping: situation.keeping,
    quality: situation.keeping?.quality ?? 1,
  };
}

/** Work under way at the beginning, as a running task of the engine's own naming; lots of one batch share it. */
function carryOn(state: RunState, { lot: name }: LotSituation, running: RunningStage): void {
  const { placement, start, end, stage } = running;
  const resource = resourceOf(placement);
  const task = id<TaskId>(placement.kind === 'pool' ? `carried-${name}-${stage}` : `carried-${resource}@${start}`);
  const member: Member = { lot: name, stage };
  const known = state.running.get(task);
  const lot = mustGet(state.lots, name);
  const details = lotStage(state, lot, stage);
  if (known !== undefined) known.members = [...known.members, member];
  else {
    const attendance = attendanceOf(details, running);
    const members = [member];
    if (attendance.length > 0) state.attending.set(task, attendance);
    state.running.set(task, {
      id: task,
      attempt: 1,
      members,
      placement,
      memoryFactor: 1,
      workStart: start,
      expectedEnd: end,
      attendance,
    });
    if (placement.kind === 'pool') {
      const pool = mustGet(state.pools, placement.pool);
      pool.cores += placement.cores;
      pool.memoryBytes += placement.memoryBytes;
      pool.gpus += placement.gpus;
    } else {
      const machine = mustGet(state.machines, placement.machine);
      machine.occupiedBy = task;
      machine.setUpFor = placement.kind === 'run' ? placement.recipe : setUpBy(details);
    }
  }
  const progress = progressOf(lot, stage);
  if (details.kind !== 'compute') lot.quality = qualityAt(state, lot, start);
  progress.status = 'running';
  progress.task = task;
}

const setUpBy = (stage: Stage): string =>
  stage.kind === 'bench' && stage.batch !== undefined ? stage.batch.family : stage.id;

function attendanceOf(stage: Stage, { start, end }: RunningStage) {
  if (stage.kind !== 'bench' || stage.attendance.operators === 0) return [];
  const { operators, handsOn } = stage.attendance;
  const until = handsOn === undefined || after(start, handsOn) >= end ? NEVER : after(start, handsOn);
  return [{ from: start, until, operators }];
}
