/**
 * How orders come: as they say, late, or not at all. An order that is here at instant 0, or under way, is beyond chance.
 */

import type { OrderId } from '../model/index.ts';
import { lognormal } from './lognormal.ts';
import type { VirtualLab } from './virtual-lab.ts';

/** Who gives up waiting for what was ordered and never came. */
const FRONT_DESK = 'front-desk';

export function scheduleArrivals(lab: VirtualLab): void {
  const { orders, simulation, calendarEnd } = lab.scenario;
  const { delay, noShow } = simulation.arrivals;
  for (const { id, release, announced = 0, due, progress } of orders) {
    if (announced > 0) lab.schedule(announced, 'arrival', () => lab.tell({ type: 'order-announced', order: id }));
    const isHere = release <= 0 || progress.length > 0;
    if (!isHere && noShow > 0 && lab.draw('no-show', id) < noShow) {
      const givenUp = Math.max(release, Math.min(due, calendarEnd));
      lab.schedule(givenUp, 'arrival', () => giveUp(lab, id));
      continue;
    }
    const late = isHere || delay.mean === 0 ? 0 : Math.round(lognormal(lab.draw('arrival-delay', id), delay));
    lab.schedule(release + late, 'arrival', () => lab.tell({ type: 'order-received', order: id }));
  }
}

function giveUp(lab: VirtualLab, order: OrderId): void {
  const action = { do: 'cancel-order', order } as const;
  const reason = 'the material had not come when the order was due';
  lab.tell({ type: 'operator-decided', decision: { operator: FRONT_DESK, reason, action } });
}
