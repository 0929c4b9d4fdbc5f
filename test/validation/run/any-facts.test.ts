/** The auditor is total: whatever comes out of a ledger gives findings, never an exception. */

import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Fact, Timed } from '../../../src/model/index.ts';
import { RUN_RULE_CODES, auditRun } from '../../../src/validation/index.ts';
import { CLEAN_RUNS } from '../../support/run-mutants.ts';

type Facts = readonly Timed<Fact>[];

/** Drops, doubles, swaps and bends facts: names exchanged for others, numbers moved, members taken out. */
function spoil(facts: Facts, edits: readonly (readonly [number, number, number])[]): Facts {
  const spoilt = structuredClone(facts) as Timed<Fact>[];
  for (const [how, a, b] of edits) {
    const i = a % spoilt.length;
    const j = b % spoilt.length;
    const [one, other] = [spoilt[i], spoilt[j]];
    if (one === undefined || other === undefined) continue;
    if (how === 0) spoilt.splice(i, 1);
    else if (how === 1) spoilt.splice(j, 0, structuredClone(one));
    else if (how === 2) [spoilt[i], spoilt[j]] = [other, one];
    else bend(one as unknown as Record<string, unknown>, other as unknown as Record<string, unknown>, b);
  }
  return spoilt;
}

function bend(fact: Record<string, unknown>, other: Record<string, unknown>, n: number): void {
  const keys = Object.keys(fact).filter((k) => k !== 'type');
  const key = keys[n % keys.length] ?? 'at';
  const value = fact[key];
  if (n % 5 === 0) delete fact[key];
  else if (n % 5 === 1) fact[key] = null;
  else if (typeof value === 'number') fact[key] = value + (n % 7) - 3;
  else if (typeof value === 'string') fact[key] = other[key] ?? 'nothing';
  else if (Array.isArray(value)) fact[key] = value.slice(1);
  else if (typeof value === 'object' && value !== null) bend(value as Record<string, unknown>, other, n + 1);
}

test('spoilt facts of every clean run give findings with known codes', async () => {
  for (const make of Object.values(CLEAN_RUNS)) {
    const { scenario, facts } = await make();
    const edit = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.nat(10_000), fc.nat(10_000));
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
        for (const { code, path } of auditRun({ scenario, facts: spoil(facts, edits) })) {
          expect(RUN_RULE_CODES).toContain(code);
          expect(path).toMatch(/^\/\d+$/);
        }
      }),
      { numRuns: 60 },
    );
  }
});

test('values that are no facts at all are malformed', async () => {
  const { scenario } = await CLEAN_RUNS.calm();
  const odd = [null, 7, 'x', [], {}, { type: 'nothing', at: 0 }, { type: 'run-closed', at: NaN, reason: 'complete' }];
  const findings = auditRun({ scenario, facts: odd as never });
  expect(findings.map((f) => f.code)).toEqual([...odd.map(() => 'MALFORMED'), 'RUN-FRAME']);
});
