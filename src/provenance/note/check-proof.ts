/**
 * What a `.tlog-proof` is worth to somebody who trusts these keys: whether this very record is in a ledger that they signed.
 *
 * Needs no ledger and no network. The steps are those of C2SP tlog-proof, "Verifying a tlog proof".
 */

import { assert } from '../../base/index.ts';
import { equalBytes, toBase64, type Hash } from '../hash.ts';
import { leafHash } from '../tree/merkle.ts';
import { verifyInclusion } from '../tree/merkle-proof.ts';
import { parseForeignCheckpoint } from './any-checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { verifyCosignature } from './cosignature.ts';
import { isSignedBy, parseNote, type ParsedNote } from './open-note.ts';
import { decodeProof } from './proof-file.ts';
import { isBy, type VerifierKey } from './signed-note.ts';

/** What is trusted. Without a key there must be a root: a proof that nobody vouches for proves nothing. */
export interface ProofPolicy {
  /** Type 1. One of them must have signed the checkpoint (several: a key and its successors). */
  readonly keys: readonly VerifierKey[];
  /** Type 4. Each of them must have cosigned it, or as many as `threshold` says. */
  readonly witnesses: readonly VerifierKey[];
  /** 1 to the number of witnesses. */
  readonly threshold?: number;
  /** The ledger that the record must be in; absent: any that the keys sign for. */
  readonly origin?: string;
  /** Root that was kept elsewhere. */
  readonly root?: Hash;
}

export type ProofFault =
  /** The file is no proof, or its checkpoint no signed checkpoint. */
  | 'PROOF-FORMAT'
  /** It is about another ledger. */
  | 'ORIGIN'
  /** None of the keys signed the checkpoint; one is named, but its signature is not over this checkpoint. */
  | 'SIGNATURE-MISSING'
  | 'SIGNATURE-WRONG'
  /** Too few witnesses cosigned it; one is named, but its signature is not over this checkpoint. */
  | 'WITNESS-MISSING'
  | 'WITNESS-WRONG'
  /** The checkpoint has another root than the one kept elsewhere. */
  | 'ROOT'
  /** The checkpoint does not commit to this record at this place. */
  | 'INCLUSION';

export type ProofVerdict =
  | {
      readonly kind: 'proven';
      readonly origin: string;
      /** Number of the record. */
      readonly index: number;
      /** Records that the checkpoint is over, and its root in base64. */
      readonly size: number;
      readonly root: string;
      /** Verifier keys whose signatures are good. */
      readonly signedBy: readonly string[];
      /** Witnesses, with when each says that it saw the checkpoint: seconds since 1970. */
      readonly witnessedBy: readonly { readonly vkey: string; readonly time: number }[];
    }
  | { readonly kind: 'refused'; readonly code: ProofFault; readonly message: string };

/** `record`: its exact bytes. Never throws for bad input; the first thing that is wrong is the verdict. */
export function checkProof(file: Uint8Array, record: Uint8Array, policy: ProofPolicy): ProofVerdict {
  assert(policy.keys.length > 0 || policy.root !== undefined, 'nothing is trusted: neither a key nor a root');
  const decoded = decodeProof(file);
  if (decoded.kind === 'fault') return refused('PROOF-FORMAT', decoded.message);
  const { index, hashes } = decoded.proof;
  const opened = openCheckpoint(decoded.proof.checkpoint);
  if (opened.kind === 'fault') return refused('PROOF-FORMAT', `checkpoint: ${opened.message}`);
  const { origin, size, root } = opened.checkpoint;
  if (policy.origin !== undefined && origin !== policy.origin) {
    // What the file says instead nobody has vouched for yet.
    return refused('ORIGIN', `the proof is not about ${policy.origin}`);
  }

  const signed = signatures(policy.keys, opened.note);
  if (signed.kind === 'refused') return signed;
  const witnessed = cosignatures(policy, opened.note);
  if (witnessed.kind === 'refused') return witnessed;
  if (policy.root !== undefined && !equalBytes(policy.root, root)) {
    return refused('ROOT', `root is ${toBase64(root)}; ${toBase64(policy.root)} was expected`);
  }

  if (!verifyInclusion({ leafHash: leafHash(record), index, size, root, proof: hashes })) {
    return refused('INCLUSION', `the checkpoint of ${size} records does not commit to these bytes as record ${index}`);
  }
  const { signedBy } = signed;
  const { witnessedBy } = witnessed;
  return { kind: 'proven', origin, index, size, root: toBase64(root), signedBy, witnessedBy };
}

type Refusal = Extract<ProofVerdict, { kind: 'refused' }>;
type Signed = { readonly kind: 'signed'; readonly signedBy: readonly string[] } | Refusal;

/** One good signature is needed; one that is claimed and wrong refuses the whole (C2SP signed-note). */
function signatures(keys: readonly VerifierKey[], { text, lines }: ParsedNote): Signed {
  const signedBy: string[] = [];
  for (const key of keys) {
    const own = lines.filter((line) => isBy(line, key));
    if (!own.every((line) => isSignedBy(key, text, line))) {
      return refused('SIGNATURE-WRONG', `the signature by ${key.name} is not over this checkpoint`);
    }
    if (own.length > 0) signedBy.push(key.vkey);
  }
  if (signedBy.length > 0 || keys.length === 0) return { kind: 'signed', signedBy };
  return refused('SIGNATURE-MISSING', `no signature by ${keys.map(({ name }) => name).join(' or ')}`);
}

type Witnessed =
  | {
      readonly kind: 'witnessed';
      readonly witnessedBy: readonly { readonly vkey: string; readonly time: number }[];
    }
  | Refusal;

function cosignatures(policy: ProofPolicy, { text, lines }: ParsedNote): Witnessed {
  const witnesses = [...new Map(policy.witnesses.map((key) => [key.vkey, key])).values()];
  const { threshold = witnesses.length } = policy;
  const witnessedBy: { readonly vkey: string; readonly time: number }[] = [];
  for (const key of witnesses) {
    const times = lines.filter((line) => isBy(line, key)).map((line) => verifyCosignature(key, text, line.signature));
    if (times.includes(undefined)) {
      return refused('WITNESS-WRONG', `the cosignature by ${key.name} is not over this checkpoint`);
    }
    const [time] = times;
    if (time !== undefined) witnessedBy.push({ vkey: key.vkey, time });
  }
  if (witnessedBy.length >= threshold) return { kind: 'witnessed', witnessedBy };
  const missing = witnesses.filter(({ vkey }) => !witnessedBy.some((one) => one.vkey === vkey));
  const names = missing.map(({ name }) => name).join(', ');
  return refused('WITNESS-MISSING', `${witnessedBy.length} of ${threshold} cosignatures; none by ${names}`);
}

type Opened =
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint; readonly note: ParsedNote }
  | { readonly kind: 'fault'; readonly message: string };

/** A checkpoint with signatures by anyone. The checksum of ours is one more line of a type that nobody here asks for. */
function openCheckpoint(bytes: Uint8Array): Opened {
  const note = parseNote(bytes);
  if ('kind' in note) return { kind: 'fault', message: note.message };
  const checkpoint = parseForeignCheckpoint(note.text);
  return typeof checkpoint === 'string'
    ? { kind: 'fault', message: checkpoint }
    : { kind: 'checkpoint', checkpoint, note };
}

const refused = (code: ProofFault, message: string): Refusal => ({ kind: 'refused', code, message });
