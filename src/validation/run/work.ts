/** A task as it starts, against what its stages, its machine and its recipe say it must be (docs/PLAN-RULES.md 9-13, 16, 17). */

import { containing, covers, seconds } from '../../base/index.ts';
import type { BenchStage, Machine, PoolPlacement, RunPlacement, Stage } from '../../model/index.ts';
import { fault, type Fault } from './codes.ts';
import { machineOf, stateAfter, type FactOf, type LotScene, type Scene } from './scene.ts';

type Started = FactOf<'task-started'>;

export interface WorkMember {
  readonly lot: LotScene;
  readonly stage: Stage;
}

/** Of members whose lot and stage are known. */
export const membersOf = ({ lots }: Scene, { members }: Started): readonly WorkMember[] =>
  members.flatMap(({ lot: name, stage: of }) => {
    const lot = lots.get(name);
    const stage = lot?.stages.get(of);
    return lot === undefined || stage === undefined ? [] : [{ lot, stage }];
  });

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** `[MODE]`: on what the stage wants, with what it wants of it. */
export function* checkMode(scene: Scene, fact: Started): Generator<Fault> {
  const { task, placement } = fact;
  for (const { lot, stage } of membersOf(scene, fact)) {
    const name = `${lot.id}/${stage.id}`;
    const wrong = (what: string): Fault => fault('MODE', `${task}: ${name} ${what}`, 'Each stage names what it needs.');
    if (stage.kind === 'bench') {
      const machine = placement.kind === 'machine' ? scene.index.machines.get(placement.machine) : undefined;
      const isRight = machine?.kind === 'equipment' && machine.class === stage.equipment;
      if (!isRight) yield wrong(`wants ${stage.equipment}, not ${machineOf(placement) ?? 'a pool'}`);
    } else if (stage.kind === 'sequencing') {
      if (placement.kind !== 'run') yield wrong('wants a run');
      else if (!stage.recipes.includes(placement.recipe)) yield wrong(`does not allow recipe ${placement.recipe}`);
      else {
        const machine = scene.index.machines.get(placement.machine);
        const isOffered = machine?.kind === 'position' && machine.recipes.includes(placement.recipe);
        if (!isOffered) yield wrong(`runs on ${placement.machine}, which does not offer ${placement.recipe}`);
      }
    } else if (placement.kind !== 'pool' || placement.pool !== stage.pool) yield wrong(`wants pool ${stage.pool}`);
    else if (!stage.parallel.includes(placement.parallel)) yield wrong(`has no mode of ${placement.parallel} samples`);
  }
  if (placement.kind === 'pool') yield* checkDemand(scene, fact, placement);
}

function* checkDemand(scene: Scene, fact: Started, placement: PoolPlacement): Generator<Fault> {
  const members = membersOf(scene, fact);
  const demand = (what: 'cores' | 'memoryBytes' | 'gpus'): number =>
    sum(
      members.map(({ lot, stage }) =>
        stage.kind === 'compute' ? stage[what] * Math.min(placement.parallel, lot.samples.size) : 0,
      ),
    );
  for (const what of ['cores', 'memoryBytes', 'gpus'] as const) {
    const wanted = demand(what);
    if (placement[what] === wanted) continue;
    yield fault(
      'MODE',
      `${fact.task} takes ${what} ${placement[what]}, not ${wanted}`,
      'Of one sample x samples at once.',
    );
  }
  const factor = Math.max(...members.map(({ lot, stage }) => lot.memory.get(stage.id) ?? 1));
  if (fact.memoryFactor === factor) return;
  yield fault(
    'MODE',
    `${fact.task} takes ${fact.memoryFactor} times its memory, not ${factor}`,
    'See the retries before.',
  );
}

/** `[DURATION]`: expected to last exactly as long as planned work of these samples does. */
export function* checkDuration(scene: Scene, fact: Started): Generator<Fault> {
  const length = fact.expectedEnd - fact.at - fact.setup;
  const planned = lengthOf(scene, fact);
  if (planned === undefined || length === planned) return;
  yield fault('DURATION', `${fact.task} is expected to take ${length} s, not ${planned} s`, 'By docs/PLAN-RULES.md 9.');
}

