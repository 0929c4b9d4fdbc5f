/** The record of one run: its facts in the ledger, and beside it in memory for figures. */

import { assert, canonicalJson, type Clock, type Finding } from '../../base/index.ts';
import { replay, stateDigestInput, type FactSink, type RunState } from '../../engine/index.ts';
import { actorOf, type Fact, type RunIdentity, type Scenario, type Timed } from '../../model/index.ts';
import {
  fromBase64,
  openLedger,
  LedgerError,
  readFacts,
  readLedger,
  toHex,
  verifyLedger,
  type LedgerStorage,
  type NoteSigner,
  type Verification,
} from '../../provenance/index.ts';
import { auditRun } from '../../validation/index.ts';
import { packageVersion } from '../version.ts';
import { waitForSpace, type Patience } from './full-disk.ts';

export interface Recording {
  readonly sink: FactSink;
  /** All facts so far, in the ledger's order. */
  readonly facts: readonly Timed<Fact>[];
  /** Facts that were there when the ledger was opened. */
  takeIn(before: readonly Timed<Fact>[]): void;
  /** Write the checkpoint; nothing can be recorded afterwards. Root in lower-case hex. */
  close(): Promise<{ readonly records: number; readonly root: string }>;
}

export interface RecordingOptions {
  readonly storage: LedgerStorage;
  readonly run: RunIdentity;
  /** Signs the ledger's checkpoints; absent: nobody does. */
  readonly signer?: NoteSigner;
  /** Of a run in real time: gives the time of recording, and has checkpoints written on the way. Absent: the facts' own instants. */
  readonly clock?: Clock;
  /** What to do while the disk is full; absent: the run ends. */
  readonly whenFull?: Patience;
  readonly onFact?: (fact: Timed<Fact>) => void;
  /** Go on with the ledger that is there, if any. */
  readonly resume?: boolean;
}

/** Rejects with a `LedgerError`, see `openLedger`: `NOT-EMPTY` where there is a record already. */
export async function startRecording(options: RecordingOptions): Promise<Recording> {
  const { storage, run, clock, signer, onFact, resume = false } = options;
  const facts: Timed<Fact>[] = [];
  const epochMs = Date.parse(run.epoch);
  const virtualClock: Clock = { nowMs: () => epochMs + (facts.at(-1)?.at ?? 0) * 1000 };
  const { writer } = await openLedger({
    storage,
    clock: clock ?? virtualClock,
    origin: (resume ? await recordedOrigin(storage) : undefined) ?? originOf(run),
    version: packageVersion(),
    mustBeNew: !resume,
    reason: 'the run is taken up again',
    ...(signer && { signer }),
    ...(clock && { checkpoints: CHECKPOINTS }),
  });
  const patiently = options.whenFull === undefined ? atOnce : waitForSpace(options.whenFull);
  return {
    facts,
    sink: {
      append(fact) {
        facts.push(fact);
        writer.append(fact, actorOf(fact));
        onFact?.(fact);
      },
      flush: () => patiently(() => writer.flush()),
    },
    takeIn: (before) => void facts.push(...before),
    async close() {
      const { size, root } = await patiently(() => writer.close());
      const bytes = fromBase64(root);
      assert(bytes !== undefined, `root ${root} is not base64`);
      return { records: size, root: toHex(bytes) };
    },
  };
}

/** Of a real run: what a thief of the whole machine could rewrite is at most so young. */
const CHECKPOINTS = { everyRecords: 1000, everyMs: 10_000 };

const atOnce = <T>(work: () => Promise<T>): Promise<T> => work();

/**
 * Names the ledger: one line, the same for the same run. A simulation can be had again, a real run happens once: its epoch is in the
 * name, or a witness would take the next run of the scenario for a contradiction.
 */
function originOf({ world, scenarioDigest, seed, epoch }: RunIdentity): string {
  const name = `seqplan/${world}/${scenarioDigest.slice(0, 16)}/${seed}`;
  return world === 'real' ? `${name}/${new Date(epoch).toISOString()}` : name;
}

/** Of a ledger whose run may not have begun before its program died: it keeps the name that it was opened with. */
async function recordedOrigin(storage: LedgerStorage): Promise<string | undefined> {
  try {
    for await (const { fact } of readLedger(storage)) return fact.type === 'ledger-opened' ? fact.origin : undefined;
  } catch (error) {
    // Whether that is damage or the rest of a write is for the writer to say, who opens it next.
    if (!(error instanceof LedgerError) || error.code !== 'BROKEN') throw error;
  }
  return undefined;
}

/** What reading a finished ledger back says. */
export interface LedgerAudit {
  readonly verification: Verification;
  /** Whether the facts in it lead to the very state in which the run ended. */
  readonly isReplayIdentical: boolean;
  /** How many facts it holds. */
  readonly facts: number;
  /** What the run auditor has against them. */
  readonly findings: readonly Finding[];
}

/** Nothing is wrong with the record, nor with the run that it is of. */
export const isSound = ({ verification, isReplayIdentical, findings }: LedgerAudit): boolean =>
  verification.kind === 'verified' && isReplayIdentical && findings.length === 0;

export async function auditLedger(storage: LedgerStorage, scenario: Scenario, end: RunState): Promise<LedgerAudit> {
  const verification = await verifyLedger(storage);
  if (verification.kind === 'broken') return { verification, isReplayIdentical: false, facts: 0, findings: [] };
  const facts = await allFacts(storage);
  const replayed = replay(scenario, facts);
  const isReplayIdentical = canonicalJson(stateDigestInput(replayed)) === canonicalJson(stateDigestInput(end));
  return { verification, isReplayIdentical, facts: facts.length, findings: auditRun({ scenario, facts }) };
}

/** Of a ledger that was verified. */
export async function allFacts(storage: LedgerStorage): Promise<readonly Timed<Fact>[]> {
  const facts: Timed<Fact>[] = [];
  for await (const fact of readFacts(storage)) facts.push(fact);
  return facts;
}
