/** Did this run keep the rules? By its ledger and the scenario that it is of, without the engine. */

import type { Finding } from '../../base/index.ts';
import type { Verification } from '../../provenance/index.ts';
import { auditRun } from '../../validation/index.ts';
import { readRecorded } from './recorded-ledger.ts';
import type { ScenarioSource } from '../scenario-source.ts';

export interface RunAudit {
  readonly verification: Verification;
  readonly facts: number;
  /** Sorted; of a broken ledger none, since nothing in it is known to be as it was written. */
  readonly findings: readonly Finding[];
}

/**
 * `directory`: a ledger's folder, as `simulate --out` and `run --out` write it; `source`: see `readRecorded`.
 * @throws ServiceError `REJECTED` for a bad document, or one that is not the ledger's.
 */
export async function audit(directory: string, source?: ScenarioSource): Promise<RunAudit> {
  const ledger = await readRecorded(directory, source);
  const { verification } = ledger;
  if (ledger.kind === 'broken') return { verification, facts: 0, findings: [] };
  const { facts, checked } = ledger.recorded;
  return { verification, facts: facts.length, findings: auditRun({ scenario: checked.scenario, facts }) };
}
