/**
 * A first solution of the pooling model, so that a stopped search has one: demands join the run of the next one that is
 * ready after them and can take them, by kind of run and number of companions; the cheapest of these ways.
 */

import { hours } from '../../../base/index.ts';
import { costOf, faultOf } from '../verify.ts';
import type { RunDemand } from './demand.ts';
import { dayOf, spareHours, type PoolingModel, type PoolingQuestion, type RunChoice } from './formulate.ts';
import { fitsTogether } from './rules.ts';

/** How many companions a run takes at most. */
const COMPANIONS = [0, 1, 3, 7, Infinity];

export function firstFit(question: PoolingQuestion, pooling: PoolingModel): Float64Array | undefined {
  const ways = question.supply.kinds.flatMap(({ key }) => COMPANIONS.map((most) => ({ key, most })));
  let best: { readonly values: Float64Array; readonly cost: number } | undefined;
  for (const way of ways) {
    const values = valuesOf(question, pooling, packed(question, pooling, way));
    if (faultOf(pooling.model, values) !== undefined) continue;
    const cost = costOf(pooling.model, values);
    if (best === undefined || cost < best.cost) best = { values, cost };
  }
  return best?.values;
}

interface OpenRun {
  readonly run: RunChoice;
  /** Numbers of demands. */
  readonly members: readonly number[];
}

/** From the last ready demand back; who cannot be in a run of `key` opens one of the first kind that serves it. */
function packed(
  { demands, clashes }: PoolingQuestion,
  { runs }: PoolingModel,
  { key, most }: { readonly key: number; readonly most: number },
): OpenRun[] {
  const left = new Set(demands.keys());
  const opened: OpenRun[] = [];
  for (let opener = demands.length - 1; opener >= 0; opener--) {
    if (!left.has(opener)) continue;
    const own = runs.filter((choice) => choice.opener === opener);
    const run = own.find((choice) => choice.kind.key === key) ?? own[0];
    if (run === undefined) continue;
    const members = [opener];
    for (const number of run.members.keys()) {
      if (!left.has(number) || number === opener || members.length > most) continue;
      const all = [...members, number].map((k) => demands[k] as RunDemand);
      if (fitsTogether(clashes, run.kind, all)) members.push(number);
    }
    for (const member of members) left.delete(member);
    opened.push({ run, members });
  }
  return opened;
}

function valuesOf(question: PoolingQuestion, { model, queue }: PoolingModel, opened: readonly OpenRun[]): Float64Array {
  const values = new Float64Array(model.columns.count);
  const asked = queue.map(() => 0);
  for (const { run, members } of opened) {
    const day = dayOf(question.problem, run.start);
    asked[day] = (asked[day] ?? 0) + hours(run.kind.occupied);
    for (const member of members) values[run.members.get(member) ?? run.column] = 1;
  }
  let waiting = 0;
  queue.forEach((column, day) => {
    waiting = Math.max(0, waiting + (asked[day] ?? 0) - spareHours(question, day));
    values[column] = waiting;
  });
  return values;
}
