export type { BatchingBudget } from './budget.ts';
export { isBatching } from './data.ts';
export type { Batch, BatchingInstance, BatchingWeights } from './instance.ts';
export { searchBatching, type BatchingOptions, type BatchingResult } from './search-batching.ts';
