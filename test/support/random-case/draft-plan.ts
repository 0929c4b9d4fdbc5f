/**
 * A plan at random for a draft laboratory: tasks one after the other on each machine, in an order that precedence allows.
 *
 * Only what a plan decides is decided here; the limits are drawn around it afterwards, so that it keeps all of them.
 */

import { HOUR, assert, at, duration, mustGet, seconds } from '../../../src/base/index.ts';
import {
  id,
  type LaneLoad,
  type LotId,
  type Order,
  type PlannedMaintenance,
  type PlannedTask,
  type Stage,
  type StageId,
  type TaskPlacement,
} from '../../../src/model/index.ts';
import type { Dice } from './dice.ts';
import type { DraftCare, DraftLab, DraftMachine } from './draft-lab.ts';

export interface DraftPlan {
  readonly tasks: readonly DraftTask[];
  readonly maintenance: readonly PlannedMaintenance[];
  /** Stages that a lot goes without. */
  readonly skipped: ReadonlyMap<string, readonly StageId[]>;
}

export interface Job {
  readonly order: Order;
  readonly stage: Stage;
}

export interface DraftTask {
  readonly task: PlannedTask;
  readonly jobs: readonly Job[];
  /** State that it leaves its machine in; '' in a pool. */
  readonly state: string;
}

/** What is known so far. */
interface Progress {
  readonly lab: DraftLab;
  readonly skipped: Map<string, readonly StageId[]>;
  readonly ends: Map<string, number>;
  readonly tasks: DraftTask[];
  readonly maintenance: PlannedMaintenance[];
  /** Of each machine: when it is free, and what it is set up for. */
  readonly free: Map<string, number>;
  readonly state: Map<string, string | undefined>;
}

export const keyOf = (order: Order, stage: StageId): string => `${order.id} ${stage}`;

export function draftPlan(dice: Dice, lab: DraftLab): DraftPlan {
  const progress: Progress = {
    lab,
    skipped: new Map(),
    ends: new Map(),
    tasks: [],
    maintenance: [],
    free: new Map(lab.machines.map((machine) => [machine.id, 0])),
    state: new Map(lab.machines.map((machine) => [machine.id, machine.initialState])),
  };
  let open: Job[] = [];
  for (const order of lab.orders) {
    const stages = stagesOf(lab, order);
    const skipped = stages.filter(() => dice.chance(0.1)).map((stage) => stage.id);
    progress.skipped.set(order.id, skipped);
    open.push(...stages.filter((stage) => !skipped.includes(stage.id)).map((stage) => ({ order, stage })));
  }
  while (open.length > 0) {
    const ready = open.filter((job) =>
      predecessors(progress, job).every((before) => progress.ends.has(keyOf(job.order, before))),
    );
    const jobs = place(dice, progress, ready);
    open = open.filter((job) => !jobs.includes(job));
    if (dice.chance(0.15) && lab.care.length > 0) maintain(dice, progress, dice.pick(lab.care));
  }
  return progress;
}

export const stagesOf = (lab: DraftLab, order: Order): readonly Stage[] => {
  const workflow = lab.workflows.find((candidate) => candidate.id === order.workflow);
  assert(workflow !== undefined, `no workflow ${order.workflow}`);
  return workflow.stages;
};

/** With those of skipped stages in their place. */
export function predecessors(
  { lab, skipped }: { lab: DraftLab; skipped: ReadonlyMap<string, readonly StageId[]> },
  { order, stage }: Job,
): readonly StageId[] {
  const stages = stagesOf(lab, order);
  const through = (before: StageId): readonly StageId[] => {
    if (!mustGet(skipped, order.id).includes(before)) return [before];
    return stages.find((candidate) => candidate.id === before)?.after.flatMap(through) ?? [];
  };
  return [...new Set(stage.after.flatMap(through))];
}

/** Plans one task for some of the jobs that are ready; returns them. */
function place(dice: Dice, progress: Progress, ready: readonly Job[]): readonly Job[] {
  const first = dice.pick(ready);
  const { stage } = first;
  const others = ready.filter((job) => job.order !== first.order);
  switch (stage.kind) {
    case 'bench': {
      const machine = dice.pick(progress.lab.machines.filter((candidate) => candidate.class === stage.equipment));
      const family = stage.batch?.family;
      const mates =
        family === undefined
          ? []
          : others.filter((job) => job.stage.kind === 'bench' && job.stage.batch?.family === family);
      // One stage per lot, as many as fit.
      const jobs = [first];
      for (const job of dice.some(mates)) {
        const samples = [...jobs, job].reduce((sum, { order }) => sum + order.samples.length, 0);
        if (samples <= machine.capacity && jobs.every(({ order }) => order !== job.order)) jobs.push(job);
      }
      const length = Math.max(...jobs.map((job) => benchTime(job, machine)));
      // The first member by lot gives the state; in a batch all give the same.
      onMachine(dice, progress, {
        jobs,
        machine,
        length,
        state: family ?? stage.id,
        placement: { kind: 'machine', machine: id(machine.id) },
      });
      return jobs;
    }
    case 'sequencing':
      return placeRun(dice, progress, { first, others });
    case 'compute': {
      const samples = first.order.samples.length;
      const parallel = dice.pick(stage.parallel);
      const width = Math.min(parallel, samples);
      const start = earliest(progress, [first]) + dice.slack(20 * HOUR);
      const length = Math.ceil(samples / parallel) * (stage.time.fixed + stage.time.perSample);
      const { pool } = stage;
      const demand = { cores: stage.cores * width, memoryBytes: stage.memoryBytes * width, gpus: stage.gpus * width };
      record(progress, {
        jobs: [first],
        placement: { kind: 'pool', pool, parallel, ...demand },
        setup: 0,
        start,
        length,
        state: '',
      });
      return [first];
    }
  }
}

