/** What the ledger or the vault refuses, as something that a user of the service can act on. */

import { LedgerError, VaultError, type LedgerErrorCode, type VaultErrorCode } from '../../provenance/index.ts';
import { ServiceError, rejected } from '../errors.ts';

/**
 * undefined for errors that are neither. Faults of the machine become `IO`, all others `REJECTED` with a finding. `place`: which
 * ledger, where several could be meant.
 */
export function serviceErrorOf(error: unknown, place?: string): ServiceError | undefined {
  if (error instanceof VaultError) return refused(`VAULT-${error.code}`, error, { hint: VAULT_HINTS[error.code] });
  if (!(error instanceof LedgerError)) return undefined;
  const hint = LEDGER_HINTS[error.code];
  if (hint !== undefined) return refused(`LEDGER-${error.code}`, error, { hint, place });
  return new ServiceError('IO', `the ledger cannot be written: ${error.message}`, { cause: error });
}

interface Advice {
  readonly hint: string;
  readonly place?: string | undefined;
}

function refused(code: string, error: Error, { hint, place }: Advice): ServiceError {
  const message = place === undefined ? error.message : `${place}: ${error.message}`;
  return rejected(code, message, hint, error);
}

/** Without a hint: nothing that another command would mend. */
const LEDGER_HINTS: Readonly<Partial<Record<LedgerErrorCode, string>>> = {
  BROKEN: 'Run `seqplan verify` on it, and restore it from a verified copy: nothing is added to a damaged record.',
  LOCKED: 'Wait until the other one has ended; the lock ends with its process.',
  'NOT-EMPTY': 'Give each run a place of its own.',
  'OLD-VERSION': 'Ledgers of version 1 are read and verified; begin a new one.',
  'OTHER-LEDGER': 'Give the folder of the ledger that is meant.',
  'OTHER-KEY': 'Give with --key the key in force, which `seqplan verify` names; none where nobody signs.',
};

const VAULT_HINTS: Readonly<Record<VaultErrorCode, string>> = {
  'WRONG-KEY': 'Give the key file that `vault create` made for this vault.',
  'UNKNOWN-SUBJECT': 'Subjects stand in scenarios and ledgers as `sub-` and a UUID.',
  ERASED: 'Erasure cannot be undone.',
  DAMAGED: 'Restore the file from a backup, and find out who changed it.',
  REFUSED: 'Give --actor, one word, and --reason, one line.',
};
