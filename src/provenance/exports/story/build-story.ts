/**
 * From the records of a verified ledger, and the scenario that it is of, to the run story. Pure; memory and time are linear in the
 * records.
 */

import { by, compareNumbers, compareText, mustGet, seconds } from '../../../base/index.ts';
import type { Fact, PlanReason, RunIdentity, SampleId, Scenario, Timed } from '../../../model/index.ts';
import type { ReadRecord } from '../../ledger/read-ledger.ts';
import { isNotice, type Entry, type Notice, type ValueCorrected } from '../../record/notice.ts';
import { ExportError } from '../export-error.ts';
import { correctedFact } from './corrections.ts';
import { keepFileBook } from './files.ts';
import { isoAt, later } from './instants.ts';
import { followLots, givenBy } from './lots.ts';
import type {
  AttemptStory,
  CorrectionStory,
  LedgerIdentity,
  MaterialStory,
  OperatorAct,
  PlanStory,
  RunStory,
  SampleStory,
  SignatureStory,
  SkippedStage,
} from './run-story.ts';
import { tellAttempts, type AttemptTeller } from './tell-attempts.ts';
import { workflowsOf } from './workflows.ts';

export interface StoryInput {
  /** All of them, in order. */
  readonly records: readonly Omit<ReadRecord, 'leafHash'>[];
  /** Merkle root over them, lower-case hex. */
  readonly root: string;
  readonly scenario: Scenario;
  /** Of the document that `scenario` is read from: SHA-256 of its canonical JSON, lower-case hex. */
  readonly scenarioDigest: string;
}

/** @throws ExportError */
export function buildStory({ records, root, scenario, scenarioDigest }: StoryInput): RunStory {
  const ledger = identityOf(records, root);
  const run = runOf(records, scenarioDigest);
  const epochMs = Date.parse(run.epoch);
  const files = keepFileBook();
  const lots = followLots(scenario);
  const book = openBook(scenario);
  for (const { sample, stage, id } of book.earlier) lots.noteMade(sample, stage, id);
  const attempts = tellAttempts({ scenario, epochMs, isSimulated: run.world === 'simulated', lots, files });
  const corrections = correctionsByRecord(records);
  let end = isoAt(epochMs, seconds(0));
  for (const { seq, at, recordedAt, fact } of records) {
    const entry = correctedFact(fact, corrections.get(seq) ?? []);
    if (isNotice(entry)) takeInNotice(book, entry, { seq, recordedAt });
    else {
      const time = isoAt(epochMs, at);
      end = later(end, time);
      takeInAttempt(attempts, { ...entry, at }, seq);
      takeInFact(book, entry, { seq, at: time });
      if (entry.type === 'sample-closed') lots.close(entry.sample);
    }
  }
  const all = attempts.end(end).toSorted(by((attempt) => Date.parse(attempt.start), compareNumbers));
  return {
    ledger,
    run,
    laboratory: scenario.name,
    start: isoAt(epochMs, seconds(0)),
    end: all.reduce((last, attempt) => later(last, attempt.end), end),
    ending: book.ending,
    workflows: workflowsOf(scenario),
    plans: book.plans,
    samples: [...book.samples.values()],
    earlier: book.earlier,
    attempts: all,
    files: files.all(),
    skipped: book.skipped,
    people: peopleOf(book, all),
    decisions: book.decisions,
    signatures: book.signatures,
    corrections: book.corrections,
  };
}

/** What must hold before anything else is looked at. @throws ExportError `VERSION`, `SCENARIO` */
export function assertExportable({ records, root, scenarioDigest }: Omit<StoryInput, 'scenario'>): void {
  identityOf(records, root);
  runOf(records, scenarioDigest);
}

/** The first record is `ledger-opened` in every ledger since version 2. */
function identityOf(records: StoryInput['records'], root: string): LedgerIdentity {
  const [first] = records;
  const last = records.at(-1);
  if (first?.fact.type !== 'ledger-opened' || last === undefined) {
    throw new ExportError(
      'VERSION',
      'the ledger does not begin with ledger-opened: one of version 1 holds no record of executions to export',
    );
  }
  const { origin, version, vkey } = first.fact;
  const recordedUntil = last.recordedAt;
  return { origin, version, ...(vkey !== undefined && { vkey }), records: records.length, root, recordedUntil };
}

function runOf(records: StoryInput['records'], scenarioDigest: string): RunIdentity {
  const opened = records.find(({ fact }) => fact.type === 'run-opened')?.fact;
  if (opened?.type !== 'run-opened') throw new ExportError('SCENARIO', 'the ledger is of no run: nothing opens one');
  if (opened.run.scenarioDigest === scenarioDigest) return opened.run;
  throw new ExportError(
    'SCENARIO',
    `the ledger is of a scenario with digest ${opened.run.scenarioDigest}, not ${scenarioDigest}`,
  );
}

