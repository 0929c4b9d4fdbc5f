/** For information, when nothing else helps: the date that can be kept. */

import { hours, type Seconds } from '../../../base/index.ts';
import type { Order, Scenario } from '../../../model/index.ts';
import { timeSpeaker } from '../clock-text.ts';
import type { Change, Proposer } from './change.ts';

/** The end of the order in the plan that the chain was read from; a deadline before it moves there too. */
export const laterDate: Proposer = ({ atlas, order, chain }) => {
  const ends = atlas.tasks.filter((t) => t.members.some((m) => m.order.id === order.id)).map((t) => t.task.end);
  const end = Math.max(...ends) as Seconds;
  if (chain.length === 0 || ends.length === 0 || end <= order.due) return [];
  return [postponed(atlas.scenario, order, end)];
};

function postponed(scenario: Scenario, order: Order, end: Seconds): Change {
  const edit = (own: Order): Order => ({
    ...own,
    due: end,
    ...(own.deadline !== undefined && own.deadline < end ? { deadline: end } : {}),
  });
  const limit = order.deadline !== undefined && order.deadline < end ? 'due date and deadline' : 'due date';
  return {
    kind: 'due-date',
    cost: { amount: hours(end - order.due), unit: 'hours of delay accepted' },
    description: `${limit} of order ${order.id} at ${timeSpeaker(scenario)(end)}`,
    applyTo: (lab) => ({ ...lab, orders: lab.orders.map((own) => (own.id === order.id ? edit(own) : own)) }),
  };
}
