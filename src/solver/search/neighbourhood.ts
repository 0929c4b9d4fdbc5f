/** What every neighbourhood of a shop is: it says where it applies, and proposes moves with estimates; `ShopGraph.move` applies them. */

import type { CriticalPath } from './critical-path.ts';
import type { MoveList } from './move-list.ts';
import type { Shop } from './shop.ts';
import type { ShopGraph } from './shop-graph.ts';

export interface Neighbourhood {
  readonly name: string;
  /** Whether it can propose anything at all in this shop. */
  supports(shop: Shop): boolean;
  /** Adds moves, none of which closes a circle where durations are positive. Reads the graph and changes nothing. */
  evaluate(graph: ShopGraph, path: CriticalPath, moves: MoveList): void;
}
