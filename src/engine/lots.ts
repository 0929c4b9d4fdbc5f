/** Questions about lots: what they wait for, until when they may, which tasks still concern them. */

import { NEVER, after, mustGet, seconds, type Seconds } from '../base/index.ts';
import type { LotId, OrderId, SampleId, Stage, StageId, TaskId } from '../model/index.ts';
import { isOver, type LotState, type Member, type RunState, type StageState } from './state.ts';

/** The stages of the route that the lot follows. */
export const stagesOf = (state: RunState, { route }: Pick<LotState, 'route'>): ReadonlyMap<StageId, Stage> =>
  mustGet(state.lookups.routes, route);

export const lotStage = (state: RunState, lot: LotState, stage: StageId): Stage => mustGet(stagesOf(state, lot), stage);

export const progressOf = (lot: LotState, stage: StageId): StageState => mustGet(lot.stages, stage);

/** Members of a task of the plan in force that it still has to work on; in the task's order. */
export const liveMembers = (state: RunState, task: TaskId, members: readonly Member[]): readonly Member[] =>
  members.filter((m) => {
    const progress = state.lots.get(m.lot)?.stages.get(m.stage);
    return progress !== undefined && progress.status === 'open' && progress.task === task;
  });

export const lotsOfOrder = (state: RunState, order: OrderId): readonly LotState[] => {
  const made = mustGet(state.orders, order).lots;
  const lots: LotState[] = [];
  for (let number = 1; number <= made; number++) {
    const lot = state.lots.get(lotName(order, number));
    if (lot !== undefined) lots.push(lot);
  }
  return lots;
};

/** An order starts as the lot of its own name; the ones that rework splits off are numbered from 2. */
export const lotName = (order: OrderId, number: number): LotId =>
  (number === 1 ? order : `${order}~${number}`) as string as LotId;

export const lotOfSample = (state: RunState, sample: SampleId): LotState | undefined => {
  const order = state.lookups.orderOfSample.get(sample);
  return order === undefined ? undefined : lotsOfOrder(state, order).find((lot) => lot.samples.includes(sample));
};

/** When all that a stage comes after is over, minimum holds included; skipped stages are passed through. undefined: not yet known. */
export function overAt(state: RunState, lot: LotState, stage: StageId): Seconds | undefined {
  let over = seconds(-NEVER);
  for (const name of lotStage(state, lot, stage).after) {
    const { status, end } = progressOf(lot, name);
    const from =
      status === 'skipped'
        ? overAt(state, lot, name)
        : status === 'done' && end !== undefined
          ? after(end, lotStage(state, lot, name).hold.min)
          : undefined;
    if (from === undefined) return undefined;
    if (from > over) over = from;
  }
  return over;
}

/** First instant at which the work on a stage may begin, as far as its lot is concerned; undefined: not known yet. */
export function readyAt(state: RunState, member: Member): Seconds | undefined {
  const lot = mustGet(state.lots, member.lot);
  if (!mustGet(state.orders, lot.order).isReceived) return undefined;
  const over = overAt(state, lot, member.stage);
  if (over === undefined) return undefined;
  const { release } = mustGet(state.lookups.orders, lot.order);
  return seconds(Math.max(release, lot.notBefore, over));
}

/** Last instant at which the work on a stage may begin, by holds and expiry; NEVER: no limit is known. */
export function latestStart(state: RunState, lot: LotState, stage: StageId): Seconds {
  const { after: names } = lotStage(state, lot, stage);
  if (names.length === 0) return mustGet(state.lookups.orders, lot.order).expires ?? NEVER;
  let latest = NEVER;
  for (const name of names) {
    const { status, end } = progressOf(lot, name);
    const { max } = lotStage(state, lot, name).hold;
    const limit =
      status === 'skipped'
        ? latestStart(state, lot, name)
        : status === 'done' && end !== undefined && max !== undefined
          ? after(end, max)
          : NEVER;
    if (limit < latest) latest = limit;
  }
  return latest;
}

/** The earliest `latestStart` over the lot's open stages. */
export function limitOf(state: RunState, lot: LotState): Seconds {
  let limit = NEVER;
  for (const [stage, progress] of lot.stages) {
    if (progress.status !== 'open') continue;
    const latest = latestStart(state, lot, stage);
    if (latest < limit) limit = latest;
  }
  return limit;
}

export const isFinished = (lot: LotState): boolean => {
  for (const stage of lot.stages.values()) if (!isOver(stage)) return false;
  return true;
};
