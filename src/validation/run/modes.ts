/** What a task runs on and takes of it (docs/PLAN-RULES.md 11). */

import type { PoolPlacement } from '../../model/index.ts';
import { fault, type Fault } from './codes.ts';
import { membersOf, sum } from './members.ts';
import { machineOf, type FactOf, type Scene } from './scene.ts';

type Started = FactOf<'task-started'>;

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
