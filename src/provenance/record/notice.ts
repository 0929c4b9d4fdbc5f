/**
 * Notices: what the ledger records about itself and about people's dealings with it, beside the facts of the run.
 *
 * The engine never sees them: a run's state follows from its facts alone.
 */

import type { Fact } from '../../model/index.ts';

/** What a record holds. */
export type Entry = Fact | Notice;

export type Notice =
  /** The first record of a ledger of version 2. `vkey` names the key that signs checkpoints; without it nobody does. */
  | { readonly type: 'ledger-opened'; readonly origin: string; readonly version: string; readonly vkey?: string }
  /** A writer took the ledger up again; `records` were in it. */
  | { readonly type: 'ledger-resumed'; readonly records: number; readonly version: string; readonly reason: string }
  /** What a crash had left half written behind record `records` - 1 was cut off; the bytes are kept in `file`. */
  | {
      readonly type: 'tail-cut';
      readonly records: number;
      readonly bytes: number;
      readonly sha256: string;
      readonly file: string;
    }
  /** Checkpoints of more records than stand before this one are signed by `to`; `proof`: see docs/FORMATS.md. */
  | {
      readonly type: 'key-rotated';
      readonly from: string;
      readonly to: string;
      readonly reason: string;
      readonly proof: string;
    }
  | RecordSigned
  | ValueCorrected
  | VaultNotice;

/** An electronic signature (21 CFR 11.50, 11.70): over the first `size` records, whose root is `root`. */
export interface RecordSigned {
  readonly type: 'record-signed';
  /** Pseudonym. */
  readonly signer: string;
  readonly meaning: SignatureMeaning;
  readonly reason: string;
  /** The records it is about; empty: all of them. Ascending, each below `size`. */
  readonly records: readonly number[];
  readonly size: number;
  /** base64. */
  readonly root: string;
  /** ISO 8601, UTC, milliseconds: the signer's clock. */
  readonly signedAt: string;
  readonly vkey: string;
  /** base64, by the key of `vkey`; over what: docs/FORMATS.md. */
  readonly signature: string;
}

export const SIGNATURE_MEANINGS = ['authored', 'performed', 'reviewed', 'approved', 'rejected'] as const;
export type SignatureMeaning = (typeof SIGNATURE_MEANINGS)[number];

/** A correction (21 CFR 11.10(e)): the earlier record stays as it is, and readers are told what stands in its place. */
export interface ValueCorrected {
  readonly type: 'value-corrected';
  readonly record: number;
  /** JSON pointer into the record's fact. */
  readonly path: string;
  readonly old: unknown;
  readonly new: unknown;
  readonly reason: string;
  /** Pseudonym. */
  readonly by: string;
}

/** What the vault's own ledger holds; a vault counts its time from 1970-01-01T00:00:00Z. Values appear as commitments only. */
export type VaultNotice =
  | { readonly type: 'vault-opened'; readonly key: string }
  /** By field: the salted commitment, hex. */
  | {
      readonly type: 'subject-added';
      readonly subject: string;
      readonly commitments: Readonly<Record<string, string>>;
      readonly reason: string;
    }
  /** Told before the fields are: what was asked for, by whom (the record's actor), and why. */
  | {
      readonly type: 'subject-resolved';
      readonly subject: string;
      readonly fields: readonly string[];
      readonly reason: string;
    }
  /** A person was looked for by the keyed digest of one field; `found` says who that is. */
  | {
      readonly type: 'subject-sought';
      readonly field: string;
      readonly found: readonly string[];
      readonly reason: string;
    }
  | { readonly type: 'subject-erased'; readonly subject: string; readonly reason: string }
  /** Asked for and not given. */
  | { readonly type: 'access-refused'; readonly subject: string; readonly code: string; readonly reason: string };

const OF_VAULTS: Readonly<Record<VaultNotice['type'], true>> = {
  'vault-opened': true,
  'subject-added': true,
  'subject-resolved': true,
  'subject-sought': true,
  'subject-erased': true,
  'access-refused': true,
};

const NOTICES: Readonly<Record<Notice['type'], true>> = {
  'ledger-opened': true,
  'ledger-resumed': true,
  'tail-cut': true,
  'key-rotated': true,
  'record-signed': true,
  'value-corrected': true,
  ...OF_VAULTS,
};

export const isNotice = (entry: Entry): entry is Notice => Object.hasOwn(NOTICES, entry.type);

export const isOfVault = (entry: Entry): entry is VaultNotice => Object.hasOwn(OF_VAULTS, entry.type);
