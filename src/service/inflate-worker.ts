/** A thread that inflates batches of BGZF, in the order in which they come. */

import { parentPort } from 'node:worker_threads';
import { createGiveBack, inflateBatch, type Batch } from '../validation/files/container/index.ts';

// Left to the collector of this thread, megabytes of what was stored would pile up.
const giveBack = createGiveBack(1);

parentPort?.on('message', (batch: Batch) => {
  const { inflated, moved } = inflateBatch(batch);
  giveBack(batch.stored.buffer);
  parentPort?.postMessage(inflated, moved);
});