function lengthOf(scene: Scene, fact: Started): number | undefined {
  const { placement } = fact;
  if (placement.kind === 'run') return scene.scenario.recipes.get(placement.recipe)?.runTime;
  const machine = placement.kind === 'machine' ? scene.index.machines.get(placement.machine) : undefined;
  const lengths = membersOf(scene, fact).flatMap(({ lot, stage }): number[] => {
    const n = lot.samples.size;
    if (stage.kind === 'bench' && machine?.kind === 'equipment') return [benchLength(stage, machine.capacity, n)];
    if (stage.kind !== 'compute' || placement.kind !== 'pool') return [];
    return [Math.ceil(n / placement.parallel) * (stage.time.fixed + stage.time.perSample)];
  });
  return lengths.length === 0 ? undefined : Math.max(...lengths);
}

function benchLength({ time, batch }: BenchStage, capacity: number, samples: number): number {
  const cycles = batch === undefined ? Math.ceil(samples / capacity) : 1;
  return time.fixed * cycles + time.perSample * samples;
}

/** `[SETUP]`: the changeover from what the machine was really set up for. */
export function* checkSetup(scene: Scene, fact: Started): Generator<Fault> {
  const name = machineOf(fact.placement);
  const [member] = membersOf(scene, fact);
  const machine = name === undefined ? undefined : scene.machines.get(name);
  if (name === undefined) {
    if (fact.setup !== 0) yield fault('SETUP', `${fact.task} sets up a pool`, 'Pools need no set-up.');
    return;
  }
  if (machine === undefined || member === undefined) return;
  const to = stateAfter(fact.placement, member.stage);
  const setup = changeover(machine.machine, machine.setUpFor, to);
  if (fact.setup === setup) return;
  const change = `${name} from ${machine.setUpFor ?? 'nothing'} to ${to}`;
  yield fault(
    'SETUP',
    `${fact.task} sets up ${change} in ${fact.setup} s, not ${setup} s`,
    'See the changeover rules.',
  );
}

function changeover({ changeover: { rules, default: usual } }: Machine, from: string | undefined, to: string): number {
  if (from === undefined) return usual;
  const rule = rules.find((r) => (r.from === '*' || r.from === from) && (r.to === '*' || r.to === to));
  return rule?.time ?? usual;
}

/** `[ATTENDANCE]`: operators are said to be bound as the stages want them. */
export function* checkAttendance(scene: Scene, fact: Started): Generator<Fault> {
  const start = fact.at + fact.setup;
  const { operators, until } = attendanceOf(scene, fact);
  const name = machineOf(fact.placement);
  const atSetup =
    name === undefined || fact.setup === 0 ? 0 : (scene.index.machines.get(name)?.changeover.operators ?? 0);
  const isBound = until > start || atSetup > 0;
  const bound = until > start ? operators : atSetup;
  const attended = isBound ? until : fact.at;
  if (fact.operators === bound && fact.attendedUntil === attended) return;
  const text = `${fact.operators} operators until ${fact.attendedUntil}`;
  yield fault('ATTENDANCE', `${fact.task} binds ${text}, not ${bound} until ${attended}`, 'By docs/PLAN-RULES.md 15.');
}

/** Of the work itself, by the scenario: the most of any member, for the longest of any, at most until the expected end. */
export function attendanceOf(scene: Scene, fact: Started): { readonly operators: number; readonly until: number } {
  return attendanceOfWork(
    membersOf(scene, fact).map((m) => m.stage),
    { start: fact.at + fact.setup, end: fact.expectedEnd },
  );
}

export function attendanceOfWork(
  stages: readonly Stage[],
  { start, end }: { readonly start: number; readonly end: number },
): { readonly operators: number; readonly until: number } {
  let operators = 0;
  let until = start;
  for (const stage of stages) {
    if (stage.kind !== 'bench' || stage.attendance.operators === 0) continue;
    operators = Math.max(operators, stage.attendance.operators);
    const { handsOn } = stage.attendance;
    until = Math.max(until, handsOn === undefined ? end : Math.min(end, start + handsOn));
  }
  return { operators, until };
}

