/** How long a task is to take (docs/PLAN-RULES.md 9). */

import type { BenchStage } from '../../model/index.ts';
import { fault, type Fault } from './codes.ts';
import { membersOf } from './members.ts';
import type { FactOf, Scene } from './scene.ts';

type Started = FactOf<'task-started'>;

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
