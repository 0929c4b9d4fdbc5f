/** The limits that a draft plan keeps, drawn around it: some of them exactly, some with room to spare. */

import {
  ALWAYS,
  HOUR,
  constantLevel,
  duration,
  interval,
  mustGet,
  normalise,
  seconds,
  sumOfLevels,
  type StepFunction,
} from '../../../src/base/index.ts';
import {
  id,
  type ComputePool,
  type FlexibleMaintenance,
  type Hold,
  type IndexSet,
  type IndexSetId,
  type Machine,
  type Order,
  type PlannedMaintenance,
  type Recipe,
  type Situation,
  type Stage,
  type Workflow,
} from '../../../src/model/index.ts';
import { careStart, holds, visitsOf, type Cut } from './derive-situation.ts';
import type { Dice } from './dice.ts';
import type { DraftCare, DraftLab } from './draft-lab.ts';
import { predecessors, stagesOf, type DraftPlan, type DraftTask } from './draft-plan.ts';

const ROOM = 2 * HOUR;

/** Received and collected before its first stage, due about when it ends; due dates may be missed, deadlines not. */
export function limitOrder(dice: Dice, plan: DraftPlan, { order, lab }: { order: Order; lab: DraftLab }): Order {
  const visits = visitsOf(plan.tasks, order);
  if (visits.length === 0) return order;
  const first = Math.min(...visits.map(({ start }) => start));
  const end = Math.max(...visits.map((visit) => visit.end));
  const release = first - dice.slack(ROOM);
  const collected = release - dice.int(0, 48) * HOUR;
  const moved = dice.int(collected, release);
  const beginners = visits.filter(
    ({ stage }) => predecessors({ lab, skipped: plan.skipped }, { order, stage }).length === 0,
  );
  const conditions = order.storage.map(({ condition }) => condition);
  return {
    ...order,
    collected: seconds(collected),
    storage: [
      ...conditions.map((condition) => ({ condition, from: seconds(collected) })),
      ...(dice.chance(0.5) ? [{ condition: id<never>('warm'), from: seconds(moved) }] : []),
    ],
    release: seconds(release),
    expires: seconds(Math.max(...beginners.map(({ start }) => start)) + dice.slack(ROOM)),
    due: seconds(end + dice.int(-24, 24) * HOUR),
    ...(dice.chance(0.6) ? { deadline: seconds(end + dice.slack(ROOM)) } : {}),
    progress: [],
  };
}

export function limitWorkflow(
  dice: Dice,
  lab: DraftLab,
  { plan, workflow }: { plan: DraftPlan; workflow: Workflow },
): Workflow {
  const orders = lab.orders.filter((order) => order.workflow === workflow.id);
  const limited = workflow.stages.map((stage): Stage => {
    const lags = orders.flatMap((order) => lagsAfter({ lab, plan, order }, stage));
    const hold: Hold =
      lags.length === 0
        ? stage.hold
        : {
            min: duration(Math.max(0, Math.min(...lags) - dice.slack(ROOM))),
            ...(dice.chance(0.6) ? { max: duration(Math.max(...lags) + dice.slack(ROOM)) } : {}),
          };
    if (stage.kind !== 'bench' || dice.chance(0.6)) return { ...stage, hold };
    const starts = orders.flatMap((order) =>
      visitsOf(plan.tasks, order).filter((visit) => visit.stage.id === stage.id),
    );
    const windows = starts.map(({ start }) => interval(start - dice.slack(ROOM), start + 1 + dice.slack(ROOM)));
    return { ...stage, hold, startWindows: normalise(windows) };
  });
  return { ...workflow, stages: limited };
}

/** From the end of the stage to the start of each stage that counts it as its predecessor. */
function lagsAfter({ lab, plan, order }: { lab: DraftLab; plan: DraftPlan; order: Order }, stage: Stage): number[] {
  const visits = visitsOf(plan.tasks, order);
  const before = visits.find((visit) => visit.stage.id === stage.id);
  if (before === undefined) return [];
  return stagesOf(lab, order).flatMap((next) => {
    const after = visits.find((visit) => visit.stage.id === next.id);
    const follows = predecessors({ lab, skipped: plan.skipped }, { order, stage: next }).includes(stage.id);
    return after !== undefined && follows ? [after.start - before.end] : [];
  });
}

