/** Degradation curves by material and condition, and how each lot's material waits before its first stage. */

import type { ConditionId, Degradation, LotSituation, MaterialId, Order, Scenario } from '../../model/index.ts';
import { Mentions } from '../columns.ts';
import { NONE, type Curves } from '../problem.ts';

/** How material waits: from an instant, in a condition of the catalogue or NONE. */
export interface Phase {
  readonly from: number;
  readonly curve: number;
}

export interface Waiting {
  /** Quality at the start of the first phase. */
  readonly quality: number;
  readonly phases: readonly Phase[];
}

/** Every curve of a scenario, numbered. */
export class CurveCatalogue {
  readonly #curves: Degradation[] = [];
  readonly #numbers = new Map<MaterialId, Map<ConditionId, number>>();

  constructor({ materials }: Scenario) {
    for (const { id, conditions } of materials.values()) {
      const numbers = new Map<ConditionId, number>();
      this.#numbers.set(id, numbers);
      for (const [condition, curve] of conditions) numbers.set(condition, this.#curves.push(curve) - 1);
    }
  }

  /** NONE where nothing is known of the material in that condition, which is taken as no ageing. */
  of(material: MaterialId, condition: ConditionId): number {
    return this.#numbers.get(material)?.get(condition) ?? NONE;
  }

  /** How the material of an order waits as the order says. */
  storageOf(order: Order): Waiting {
    const phases = order.storage.map(({ condition, from }) => ({ from, curve: this.of(order.material, condition) }));
    return { quality: 1, phases };
  }

  /** How the material of a lot waits: as it is kept now, or else as its order says. */
  waitingOf({ keeping }: LotSituation, storage: Waiting): Waiting {
    if (keeping === undefined) return storage;
    const curve = this.of(keeping.material, keeping.condition);
    return { quality: keeping.quality, phases: [{ from: keeping.since, curve }] };
  }

  /** The curves that a problem mentions. */
  table(mentions: Mentions): Curves {
    const curves = mentions.things.map((curve) => this.#curves[curve]);
    return {
      count: curves.length,
      tau: Float64Array.from(curves, (curve) => curve?.tau ?? Infinity),
      beta: Float64Array.from(curves, (curve) => curve?.beta ?? 1),
    };
  }
}

/** The number of a curve of the catalogue in a problem. */
export const curveNumber = (mentions: Mentions, curve: number): number => (curve === NONE ? NONE : mentions.of(curve));
