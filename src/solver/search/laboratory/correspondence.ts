/** One search's side of the exchange with others: it tells of its best schedule, and goes on from a better one of theirs. */

import { fromWords, toWords } from '../../construct/arrangement-words.ts';
import type { Exchange } from '../exchange.ts';
import type { Laboratory, Recreation, Snapshot } from './laboratory.ts';

export class Correspondence {
  readonly #laboratory: Laboratory;
  readonly #exchange: Exchange;
  #told: Snapshot | undefined;

  constructor(laboratory: Laboratory, exchange: Exchange) {
    this.#laboratory = laboratory;
    this.#exchange = exchange;
  }

  /** Tells of a schedule, once; one with maintenance out of its windows is kept to oneself. */
  offer(best: Snapshot): void {
    if (best === this.#told || best.misplacedMaintenance > 0) return;
    this.#told = best;
    this.#exchange.offer(best.values, toWords(best.arrangement));
  }

  /** Puts the best schedule of the others in place of the present one, where there is a new one; whether it did. */
  take(recreation: Recreation): boolean {
    const offer = this.#exchange.take();
    if (offer === undefined) return false;
    const { operations } = this.#laboratory.builder.schedule.problem;
    this.#laboratory.restore(fromWords(offer.words, operations.count), recreation);
    return true;
  }
}
