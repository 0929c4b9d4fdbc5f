/** Follows the attempts of a run: what each worked on, what came of it, which earlier one it makes good. */

import type { Seconds } from '../../../base/index.ts';
import {
  firstLotOf,
  id,
  type Execution,
  type Fact,
  type LotId,
  type Measurement,
  type PolicyAction,
  type SampleId,
  type Scenario,
  type StageId,
  type TaskId,
  type TaskPlacement,
  type Timed,
} from '../../../model/index.ts';
import { ExportError } from '../export-error.ts';
import { attemptId, executionId, finishAttempt, type AttemptDraft } from './attempt-draft.ts';
import type { FileBook } from './files.ts';
import { isoAt } from './instants.ts';
import { givenBy, type Lots } from './lots.ts';
import type { AttemptPart, AttemptStory, MaterialStory } from './run-story.ts';

type FactOf<T extends Fact['type']> = Timed<Extract<Fact, { type: T }>>;

export interface AttemptTeller {
  started(fact: FactOf<'task-started'>): void;
  executed(fact: FactOf<'execution-recorded'>): void;
  measured(fact: FactOf<'sample-measured'>): void;
  bench(fact: FactOf<'bench-recorded'>): void;
  sampleFailed(fact: FactOf<'sample-failed'>): void;
  finished(fact: FactOf<'task-finished'>): void;
  failed(fact: FactOf<'task-failed'>): void;
  policy(fact: FactOf<'policy-applied'>, seq: number): void;
  /** Request of the plan in force from now on. */
  planned(request: number): void;
  end(storyEnd: string): readonly AttemptStory[];
}

interface Pending {
  readonly attempt: string;
  readonly action: PolicyAction['do'];
  /** Where the samples go on; absent: anywhere. */
  readonly stage?: StageId;
}

export interface TellerWiring {
  readonly scenario: Scenario;
  readonly epochMs: number;
  readonly isSimulated: boolean;
  readonly lots: Lots;
  readonly files: FileBook;
}

export function tellAttempts({ scenario, epochMs, isSimulated, lots, files }: TellerWiring): AttemptTeller {
  const drafts = new Map<string, AttemptDraft>();
  const pending = new Map<SampleId, readonly Pending[]>();
  /** Executions by attempt, key, sample and stage. */
  const byKey = new Map<string, string>();
  let plan: number | undefined;

  const partFor = (lotId: LotId, stageId: StageId): AttemptPart => {
    const lot = lots.get(lotId);
    const stage = lots.stageOf(lot, stageId);
    const uses = new Map(lot.samples.map((sample) => [sample, lots.inputsOf(lot, stageId, sample)]));
    const { order, samples } = lot;
    const gives = givenBy(stage);
    return {
      lot: lot.id,
      order: order.id,
      workflow: order.workflow,
      stage: stage.id,
      kind: stage.kind,
      samples,
      uses,
      ...(gives !== undefined && { gives }),
    };
  };

  const open = (start: Omit<AttemptDraft, 'id' | 'follows' | 'status' | keyof typeof EMPTY>): AttemptDraft => {
    const draft: AttemptDraft = {
      ...start,
      ...empty(),
      id: attemptId(start.task, start.attempt),
      follows: followsOf(pending, start.parts),
      status: 'unfinished',
    };
    drafts.set(draft.id, draft);
    return draft;
  };

  // Work under way at instant 0 has no `task-started`.
  for (const { task, placement, start, members } of carriedOver(scenario)) {
    const parts = members.map((member) => partFor(member.lot, member.stage));
    open({ task, attempt: 1, parts, placement, start: isoAt(epochMs, start), plan: undefined, isCarriedOver: true });
  }

  const draftOf = ({ type, task, attempt }: { type: string; task: TaskId; attempt: number }): AttemptDraft => {
    const draft = drafts.get(attemptId(task, attempt));
    if (draft !== undefined) return draft;
    throw new ExportError('CONTRADICTION', `${type} of attempt ${attempt} at ${task}, which was never started`);
  };

  const addExecution = (draft: AttemptDraft, execution: Execution): void => {
    const name = executionId(draft.id, draft.executions.length);
    draft.executions.push({ execution, producers: execution.inputs.map((file) => files.read(file)) });
    for (const file of execution.outputs) files.made(file, name);
    if (execution.reused !== undefined) return;
    byKey.set(`${draft.id} ${execution.key} ${execution.sample} ${execution.stage}`, name);
  };

  const findReused = ({ reused, key, sample, stage }: Execution): string | undefined =>
    reused && byKey.get(`${attemptId(reused.task, reused.attempt)} ${key} ${sample} ${stage}`);

  return {
    started(fact) {
      const { task, attempt, members, placement } = fact;
      const parts = members.map(({ lot, stage }) => partFor(lot, stage));
      open({ task, attempt, parts, placement, start: isoAt(epochMs, fact.at), plan, isCarriedOver: false });
    },
    executed: (fact) => addExecution(draftOf(fact), fact.execution),
    measured(fact) {
      const draft = draftOf(fact);
      for (const one of fact.measurements) draft.measurements.push({ sample: fact.sample, ...one });
    },
    bench(fact) {
      draftOf(fact).bench = fact.bench;
    },
    sampleFailed(fact) {
      const { class: failureClass, detail } = fact.failure;
      draftOf(fact).failedSamples.set(fact.sample, { class: failureClass, detail });
    },
    finished(fact) {
      const draft = draftOf(fact);
      for (const missed of draft.measurements) {
        if (missed.gate?.verdict !== 'fail' || draft.failedSamples.has(missed.sample)) continue;
        draft.failedSamples.set(missed.sample, { class: 'quality-gate', detail: missedGate(missed) });
      }
      draft.status = 'completed';
      draft.end = isoAt(epochMs, fact.at);
      draft.made.push(...whatWasMade(lots, draft));
      if (isSimulated) for (const made of draft.made) files.madeAtBench(made, draft.id);
    },
    failed(fact) {
      const draft = draftOf(fact);
      const { class: failureClass, detail } = fact.failure;
      draft.status = failureClass === 'cancelled' ? 'cancelled' : 'failed';
      draft.failure = { class: failureClass, detail };
      draft.end = isoAt(epochMs, fact.at);
    },
    policy(fact, seq) {
      const draft = draftOf(fact);
      const { stage, failure, step, action, samples, givesUp } = fact;
      draft.policies.push({ seq, at: isoAt(epochMs, fact.at), stage, failure, step, action, samples, givesUp });
      const chosen = lots.applyPolicy(fact);
      if (chosen.do === 'quarantine' || chosen.do === 'abort') return;
      const next = chosen.do === 'fallback' ? chosen.to : chosen.do === 'hold' ? undefined : stage;
      const one: Pending = { attempt: draft.id, action, ...(next !== undefined && { stage: next }) };
      for (const sample of samples) pending.set(sample, [...(pending.get(sample) ?? []), one]);
    },
    planned(request) {
      plan = request;
    },
    end: (storyEnd) => [...drafts.values()].map((draft) => finishAttempt(draft, storyEnd, findReused)),
  };
}

