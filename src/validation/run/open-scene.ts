/** The books before the first fact: what the scenario says of instant 0, work under way included. */

import { mustGet } from '../../base/index.ts';
import {
  firstLotOf,
  id,
  type LotSituation,
  type Machine,
  type Order,
  type RunningStage,
  type Scenario,
  type TaskId,
} from '../../model/index.ts';
import {
  machineOf,
  newAttempt,
  stateAfter,
  type Index,
  type LotScene,
  type MachineScene,
  type OrderScene,
  type RunningTask,
  type Scene,
} from './scene.ts';
import { conditionAt, qualityAt } from './waiting.ts';

export function openScene(scenario: Scenario): Scene {
  const scene: Scene = {
    scenario,
    index: indexOf(scenario),
    now: -Infinity,
    phase: 'new',
    run: undefined,
    orders: new Map(scenario.orders.map((order) => [order.id, openOrder(scenario, order)])),
    lots: new Map(),
    lotOf: new Map(),
    machines: new Map(scenario.machines.map((machine) => [machine.id, openMachine(machine)])),
    running: new Map(),
    maintenance: new Map(),
    attempts: new Map(),
    shortages: new Map(),
    planning: {
      requests: 0,
      outstanding: false,
      requestedAt: -Infinity,
      takenUntil: new Map(),
      tasks: [],
      maintenance: [],
    },
    plan: undefined,
    instant: {
      setbacks: new Map(),
      leaving: new Map(),
      unstored: new Map(),
      toHold: new Map(),
      overtakings: new Map(),
      owedSkips: new Map(),
      foretoldSkips: new Map(),
    },
    telling: undefined,
    skips: new Map(),
    succeeded: new Map(),
    published: new Map(),
  };
  for (const { order, isKnown, wasDone } of scene.orders.values()) if (isKnown && !wasDone) makeLot(scene, order);
  return scene;
}

const indexOf = (scenario: Scenario): Index => ({
  orders: new Map(scenario.orders.map((o) => [o.id, o])),
  orderOf: new Map(scenario.orders.flatMap((o) => o.samples.map((s) => [s.id, o.id] as const))),
  machines: new Map(scenario.machines.map((m) => [m.id, m])),
  pools: new Map(scenario.pools.map((p) => [p.id, p])),
  routes: new Map([...scenario.workflows].map(([name, w]) => [name, new Map(w.stages.map((s) => [s.id, s]))])),
});

function openOrder(scenario: Scenario, order: Order): OrderScene {
  const done = order.progress.filter((p) => p.end <= 0).length;
  const wasDone = done === mustGet(scenario.workflows, order.workflow).stages.length;
  const isKnown = (order.announced ?? 0) <= 0;
  return {
    order,
    isKnown,
    isReceived: false,
    isClosed: isKnown && wasDone,
    wasDone: isKnown && wasDone,
    lots: 1,
    outcomes: new Map(),
    qualities: [],
  };
}

const openMachine = (machine: Machine): MachineScene => ({
  machine,
  heldBy: undefined,
  downSince: undefined,
  expectedUp: -Infinity,
  setUpFor: machine.initialState,
  care: new Map(machine.flexibleMaintenance.map((m) => [m.id, { lastDone: m.lastDone, tasks: new Map() }])),
});

/** The first lot of an order that the laboratory has just learned of. */
export function makeLot(scene: Scene, order: Order): void {
  const situation = firstLotOf(scene.scenario, order);
  const route = situation.route ?? order.workflow;
  const lot: LotScene = {
    id: situation.lot,
    order,
    route,
    stages: mustGet(scene.index.routes, route),
    samples: new Set(situation.samples),
    done: new Map(situation.done.map((d) => [d.stage, d.end])),
    skipped: new Set(situation.skipped),
    failed: new Set(),
    running: new Map(),
    voided: new Set(),
    links: new Map(),
    uses: new Map(),
    memory: new Map(),
    notBefore: situation.notBefore,
    isHeld: false,
    isDegraded: false,
    keeping: situation.keeping,
    quality: situation.keeping?.quality ?? 1,
    stated: 1,
    changedAt: -Infinity,
  };
  scene.lots.set(lot.id, lot);
  for (const sample of lot.samples) scene.lotOf.set(sample, lot);
  for (const running of situation.running) carryOn(scene, lot, situation, running);
}

/** Work under way at instant 0 has no `task-started`; its task is named as in docs/FORMATS.md, and batches share one. */
function carryOn(scene: Scene, lot: LotScene, { lot: name }: LotSituation, running: RunningStage): void {
  const { placement, start, end, stage: stageId } = running;
  const stage = mustGet(lot.stages, stageId);
  const machine = machineOf(placement);
  const task = id<TaskId>(machine === undefined ? `carried-${name}-${stageId}` : `carried-${machine}@${start}`);
  const before = { quality: lot.quality, condition: conditionAt(lot, start) };
  if (stage.kind !== 'compute') lot.quality = qualityAt(scene, lot, start);
  lot.running.set(stageId, task);
  const known = scene.running.get(task);
  if (known !== undefined) {
    known.members.push({ lot, stage });
    scene.running.set(task, { ...known, told: newAttempt(known.members) });
    return;
  }
  const carried: RunningTask = {
    id: task,
    attempt: 1,
    placement,
    memoryFactor: 1,
    at: start,
    workStart: start,
    expectedEnd: end,
    members: [{ lot, stage }],
    told: newAttempt([{ lot, stage }]),
    before: new Map([[lot.id, before]]),
  };
  scene.running.set(task, carried);
  scene.attempts.set(task, 1);
  if (machine === undefined) return;
  const held = mustGet(scene.machines, machine);
  held.heldBy = task;
  held.setUpFor = stateAfter(placement, stage);
}
