/** Jobs, orders and clashing classes of a problem as columns. */

import { NEVER } from '../../base/index.ts';
import type { OrderId } from '../../model/index.ts';
import type { Mentions } from '../columns.ts';
import { NONE, type Clashes, type Jobs, type Orders } from '../problem.ts';
import { curveNumber } from './ageing.ts';
import type { Work } from './work.ts';

/** `curves`: as the operations have numbered them. */
export function jobTable({ jobs }: Work, curves: Mentions): Jobs {
  const count = jobs.length;
  const [order, firstOperation] = [new Int32Array(count), new Int32Array(count + 1)];
  const [size, quality] = [new Float64Array(count), new Float64Array(count)];
  const firstPhase = new Int32Array(count + 1);
  const phaseFrom: number[] = [];
  const phaseCurve: number[] = [];
  jobs.forEach(({ lot, waiting, order: ownOrder, progress, firstOperation: first }, job) => {
    order[job] = ownOrder;
    firstOperation[job + 1] = first + progress.shape.steps.length;
    size[job] = lot.samples.length;
    quality[job] = waiting.quality;
    for (const { from, curve } of waiting.phases) {
      phaseFrom.push(from);
      phaseCurve.push(curveNumber(curves, curve));
    }
    firstPhase[job + 1] = phaseFrom.length;
  });
  return {
    count,
    order,
    firstOperation,
    size,
    quality,
    firstPhase,
    phaseFrom: Float64Array.from(phaseFrom),
    phaseCurve: Int32Array.from(phaseCurve),
  };
}

/** `weights`: of orders that no longer weigh what the scenario says. */
export function orderTable({ orders, jobs }: Work, weights: ReadonlyMap<OrderId, number>): Orders {
  const count = orders.length;
  const firstJob = new Int32Array(count + 1);
  const doneUntil = new Float64Array(count).fill(-NEVER);
  jobs.forEach(({ order, progress }, job) => {
    firstJob[order + 1] = job + 1;
    doneUntil[order] = Math.max(doneUntil[order] ?? -NEVER, progress.doneUntil);
  });
  return {
    count,
    firstJob,
    release: Float64Array.from(orders, ({ order }) => order.release),
    due: Float64Array.from(orders, ({ order }) => order.due),
    deadline: Float64Array.from(orders, ({ order }) => order.deadline ?? NEVER),
    weight: Float64Array.from(orders, ({ order }) => weights.get(order.id) ?? order.weight),
    doneUntil,
  };
}

/** `clashes`: per index set of the scenario, those that clash with it; `classes`: the index sets mentioned. */
export function clashTable(clashes: readonly (readonly number[])[], classes: Mentions): Clashes {
  const first = new Int32Array(classes.count + 1);
  const other: number[] = [];
  classes.things.forEach((indexSet, number) => {
    const others = (clashes[indexSet] ?? []).map((rival) => classes.find(rival) ?? NONE).filter((c) => c !== NONE);
    other.push(...others.toSorted((a, b) => a - b));
    first[number + 1] = other.length;
  });
  return { count: classes.count, first, other: Int32Array.from(other) };
}
