/** `[ARRIVAL]`: the laboratory learns of an order before its material comes, and both once. */

import { fault, type Fault } from './codes.ts';
import type { FactOf, Scene } from './scene.ts';

export function* checkAnnounced({ orders }: Scene, { order }: FactOf<'order-announced'>): Generator<Fault> {
  if (orders.get(order)?.isKnown !== true) return;
  yield fault('ARRIVAL', `order ${order} is announced, though it was known`, 'An order is announced once.');
}

export function* checkReceived(scene: Scene, fact: FactOf<'order-received'>): Generator<Fault> {
  const { order, lot, samples, at } = fact;
  const known = scene.orders.get(order);
  if (known === undefined) return;
  const { release } = known.order;
  if (!known.isKnown) yield fault('ARRIVAL', `order ${order} comes unannounced`, 'It is announced first.');
  if (known.isReceived) yield fault('ARRIVAL', `order ${order} is received twice`, 'Material comes once.');
  if (at < release) yield fault('ARRIVAL', `order ${order} comes at ${at}, before ${release}`, 'Nothing comes early.');
  const open = [...(scene.lots.get(lot)?.samples ?? [])];
  if (lot !== (order as string) || open.length !== samples.length || !open.every((s) => samples.includes(s))) {
    yield fault('ARRIVAL', `order ${order} comes with other samples than lot ${lot} has`, 'All of its samples come.');
  }
}
