/**
 * A planner without any wit, for runs that need many plans: lots in order, each stage on the machine that is free first.
 *
 * It heeds predecessors, releases, machines and what is frozen; operators, windows and calendars are left to the engine.
 */

import { duration, seconds } from '../../src/base/index.ts';
import {
  id,
  type LotSituation,
  type Plan,
  type PlannedMaintenance,
  type PlannedTask,
  type Scenario,
  type Situation,
  type Stage,
  type TaskPlacement,
} from '../../src/model/index.ts';

const SETUP = 5400;

export const naivePlanner =
  (scenario: Scenario, maintenance: readonly PlannedMaintenance[] = []) =>
  async ({ situation }: { readonly situation: Situation }): Promise<Plan> =>
    naivePlan(scenario, situation, maintenance);

export function naivePlan(
  scenario: Scenario,
  situation: Situation,
  maintenance: readonly PlannedMaintenance[] = [],
): Plan {
  const free = new Map<string, number>(situation.machines.map((m) => [m.machine, m.freeFrom]));
  for (const lot of situation.lots) {
    for (const { end, placement } of lot.running) if (placement.kind !== 'pool') free.set(placement.machine, end);
  }
  const tasks = situation.lots.flatMap((lot) => planLot(scenario, lot, situation.now, free));
  return {
    now: situation.now,
    tasks: tasks.toSorted((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1)),
    maintenance: maintenance.flatMap((m) => (isDone(situation, m) ? [] : [notBefore(m, situation.now)])),
    lost: [],
    objective: [],
    method: { name: 'naive', seed: 0, iterations: 0, isReproducible: true },
  };
}

const isDone = ({ machines }: Situation, { maintenance, machines: stopped, start }: PlannedMaintenance): boolean =>
  machines
    .find((m) => m.machine === stopped[0])
    ?.maintenance.some(({ id: name, lastDone }) => name === maintenance && lastDone >= start) === true;

const notBefore = (planned: PlannedMaintenance, now: number): PlannedMaintenance => {
  const late = Math.max(0, now - planned.start);
  return { ...planned, start: seconds(planned.start + late), end: seconds(planned.end + late) };
};

function planLot(
  scenario: Scenario,
  lot: LotSituation,
  now: number,
  free: Map<string, number>,
): readonly PlannedTask[] {
  const order = scenario.orders.find((o) => o.id === lot.order);
  const ends = new Map<string, number>();
  for (const { stage, end } of [...lot.done, ...lot.running]) ends.set(stage, end);
  for (const stage of lot.skipped) ends.set(stage, now);
  const stages = scenario.workflows.get((lot.route ?? order?.workflow) as never)?.stages ?? [];
  return stages.flatMap((stage) => {
    if (ends.has(stage.id)) return [];
    const before = stage.after.map((name) => {
      const hold = stages.find((s) => s.id === name)?.hold.min ?? 0;
      return (ends.get(name) ?? now) + hold;
    });
    const ready = Math.max(now, lot.notBefore, order?.release ?? 0, ...before);
    const { placement, length, setup } = place(scenario, stage, lot, free);
    const machine = placement.kind === 'pool' ? undefined : placement.machine;
    const start = Math.max(ready, machine === undefined ? 0 : (free.get(machine) ?? 0) + setup);
    const end = start + length;
    ends.set(stage.id, end);
    if (machine !== undefined) free.set(machine, end);
    return [
      {
        id: id(`${lot.lot}-${stage.id}`),
        members: [{ lot: lot.lot, stage: stage.id }],
        placement,
        setup: duration(Math.min(setup, Math.max(0, start - now))),
        start: seconds(start),
        end: seconds(end),
        isFrozen: false,
      },
    ];
  });
}

function place(
  scenario: Scenario,
  stage: Stage,
  lot: LotSituation,
  free: ReadonlyMap<string, number>,
): { readonly placement: TaskPlacement; readonly length: number; readonly setup: number } {
  const samples = lot.samples.length;
  const soonest = <T extends { readonly id: string }>(machines: readonly T[]): T => {
    const [first] = machines.toSorted(
      (a, b) => (free.get(a.id) ?? 0) - (free.get(b.id) ?? 0) || (a.id < b.id ? -1 : 1),
    );
    if (first === undefined) throw new Error(`no machine for ${stage.id}`);
    return first;
  };
  if (stage.kind === 'compute') {
    const parallel = stage.parallel.at(-1) ?? 1;
    const atOnce = Math.min(parallel, samples);
    const { pool, cores, memoryBytes, gpus, time } = stage;
    const length = Math.ceil(samples / parallel) * (time.fixed + time.perSample);
    const demand = { cores: cores * atOnce, memoryBytes: memoryBytes * atOnce, gpus: gpus * atOnce };
    return { placement: { kind: 'pool', pool, parallel, ...demand }, length, setup: 0 };
  }
  if (stage.kind === 'bench') {
    const { id: machine } = soonest(
      scenario.machines.filter((m) => m.kind === 'equipment' && m.class === stage.equipment),
    );
    const length = stage.time.fixed + stage.time.perSample * samples;
    return { placement: { kind: 'machine', machine }, length, setup: SETUP };
  }
  const [recipe] = stage.recipes;
  const { id: machine } = soonest(scenario.machines.filter((m) => m.kind === 'position'));
  const details = scenario.recipes.get(recipe as never);
  const lanes = [[{ lot: lot.lot, reads: samples * stage.readsPerSample }], []];
  return {
    placement: { kind: 'run', machine, recipe: recipe as never, lanes },
    length: details?.runTime ?? 0,
    setup: SETUP,
  };
}
