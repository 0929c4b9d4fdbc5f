/** Degradation curves by material and condition, and how each lot's material waits before its first stage. */

import type { ConditionId, LotSituation, MaterialId, Order, Scenario } from '../../../../src/model/index.ts';
import { numbers } from './columns.ts';
import { NONE, type Curves } from '../../../../src/solver/problem.ts';

export interface Waiting {
  /** Quality at the start of the first phase. */
  readonly quality: number;
  readonly phases: readonly { readonly from: number; readonly curve: number }[];
}

export class CurveWriter {
  readonly #scenario: Scenario;
  readonly #numbers = new Map<string, number>();
  readonly #tau: number[] = [];
  readonly #beta: number[] = [];

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  /** The curve of a material in a condition; NONE where nothing is known of it, which is taken as no ageing. */
  of(material: MaterialId, condition: ConditionId): number {
    const key = JSON.stringify([material, condition]);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const curve = this.#scenario.materials.get(material)?.conditions.get(condition);
    const number = curve === undefined ? NONE : this.#tau.push(curve.tau) - 1;
    if (curve !== undefined) this.#beta.push(curve.beta);
    this.#numbers.set(key, number);
    return number;
  }

  waitingOf(lot: LotSituation, order: Order): Waiting {
    const { keeping } = lot;
    if (keeping !== undefined) {
      const curve = this.of(keeping.material, keeping.condition);
      return { quality: keeping.quality, phases: [{ from: keeping.since, curve }] };
    }
    const phases = order.storage.map(({ condition, from }) => ({ from, curve: this.of(order.material, condition) }));
    return { quality: 1, phases };
  }

  finish(): Curves {
    return { count: this.#tau.length, tau: numbers(this.#tau), beta: numbers(this.#beta) };
  }
}
