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

/** Those in force at checkpoints: the third only signs beside the second, where its turn begins. */
const LEDGER_KEYS = [
  'golden.example/ledger+907f2e37+AdBKsjJ0K7SrOhNovUYV5ObQIkq3GgFrr4UgozLJd4c3',
  'golden.example/ledger+18772f36+ASBAQONkwQ8r7Jwf5QChzUwkfInWUKAe1+gsq6hnh3wh',
];
const WITNESS_KEY = 'witness.golden.example+0253fa54+BGbNYIuSi4jlDg7+qjP68cQ87+BylLC4fp/gq6ajz3Yz';

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
  {
    // The README's scenario, simulated with a key of the seed 32 x 0x11 (then 0x12, 0x14; witness 0x13). Signed by a person, a value
    // corrected, the key handed over; then half a record behind the last checkpoint, which the next writer cut; handed over
    // again, and cosigned.
    name: 'v2-handed-over',
    given: { trusted: [LEDGER_KEYS[0] ?? '', WITNESS_KEY] },
    verdict: {
      kind: 'verified',
      records: 77,
      root: 'GSqOBGYISRp69p4WrjA7dtNoeuV7osxNE5ILZGcTVg8=',
      origin: 'seqplan/simulated/e48939a718a2c91c/1',
      checkpoints: 7,
      tail: 0,
      signedBy: LEDGER_KEYS,
      cosignedBy: [WITNESS_KEY],
      recordSignatures: 1,
    },
    // Beside 11 notices: one opening, five times taken up again, one tail cut, one signature, one correction, two rotations.
    facts: 66,
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
