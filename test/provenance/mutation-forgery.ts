/**
 * Forgers who know the format: they change what was recorded, then compute every number, hash, root and checksum anew.
 *
 * Without the key they are caught by signatures, with it by what is kept outside the ledger.
 */

import { Buffer } from 'node:buffer';
import { at, type Random } from '../../src/base/index.ts';
import { anchorOver, base64, factEntry, KEYS, randomFact, WITNESS, type Base, type Given } from './mutation-bases.ts';
import type { Mutation } from './mutation-damage.ts';
import { naiveRoot } from './naive-tree.ts';
import {
  assemble,
  signTruly,
  testKey,
  type Assembled,
  type Content,
  type Draft,
  type Entry,
  type Sign,
  type TestKey,
} from './spec-ledger.ts';

const pick = <T>(random: Random, list: readonly T[]): T => at(list, random.below(list.length));

/** History rewritten: one entry edited, deleted, inserted, doubled, or two exchanged; or the end cut off. */
function rewrite(draft: Draft, random: Random): Draft {
  const { entries } = draft;
  // The first entry names the key; what becomes of that one is the business of those who bring their own.
  const place = 1 + random.below(entries.length - 1);
  const other = 1 + random.below(entries.length - 1);
  switch (random.below(6)) {
    case 0:
      return { ...draft, entries: entries.with(place, edited(at(entries, place), random)) };
    case 1:
      return moved(draft, place, entries.toSpliced(place, 1));
    case 2:
      return moved(draft, place, entries.toSpliced(place, 0, factEntry(random)));
    case 3:
      return moved(draft, place, entries.toSpliced(place, 0, at(entries, other)));
    case 4:
      return { ...draft, entries: entries.with(place, at(entries, other)).with(other, at(entries, place)) };
    default:
      return cut(draft, place);
  }
}

function edited(entry: Entry, random: Random): Entry {
  switch (random.below(4)) {
    case 0:
      return { ...entry, actor: `p-${random.below(100)}` };
    case 1:
      return { ...entry, at: entry.at + 1 + random.below(1000) };
    case 2:
      return { ...entry, recordedAt: new Date(Date.parse(entry.recordedAt) + 1 + random.below(1e6)).toISOString() };
    default:
      return { ...entry, content: { kind: 'fact', fact: randomFact(random) } };
  }
}

/** Segments and checkpoints behind `place` go along with their records. */
function moved(draft: Draft, place: number, entries: readonly Entry[]): Draft {
  const shift = entries.length - draft.entries.length;
  const along = (numbers: readonly number[]) => [...new Set(numbers.map((n) => (n > place ? n + shift : n)))];
  const segments = along(draft.segments).filter((first) => first < entries.length);
  return { ...draft, entries, segments, checkpoints: along(draft.checkpoints) };
}

/** The first `length` entries under a checkpoint of their own. */
function cut(draft: Draft, length: number): Draft {
  const entries = draft.entries.slice(0, length);
  const segments = draft.segments.filter((first) => first < length);
  const checkpoints = [...draft.checkpoints.filter((size) => size < length), length];
  return { ...draft, entries, segments, checkpoints };
}

/** The first record that differs, or else how many there are. */
function firstRewritten(base: Base, forged: Assembled): number {
  const length = Math.min(base.leaves.length, forged.leaves.length);
  for (let n = 0; n < length; n++) {
    if (Buffer.compare(at(base.leaves, n), at(forged.leaves, n)) !== 0) return n;
  }
  return length;
}

const isSigned = ({ draft }: Base): boolean =>
  draft.entries[0]?.content.kind === 'opened' && firstKey(draft) !== undefined;

function firstKey({ entries }: Draft): TestKey | undefined {
  const content = entries[0]?.content;
  return content?.kind === 'opened' ? content.vkey : undefined;
}

/** The forger's own keys, each under the name of one of the ledger's. */
const OWN = new Map(KEYS.map((key, i) => [key, testKey(key.name, 100 + i)]));
const ownOf = (key: TestKey): TestKey => OWN.get(key) ?? key;

/** Without any key of the ledger: old signatures, a stranger's, random bytes or none stand under what was rewritten. */
export const forgeWithoutKey: Mutation = (base, random) => {
  if (!isSigned(base)) return undefined;
  const covered = at(base.draft.checkpoints, base.draft.checkpoints.length - 1);
  const draft = rewrite(base.draft, random);
  const way = random.below(4);
  const forge: Sign = (message, key, ordinal) => {
    if (way === 0) return base.signatures[ordinal] ?? Buffer.alloc(64, 1);
    if (!KEYS.includes(key)) return signTruly(message, key, ordinal);
    if (way === 1) return signTruly(message, ownOf(key), ordinal);
    return way === 2 ? Buffer.from(Uint8Array.from({ length: 64 }, () => random.below(256))) : undefined;
  };
  const forged = assemble(draft, forge);
  // A tail that is only longer takes nothing away from what is vouched for.
  if (base.given.acceptTail === true && firstRewritten(base, forged) === base.leaves.length) return undefined;
  // A rewritten tail is under no signature yet, and what was cut to an old checkpoint is under its true one.
  const isBlind = firstRewritten(base, forged) >= covered || draft.entries.length < base.draft.entries.length;
  return { files: forged.files, given: isBlind ? outside(base, base.leaves.length) : base.given };
};

