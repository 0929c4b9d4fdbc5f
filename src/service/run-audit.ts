/** Did this run keep the rules? By its ledger and the scenario that it is of, without the engine. */

import path from 'node:path';
import type { Finding } from '../base/index.ts';
import { directoryStorage, verifyLedger, type Verification } from '../provenance/index.ts';
import { auditRun } from '../validation/index.ts';
import { ServiceError } from './errors.ts';
import { createNodeFs } from './node-fs.ts';
import { allFacts } from './recording.ts';
import { resolveSource, type ScenarioSource } from './scenario-source.ts';

export interface RunAudit {
  readonly verification: Verification;
  readonly facts: number;
  /** Sorted; of a broken ledger none, since nothing in it is known to be as it was written. */
  readonly findings: readonly Finding[];
}

/**
 * `directory`: a ledger's folder, as `simulate --out` and `run --out` write it.
 * @throws ServiceError `REJECTED` for a bad document, or one that is not the ledger's.
 */
export async function audit(directory: string, source: ScenarioSource): Promise<RunAudit> {
  const { scenario, digest } = resolveSource(source);
  const storage = directoryStorage(createNodeFs(), path.resolve(directory));
  const verification = await verifyLedger(storage);
  if (verification.kind === 'broken') return { verification, facts: 0, findings: [] };
  const facts = await allFacts(storage);
  const [opened] = facts;
  if (opened?.type === 'run-opened' && opened.run.scenarioDigest !== digest) throw isOfAnother(directory);
  return { verification, facts: facts.length, findings: auditRun({ scenario, facts }) };
}

function isOfAnother(directory: string): ServiceError {
  const message = `${directory} is the ledger of another scenario`;
  const hint = 'Give the scenario that the run was made from; its digest is in the first record.';
  const finding = { code: 'LEDGER-SCENARIO', severity: 'error', path: '--scenario', message, hint } as const;
  return new ServiceError('REJECTED', message, { findings: [finding] });
}
