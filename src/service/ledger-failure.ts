/** What the ledger refuses, as the service's own error: whether the input was bad, or this machine failed. */

import { LedgerError, type LedgerErrorCode } from '../provenance/index.ts';
import { ServiceError } from './errors.ts';

/** Advice for what somebody can put right; all others are failures of the machine. */
const HINTS: Readonly<Partial<Record<LedgerErrorCode, string>>> = {
  BROKEN: 'See what seqplan verify says. Nothing was changed.',
  LOCKED: 'Wait until the run has ended, or ask the process that has it.',
  'NOT-EMPTY': 'Give each run a place of its own.',
  'OLD-VERSION': 'Ledgers of version 1 are read, never continued.',
  'OTHER-LEDGER': 'Give the ledger that was meant.',
  'OTHER-KEY': 'Give the key in force: seqplan verify names it.',
};

/** The error itself, where it is none of the ledger's. */
export function ledgerFailure(error: unknown, directory: string): unknown {
  if (!(error instanceof LedgerError)) return error;
  const hint = HINTS[error.code];
  const message = `${directory}: ${error.message}`;
  if (hint === undefined) return new ServiceError('IO', message, { cause: error });
  const finding = { code: `LEDGER-${error.code}`, severity: 'error', path: '', message, hint } as const;
  return new ServiceError('REJECTED', message, { findings: [finding], cause: error });
}