function placeRun(
  dice: Dice,
  progress: Progress,
  { first, others }: { first: Job; others: readonly Job[] },
): readonly Job[] {
  const machine = dice.pick(progress.lab.machines.filter((candidate) => candidate.kind === 'position'));
  const allows = (job: Job, recipe: string): boolean =>
    job.stage.kind === 'sequencing' && job.stage.recipes.some((r) => r === recipe);
  const recipe = dice.pick(progress.lab.recipes.filter((r) => machine.recipes.includes(r.id) && allows(first, r.id)));
  const jobs = [first];
  for (const job of dice.some(others.filter((other) => allows(other, recipe.id)))) {
    if (jobs.every(({ order }) => order !== job.order)) jobs.push(job);
  }
  const lanes: LaneLoad[][] = Array.from({ length: recipe.lanes }, () => []);
  for (const { order, stage } of jobs) {
    const perSample = order.readsPerSample ?? (stage.kind === 'sequencing' ? stage.readsPerSample : 0);
    let left = order.samples.length * perSample + dice.slack(500);
    const on = lanes.filter(() => dice.chance(0.5));
    const used = on.length === 0 ? [at(lanes, 0)] : on;
    used.forEach((lane, k) => {
      const reads = k === used.length - 1 ? left : dice.int(0, left);
      left -= reads;
      lane.push({ lot: id<LotId>(order.id), reads });
    });
  }
  const placement: TaskPlacement = { kind: 'run', machine: id(machine.id), recipe: recipe.id, lanes };
  onMachine(dice, progress, { jobs, machine, length: recipe.runTime, state: recipe.id, placement });
  return jobs;
}

function benchTime({ order, stage }: Job, machine: DraftMachine): number {
  if (stage.kind !== 'bench') return 0;
  const n = order.samples.length;
  const cycles = stage.batch === undefined ? Math.ceil(n / machine.capacity) : 1;
  return stage.time.fixed * cycles + stage.time.perSample * n;
}

/** After what the machine did last, with the set-up that this takes. */
function onMachine(
  dice: Dice,
  progress: Progress,
  {
    jobs,
    machine,
    length,
    state,
    placement,
  }: Omit<DraftTask, 'task'> & { machine: DraftMachine; length: number; placement: TaskPlacement },
): void {
  const from = progress.state.get(machine.id);
  const rule = machine.changeover.rules.find(
    (r) => from !== undefined && (r.from === '*' || r.from === from) && (r.to === '*' || r.to === state),
  );
  const setup = rule?.time ?? machine.changeover.default;
  const free = mustGet(progress.free, machine.id) + setup;
  const start = Math.max(free, earliest(progress, jobs)) + dice.slack(20 * HOUR);
  record(progress, { jobs, placement, setup, start, length, state });
  progress.free.set(machine.id, start + length);
  progress.state.set(machine.id, state);
}

const earliest = (progress: Progress, jobs: readonly Job[]): number =>
  Math.max(
    0,
    ...jobs.flatMap((job) =>
      predecessors(progress, job).map((before) => mustGet(progress.ends, keyOf(job.order, before))),
    ),
  );

function record(
  progress: Progress,
  {
    jobs,
    placement,
    setup,
    start,
    length,
    state,
  }: Omit<DraftTask, 'task'> & {
    placement: TaskPlacement;
    setup: number;
    start: number;
    length: number;
  },
): void {
  const end = start + length;
  const members = jobs
    .map(({ order, stage }) => ({ lot: id<LotId>(order.id), stage: stage.id }))
    .toSorted((a, b) => (a.lot < b.lot ? -1 : 1));
  const task: PlannedTask = {
    id: id(`t${String(progress.tasks.length).padStart(3, '0')}`),
    members,
    placement,
    setup: duration(setup),
    start: seconds(start),
    end: seconds(end),
    isFrozen: false,
  };
  progress.tasks.push({ task, jobs, state });
  for (const { order, stage } of jobs) progress.ends.set(keyOf(order, stage.id), end);
}

function maintain(dice: Dice, progress: Progress, care: DraftCare): void {
  const start = Math.max(...care.machines.map((machine) => mustGet(progress.free, machine))) + dice.slack(10 * HOUR);
  const end = start + care.duration;
  progress.maintenance.push({
    id: id(`m${String(progress.maintenance.length).padStart(3, '0')}`),
    maintenance: id(care.id),
    machines: care.machines.map((machine) => id<never>(machine)),
    start: seconds(start),
    end: seconds(end),
  });
  for (const machine of care.machines) progress.free.set(machine, end);
}
