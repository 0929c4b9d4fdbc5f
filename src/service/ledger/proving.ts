/** Proofs that a record is in a ledger: made where the ledger is, checked anywhere. */

import path from 'node:path';
import {
  checkProof as checkProofBytes,
  fromHex,
  LedgerError,
  MAX_PROOF_BYTES,
  parseVkey,
  proveFromTlog,
  proveRecord,
  SIGNATURE_TYPE,
  type LedgerBreak,
  type LedgerStorage,
  type ProofVerdict,
  type ProvedRecord,
  type TileFault,
  type VerifierKey,
} from '../../provenance/index.ts';
import { rejected } from '../errors.ts';
import { readVkey } from '../keys/keys.ts';
import { createNodeFs } from '../node-fs.ts';
import { ledgerStorage } from './verification.ts';

/** What came of it. A fault is a file of an exported log that is not what its checkpoint commits to. */
export type Proof = ProvedRecord | TileFault | ({ readonly kind: 'broken' } & LedgerBreak);

/**
 * `directory`: a ledger's folder, or one that it was exported to as a tiled log.
 * @throws ServiceError `REJECTED` where there is no such folder.
 */
export async function prove(directory: string, record: number): Promise<Proof> {
  const storage = await ledgerStorage(directory);
  const isExport = (await storage.list('segments')).length === 0 && (await storage.list('tile')).length > 0;
  if (!isExport) return proveInLedger(storage, record);
  const fs = createNodeFs();
  return proveFromTlog(async (name, mostBytes) => {
    const file = path.resolve(directory, name);
    return (await fs.size(file)) === undefined ? undefined : fs.readAt(file, 0, mostBytes + 1);
  }, record);
}

async function proveInLedger(storage: LedgerStorage, record: number): Promise<Proof> {
  try {
    return await proveRecord(storage, record);
  } catch (error) {
    if (!(error instanceof LedgerError) || error.where === undefined) throw error;
    return { kind: 'broken', ...error.where };
  }
}

export interface CheckOptions {
  /** File with the record's exact bytes. */
  readonly record: string;
  /** Verifier keys of signers, or files that hold one; one of them must have signed the checkpoint. */
  readonly vkeys?: readonly string[];
  /** Verifier keys of witnesses, or files that hold one; each of them must have cosigned it, or `threshold` of them. */
  readonly witnesses?: readonly string[];
  readonly threshold?: number;
  readonly origin?: string;
  /** Root hash kept elsewhere, lower-case hex as reports print it. */
  readonly root?: string;
}

/**
 * Whether the proof in `file` holds for whoever trusts these keys, or this root. Needs no ledger.
 * @throws ServiceError `REJECTED` for keys that are none, for files that cannot be read, and where nothing is trusted.
 */
export async function checkProof(file: string, options: CheckOptions): Promise<ProofVerdict> {
  const keys = await Promise.all((options.vkeys ?? []).map((vkey) => keyOf(vkey, 'ed25519')));
  const witnesses = distinct(await Promise.all((options.witnesses ?? []).map((vkey) => keyOf(vkey, 'cosignature'))));
  const { origin, root, threshold } = options;
  if (keys.length === 0 && root === undefined) throw rejected('NOTHING-TRUSTED', ...NOTHING_TRUSTED);
  if (threshold !== undefined && (threshold < 1 || threshold > witnesses.length)) {
    const message = `threshold ${threshold}, with ${witnesses.length} witnesses`;
    throw rejected('THRESHOLD', message, 'Name at least as many witnesses as must have cosigned.');
  }
  const proof = await readBytes(file, MAX_PROOF_BYTES);
  const record = await readBytes(options.record, MAX_RECORD_FILE_BYTES);
  return checkProofBytes(proof, record, {
    keys,
    witnesses,
    ...(threshold !== undefined && { threshold }),
    ...(origin !== undefined && { origin }),
    ...(root !== undefined && { root: rootOf(root) }),
  });
}

/** Named twice, by its text and by a file perhaps, a witness counts once. */
const distinct = (keys: readonly VerifierKey[]): readonly VerifierKey[] => [
  ...new Map(keys.map((key) => [key.vkey, key])).values(),
];

/** The longest record. */
const MAX_RECORD_FILE_BYTES = 65_535;

const NOTHING_TRUSTED = [
  'neither a key nor a root is given: a proof that nobody vouches for proves nothing',
  'Name the key of whoever signs the ledger with --vkey, or a root that was kept elsewhere with --root.',
] as const;

/** From its text, or a file that holds it. */
async function keyOf(textOrFile: string, kind: 'ed25519' | 'cosignature'): Promise<VerifierKey> {
  const key = parseVkey(await readVkey(textOrFile));
  if (key?.type === SIGNATURE_TYPE[kind]) return key;
  const [what, option] = kind === 'ed25519' ? ['a signer', '--witness'] : ['a witness', '--vkey'];
  throw rejected('KEY-PURPOSE', `${textOrFile} is no key of ${what}`, `Give it with ${option}, if it is meant.`);
}

function rootOf(root: string): Uint8Array {
  if (/^[0-9a-f]{64}$/.test(root)) return fromHex(root);
  throw rejected('BAD-ROOT', `root ${root} is not a hash of 64 lower-case hex digits`, 'Take it as reports print it.');
}

/** At most a byte more than `mostBytes`: enough to see that it is too long. */
async function readBytes(file: string, mostBytes: number): Promise<Uint8Array> {
  try {
    return await createNodeFs().readAt(path.resolve(file), 0, mostBytes + 1);
  } catch (cause) {
    const message = `cannot read ${file}: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw rejected('FILE-UNREADABLE', message, 'Check the path and the permissions.', cause);
  }
}
