/** Takes a run up again whose program died: from its ledger alone, without doing again what is on record as done. */

import { by, compareText, type Seconds } from '../../base/index.ts';
import { redecide, type TakenUp } from '../../engine/index.ts';
import type { Event, Fact, Plan, PlannedTask, RunIdentity, TaskId, Timed } from '../../model/index.ts';
import { isNotice, LedgerError, readLedger, type LedgerStorage } from '../../provenance/index.ts';
import { ServiceError } from '../errors.ts';
import { readRun } from '../ledger/recorded-ledger.ts';
import type { CheckedScenario } from '../scenario-source.ts';

export interface TakenRun extends Pick<TakenUp, 'state' | 'decision'> {
  /** What is on record. */
  readonly facts: readonly Timed<Fact>[];
  /** The first plan that was adopted, as far as facts keep it. */
  readonly firstPlan?: Plan;
  /** Digests of what tasks that finished have published, by path. */
  readonly published: ReadonlyMap<string, string>;
}

/** Of the run in a ledger that may end in half a record; undefined where none has begun. */
export async function recordedIdentity(storage: LedgerStorage): Promise<RunIdentity | undefined> {
  try {
    for await (const { fact } of readLedger(storage)) {
      if (fact.type === 'run-opened') return fact.run;
      if (!isNotice(fact)) return undefined;
    }
  } catch (error) {
    // Whether that is damage or the rest of a write is for the writer to say, who opens it next.
    if (!(error instanceof LedgerError) || error.code !== 'BROKEN') throw error;
  }
  return undefined;
}

/**
 * `storage`: recovered. undefined where no run has begun.
 * @throws ServiceError `REJECTED` for the ledger of another scenario, or one that the engine would not have written.
 */
export async function takeUpRun(storage: LedgerStorage, checked: CheckedScenario): Promise<TakenRun | undefined> {
  if ((await recordedIdentity(storage)) === undefined) return undefined;
  const { facts, records, resumptions } = await readRun(storage, 'the ledger', checked);
  const again = redecide({ scenario: checked.scenario, facts, resumptions });
  if (again.kind === 'differs') {
    const message = `record ${records[again.place]?.seq} of the ledger is not what the engine decides (${again.cause})`;
    const hint = 'seqplan replay shows both; a run goes on only from what can be derived again.';
    const finding = { code: 'LEDGER-REPLAY', severity: 'error', path: '--resume', message, hint } as const;
    throw new ServiceError('REJECTED', message, { findings: [finding] });
  }
  const firstPlan = firstPlanIn(facts);
  const { state, unfinished: decision } = again;
  return { facts, state, decision, published: publishedIn(facts), ...(firstPlan && { firstPlan }) };
}

/**
 * How tasks that were under way have ended: nobody saw it, so they failed, and their error policies speak. Those of a decision that was
 * not on record in full have never begun.
 */
export function endsOf({ state, decision, facts }: TakenRun, at: Seconds): readonly Timed<Event>[] {
  const begins = new Set<TaskId>();
  for (const command of decision.commands) if (command.type === 'start-task') begins.add(command.task);
  // What an attempt did stands directly before its end.
  const last = facts.at(-1);
  const first = isOfAttempt(last) ? last.task : undefined;
  return [...state.running.values()]
    .filter(({ id }) => !begins.has(id))
    .toSorted((a, b) => Number(b.id === first) - Number(a.id === first) || compareText(a.id, b.id))
    .map(({ id: task, attempt }) => ({ type: 'task-failed', task, attempt, failure: NOBODY_SAW, at }));
}

type AttemptFact = Timed<
  Extract<Fact, { type: 'execution-recorded' | 'bench-recorded' | 'sample-measured' | 'sample-failed' }>
>;

const isOfAttempt = (fact: Timed<Fact> | undefined): fact is AttemptFact =>
  fact?.type === 'execution-recorded' ||
  fact?.type === 'bench-recorded' ||
  fact?.type === 'sample-measured' ||
  fact?.type === 'sample-failed';

const NOBODY_SAW = {
  class: 'node-lost',
  detail: 'the program that ran it died, and nobody saw how it ended',
  executions: [],
} as const;

function publishedIn(facts: readonly Timed<Fact>[]): ReadonlyMap<string, string> {
  const published = new Map<string, string>();
  let made: (readonly [string, string])[] = [];
  for (const fact of facts) {
    if (fact.type === 'execution-recorded') {
      made.push(...fact.execution.outputs.map(({ path, sha256 }) => [path, sha256] as const));
    } else if (fact.type === 'task-finished' || fact.type === 'task-failed') {
      if (fact.type === 'task-finished') for (const [path, sha256] of made) published.set(path, sha256);
      made = [];
    }
  }
  return published;
}

/** Without what facts do not keep: frozen work, why orders are lost, the terms of the objective. */
function firstPlanIn(facts: readonly Timed<Fact>[]): Plan | undefined {
  const adopted = facts.find((f) => f.type === 'plan-adopted');
  if (adopted === undefined) return undefined;
  const { request, lost, objective, method, at: now } = adopted;
  const own = facts.filter((f) => 'request' in f && f.request === request);
  const inTime = by<Pick<PlannedTask, 'start'>, number>(
    (planned) => planned.start,
    (a, b) => a - b,
  );
  return {
    now,
    tasks: own.flatMap((f) => (f.type === 'task-planned' ? [f.task] : [])).toSorted(inTime),
    maintenance: own.flatMap((f) => (f.type === 'maintenance-planned' ? [f.maintenance] : [])).toSorted(inTime),
    lost: lost.map((order) => ({ order, causes: [] })),
    objective: objective.map((value) => ({ value, terms: [] })),
    method,
  };
}
