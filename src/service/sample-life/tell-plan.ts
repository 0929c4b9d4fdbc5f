/** What a plan means for the samples: when and where it has their stages, and which of them it moves. */

import type { Fact, Timed } from '../../model/index.ts';
import { isOurs, placeName, type Place, type Scene } from './scene.ts';
import type { Words } from './tell.ts';

type PlanFact = Timed<Extract<Fact, { type: 'plan-requested' | 'task-planned' | 'plan-adopted' }>>;

/** Told where a plan comes first, moves something, or gives the order up. */
export function tellPlan(scene: Scene, fact: PlanFact): Words | undefined {
  if (fact.type === 'plan-requested') {
    scene.reasons.set(fact.request, fact.reason);
    scene.incoming = [];
    return undefined;
  }
  if (fact.type === 'task-planned') {
    scene.incoming.push(fact.task);
    return undefined;
  }
  const before = scene.plan;
  scene.planned = new Map(scene.incoming.map((task) => [task.id, task.members]));
  scene.plan = placesIn(scene);
  scene.incoming = [];
  const reason = `asked for: ${scene.reasons.get(fact.request) ?? 'not known'}`;
  if (fact.lost.includes(scene.order.id))
    return { text: `plan ${fact.request} finds no way for the order`, details: [reason] };
  const changes = changesBetween(scene, before);
  if (changes.length === 0) return undefined;
  const verb = before.size === 0 ? 'plans' : 'moves';
  return {
    text: `plan ${fact.request} ${verb} ${changes.length} ${changes.length === 1 ? 'stage' : 'stages'}`,
    details: [reason, ...changes],
  };
}

function placesIn(scene: Scene): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const { id: task, members, placement, start } of scene.incoming) {
    for (const { lot, stage } of members) {
      if (isOurs(scene, lot)) places.set(`${lot}/${stage}`, { task, start, on: placeName(placement) });
    }
  }
  return places;
}

function changesBetween({ plan, write }: Scene, before: ReadonlyMap<string, Place>): readonly string[] {
  const changes: string[] = [];
  for (const [stage, { start, on }] of plan) {
    const old = before.get(stage);
    if (old?.start === start && old.on === on) continue;
    const from = old === undefined ? '' : `, not ${write(old.start)}${old.on === on ? '' : ` on ${old.on}`}`;
    changes.push(`${stage}: ${write(start)} on ${on}${from}`);
  }
  return changes;
}