export function limitMachine(
  dice: Dice,
  { lab, cut, name, flexible }: { lab: DraftLab; cut: Cut; name: string; flexible: readonly FlexibleMaintenance[] },
): Machine {
  const machine = mustGet(new Map(lab.machines.map((m) => [m.id, m])), name);
  const spans = [
    ...tasksOn(cut.open, name).map(({ task }) => ({ start: task.start - task.setup, end: Number(task.end) })),
    ...cut.openMaintenance
      .filter((m) => isOn(m, name))
      .map(({ start, end }) => ({ start: Number(start), end: Number(end) })),
  ];
  const base = {
    id: id<never>(name),
    available: normalise(spans.map(({ start, end }) => interval(start - dice.slack(ROOM), end + dice.slack(ROOM)))),
    fixedMaintenance: [],
    flexibleMaintenance: flexible,
    changeover: machine.changeover,
    ...(machine.initialState === undefined ? {} : { initialState: machine.initialState }),
  };
  return machine.kind === 'position'
    ? {
        ...base,
        kind: 'position',
        instrument: id(machine.instrument),
        recipes: machine.recipes.map((r) => id<never>(r)),
      }
    : { ...base, kind: 'equipment', class: machine.class, capacity: machine.capacity };
}

export const tasksOn = (tasks: readonly DraftTask[], machine: string): readonly DraftTask[] =>
  tasks
    .filter(({ task }) => task.placement.kind !== 'pool' && task.placement.machine === machine)
    .toSorted((a, b) => a.task.start - b.task.start);

const isOn = ({ machines }: PlannedMaintenance, machine: string): boolean => machines.some((name) => name === machine);

/** What a maintenance asks for, and until when nothing more of it is due. */
export function limitCare(
  dice: Dice,
  { cut, situation, care }: { cut: Cut; situation: Situation; care: DraftCare },
): { flexible: FlexibleMaintenance; dueBy: number } {
  const isThis = ({ maintenance, machines }: PlannedMaintenance): boolean =>
    maintenance === care.id && machines.some((name) => care.machines.includes(name));
  const open = cut.openMaintenance.filter(isThis);
  const every = dice.int(1, 60) * HOUR;
  let due = (cut.pastMaintenance.filter(isThis).at(-1)?.end ?? careStart(care.id)) + every;
  let early = 0;
  let late = 0;
  for (const { start, end } of open) {
    // For the sake of runs it may come at any time before.
    if (!care.isByRuns) early = Math.max(early, due - start);
    late = Math.max(late, start - due);
    due = end + every;
  }
  late += dice.slack(ROOM);
  const most = Math.max(...care.machines.map((machine) => mostRuns({ cut, situation, care, open }, machine)));
  return {
    flexible: {
      id: id(care.id),
      ...(care.isByTime ? { every: duration(every) } : {}),
      ...(care.isByRuns ? { everyRuns: Math.max(1, most) + dice.slack(2) } : {}),
      early: duration(early + dice.slack(ROOM)),
      late: duration(late),
      duration: duration(care.duration),
      operators: care.operators,
      lastDone: careStart(care.id),
      scope: care.scope,
    },
    dueBy: care.isByTime ? due + late : Infinity,
  };
}

function mostRuns(
  {
    cut,
    situation,
    care,
    open,
  }: { cut: Cut; situation: Situation; care: DraftCare; open: readonly PlannedMaintenance[] },
  machine: string,
): number {
  const known = situation.machines.find((m) => m.machine === machine)?.maintenance.find((m) => m.id === care.id);
  const starts = tasksOn(cut.open, machine).map(({ task }) => task.start);
  const bounds = [-Infinity, ...open.map(({ start }) => start), Infinity];
  const counts = bounds.slice(1).map((until, k) => {
    const from = bounds[k] ?? until;
    return starts.filter((start) => from <= start && start < until).length + (k === 0 ? (known?.runsSince ?? 0) : 0);
  });
  return Math.max(...counts);
}

interface Use {
  readonly start: number;
  readonly end: number;
  readonly amount: number;
}

/** The profile of what is used, with `spare` throughout. */
const supplyFor = (uses: readonly Use[], spare: number): StepFunction =>
  sumOfLevels([
    ...uses
      .filter(({ start, end }) => start < end)
      .map(({ start, end, amount }) => ({ intervals: [interval(start, end)], level: amount })),
    { intervals: ALWAYS, level: spare },
  ]);

