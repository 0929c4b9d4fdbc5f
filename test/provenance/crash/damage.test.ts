/** Recovery mends what crashes leave, and nothing else: damage is refused by name, and two writers are one too many. */

import { describe, test } from 'vitest';
import { DAMAGE_TRIALS } from './damage-trials.ts';
import { OURS } from './subject.ts';

describe('at the opening', () => {
  test.each(DAMAGE_TRIALS)('$name', ({ run }) => run(OURS));
});
