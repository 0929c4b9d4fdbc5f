/** Names of things. Ids are text everywhere, also where they look like numbers, and are compared by code unit. */

import type { Brand } from '../base/index.ts';

/** One request of a customer: samples of one material that want one workflow by one due date. Its run is a pipeline. */
export type OrderId = Brand<string, 'OrderId'>;
/** One tube: `ORDER/NAME`. */
export type SampleId = Brand<string, 'SampleId'>;
/** Samples of one order that move together. An order starts as the lot of its own name; rework splits lots. */
export type LotId = Brand<string, 'LotId'>;
export type WorkflowId = Brand<string, 'WorkflowId'>;
export type StageId = Brand<string, 'StageId'>;
/** A thing that runs one task at a time: a sequencer position (`novaseq-x/A`) or a piece of equipment (`hamilton-1`). */
export type MachineId = Brand<string, 'MachineId'>;
/** A sequencer, with one machine per position. */
export type InstrumentId = Brand<string, 'InstrumentId'>;
export type RecipeId = Brand<string, 'RecipeId'>;
export type PoolId = Brand<string, 'PoolId'>;
export type MaterialId = Brand<string, 'MaterialId'>;
/** A storage condition, e.g. `room`, `fridge`, `freezer`. */
export type ConditionId = Brand<string, 'ConditionId'>;
export type IndexSetId = Brand<string, 'IndexSetId'>;
export type MaintenanceId = Brand<string, 'MaintenanceId'>;
/** One planned or started unit of work: a batch on a machine, or one lot's stage on a compute pool. */
export type TaskId = Brand<string, 'TaskId'>;

/** Names an id after it was checked; the only cast from text to an id outside the scenario reader. */
export const id = <T extends Brand<string, string>>(text: string): T => text as T;