const EMPTY = {
  executions: [] as AttemptDraft['executions'],
  measurements: [] as AttemptDraft['measurements'],
  failedSamples: new Map() as AttemptDraft['failedSamples'],
  policies: [] as AttemptDraft['policies'],
  made: [] as AttemptDraft['made'],
  bench: undefined as AttemptDraft['bench'],
  end: undefined as AttemptDraft['end'],
  failure: undefined as AttemptDraft['failure'],
};

const empty = (): typeof EMPTY => ({
  executions: [],
  measurements: [],
  failedSamples: new Map(),
  policies: [],
  made: [],
  bench: undefined,
  end: undefined,
  failure: undefined,
});

/** Takes what was pending for the samples at these stages. */
function followsOf(pending: Map<SampleId, readonly Pending[]>, parts: readonly AttemptPart[]): AttemptStory['follows'] {
  const found = new Map<string, { readonly attempt: string; readonly action: PolicyAction['do'] }>();
  for (const { stage, samples } of parts) {
    for (const sample of samples) {
      const all = pending.get(sample) ?? [];
      const here = all.filter((one) => one.stage === undefined || one.stage === stage);
      if (here.length === 0) continue;
      for (const { attempt, action } of here) found.set(`${attempt} ${action}`, { attempt, action });
      pending.set(
        sample,
        all.filter((one) => !here.includes(one)),
      );
    }
  }
  return [...found.values()];
}

const missedGate = ({ metric, value, unit, gate }: Measurement): string => {
  const limits = [
    gate?.min === undefined ? '' : `at least ${gate.min}`,
    gate?.max === undefined ? '' : `at most ${gate.max}`,
  ];
  return `${metric} is ${value} ${unit}; it must be ${limits.filter((one) => one !== '').join(' and ')}`;
};

/** Per sample that did not fail: the stage's material, or data where no file of an execution stands for them. */
function whatWasMade(lots: Lots, draft: AttemptDraft): readonly MaterialStory[] {
  const withFiles = new Set(
    draft.executions.filter(({ execution }) => execution.outputs.length > 0).map(({ execution }) => execution.sample),
  );
  return draft.parts.flatMap(({ stage, kind, gives, samples }) =>
    samples.flatMap((sample): readonly MaterialStory[] => {
      if (gives === undefined || draft.failedSamples.has(sample)) return [];
      if (kind === 'compute' && withFiles.has(sample)) return [];
      const name = `${draft.id}/${stage}/${sample}`;
      lots.noteMade(sample, stage, name);
      return [{ id: name, sample, stage, kind: gives }];
    }),
  );
}

interface CarriedOver {
  /** The name under which the engine tells of the end. */
  readonly task: TaskId;
  readonly placement: TaskPlacement;
  readonly start: Seconds;
  readonly members: { readonly lot: LotId; readonly stage: StageId }[];
}

/** Lots whose running stage names one machine and start share a task. */
function carriedOver(scenario: Scenario): Iterable<CarriedOver> {
  const tasks = new Map<string, CarriedOver>();
  for (const order of scenario.orders) {
    if (!order.progress.some(({ end }) => end > 0)) continue;
    const { lot, running } = firstLotOf(scenario, order);
    for (const { stage, placement, start } of running) {
      const name = placement.kind === 'pool' ? `carried-${lot}-${stage}` : `carried-${placement.machine}@${start}`;
      const task = tasks.get(name) ?? { task: id(name), placement, start, members: [] };
      tasks.set(name, task);
      task.members.push({ lot, stage });
    }
  }
  return tasks.values();
}