/** Keys of the forger's own in the ledger's place, all in order with each other: a reader trusts the true ones only. */
export const forgeWithOwnKeys: Mutation = (base, random) => {
  if (!isSigned(base)) return undefined;
  const ownContent = (content: Content): Content => {
    if (content.kind === 'rotated') return { kind: 'rotated', to: ownOf(content.to) };
    return content.kind === 'opened' && content.vkey ? { kind: 'opened', vkey: ownOf(content.vkey) } : content;
  };
  const draft = rewrite(base.draft, random);
  const entries = draft.entries.map((entry) => ({ ...entry, content: ownContent(entry.content) }));
  const { files } = assemble({ ...draft, entries });
  return { files, given: { acceptTail: true, ...trusting(base.draft) } };
};

/** No key at all any more. */
export const forgeUnsigned: Mutation = (base, random) => {
  if (!isSigned(base)) return undefined;
  const draft = rewrite(base.draft, random);
  const entries = draft.entries.map((entry): Entry => {
    if (entry.content.kind === 'opened') return { ...entry, content: { kind: 'opened' } };
    return entry.content.kind === 'rotated' ? factEntry(random) : entry;
  });
  const { files } = assemble({ ...draft, entries });
  return { files, given: { acceptTail: true, ...trusting(base.draft) } };
};

const ROTATED = testKey('lab.example/key', 99);
const OTHER_WITNESS = testKey(WITNESS.name, 98, 4);

/** A rotation to a key of the forger's, who cannot sign for the key before. */
export const forgeRotation: Mutation = (base, random) => {
  if (!isSigned(base)) return undefined;
  const key = ROTATED;
  const place = 1 + random.below(base.draft.entries.length - 1);
  const rotation: Entry = { ...factEntry(random), content: { kind: 'rotated', to: key } };
  const draft = moved(base.draft, place, base.draft.entries.toSpliced(place, 0, rotation));
  const forge: Sign = (message, by, ordinal) => signTruly(message, KEYS.includes(by) ? key : by, ordinal);
  return { files: assemble(draft, forge).files, given: { acceptTail: true } };
};

/** With every key: a whole, signed, consistent ledger of another history. Only what is kept outside tells. */
export const forgeWithKey: Mutation = (base, random) => {
  const forged = assemble(rewrite(base.draft, random));
  const place = firstRewritten(base, forged);
  const sizes = [...base.draft.checkpoints, base.leaves.length].filter((size) => size > place);
  // Rewriting that leaves all records as they are, as an exchange of equals does, forges nothing.
  if (sizes.length === 0) return undefined;
  const isRoot = base.given.acceptTail !== true && random.below(3) === 0;
  const expectedRoot = base64(naiveRoot(base.leaves));
  const isSame = expectedRoot === base64(naiveRoot(forged.leaves));
  const given = isRoot && !isSame ? { expectedRoot } : outside(base, pick(random, sizes));
  return { files: forged.files, given };
};

/** Taken back to an earlier checkpoint, true signatures and all. */
export const rollBack: Mutation = (base, random) => {
  const earlier = base.draft.checkpoints.filter((size) => size < base.leaves.length);
  if (earlier.length === 0 || base.draft.version === 1) return undefined;
  const size = pick(random, earlier);
  const keptSizes = base.draft.checkpoints.filter((one) => one <= size);
  const entries = base.draft.entries.slice(0, size);
  const segments = base.draft.segments.filter((first) => first < size);
  const { files } = assemble({ ...base.draft, entries, segments, checkpoints: keptSizes });
  const isRoot = base.given.acceptTail !== true && random.below(2) === 0;
  const given = isRoot ? { expectedRoot: base64(naiveRoot(base.leaves)) } : outside(base, base.leaves.length);
  return { files, given };
};

/** The ledger's key in the forger's hands, the witness's not. */
export const forgeWithoutWitness: Mutation = (base, random) => {
  if (base.draft.witnesses.length === 0) return undefined;
  const draft = rewrite(base.draft, random);
  const last = at(base.signatures, base.signatures.length - 1);
  const way = random.below(3);
  const forge: Sign = (message, key, ordinal) => {
    if (key !== WITNESS) return signTruly(message, key, ordinal);
    if (way === 0) return last;
    return way === 1 ? signTruly(message, OTHER_WITNESS, ordinal) : undefined;
  };
  const forged = assemble(draft, forge);
  const covered = at(base.draft.checkpoints, base.draft.checkpoints.length - 1);
  // The witness has seen that many records, and these are the same ones.
  if (way === 0 && firstRewritten(base, forged) >= covered) return undefined;
  return { files: forged.files, given: { acceptTail: true, trusted: [WITNESS.vkey] } };
};

const outside = (base: Base, size: number): Given => ({
  acceptTail: true,
  anchors: [anchorOver(base.leaves, size)],
});

const trusting = ({ entries }: Draft): Given => ({
  trusted: entries.flatMap(({ content }) => {
    if (content.kind === 'rotated') return [content.to.vkey];
    return content.kind === 'opened' && content.vkey ? [content.vkey.vkey] : [];
  }),
});
