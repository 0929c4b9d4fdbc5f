/** Who may share equipment (docs/PLAN-RULES.md 16). */

import { fault, type Fault } from './codes.ts';
import { membersOf, sum } from './members.ts';
import type { FactOf, Scene } from './scene.ts';

type Started = FactOf<'task-started'>;

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
