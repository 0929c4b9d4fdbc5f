/** What writers do until the power fails: each a script for one life, small enough that every point of it can be tried. */

import type { Random } from '../../../src/base/index.ts';
import type { Life, LifeOptions } from './life.ts';

export interface Workload extends LifeOptions {
  readonly name: string;
  /** Before the end. */
  readonly hasCheckpoints: boolean;
  run(life: Life, random: Random): Promise<void>;
}

export const WORKLOADS: readonly Workload[] = [
  {
    name: 'one flush after the other',
    hasCheckpoints: false,
    async run(life, random) {
      await life.open();
      for (let i = 0; i < 5; i++) {
        life.append(1 + random.below(3));
        await life.flush();
      }
      await life.close();
    },
  },
  {
    name: 'many flush at once',
    hasCheckpoints: false,
    async run(life, random) {
      await life.open();
      for (let round = 0; round < 3; round++) {
        const waiting: Promise<void>[] = [];
        for (let i = 0; i < 5; i++) {
          life.append(1);
          waiting.push(life.flush());
          // Some come while the write of those before is under way, and some of those have nothing to add.
          for (let turns = random.below(12); turns > 0; turns--) await undefined;
          if (random.below(2) === 0) waiting.push(life.flush());
        }
        await Promise.all(waiting);
      }
      await life.close();
    },
  },
  {
    name: 'segments of a few records',
    hasCheckpoints: false,
    segmentBytes: 1000,
    async run(life, random) {
      await life.open();
      for (let i = 0; i < 4; i++) {
        // Often more than one segment in one write.
        life.append(1 + random.below(6));
        await life.flush();
      }
      await life.close();
    },
  },
  {
    name: 'segments that end where a record does',
    hasCheckpoints: false,
    // Smaller than any frame: one record each.
    segmentBytes: 1,
    async run(life) {
      await life.open();
      for (let i = 0; i < 3; i++) {
        life.append(2);
        await life.flush();
      }
      await life.close();
    },
  },
  {
    name: 'checkpoints by count, between appends',
    hasCheckpoints: true,
    everyRecords: 3,
    segmentBytes: 2000,
    async run(life, random) {
      await life.open();
      for (let i = 0; i < 4; i++) {
        life.append(1 + random.below(3));
        const flushed = life.flush();
        // Goes on while a checkpoint may be being written.
        life.append(1);
        await flushed;
        if (random.below(2) === 0) await life.flush();
      }
      await life.close();
    },
  },
  {
    name: 'checkpoints on demand, with signatures',
    hasCheckpoints: true,
    isSigned: true,
    async run(life, random) {
      await life.open();
      for (let i = 0; i < 3; i++) {
        life.append(1 + random.below(2));
        if (random.below(2) === 0) await life.flush();
        const checkpointed = life.checkpoint();
        life.append(1);
        await Promise.all([checkpointed, life.flush()]);
      }
      // Twice the same.
      await life.checkpoint();
      await life.checkpoint();
      await life.close();
    },
  },
  {
    name: 'the key rotates',
    hasCheckpoints: true,
    isSigned: true,
    everyRecords: 4,
    async run(life, random) {
      await life.open();
      life.append(2);
      await life.flush();
      await life.rotateKey();
      life.append(1 + random.below(3));
      await life.checkpoint();
      await life.rotateKey();
      life.append(1);
      await life.flush();
      await life.close();
    },
  },
  {
    name: 'closed, opened again, and on',
    hasCheckpoints: true,
    segmentBytes: 1500,
    everyRecords: 5,
    async run(life, random) {
      for (let i = 0; i < 3; i++) {
        await life.open();
        life.append(random.below(4));
        await life.flush();
        await life.close();
      }
    },
  },
  {
    name: 'a burst, and no end',
    hasCheckpoints: false,
    segmentBytes: 4096,
    async run(life, random) {
      await life.open();
      life.append(12 + random.below(8));
      await life.flush();
      life.append(8);
      // Never waited for: the process is gone before.
      void life.flush();
      for (let turns = random.below(20); turns > 0; turns--) await undefined;
    },
  },
];
