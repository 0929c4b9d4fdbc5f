/** A disk that refuses, fails or is full costs nothing that was acknowledged. */

import { describe, test } from 'vitest';
import { FAULT_TRIALS } from './fault-trials.ts';
import { OURS } from './subject.ts';

describe('with failing calls', () => {
  test.each(FAULT_TRIALS)('$name', ({ run }) => run(OURS), 120_000);
});
