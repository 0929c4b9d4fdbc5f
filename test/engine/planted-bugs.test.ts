/** Bugs planted in the engine do not get past the auditor, the replay or the swarm. */

import { describe, expect, test } from 'vitest';

import { plantedEngine } from '../support/planted-engine.ts';
import { caseOf } from '../swarm/case.ts';
import { runCase } from '../swarm/run-case.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';

/** Within so many, from 1 on, each bug is caught. */
const SEEDS = 60;

const ours = new Map<number, readonly string[]>();

/** What our engine comes to under a seed; plans are the planner's business. */
async function violationsOf(seed: number): Promise<readonly string[]> {
  const known = ours.get(seed);
  if (known !== undefined) return known;
  const found = await codesOf(seed);
  ours.set(seed, found);
  return found;
}

async function codesOf(seed: number, parts: Parameters<typeof runCase>[1] = {}): Promise<readonly string[]> {
  const { violations } = await runCase(caseOf(seed), parts);
  return violations.map((v) => v.code).filter((code) => !code.startsWith('PLAN:'));
}

describe(`an engine that`, () => {
  test.each(PLANTED_BUGS)('$name is caught', async ({ name, patches, code }) => {
    const engine = await plantedEngine(name.replaceAll(' ', '-'), patches);
    for (let seed = 1; seed <= SEEDS; seed++) {
      if (!(await codesOf(seed, engine)).includes(code)) continue;
      // Without the bug the same seed is clean.
      expect(await violationsOf(seed)).toEqual([]);
      return;
    }
    expect.fail(`not caught within ${SEEDS} seeds`);
  });
});

test('there are enough of them, of many kinds', () => {
  expect(PLANTED_BUGS.length).toBeGreaterThanOrEqual(15);
  expect(new Set(PLANTED_BUGS.map((b) => b.code)).size).toBeGreaterThanOrEqual(15);
});
