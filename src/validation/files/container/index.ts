/** What a thread needs that inflates blocks: nothing of the judges, which would cost it memory. */

export { inflateBatch, type Batch, type BlockInflater } from './bgzf-batch.ts';
export type { Inflated } from './bgzf-block.ts';
export { createGiveBack } from './give-back.ts';
