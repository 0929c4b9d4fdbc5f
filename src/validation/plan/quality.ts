/** Quality of a lot under a plan: docs/PLAN-RULES.md, "Quality of a lot". */

import { mustGet, type Seconds } from '../../base/index.ts';
import type { ConditionId, Degradation, Material, MaterialId, Scenario, Stage } from '../../model/index.ts';
import type { LotView } from './plan-view.ts';

/** Material that waits: `quality` at `since`, kept from then on in each condition of `storage` in turn. */
interface Waiting {
  readonly material: MaterialId;
  /** By start; the last one holds until work begins. */
  readonly storage: readonly { readonly condition: ConditionId; readonly from: Seconds }[];
  readonly since: Seconds;
  readonly quality: number;
}

/** A stage that works on material. */
interface Work {
  readonly stage: Stage;
  readonly start: Seconds;
  readonly end: Seconds;
}

/** 0..1: the quality at the start of the lot's last stage that is not compute. Every open stage must be planned. */
export function qualityOf(scenario: Scenario, lot: LotView): number {
  let waiting = beginning(lot);
  for (const { stage, start, end } of materialWork(lot)) {
    const quality = afterWaiting(mustGet(scenario.materials, waiting.material), waiting, start);
    // Another stage may still be at work on the lot: nothing ages meanwhile.
    const since = end > waiting.since ? end : waiting.since;
    waiting =
      stage.output === undefined
        ? { ...waiting, since, quality }
        : {
            material: stage.output.material,
            storage: [{ condition: stage.output.condition, from: end }],
            since,
            quality,
          };
  }
  return waiting.quality;
}

/**
 * `q` after waiting `length` seconds under `q(t) = exp(-(t / tau)^beta)`, entered at the equivalent age of the quality so
 * far: `t = tau (-ln q)^(1 / beta)`.
 */
export function decayed({ tau, beta }: Degradation, quality: number, length: number): number {
  if (length <= 0 || tau === Infinity) return quality;
  const age = tau * (-Math.log(quality)) ** (1 / beta);
  return Math.exp(-(((age + length) / tau) ** beta));
}

/** As the situation says; where it says nothing, as the order was collected. */
function beginning({ situation: { keeping }, order }: LotView): Waiting {
  if (keeping === undefined) {
    return { material: order.material, storage: order.storage, since: order.collected, quality: 1 };
  }
  const { material, condition, since, quality } = keeping;
  return { material, storage: [{ condition, from: since }], since, quality };
}

function afterWaiting(material: Material, { storage, since, quality }: Waiting, until: Seconds): number {
  let left = quality;
  storage.forEach(({ condition, from }, k) => {
    const start = Math.max(from, since);
    const end = Math.min(storage[k + 1]?.from ?? until, until);
    const curve = material.conditions.get(condition);
    // A condition that the material has no curve for costs nothing.
    if (curve !== undefined) left = decayed(curve, left, end - start);
  });
  return left;
}

/** What is still to be lived through, in order of start, then of the workflow; done work too unless `keeping` follows it. */
function materialWork(lot: LotView): readonly Work[] {
  const { situation, order } = lot;
  const work: Work[] = [];
  for (const stage of lot.stages.values()) {
    if (stage.kind === 'compute') continue;
    const running = situation.running.find((s) => s.stage === stage.id);
    const done = situation.done.find((s) => s.stage === stage.id);
    const planned = lot.plannedIn.get(stage.id)?.task;
    if (done !== undefined) {
      // The situation knows the end alone; the start is in the order's history.
      const start = order.progress.find((s) => s.stage === stage.id)?.start ?? done.end;
      if (situation.keeping === undefined) work.push({ stage, start, end: done.end });
    } else if (running !== undefined) work.push({ stage, start: running.start, end: running.end });
    else if (planned !== undefined && lot.status.get(stage.id) === 'open') {
      work.push({ stage, start: planned.start, end: planned.end });
    }
  }
  // The sort is stable, so that equal starts stay in the order of the workflow.
  return work.toSorted((a, b) => a.start - b.start);
}
