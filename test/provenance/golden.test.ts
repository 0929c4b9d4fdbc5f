/** Ledgers of every version of the format, written once and kept: both verifiers accept them for ever. */

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { at } from '../../src/base/index.ts';
import { memoryStorage, readFacts, verifyLedger } from '../../src/provenance/index.ts';
import type { Given } from './mutation-bases.ts';
import { hasPython, SCRIPT, withoutMessage, type Verdict } from './second-verifier.ts';

const GOLDEN = fileURLToPath(new URL('golden', import.meta.url));

interface Golden {
  readonly name: string;
  readonly given: Given;
  readonly verdict: Verdict;
  /** Of the run, without notices. */
  readonly facts: number;
}

const LEDGERS: readonly Golden[] = [
  {
    name: 'v1-friday',
    given: {},
    verdict: {
      kind: 'verified',
      records: 153,
      root: '+Jcui1b2A/VI/9ZKaSWPDh7Q5a/kKeC3PSmdT1Zc4dY=',
      origin: 'seqplan/simulated/24d6324f78d66602/1',
      checkpoints: 1,
      tail: 0,
      signedBy: [],
      cosignedBy: [],
      recordSignatures: 0,
    },
    facts: 153,
  },
];

const isFile = (entry: { isFile(): boolean }): boolean => entry.isFile();

function filesOf(name: string): ReadonlyMap<string, Uint8Array> {
  const folder = path.join(GOLDEN, name);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(isFile);
  const places = entries.map((entry) => path.join(entry.parentPath, entry.name)).toSorted();
  return new Map(places.map((place) => [path.relative(folder, place), readFileSync(place)]));
}

describe('golden ledgers', () => {
  it('are all in the list', () => {
    expect(readdirSync(GOLDEN).toSorted()).toEqual(LEDGERS.map(({ name }) => name).toSorted());
  });

  it.each(LEDGERS)('$name is accepted, with the root that it had when it was written', async ({ name, ...golden }) => {
    const storage = memoryStorage(filesOf(name));
    expect(withoutMessage(await verifyLedger(storage, golden.given))).toEqual(golden.verdict);
    let facts = 0;
    for await (const _ of readFacts(storage)) facts++;
    expect(facts).toBe(golden.facts);
  });

  it.skipIf(!hasPython)('are accepted by the second verifier', () => {
    for (const { name, given, verdict } of LEDGERS) {
      const keys = (given.trusted ?? []).flatMap((vkey) => ['--vkey', vkey]);
      const argv = [SCRIPT, ...keys, ...(given.acceptTail === true ? ['--tail'] : []), path.join(GOLDEN, name)];
      const run = spawnSync('python3', argv, { encoding: 'utf8' });
      expect(withoutMessage(JSON.parse(at(run.stdout.split('\n'), 0)) as Verdict)).toEqual(verdict);
    }
  });
});
