import { beforeAll, describe, expect, test } from 'vitest';

import { RUN_RULE_CODES, auditRun } from '../../../src/validation/index.ts';
import { CLEAN_RUNS, RUN_MUTANTS, type CleanRun, type CleanRunName } from '../../support/run-mutants.ts';

const runs = new Map<CleanRunName, CleanRun>();

beforeAll(async () => {
  for (const [name, make] of Object.entries(CLEAN_RUNS)) runs.set(name as CleanRunName, await make());
});

const runOf = (name: CleanRunName): CleanRun => {
  const run = runs.get(name);
  if (run === undefined) throw new Error(`no run ${name}`);
  return run;
};

test.each(Object.keys(CLEAN_RUNS) as CleanRunName[])('the run %s has no finding', (name) => {
  expect(auditRun(runOf(name))).toEqual([]);
});

describe('a run that breaks one rule gets the code of that rule and no other', () => {
  test.each(RUN_MUTANTS)('$code: $name', ({ code, of, spoil }) => {
    const findings = auditRun(spoil(runOf(of)));
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.filter((f) => f.code !== code)).toEqual([]);
    for (const { path, message, hint } of findings) {
      expect(path).toMatch(/^\/\d+$/);
      expect(message).not.toBe('');
      expect(hint).not.toBe('');
    }
  });
});

test('every rule has a mutant', () => {
  expect(new Set(RUN_MUTANTS.map((mutant) => mutant.code))).toEqual(new Set(RUN_RULE_CODES));
});
