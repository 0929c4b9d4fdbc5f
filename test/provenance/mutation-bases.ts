/** Small ledgers of every build, to be damaged: signed or not, rotated, witnessed, with documents, with a tail, of version 1. */

import { Buffer } from 'node:buffer';
import { at, createRandom, type Random } from '../../src/base/index.ts';
import {
  assemble,
  seal,
  testKey,
  type Assembled,
  type Content,
  type Draft,
  type Entry,
  type Fact,
  type Files,
  type TestKey,
} from './spec-ledger.ts';
import { naiveRoot } from './naive-tree.ts';

/** What a reader brings along, the same for both verifiers. */
export interface Given {
  readonly expectedRoot?: string;
  /** Checkpoints kept outside. */
  readonly anchors?: readonly Uint8Array[];
  readonly trusted?: readonly string[];
  readonly acceptTail?: boolean;
}

export interface Base extends Assembled {
  readonly draft: Draft;
  /** Of a ledger with a tail: that it is accepted, and an anchor that covers it. Else nothing. */
  readonly given: Given;
}

export const ORIGIN = 'lab.example/run-7';
export const KEYS = [1, 2, 3].map((seed) => testKey('lab.example/key', seed));
export const WITNESS = testKey('witness.example', 9, 4);

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** A checkpoint over the first `size` records, unsigned, as kept elsewhere. */
export const anchorOver = (leaves: readonly Uint8Array[], size: number): Uint8Array =>
  seal(`${ORIGIN}\n${size}\n${base64(naiveRoot(leaves.slice(0, size)))}\n`, []);

/** 24 of them; each verifies under what it is `given`. */
export const createBases = (): readonly Base[] => Array.from({ length: 24 }, (_, i) => createBase(i));

function createBase(i: number): Base {
  const random = createRandom(1000 + i);
  const isSigned = i % 6 !== 5;
  const draft = i === 5 ? draftVersion1(random) : draftOf(random, { isSigned, isWitnessed: isSigned && i % 3 === 0 });
  const hasTail = i % 4 === 3;
  const tail = hasTail ? Array.from({ length: 1 + random.below(3) }, () => factEntry(random)) : [];
  const whole = { ...draft, entries: [...draft.entries, ...tail] };
  const assembled = assemble(whole);
  const given = { acceptTail: true, anchors: [anchorOver(assembled.leaves, whole.entries.length)] };
  return { ...assembled, draft: whole, given: hasTail ? given : {} };
}

function draftOf(random: Random, { isSigned, isWitnessed }: { isSigned: boolean; isWitnessed: boolean }): Draft {
  const [firstKey, ...laterKeys] = KEYS;
  const entries = [entryOf(random, { kind: 'opened', ...(isSigned && firstKey && { vkey: firstKey }) })];
  const segments = [0];
  const checkpoints: number[] = random.below(4) === 0 ? [0] : [];
  const length = 6 + random.below(8);
  while (entries.length < length) {
    entries.push(entryOf(random, nextContent(random, { isSigned, checkpoints, laterKeys })));
    if (random.below(4) === 0 && entries.length < length) segments.push(entries.length);
    if (random.below(4) === 0 || entries.length === length) checkpoints.push(entries.length);
  }
  const documents = Array.from({ length: random.below(3) }, (_, n) => Buffer.from(`scenario: ${n}\n`));
  const witnesses = isWitnessed ? [WITNESS] : [];
  return { version: 2, origin: ORIGIN, entries, segments, checkpoints, witnesses, documents };
}

interface SoFar {
  readonly isSigned: boolean;
  readonly checkpoints: readonly number[];
  /** Not yet rotated to; taken from. */
  readonly laterKeys: TestKey[];
}

function nextContent(random: Random, { isSigned, checkpoints, laterKeys }: SoFar): Content {
  const choice = random.below(6);
  const next = laterKeys[0];
  if (choice === 0 && isSigned && next !== undefined) {
    laterKeys.shift();
    return { kind: 'rotated', to: next };
  }
  if (choice === 1 && checkpoints.length > 0) {
    return { kind: 'signed', key: SIGNER, checkpoint: random.below(checkpoints.length) };
  }
  return { kind: 'fact', fact: randomFact(random) };
}

const SIGNER = testKey('signer.example/p-17', 8);

function draftVersion1(random: Random): Draft {
  const entries = Array.from({ length: 8 }, () => factEntry(random));
  const rest = { witnesses: [], documents: [] };
  return { version: 1, origin: ORIGIN, entries, segments: [0, 3, 6], checkpoints: [8], ...rest };
}

const entryOf = (random: Random, content: Content): Entry => ({
  actor: at(['seqplan', 'p-17', 'p-4'], random.below(3)),
  at: random.below(100_000) - 1000,
  recordedAt: new Date(Date.UTC(2026, 10, 30) + random.below(1e8)).toISOString(),
  content,
});

export const factEntry = (random: Random): Entry => entryOf(random, { kind: 'fact', fact: randomFact(random) });

export function randomFact(random: Random): Fact {
  const machine = `seq/${random.below(1000)}`;
  switch (random.below(4)) {
    case 0:
      return { type: 'machine-down', machine, reason: 'Küvette “leer” \n\t', expectedUp: random.below(9000) };
    case 1:
      return {
        type: 'telemetry-read',
        machine,
        signal: 'laser',
        value: random.uniform() * 10 ** (random.below(25) - 20),
      };
    case 2:
      return { type: 'machine-up', machine };
    default:
      return { type: 'lot-stored', lot: `o${random.below(99)}`, stage: null, lanes: [[], [{ reads: 4e8 }], true] };
  }
}

/** Same names, same bytes. */
export const areEqual = (a: Files, b: Files): boolean =>
  a.size === b.size &&
  [...a].every(([name, bytes]) => Buffer.compare(bytes, b.get(name) ?? new Uint8Array()) === 0 && b.has(name));
