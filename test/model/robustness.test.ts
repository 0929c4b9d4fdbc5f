import fc from 'fast-check';
import { expect, it } from 'vitest';

import { initialSituation, readScenario } from '../../src/model/index.ts';
import { goodDocument } from './read.ts';

type Node = Record<string, unknown>;

/** Every member of the document: its parent, its key and its value. */
function* membersOf(node: unknown): Iterable<{ readonly parent: Node; readonly key: string; readonly value: unknown }> {
  if (typeof node !== 'object' || node === null) return;
  const parent = node as Node;
  for (const [key, value] of Object.entries(parent)) {
    yield { parent, key, value };
    yield* membersOf(value);
  }
}

const strange = fc.constantFrom<unknown>(
  null,
  '',
  'x',
  '*',
  '0',
  '__proto__',
  -1,
  0,
  1,
  1e9,
  0.5,
  NaN,
  Infinity,
  true,
  [],
  [null],
  {},
  { id: 'x' },
  '1 s',
  '9000 wk',
  '2026-03-29T02:30',
  '1800-01-01T00:00',
  '9999-12-31T23:59',
  '24:00',
  '{x}',
  'a:b',
  '../x',
);

/** What happens to one member: removed, replaced by something strange, or by the value of another member. */
const change = fc.record({
  member: fc.nat(),
  action: fc.oneof(
    fc.constant({ kind: 'remove' as const }),
    fc.record({ kind: fc.constant('replace' as const), value: strange }),
    fc.record({ kind: fc.constant('copy' as const), from: fc.nat() }),
  ),
});

it('no document makes the reader throw, and what it accepts has a situation', () => {
  const seen = { ok: 0, rejected: 0 };
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      const document: unknown = structuredClone(goodDocument());
      for (const { member, action } of changes) {
        const members = [...membersOf(document)];
        const target = members[member % members.length];
        if (target === undefined) continue;
        const { parent, key } = target;
        if (action.kind === 'replace') parent[key] = action.value;
        else if (action.kind === 'copy') parent[key] = structuredClone(members[action.from % members.length]?.value);
        else delete parent[key];
      }
      const result = readScenario(document);
      seen[result.kind]++;
      if (result.kind === 'ok') expect(initialSituation(result.scenario).now).toBe(0);
      else expect(result.findings.some((finding) => finding.severity === 'error')).toBe(true);
    }),
    { numRuns: 150 },
  );
  // Both ways are exercised: some changes are harmless.
  expect(seen.ok).toBeGreaterThan(0);
  expect(seen.rejected).toBeGreaterThan(0);
});