export function limitStaff(dice: Dice, { lab, cut }: { lab: DraftLab; cut: Cut }): StepFunction {
  const uses = [...cut.running, ...cut.open].flatMap(({ task, jobs }): Use[] => {
    const { placement, start, end, setup } = task;
    if (placement.kind === 'pool') return [];
    const machine = lab.machines.find((m) => m.id === placement.machine);
    const changing = { start: start - setup, end: start, amount: machine?.changeover.operators ?? 0 };
    const attended = jobs.flatMap(({ stage }) => (stage.kind === 'bench' ? [stage.attendance] : []));
    const needed = Math.max(0, ...attended.map((a) => a.operators));
    const until = Math.max(start, ...attended.map((a) => (a.handsOn === undefined ? end : start + a.handsOn)));
    return [changing, { start, end: until, amount: needed }];
  });
  const care = cut.openMaintenance.map(({ maintenance, machines, start, end }) => {
    const known = lab.care.find(
      (c) => c.id === maintenance && c.machines.some((m) => machines.some((name) => name === m)),
    );
    return { start, end, amount: known?.operators ?? 0 };
  });
  return supplyFor([...uses, ...care], dice.slack(1));
}

export function limitPool(dice: Dice, cut: Cut, name: string): ComputePool {
  const placed = [...cut.running, ...cut.open].flatMap(({ task }) =>
    task.placement.kind === 'pool' && task.placement.pool === name
      ? [{ start: task.start, end: task.end, ...task.placement }]
      : [],
  );
  const profile = (demand: 'cores' | 'memoryBytes' | 'gpus', spare: number): StepFunction =>
    supplyFor(
      placed.map((p) => ({ start: p.start, end: p.end, amount: p[demand] })),
      spare,
    );
  const peak = (steps: StepFunction): number => Math.max(...steps.levels);
  return {
    id: id(name),
    kind: 'local',
    cores: dice.chance(0.5) ? profile('cores', dice.slack(8)) : constantLevel(peak(profile('cores', 0))),
    memoryBytes: peak(profile('memoryBytes', 0)) + dice.slack(1e9),
    gpus: peak(profile('gpus', 0)),
  };
}

/** As many reads as the fullest lane of a run to come holds. */
export function limitRecipe(dice: Dice, cut: Cut, recipe: Recipe): Recipe {
  const fills = cut.open.flatMap(({ task: { placement } }) =>
    placement.kind === 'run' && placement.recipe === recipe.id
      ? placement.lanes.map((lane) => lane.reduce((sum, load) => sum + load.reads, 0))
      : [],
  );
  return { ...recipe, readsPerLane: Math.max(1, ...fills) + dice.slack(500) };
}

/** Sets clash at random, but not those that meet in a run to come. */
export function limitIndexSets(
  dice: Dice,
  { cut, orders, recipes }: { cut: Cut; orders: readonly Order[]; recipes: readonly Recipe[] },
): ReadonlyMap<IndexSetId, IndexSet> {
  const meeting = new Set<string>();
  for (const { task } of cut.open) {
    const { placement } = task;
    if (placement.kind !== 'run') continue;
    const scope = recipes.find((recipe) => recipe.id === placement.recipe)?.indexScope;
    for (const space of scope === 'run' ? [placement.lanes.flat()] : placement.lanes) {
      for (const a of space) for (const b of space) meeting.add(`${a.lot} ${b.lot}`);
    }
  }
  const sets = new Map<IndexSetId, { id: IndexSetId; pairs: []; clashes: Set<IndexSetId> }>();
  for (const { indexSet } of orders) {
    if (indexSet !== undefined) sets.set(indexSet, { id: indexSet, pairs: [], clashes: new Set([indexSet]) });
  }
  for (const a of orders) {
    for (const b of orders) {
      if (a.id === b.id || a.indexSet === undefined || b.indexSet === undefined) continue;
      // One of the two says so, which is enough.
      if (!meeting.has(`${a.id} ${b.id}`) && dice.chance(0.5)) mustGet(sets, a.indexSet).clashes.add(b.indexSet);
    }
  }
  return sets;
}

export const progressOf = (cut: Cut, order: Order): Order['progress'] =>
  [...cut.past, ...cut.running]
    .filter((draft) => holds(draft, order))
    .flatMap((draft) => {
      const { placement } = draft.task;
      const on = placement.kind === 'pool' ? placement.pool : placement.machine;
      return visitsOf([draft], order).map(({ stage, start, end }) => ({
        stage: stage.id,
        start: seconds(start),
        end: seconds(end),
        on,
      }));
    });
