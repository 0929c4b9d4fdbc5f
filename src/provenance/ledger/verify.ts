/**
 * The verdict on a ledger: whether every byte of it is as it was written, and if not, from which record on.
 *
 * It holds against damage, against anyone who changes some of the files, and against anyone without the keys that the
 * reader trusts. Who has those and can rewrite everything makes another whole ledger: checkpoints kept elsewhere tell.
 */

import { assert } from '../../base/index.ts';
import { equalBytes, toBase64 } from '../hash.ts';
import type { LedgerBreak } from '../ledger-error.ts';
import type { LedgerStorage } from '../log/storage.ts';
import { decodeCheckpoint, type SignedCheckpoint } from '../note/checkpoint.ts';
import { parseVkey, type VerifierKey } from '../note/signed-note.ts';
import {
  anchorFault,
  countFault,
  readSignedCheckpoints,
  rootFault,
  type CheckpointsRead,
} from './verify-checkpoints.ts';
import { documentFault } from './verify-documents.ts';
import { doesNotFollow } from './read-ledger.ts';
import { readSegments, type SegmentsRead } from './verify-segments.ts';
import { cosignersOf, followKeys, signatureFault, signersUpTo, trustFault, witnessFault } from './verify-signatures.ts';

export type Verification = VerifiedLedger | ({ readonly kind: 'broken' } & LedgerBreak);

export interface VerifiedLedger {
  readonly kind: 'verified';
  /** That the last checkpoint counts. */
  readonly records: number;
  /** Of the last checkpoint, base64. */
  readonly root: string;
  readonly origin: string;
  /** Whole records behind the last checkpoint, which nobody vouches for; more than 0 only with `acceptTail`. */
  readonly tail: number;
  readonly checkpoints: number;
  /** Keys in force (vkeys), each handed over to by the one before; the last one signs the last checkpoint. None: unsigned. */
  readonly signedBy: readonly string[];
  /** The witnesses among `trusted` that cosigned the last checkpoint. */
  readonly cosignedBy: readonly string[];
  /** Signatures of people over records. */
  readonly recordSignatures: number;
}

export interface VerifyOptions {
  /** Root of the ledger from outside of it, base64 as in the checkpoint. */
  readonly expectedRoot?: string;
  /** Checkpoints of the ledger from outside of it: bytes of one note each. */
  readonly anchors?: readonly Uint8Array[];
  /** Keys from outside the ledger: of its signer (type 1), of witnesses (type 4). One signer, and each of the witnesses, must be found where any is given. */
  readonly trusted?: readonly string[];
  /** Take records behind the last checkpoint for what they are, instead of refusing them. */
  readonly acceptTail?: boolean;
}

/** Reads all of it. Rejects only where the storage itself fails; a broken ledger is a value. Asserts that `trusted` are vkeys. */
export async function verifyLedger(storage: LedgerStorage, options: VerifyOptions = {}): Promise<Verification> {
  const trusted = (options.trusted ?? []).map(trustedKey);
  const anchors = (options.anchors ?? []).map(decodeCheckpoint);
  const checkpoints = await readSignedCheckpoints(storage);
  const claims = anchors.flatMap((anchor) => (anchor.kind === 'checkpoint' ? [anchor] : []));
  const segments = await readSegments(
    storage,
    [...checkpoints.list, ...claims].map(({ checkpoint }) => checkpoint.size),
  );
  const last = checkpoints.list.at(-1);
  if (segments.gap !== undefined) return broken(gapFault(segments, segments.gap, checkpoints));
  const early = segments.fault ?? checkpoints.fault ?? checkpoints.foreign;
  if (early !== undefined) return broken(early);
  assert(last !== undefined, 'a ledger without checkpoints is at fault');

  const { records, roots, notices } = segments;
  const { origin, size, root } = last.checkpoint;
  const history = followKeys(notices, checkpoints.list);
  const found =
    countFault(last.checkpoint, records, options.acceptTail ?? false) ??
    rootFault(checkpoints.list, roots) ??
    expectedRootFault(last, options.expectedRoot) ??
    anchorFault(anchors, records, roots) ??
    history.fault ??
    signatureFault(checkpoints.list, history.keys) ??
    trustFault(trusted, history.keys, size) ??
    witnessFault(trusted, last) ??
    (await documentFault(storage));
  if (found !== undefined) return broken(found);
  return {
    kind: 'verified',
    records: size,
    root: toBase64(root),
    origin,
    tail: records - size,
    checkpoints: checkpoints.list.length,
    signedBy: signersUpTo(history.keys, size),
    cosignedBy: cosignersOf(trusted, last),
    recordSignatures: history.recordSignatures,
  };
}

const broken = (found: LedgerBreak): Verification => ({ kind: 'broken', ...found });

function trustedKey(vkey: string): VerifierKey {
  const key = parseVkey(vkey);
  assert(key !== undefined, `${vkey} is no vkey`);
  return key;
}

/** A gap comes before whatever else is wrong: record `gap` does not name the record before it. */
function gapFault(segments: SegmentsRead, gap: number, checkpoints: CheckpointsRead): LedgerBreak {
  const last = checkpoints.list.at(-1)?.checkpoint;
  const isWhole = segments.fault === undefined && checkpoints.fault === undefined;
  if (isWhole && last?.size === segments.records && equalBytes(last.root, segments.root)) {
    // The checkpoint and the record after the gap vouch for the same other bytes before it: those were changed.
    const message = `record ${gap} and the checkpoint hold the hash of other bytes`;
    return { record: gap - 1, code: 'RECORD-CHANGED', message };
  }
  return { record: gap, code: 'RECORD-PREV', message: doesNotFollow(gap) };
}

function expectedRootFault({ checkpoint }: SignedCheckpoint, expected: string | undefined): LedgerBreak | undefined {
  const root = toBase64(checkpoint.root);
  if (expected === undefined || expected === root) return undefined;
  return { record: 'checkpoint', code: 'EXPECTED-ROOT', message: `root is ${root}; ${expected} was expected` };
}
