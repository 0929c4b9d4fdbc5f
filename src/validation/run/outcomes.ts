/** How samples and orders end: each once, with an outcome that the facts bear out, and none is forgotten. */

import type { SampleOutcome } from '../../model/index.ts';
import { fault, type Fault } from './codes.ts';
import { soonestLimit } from './limits.ts';
import { isOpen, type FactOf, type LotScene, type Scene } from './scene.ts';

type Closed = FactOf<'sample-closed'>;

export function* checkSampleClosed(scene: Scene, fact: Closed): Generator<Fault> {
  const { sample, outcome, reason } = fact;
  const order = scene.index.orderOf.get(sample);
  if (order !== undefined && scene.orders.get(order)?.outcomes.has(sample) === true) {
    yield fault('SAMPLE-TWICE', `${sample} is closed a second time, as ${outcome}`, 'A sample ends once.');
    return;
  }
  if (reason === '') yield fault('OUTCOME', `${sample} is ${outcome} without a reason`, 'The reason is told.');
  const lot = scene.lotOf.get(sample);
  const wrong = lot === undefined ? 'it is in no lot' : wrongWith(scene, fact, lot);
  if (wrong !== undefined)
    yield fault('OUTCOME', `${sample} is ${outcome}, but ${wrong}`, 'Outcomes follow from facts.');
  else if (lot !== undefined) yield* checkOverdue(scene, fact, lot);
}

/** undefined: the facts bear the outcome out. Who is cancelled needs a reason only. */
function wrongWith({ instant }: Scene, { sample, outcome, at }: Closed, lot: LotScene): string | undefined {
  const leaving = instant.leaving.get(sample);
  switch (outcome) {
    case 'delivered':
    case 'delivered-degraded': {
      const missing = [...lot.stages.keys()].find((s) => isOpen(lot, s) || lot.running.has(s));
      if (missing !== undefined) return `${missing} is not done`;
      if (instant.setbacks.has(sample) || leaving !== undefined) return 'it has just failed';
      const isDegraded = outcome === 'delivered-degraded';
      if (lot.isDegraded === isDegraded) return undefined;
      return isDegraded ? 'nothing was left out' : 'a policy left something out';
    }
    case 'quarantined':
      return leaving?.action === 'quarantine' && leaving.failure !== 'sample-expired' ? undefined : 'no policy did it';
    case 'expired': {
      if (leaving?.failure === 'sample-expired') return undefined;
      const { limit } = soonestLimit(lot);
      return limit < at ? undefined : 'none of its limits has passed';
    }
    case 'cancelled':
      return leaving?.action === 'quarantine' ? 'the policy quarantines it' : undefined;
  }
}

/** `[OVERDUE]`: in the virtual world, where timers are exact, what can no longer go on is closed one second later. */
function* checkOverdue({ run, instant, orders }: Scene, { sample, at }: Closed, lot: LotScene): Generator<Fault> {
  if (run?.world !== 'simulated' || instant.leaving.has(sample)) return;
  // What never came cannot expire here.
  if (orders.get(lot.order.id)?.isReceived !== true) return;
  const { stage, limit } = soonestLimit(lot);
  if (at <= Math.max(limit + 1, lot.changedAt)) return;
  yield fault(
    'OVERDUE',
    `${sample} is closed at ${at}, ${stage} had to start by ${limit}`,
    'It expires right after that.',
  );
}

const BY_MERIT: readonly SampleOutcome[] = ['delivered', 'delivered-degraded', 'quarantined', 'expired', 'cancelled'];

/** `[ORDER-OUTCOME]` */
export function* checkOrderClosed(
  { orders }: Scene,
  { order: name, outcome }: FactOf<'order-closed'>,
): Generator<Fault> {
  const known = orders.get(name);
  if (known === undefined) return;
  const wrong = (what: string): Fault =>
    fault('ORDER-OUTCOME', `order ${name} ${what}`, 'It ends with its last sample.');
  if (known.isClosed) {
    yield wrong('is closed a second time');
    return;
  }
  const open = known.order.samples.filter((s) => !known.outcomes.has(s.id));
  for (const { id } of open) {
    yield fault(
      'SAMPLE-FORGOTTEN',
      `${id} is open when order ${name} is closed`,
      'Every sample ends before its order.',
    );
  }
  const reached = new Set(known.outcomes.values());
  const best = BY_MERIT.find((o) => reached.has(o));
  if (best !== undefined && best !== outcome) yield wrong(`is ${outcome}, its best sample is ${best}`);
}

/** At the close of the run. `[SAMPLE-FORGOTTEN]`; orders that were never announced are none of its business. */
export function* checkForgotten({ orders }: Scene): Generator<Fault> {
  for (const { order, isKnown, wasDone, isClosed, outcomes } of orders.values()) {
    if (!isKnown || wasDone) continue;
    const open = order.samples.filter((s) => !outcomes.has(s.id));
    for (const { id } of open) {
      yield fault('SAMPLE-FORGOTTEN', `${id} has no final state`, 'Every sample ends in one, with its reason.');
    }
    if (open.length === 0 && !isClosed) {
      yield fault('ORDER-OUTCOME', `order ${order.id} is never closed`, 'It ends with its last sample.');
    }
  }
}

/**
 * `[STALLED]`: a virtual world that has nothing more to tell leaves open only who waits for somebody: an operator, or material
 * that never comes.
 */
export function* checkStalled(scene: Scene, fact: FactOf<'run-closed'>): Generator<Fault> {
  if (scene.run?.world !== 'simulated' || fact.reason === 'complete') return;
  const orders = [...scene.orders.values()].filter((o) => o.isKnown && !o.wasDone);
  const isWaiting = [...scene.lots.values()].some((lot) => lot.isHeld) || orders.some((o) => !o.isReceived);
  if (isWaiting) return;
  yield fault('STALLED', `the run stops at ${fact.at} with nothing to wait for`, 'Something was not started or timed.');
}
