/** Every move of the laboratory's search. */

import type { RuinMove } from '../ruin-move.ts';
import { costlyOrders } from './costly-orders.ts';
import { machineNeighbours } from './machine-neighbours.ts';
import { movedMaintenance } from './moved-maintenance.ts';
import { randomOrders } from './random-orders.ts';
import { tradedOrders } from './traded-orders.ts';
import { wholeTasks } from './whole-tasks.ts';

export const RUIN_MOVES: readonly RuinMove[] = [
  randomOrders,
  machineNeighbours,
  costlyOrders,
  wholeTasks,
  movedMaintenance,
  tradedOrders,
];
