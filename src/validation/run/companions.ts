/** `[LEFT-BEHIND]`: a batch may go without a member only where that one is not ready. */

import { fault, type Fault } from './codes.ts';
import { readyFrom } from './limits.ts';
import { isOpen, type FactOf, type Scene } from './scene.ts';

export function* checkCompanions(scene: Scene, fact: FactOf<'task-started'>): Generator<Fault> {
  const start = fact.at + fact.setup;
  for (const { lot: name, stage: of } of scene.plan?.tasks.get(fact.task)?.members ?? []) {
    if (fact.members.some((m) => m.lot === name && m.stage === of)) continue;
    const lot = scene.lots.get(name);
    const stage = lot?.stages.get(of);
    if (lot === undefined || stage === undefined) continue;
    const isWanted = lot.samples.size > 0 && isOpen(lot, of) && lot.links.get(of) === fact.task && !lot.isHeld;
    if (!isWanted || readyFrom(lot, stage, scene.orders.get(lot.order.id)?.isReceived === true) > start) continue;
    yield fault('LEFT-BEHIND', `${fact.task} starts without ${name}/${of}, which is ready`, 'Who is ready goes along.');
  }
}
