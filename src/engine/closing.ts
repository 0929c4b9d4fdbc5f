/** How samples, orders and the run come to an end. */

import { at, mustGet } from '../base/index.ts';
import type { LotId, OrderId, SampleId, SampleOutcome } from '../model/index.ts';
import { roundQuality } from './lot-quality.ts';
import { isFinished, lotOfSample, lotsOfOrder } from './lots.ts';
import { leftUndone, recordSkips } from './skips.ts';
import type { LotState, RunState } from './state.ts';
import type { Turn } from './turn.ts';

/** Best first: an order's outcome is its best sample's. */
const BY_MERIT: readonly SampleOutcome[] = ['delivered', 'delivered-degraded', 'quarantined', 'expired', 'cancelled'];

export const STOPPED = 'the run was stopped';

export interface Ending {
  readonly outcome: SampleOutcome;
  /** One sentence. */
  readonly reason: string;
}

/** `samples`: open ones of one order. Closes the order with its last sample. What was still to be done for them is told before. */
export function closeSamples(turn: Turn, samples: readonly SampleId[], { outcome, reason }: Ending): void {
  const { state } = turn;
  const isDone = outcome === 'delivered' || outcome === 'delivered-degraded';
  for (const [lot, leaving] of isDone ? [] : byLot(state, samples)) {
    recordSkips(turn, leftUndone(turn, lot), { lot, samples: leaving, reason: `${outcome}: ${reason}` });
  }
  for (const sample of samples) {
    const lot = lotOfSample(state, sample);
    turn.record({ type: 'sample-closed', sample, outcome, reason });
    if (lot === undefined || lot.samples.length > 0) continue;
    cancelWorkOn(turn, lot);
    if (lotsOfOrder(state, lot.order).length === 0) closeOrder(turn, lot.order);
  }
}

function byLot(state: RunState, samples: readonly SampleId[]): ReadonlyMap<LotState, readonly SampleId[]> {
  const lots = new Map<LotState, SampleId[]>();
  for (const sample of samples) {
    const lot = lotOfSample(state, sample);
    if (lot === undefined) continue;
    const known = lots.get(lot);
    if (known === undefined) lots.set(lot, [sample]);
    else known.push(sample);
  }
  return lots;
}

export function closeOrderSamples(turn: Turn, order: OrderId, ending: Ending): void {
  closeSamples(
    turn,
    lotsOfOrder(turn.state, order).flatMap((lot) => lot.samples),
    ending,
  );
}

/** Delivers a lot whose stages are all over. */
export function deliverIfFinished(turn: Turn, name: LotId): void {
  const lot = turn.state.lots.get(name);
  if (lot === undefined || !isFinished(lot)) return;
  closeSamples(
    turn,
    lot.samples,
    lot.isDegraded
      ? { outcome: 'delivered-degraded', reason: 'all stages done but those left out by an error policy' }
      : { outcome: 'delivered', reason: 'all stages done' },
  );
}

/** The world has nothing more to tell, or was told to stop: whatever is open ends here. */
export function stopRun(turn: Turn): void {
  for (const [order, { isClosed }] of turn.state.orders) {
    if (!isClosed) closeOrderSamples(turn, order, { outcome: 'cancelled', reason: STOPPED });
  }
  endRun(turn, 'stopped');
}

function closeOrder(turn: Turn, order: OrderId): void {
  const { outcomes, qualitySum } = mustGet(turn.state.orders, order);
  const reached = [...outcomes.values()];
  const outcome = at(
    BY_MERIT.filter((o) => reached.includes(o)),
    0,
  );
  const delivered = reached.filter((o) => o === 'delivered' || o === 'delivered-degraded').length;
  const quality = delivered === 0 ? 0 : roundQuality(qualitySum / delivered);
  turn.record({ type: 'order-closed', order, outcome, quality });
}

export function endRun(turn: Turn, reason: 'complete' | 'stopped'): void {
  turn.record({ type: 'run-closed', reason });
  turn.command({ type: 'close' });
}

/** Work in which nobody is left is called off; the world answers with a failure of class `cancelled`. */
function cancelWorkOn(turn: Turn, lot: LotState): void {
  const { running, lots } = turn.state;
  for (const { status, task: name } of lot.stages.values()) {
    const task = status === 'running' && name !== undefined ? running.get(name) : undefined;
    if (task === undefined || task.members.some((m) => lots.has(m.lot))) continue;
    turn.command({ type: 'cancel-task', task: task.id, attempt: task.attempt, reason: 'no sample of it is open' });
  }
}