interface Book {
  readonly samples: Map<SampleId, SampleStory>;
  readonly earlier: readonly MaterialStory[];
  readonly requests: Map<number, { readonly at: string; readonly reason: PlanReason }>;
  readonly plans: PlanStory[];
  readonly skipped: SkippedStage[];
  readonly decisions: OperatorAct[];
  readonly signatures: SignatureStory[];
  readonly corrections: CorrectionStory[];
  ending: RunStory['ending'];
}

function openBook(scenario: Scenario): Book {
  const samples = new Map<SampleId, SampleStory>();
  const earlier: MaterialStory[] = [];
  for (const { id: order, workflow, material, samples: own, progress } of scenario.orders) {
    const stages = new Map(mustGet(scenario.workflows, workflow).stages.map((stage) => [stage.id, stage]));
    for (const { id } of own) {
      samples.set(id, { id, order, workflow, material });
      for (const { stage: name } of progress.filter(({ end }) => end <= 0)) {
        const kind = givenBy(mustGet(stages, name));
        if (kind !== undefined) earlier.push({ id: `before/${name}/${id}`, sample: id, stage: name, kind });
      }
    }
  }
  const lists = { plans: [], skipped: [], decisions: [], signatures: [], corrections: [] };
  return { samples, earlier, requests: new Map(), ...lists, ending: 'open' };
}

function takeInFact(book: Book, fact: Fact, { seq, at }: { seq: number; at: string }): void {
  switch (fact.type) {
    case 'order-received':
      for (const id of fact.samples) note(book, id, { receivedAt: at });
      break;
    case 'sample-closed':
      note(book, fact.sample, { closed: { at, outcome: fact.outcome, reason: fact.reason } });
      break;
    case 'plan-requested':
      book.requests.set(fact.request, { at, reason: fact.reason });
      break;
    case 'plan-adopted': {
      const { request, tasks, objective, method } = fact;
      const asked = book.requests.get(request) ?? { at, reason: 'opened' };
      book.plans.push({
        request,
        requestedAt: asked.at,
        reason: asked.reason,
        adoptedAt: at,
        tasks,
        method: method.name,
        objective,
      });
      break;
    }
    case 'stage-skipped':
      book.skipped.push({ seq, at, lot: fact.lot, stage: fact.stage, samples: fact.samples, reason: fact.reason });
      break;
    case 'operator-decided':
      book.decisions.push({
        seq,
        at,
        operator: fact.decision.operator,
        action: fact.decision.action.do,
        reason: fact.decision.reason,
      });
      break;
    case 'run-closed':
      book.ending = fact.reason;
      break;
    default:
  }
}

function takeInAttempt(attempts: AttemptTeller, fact: Timed<Fact>, seq: number): void {
  switch (fact.type) {
    case 'task-started':
      return attempts.started(fact);
    case 'execution-recorded':
      return attempts.executed(fact);
    case 'sample-measured':
      return attempts.measured(fact);
    case 'bench-recorded':
      return attempts.bench(fact);
    case 'sample-failed':
      return attempts.sampleFailed(fact);
    case 'task-finished':
      return attempts.finished(fact);
    case 'task-failed':
      return attempts.failed(fact);
    case 'policy-applied':
      return attempts.policy(fact, seq);
    case 'plan-adopted':
      return attempts.planned(fact.request);
    default:
  }
}

function takeInNotice(book: Book, notice: Notice, { seq, recordedAt }: { seq: number; recordedAt: string }): void {
  if (notice.type === 'record-signed') book.signatures.push({ seq, notice });
  if (notice.type === 'value-corrected') book.corrections.push({ seq, recordedAt, notice });
}

function note({ samples }: Book, id: SampleId, what: Partial<SampleStory>): void {
  const sample = samples.get(id);
  if (sample === undefined) throw new ExportError('CONTRADICTION', `sample ${id} is of no order of the scenario`);
  samples.set(id, { ...sample, ...what });
}

function correctionsByRecord(records: StoryInput['records']): ReadonlyMap<number, readonly ValueCorrected[]> {
  const found = new Map<number, ValueCorrected[]>();
  for (const { fact } of records as readonly { readonly fact: Entry }[]) {
    if (fact.type !== 'value-corrected') continue;
    found.set(fact.record, [...(found.get(fact.record) ?? []), fact]);
  }
  return found;
}

const peopleOf = (book: Book, attempts: readonly AttemptStory[]): readonly string[] =>
  [
    ...new Set([
      ...attempts.flatMap(({ bench }) => bench?.operators ?? []),
      ...book.decisions.map(({ operator }) => operator),
      ...book.signatures.map(({ notice }) => notice.signer),
      ...book.corrections.map(({ notice }) => notice.by),
    ]),
  ].toSorted(compareText);
