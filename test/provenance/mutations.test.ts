/**
 * Random damage and forgery, a hundred thousand times: every mutant is refused, and the verifier in Python, which shares no
 * code with ours, names the same record and code.
 *
 * SEQPLAN_MUTATIONS sets another number of mutants, SEQPLAN_MUTATION_SEED another seed.
 */

import { describe, expect, it } from 'vitest';
import { at, createRandom, type Random } from '../../src/base/index.ts';
import { memoryStorage, verifyLedger } from '../../src/provenance/index.ts';
import { areEqual, createBases, type Base, type Given } from './mutation-bases.ts';
import * as damage from './mutation-damage.ts';
import * as forgery from './mutation-forgery.ts';
import { batchLine, hasPython, secondVerdicts, withoutMessage, type Verdict } from './second-verifier.ts';
import type { Files } from './spec-ledger.ts';

const MUTANTS = Number(process.env['SEQPLAN_MUTATIONS'] ?? 100_000);
const SEED = Number(process.env['SEQPLAN_MUTATION_SEED'] ?? 1);
const MINUTES = 60_000;

/** Forgeries take four times as long to make and to refuse, so there are half as many of each. */
const KINDS: readonly (readonly [string, damage.Mutation])[] = [damage, damage, forgery].flatMap((all) =>
  Object.entries(all),
);

/** What chance finds within a few thousand mutants: every code but one, that of a reader's own damaged anchor. */
const CODES = [
  'ANCHOR-ROOT',
  'CHECKPOINT-FORMAT',
  'CHECKPOINT-MISSING',
  'CHECKPOINT-ROOT',
  'DOCUMENT-CHANGED',
  'EXPECTED-ROOT',
  'FOREIGN-FILE',
  'FRAME-CRC',
  'FRAME-LENGTH',
  'FRAME-TRUNCATED',
  'KEY-ROTATION',
  'KEY-UNTRUSTED',
  'RECORD-CHANGED',
  'RECORD-EXTRA',
  'RECORD-FORMAT',
  'RECORD-MISSING',
  'RECORD-PREV',
  'RECORD-SEQ',
  'RECORD-SIGNATURE',
  'SEGMENT-NAME',
  'SEGMENT-SIZE',
  'SIGNATURE-MISSING',
  'SIGNATURE-WRONG',
  'WITNESS-MISSING',
  'WITNESS-WRONG',
];

const ours = async (files: Files, given: Given): Promise<Verdict> =>
  withoutMessage(await verifyLedger(memoryStorage(files), given));

/** A mutant that differs from its ledger, and how it was made. */
function mutantOf(bases: readonly Base[], random: Random): damage.Mutant & { readonly name: string } {
  for (;;) {
    const place = random.below(bases.length);
    const [kind, mutate] = at(KINDS, random.below(KINDS.length));
    const base = at(bases, place);
    const mutant = mutate(base, random);
    if (mutant !== undefined && !areEqual(mutant.files, base.files)) return { ...mutant, name: `${kind} of ${place}` };
  }
}

describe('mutations', () => {
  const bases = createBases();

  it('begin from ledgers that both verifiers accept', async () => {
    const accepted = await Promise.all(bases.map(({ files, given }) => ours(files, given)));
    expect(accepted.map(({ kind }) => kind)).toEqual(bases.map(() => 'verified'));
    if (!hasPython) return;
    expect(await secondVerdicts(bases.map(({ files, given }) => batchLine(files, given)))).toEqual(accepted);
  });

  it(
    `are found, all ${MUTANTS} of seed ${SEED}, and both verifiers name the same record and code`,
    { timeout: 20 * MINUTES },
    async () => {
      const random = createRandom(SEED);
      const verdicts: Verdict[] = [];
      const names: string[] = [];
      const wrong: unknown[] = [];
      async function* lines(): AsyncGenerator<string> {
        for (let i = 0; i < MUTANTS && wrong.length < 20; i++) {
          const { name, files, given, record } = mutantOf(bases, random);
          const verdict = await ours(files, given);
          verdicts.push(verdict);
          names.push(name);
          const isNamed = record === undefined || record === verdict.record;
          if (verdict.kind !== 'broken' || !isNamed) wrong.push({ i, name, record, verdict });
          yield batchLine(files, given);
        }
      }
      const second = hasPython ? await secondVerdicts(lines()) : undefined;
      if (second === undefined) for await (const _ of lines());
      expect(wrong).toEqual([]);
      expect(verdicts).toHaveLength(MUTANTS);
      const differing = (second ?? verdicts).flatMap((theirs, i) => {
        const { record, code } = at(verdicts, i);
        return theirs.record === record && theirs.code === code
          ? []
          : [{ i, name: names[i], ours: verdicts[i], theirs }];
      });
      expect(differing.slice(0, 20)).toEqual([]);
      expect(second ?? verdicts).toHaveLength(MUTANTS);
      expect([...new Set(verdicts.map(({ code }) => code))].toSorted()).toEqual(CODES);
    },
  );
});
