/** Would the engine decide today what the ledger says that it decided? Every decision again, from what the world told. */

import { redecide, type Difference } from '../../engine/index.ts';
import type { Fact, Timed } from '../../model/index.ts';
import type { Verification } from '../../provenance/index.ts';
import { readRecorded, type RecordedRun } from './recorded-ledger.ts';
import type { ScenarioSource } from '../scenario-source.ts';

export interface RunReplay {
  readonly verification: Verification;
  readonly facts: number;
  /** Derived again and found as they are recorded. */
  readonly decisions: number;
  /** The run has come to its end; where not, it may have been cut off in the middle of a decision. */
  readonly isClosed: boolean;
  readonly difference?: ReplayDifference;
}

export interface ReplayDifference {
  /** Number of the first record that is not what the engine decides; all facts before it are. */
  readonly record: number;
  readonly recorded?: Timed<Fact>;
  /** Absent: nothing. */
  readonly decided?: Timed<Fact>;
  /** On what it decides, or why nothing. */
  readonly cause: string;
}

/**
 * `directory`: a ledger's folder; `source`: see `readRecorded`. Of a broken ledger nothing is derived.
 * @throws ServiceError `REJECTED` for a bad document, or one that is not the ledger's.
 */
export async function replayLedger(directory: string, source?: ScenarioSource): Promise<RunReplay> {
  const ledger = await readRecorded(directory, source);
  const { verification } = ledger;
  if (ledger.kind === 'broken') return { verification, facts: 0, decisions: 0, isClosed: false };
  const { recorded } = ledger;
  const { checked, facts, resumptions } = recorded;
  const again = redecide({ scenario: checked.scenario, facts, resumptions });
  const isClosed = facts.at(-1)?.type === 'run-closed';
  const told = { verification, facts: facts.length, decisions: again.decisions, isClosed };
  return again.kind === 'same' ? told : { ...told, difference: withRecord(recorded, again) };
}

function withRecord({ records }: RecordedRun, { place, recorded, decided, cause }: Difference): ReplayDifference {
  const record = records[place]?.seq ?? (records.at(-1)?.seq ?? -1) + 1;
  return { record, ...(recorded && { recorded }), ...(decided && { decided }), cause };
}
