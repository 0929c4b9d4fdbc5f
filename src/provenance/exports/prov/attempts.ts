/** One attempt as an activity: what it worked on and gave, by whom, by which plan, and which earlier attempt it makes good. */

import { mustGet } from '../../../base/index.ts';
import type { Stage } from '../../../model/index.ts';
import type { AttemptPart, AttemptStory } from '../story/run-story.ts';
import { writeBench } from './bench.ts';
import { writeExecution } from './executions.ts';
import * as names from './names.ts';
import { nameValue, type ProvBuilder } from './prov-document.ts';

const ACTIVITY_TYPE: Readonly<Record<Stage['kind'], string>> = {
  bench: 'seqplan:BenchWork',
  sequencing: 'seqplan:Sequencing',
  compute: 'seqplan:Computation',
};

/** `byId`: all attempts of the story. */
export function writeAttempt(
  prov: ProvBuilder,
  attempt: AttemptStory,
  byId: ReadonlyMap<string, Pick<AttemptStory, 'policies'>>,
): void {
  const { id, start, end, parts, placement } = attempt;
  const name = prov.node('activity', names.attemptName(id), {
    'prov:startTime': start,
    'prov:endTime': end,
    'prov:type': [...new Set(parts.map(({ kind }) => ACTIVITY_TYPE[kind]))].map(nameValue),
    'seqplan:task': attempt.task,
    'seqplan:attempt': attempt.attempt,
    'seqplan:stage': [...new Set(parts.map(({ stage }) => stage))],
    'seqplan:lot': parts.map(({ lot }) => lot),
    'seqplan:status': attempt.status,
    'seqplan:failureClass': attempt.failure?.class,
    'seqplan:failure': attempt.failure?.detail,
    'seqplan:failedSample': [...attempt.failedSamples].map(([sample, { class: kind }]) => `${sample} ${kind}`),
    'seqplan:pool': placement.kind === 'pool' ? placement.pool : undefined,
    'seqplan:recipe': placement.kind === 'run' ? placement.recipe : undefined,
  });
  // What was under way at instant 0 was started by somebody before the run.
  if (!attempt.isCarriedOver) {
    prov.relate('wasStartedBy', { 'prov:activity': name, 'prov:starter': names.RUN, 'prov:time': start });
  }
  writePlansOf(prov, attempt);
  writeMakingGood(prov, attempt, byId);
  if (placement.kind !== 'pool') {
    prov.relate('wasAssociatedWith', {
      'prov:activity': name,
      'prov:agent': names.instrumentName(placement.machine),
    });
  }
  writeBench(prov, attempt);
  writeMaterials(prov, attempt);
  attempt.measurements.forEach((one, index) => {
    const measured = prov.node('entity', names.measurementName(id, index), {
      'prov:type': nameValue('seqplan:Measurement'),
      'seqplan:sample': one.sample,
      'seqplan:stage': one.stage,
      'seqplan:metric': one.metric,
      'seqplan:value': one.value,
      'seqplan:unit': one.unit,
      'seqplan:gateMin': one.gate?.min,
      'seqplan:gateMax': one.gate?.max,
      'seqplan:gateWarnMin': one.gate?.warn?.min,
      'seqplan:gateWarnMax': one.gate?.warn?.max,
      'seqplan:verdict': one.gate?.verdict,
    });
    prov.relate('wasGeneratedBy', { 'prov:entity': measured, 'prov:activity': name, 'prov:time': end });
  });
  for (const execution of attempt.executions) writeExecution(prov, { attempt, execution });
}

/** Two kinds: the stage of the workflow that was to be done, and the schedule that placed it. */
function writePlansOf(prov: ProvBuilder, { id, parts, plan }: AttemptStory): void {
  const plans = new Set(parts.map(({ workflow, stage }) => names.stageName(workflow, stage)));
  if (plan !== undefined) plans.add(names.planName(plan));
  for (const one of plans) {
    prov.relate('wasAssociatedWith', {
      'prov:activity': names.attemptName(id),
      'prov:agent': names.SEQPLAN,
      'prov:plan': one,
    });
  }
}

function writeMakingGood(
  prov: ProvBuilder,
  { id, start, follows }: AttemptStory,
  byId: ReadonlyMap<string, Pick<AttemptStory, 'policies'>>,
): void {
  const activity = names.attemptName(id);
  for (const { attempt: earlier, action } of follows) {
    prov.relate('wasInformedBy', {
      'prov:informed': activity,
      'prov:informant': names.attemptName(earlier),
      'prov:type': nameValue(`seqplan:${action}`),
    });
    for (const { seq } of mustGet(byId, earlier).policies.filter((one) => one.action === action)) {
      prov.relate('used', { 'prov:activity': activity, 'prov:entity': names.decisionName(seq), 'prov:time': start });
    }
  }
}

/** Specimen -> library -> pool -> data. */
function writeMaterials(prov: ProvBuilder, attempt: AttemptStory): void {
  const { id, start, end, parts, made } = attempt;
  const activity = names.attemptName(id);
  const isRun = attempt.placement.kind === 'run';
  const taken = new Set(parts.flatMap(({ uses }) => [...uses.values()].flat()));
  const pool = names.poolName(id);
  if (isRun) {
    prov.node('entity', pool, { 'prov:type': [nameValue('prov:Collection'), nameValue('seqplan:Pool')] });
    prov.relate('used', { 'prov:activity': activity, 'prov:entity': pool, 'prov:time': start });
  }
  for (const material of taken) {
    const source = names.materialName(material);
    if (isRun) {
      prov.relate('hadMember', { 'prov:collection': pool, 'prov:entity': source });
      prov.relate('wasDerivedFrom', { 'prov:generatedEntity': pool, 'prov:usedEntity': source });
    } else prov.relate('used', { 'prov:activity': activity, 'prov:entity': source, 'prov:time': start });
  }
  const byStage = new Map<string, AttemptPart>(
    parts.flatMap((part) => part.samples.map((s) => [`${part.stage} ${s}`, part])),
  );
  for (const { id: material, sample, stage, kind } of made) {
    const name = prov.node('entity', names.materialName(material), {
      'prov:type': nameValue(kind === 'data' ? 'seqplan:Data' : 'seqplan:Material'),
      'seqplan:sample': sample,
      'seqplan:stage': stage,
      'seqplan:material': kind,
    });
    prov.relate('wasGeneratedBy', { 'prov:entity': name, 'prov:activity': activity, 'prov:time': end });
    const sources = isRun
      ? [pool]
      : mustGet(mustGet(byStage, `${stage} ${sample}`).uses, sample).map((source) => names.materialName(source));
    for (const source of sources) {
      prov.relate('wasDerivedFrom', {
        'prov:generatedEntity': name,
        'prov:usedEntity': source,
        'prov:activity': activity,
      });
    }
  }
}
