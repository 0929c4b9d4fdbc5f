/** A ledger with the scenario that it is of: what everybody who asks a finished run something begins with. */

import path from 'node:path';
import { seconds, type Finding } from '../../base/index.ts';
import type { Resumption } from '../../engine/index.ts';
import type { Fact, RunIdentity, Timed } from '../../model/index.ts';
import {
  directoryStorage,
  isNotice,
  readDocument,
  readLedger,
  verifyLedger,
  type LedgerStorage,
  type ReadRecord,
  type Verification,
} from '../../provenance/index.ts';
import { ServiceError } from '../errors.ts';
import { createNodeFs } from '../node-fs.ts';
import { checkScenario, resolveSource, type CheckedScenario, type ScenarioSource } from '../scenario-source.ts';

export interface RecordedRun {
  readonly checked: CheckedScenario;
  readonly run: RunIdentity;
  /** Facts of the run, in order. */
  readonly facts: readonly Timed<Fact>[];
  /** The record of each fact: number, when it was written down, who did it. */
  readonly records: readonly ReadRecord[];
  /** Beside them, what the ledger says about itself and about people's dealings with it. */
  readonly notices: readonly ReadRecord[];
  /** Where a driver took the run up again. */
  readonly resumptions: readonly Resumption[];
}

export type RecordedLedger =
  | { readonly kind: 'whole'; readonly verification: Verification; readonly recorded: RecordedRun }
  /** Nothing in it is known to be as it was written. */
  | { readonly kind: 'broken'; readonly verification: Verification };

export const ledgerAt = (directory: string): LedgerStorage => directoryStorage(createNodeFs(), path.resolve(directory));

/**
 * `directory`: a ledger's folder. `source`: only of ledgers without their scenario; else it is held against the ledger's.
 * @throws ServiceError `REJECTED` for a ledger without a run, a bad document, or one that is not the ledger's.
 */
export async function readRecorded(directory: string, source?: ScenarioSource): Promise<RecordedLedger> {
  const storage = ledgerAt(directory);
  const verification = await verifyLedger(storage);
  if (verification.kind === 'broken') return { kind: 'broken', verification };
  return { kind: 'whole', verification, recorded: await readRun(storage, directory, source) };
}

/** Of a ledger that is as it was written, as far as it goes. `name`: for messages. Throws as `readRecorded`. */
export async function readRun(storage: LedgerStorage, name: string, source?: ScenarioSource): Promise<RecordedRun> {
  const facts: Timed<Fact>[] = [];
  const records: ReadRecord[] = [];
  const notices: ReadRecord[] = [];
  const resumed: { readonly place: number; readonly recordedAt: string }[] = [];
  for await (const record of readLedger(storage)) {
    const { at, fact, recordedAt } = record;
    if (!isNotice(fact)) {
      facts.push({ ...fact, at });
      records.push(record);
    } else {
      notices.push(record);
      if (fact.type === 'ledger-resumed') resumed.push({ place: facts.length, recordedAt });
    }
  }
  const [opened] = facts;
  if (opened?.type !== 'run-opened')
    throw rejected('LEDGER-RUN', `${name} holds no run`, 'Give the folder of a ledger.');
  const { run } = opened;
  return {
    checked: await scenarioOf(storage, run, name, source),
    run,
    facts,
    records,
    notices,
    resumptions: resumed.map(({ place, recordedAt }) => ({ place, at: instantOf(run, recordedAt) })),
  };
}

const instantOf = ({ epoch }: RunIdentity, recordedAt: string) =>
  seconds(Math.floor((Date.parse(recordedAt) - Date.parse(epoch)) / 1000));

/** Throws as `readRecorded`. */
export async function scenarioOf(
  storage: LedgerStorage,
  { scenarioDigest }: RunIdentity,
  name: string,
  source: ScenarioSource | undefined,
): Promise<CheckedScenario> {
  if (source !== undefined) {
    const checked = resolveSource(source);
    if (checked.digest === scenarioDigest) return checked;
    const hint = 'Give the scenario that the run was made from; its digest is in the first fact.';
    throw rejected('LEDGER-SCENARIO', `${name} is the ledger of another scenario`, hint);
  }
  const document = await readDocument(storage, scenarioDigest);
  if (document.kind === 'document') return checkScenario(JSON.parse(Buffer.from(document.bytes).toString('utf8')));
  throw rejected('LEDGER-DOCUMENT', `${name}: ${document.message}`, 'Give the scenario of the run with --scenario.');
}

function rejected(code: string, message: string, hint: string): ServiceError {
  const finding: Finding = { code, severity: 'error', path: code === 'LEDGER-RUN' ? '' : '--scenario', message, hint };
  return new ServiceError('REJECTED', message, { findings: [finding] });
}
