/** A problem together with the names that lead back from its numbers to the laboratory. */

import type {
  LotId,
  MachineId,
  MaintenanceId,
  Order,
  OrderId,
  PoolId,
  RecipeId,
  Scenario,
  Situation,
  Stage,
  RunPlacement,
} from '../../model/index.ts';
import type { PackedProblem, ProblemCore } from '../packed-problem.ts';
import type { Problem } from '../problem.ts';

/** What leads back from a solution of the problem to the laboratory. */
export interface WayBack {
  readonly problem: ProblemCore;
  readonly scenario: Scenario;
  readonly situation: Situation;
  /** Parallel to `names.orders`. */
  readonly orders: readonly Order[];
  readonly names: CoreNames;
  /** The name of one of the operation's modes. */
  readonly modeName: (operation: number, mode: number) => ModeName;
}

export interface PackedFormulation extends WayBack {
  readonly problem: PackedProblem;
}

export interface Formulation extends WayBack {
  readonly problem: Problem;
  readonly names: Names;
}

export interface Names extends CoreNames {
  readonly modes: readonly ModeName[];
}

/** Each list is parallel to the table of its name in the problem. */
export interface CoreNames {
  readonly operations: readonly OperationName[];
  readonly jobs: readonly LotId[];
  readonly orders: readonly OrderId[];
  readonly machines: readonly MachineId[];
  readonly maintenance: readonly MaintenanceName[];
}

export interface OperationName {
  readonly lot: LotId;
  readonly stage: Stage;
  /** Where the operation is frozen on a sequencer: the lanes as loaded. */
  readonly frozenRun?: RunPlacement;
}

export type ModeName =
  | { readonly kind: 'machine'; readonly machine: MachineId }
  | { readonly kind: 'run'; readonly machine: MachineId; readonly recipe: RecipeId }
  | {
      readonly kind: 'pool';
      readonly pool: PoolId;
      readonly parallel: number;
      readonly cores: number;
      readonly memoryBytes: number;
      readonly gpus: number;
    };

export interface MaintenanceName {
  readonly maintenance: MaintenanceId;
  /** Id of occurrence k is `prefix + k`. */
  readonly prefix: string;
}
