/** What every run is, whatever its world: plans asked for and kept, facts recorded, the record read back, a report. */

import { buildReport, type Report } from '../../analytics/index.ts';
import { assert, type Clock } from '../../base/index.ts';
import type { FactSink, RunState } from '../../engine/index.ts';
import type { Fact, Plan, RunIdentity, Scenario, Situation, Timed } from '../../model/index.ts';
import { storeDocument, type LedgerStorage, type NoteSigner } from '../../provenance/index.ts';
import type { Patience } from './full-disk.ts';
import type { CheckedPlanner } from '../planning.ts';
import { auditLedger, startRecording, type LedgerAudit, type Recording } from './recording.ts';
import { takeUpRun, type TakenRun } from './resume.ts';
import type { CheckedScenario } from '../scenario-source.ts';
import { packageVersion } from '../version.ts';

/** A finished run. */
export interface RunResult {
  readonly scenario: Scenario;
  /** The first plan. */
  readonly plan: Plan;
  readonly report: Report;
  /** In the ledger's order. */
  readonly facts: readonly Timed<Fact>[];
  readonly ledger: LedgerStorage;
  readonly audit: LedgerAudit;
}

export interface RecordRunOptions {
  readonly checked: CheckedScenario;
  readonly run: RunIdentity;
  readonly storage: LedgerStorage;
  readonly planner: CheckedPlanner;
  /** The plan to begin with; absent: one is made. */
  readonly firstPlan?: Plan;
  /** Of a run in real time, see `RecordingOptions`. */
  readonly clock?: Clock;
  readonly signer?: NoteSigner;
  readonly whenFull?: Patience;
  readonly onFact?: (fact: Timed<Fact>) => void;
  /** Go on with the run that is in the ledger, if any. */
  readonly resume?: boolean;
  /** The world's part: from opening, or from where the run was taken up, to its end. */
  readonly carryOut: (wiring: Wiring) => Promise<RunState>;
}

export interface Wiring {
  readonly planner: CheckedPlanner;
  readonly sink: FactSink;
  readonly taken?: TakenRun;
}

export async function recordRun(options: RecordRunOptions): Promise<RunResult> {
  const { checked, run, storage, clock, signer, whenFull, onFact, resume = false, carryOut } = options;
  const { scenario } = checked;
  let first = options.firstPlan;
  const planner = async (situation: Situation): Promise<Plan> => {
    // A run asks for its first plan at instant 0.
    if (situation.now === 0 && first !== undefined) return first;
    const answer = await options.planner(situation);
    first ??= answer;
    return answer;
  };
  // Before the first record: whoever has the ledger has the scenario that it is of.
  await storeDocument(storage, Buffer.from(checked.canonical));
  const recording = await startRecording({
    storage,
    run,
    ...(clock && { clock }),
    ...(signer && { signer }),
    ...(whenFull && { whenFull }),
    ...(onFact && { onFact }),
    resume,
  });
  const taken = resume ? await takeUpRun(storage, checked).catch(givingUp(recording)) : undefined;
  recording.takeIn(taken?.facts ?? []);
  first ??= taken?.firstPlan;
  const state = await carryOut({ planner, sink: recording.sink, ...(taken && { taken }) });
  const ledger = await recording.close();
  assert(first !== undefined, 'a run asks for a plan first of all');
  return {
    scenario,
    plan: first,
    report: buildReport({ scenario, plan: first, facts: recording.facts, ledger }),
    facts: recording.facts,
    ledger: storage,
    audit: await auditLedger(storage, scenario, state),
  };
}

/** Lets go of the ledger before it passes the error on. */
const givingUp =
  ({ close }: Recording) =>
  async (error: unknown): Promise<never> => {
    await close();
    throw error;
  };

/** `epoch`: ISO 8601 with offset of instant 0. */
export const identify = (
  { scenario, digest }: CheckedScenario,
  of: Pick<RunIdentity, 'world' | 'seed' | 'epoch' | 'platform'>,
): RunIdentity => ({ ...of, scenario: scenario.name, scenarioDigest: digest, version: packageVersion() });