/** `[CALENDAR]`, `[START-WINDOW]`: set-up and work, as long as planned, lie inside one interval of the machine's calendar. */
export function* checkCalendar(scene: Scene, fact: Started): Generator<Fault> {
  const name = machineOf(fact.placement);
  const machine = name === undefined ? undefined : scene.index.machines.get(name);
  if (machine !== undefined && !covers(machine.available, fact.at, fact.expectedEnd)) {
    const span = `${fact.at} to ${fact.expectedEnd}`;
    yield fault(
      'CALENDAR',
      `${fact.task} is to take ${name} from ${span}, when it is not available`,
      'See its calendar.',
    );
  }
  const start = seconds(fact.at + fact.setup);
  for (const { lot, stage } of membersOf(scene, fact)) {
    const windows = stage.kind === 'bench' ? stage.startWindows : undefined;
    if (windows === undefined || containing(windows, start) !== undefined) continue;
    yield fault(
      'START-WINDOW',
      `${lot.id}/${stage.id} starts at ${start}, outside its windows`,
      'It has appointments.',
    );
  }
}

/** `[BATCH]`: lots share a task of one family and fit the equipment. */
export function* checkBatch(scene: Scene, fact: Started): Generator<Fault> {
  if (fact.placement.kind !== 'machine') return;
  const members = membersOf(scene, fact);
  const families = new Set(members.map(({ stage }) => (stage.kind === 'bench' ? stage.batch?.family : undefined)));
  const [family] = families;
  if (members.length > 1 && (families.size > 1 || family === undefined)) {
    yield fault('BATCH', `${fact.task} is a batch of lots that may not share one`, 'All are of one family.');
  }
  const machine = scene.index.machines.get(fact.placement.machine);
  const samples = sum(members.map(({ lot }) => lot.samples.size));
  if (family === undefined || machine?.kind !== 'equipment' || samples <= machine.capacity) return;
  yield fault(
    'BATCH',
    `${fact.task} puts ${samples} samples on ${machine.id}, which takes ${machine.capacity}`,
    'See it.',
  );
}

/** `[LANES]`, `[INDEX]`: what a run really loads. */
export function* checkLanes(scene: Scene, fact: Started): Generator<Fault> {
  if (fact.placement.kind !== 'run') return;
  const recipe = scene.scenario.recipes.get(fact.placement.recipe);
  if (recipe === undefined) return;
  const wrong = (what: string): Fault => fault('LANES', `${fact.task} ${what}`, 'By docs/PLAN-RULES.md 17.');
  const { lanes } = fact.placement;
  if (lanes.length !== recipe.lanes) yield wrong(`lists ${lanes.length} lanes, ${recipe.id} has ${recipe.lanes}`);
  for (const [k, lane] of lanes.entries()) {
    const reads = sum(lane.map((load) => load.reads));
    if (reads > recipe.readsPerLane)
      yield wrong(`loads ${reads} reads on lane ${k + 1}, which gives ${recipe.readsPerLane}`);
  }
  const members = membersOf(scene, fact);
  const loads = lanes.flat();
  for (const { lot } of loads) {
    if (!members.some((m) => m.lot.id === lot)) yield wrong(`loads ${lot}, which is not a member`);
  }
  for (const { lot, stage } of members) {
    if (stage.kind !== 'sequencing') continue;
    const wanted = lot.samples.size * (lot.order.readsPerSample ?? stage.readsPerSample);
    const reads = sum(loads.filter((load) => load.lot === lot.id).map((load) => load.reads));
    if (reads < wanted) yield wrong(`gives ${lot.id} ${reads} reads, it wants ${wanted}`);
  }
  yield* checkIndexes(scene, fact, recipe.indexScope === 'run' ? [loads] : lanes);
}

function* checkIndexes(scene: Scene, { task }: Started, groups: RunPlacement['lanes']): Generator<Fault> {
  for (const group of groups) {
    const lots = [...new Set(group.map((load) => load.lot))];
    for (const [k, one] of lots.entries()) {
      const set = scene.lots.get(one)?.order.indexSet;
      const clashes = set === undefined ? undefined : scene.scenario.indexSets.get(set)?.clashes;
      for (const other of lots.slice(k + 1)) {
        const second = scene.lots.get(other)?.order.indexSet;
        if (second === undefined || clashes?.has(second) !== true) continue;
        yield fault('INDEX', `${task} loads ${one} and ${other} together, whose indexes clash`, 'Keep them apart.');
      }
    }
  }
}
