/** Tabu search over critical-block and mode moves: from one schedule to the best that a run without progress leaves behind. */

import { CriticalPath } from './critical-path.ts';
import { MoveList } from './move-list.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import type { RandomInts } from './random-ints.ts';
import type { ShopGraph, ShopPoint } from './shop-graph.ts';
import type { Stop } from './stop.ts';
import { TabuList } from './tabu-list.ts';

/** Steps for which the least of moves stays forbidden; measured in ADR 0005. */
const LEAST_TENURE = 4;

export interface TabuSearchOptions {
  readonly graph: ShopGraph;
  readonly neighbourhoods: readonly Neighbourhood[];
  readonly random: RandomInts;
  readonly stop: Stop;
  /** Told of every schedule better than all it was told of before. */
  readonly onBest: (graph: ShopGraph) => void;
}

export class TabuSearch {
  readonly #options: TabuSearchOptions;
  readonly #tabu: TabuList;
  readonly #path: CriticalPath;
  readonly #moves = new MoveList();
  readonly #tenure: number;
  #best = Number.MAX_SAFE_INTEGER;

  constructor(options: TabuSearchOptions) {
    const { graph } = options;
    const jobs = graph.shop.firstSlot.length;
    this.#options = options;
    this.#tabu = new TabuList(graph);
    this.#path = new CriticalPath(graph.shop.operationCount, jobs);
    this.#tenure = LEAST_TENURE + Math.floor(jobs / graph.shop.machineCount);
  }

  /** Walks from the graph's schedule until `patience` steps bring nothing better; returns the best met, start included. */
  run(patience: number): ShopPoint {
    const { graph, stop } = this.#options;
    this.#tabu.clear();
    let best = graph.save();
    this.#report();
    let idle = 0;
    while (idle < patience && !stop.isReached()) {
      if (!this.#step(best.makespan)) break;
      idle++;
      if (graph.makespan < best.makespan) {
        best = graph.save();
        idle = 0;
        this.#report();
      }
    }
    return best;
  }

  #report(): void {
    const { graph, onBest } = this.#options;
    if (graph.makespan >= this.#best) return;
    this.#best = graph.makespan;
    onBest(graph);
  }

  /** One move; false where there is none. Either way it counts as a step, so that every search comes to its end. */
  #step(best: number): boolean {
    const { graph, neighbourhoods, random, stop } = this.#options;
    const moves = this.#moves;
    this.#path.trace(graph, random);
    moves.count = 0;
    for (const neighbourhood of neighbourhoods) neighbourhood.evaluate(graph, this.#path, moves);
    stop.steps++;
    if (moves.count === 0) return false;
    const chosen = this.#choose(best);
    const tenure = this.#tenure + random.below(this.#tenure);
    this.#tabu.forbid(graph, moves, chosen, stop.steps + tenure);
    graph.move(moves.slot[chosen] as number, moves.mode[chosen] as number, moves.place[chosen] as number);
    return true;
  }

  /** The best move that is not tabu, or promises better than the best; ties at random. All tabu: any. */
  #choose(best: number): number {
    const { graph, random, stop } = this.#options;
    const moves = this.#moves;
    const { estimate, count } = moves;
    let chosen = -1;
    let lowest = Number.MAX_SAFE_INTEGER;
    let ties = 0;
    for (let k = 0; k < count; k++) {
      const value = estimate[k] as number;
      if (value > lowest) continue;
      if (value >= best && this.#tabu.isForbidden(graph, moves, k, stop.steps)) continue;
      if (value < lowest) {
        lowest = value;
        chosen = k;
        ties = 1;
      } else if (random.below(++ties) === 0) chosen = k;
    }
    return chosen === -1 ? random.below(count) : chosen;
  }
}
