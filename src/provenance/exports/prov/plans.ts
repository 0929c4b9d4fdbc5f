/** What was to be done: the scenario, its workflows and stages, and the plans that were in force one after the other. */

import type { RunStory } from '../story/run-story.ts';
import * as names from './names.ts';
import { nameValue, type ProvBuilder } from './prov-document.ts';

export function writePlans(prov: ProvBuilder, { run, workflows, plans }: RunStory): void {
  const scenario = prov.node('entity', names.content(run.scenarioDigest), {
    'prov:type': [nameValue('prov:Plan'), nameValue('seqplan:Scenario')],
    'prov:label': run.scenario,
  });
  prov.relate('wasAssociatedWith', {
    'prov:activity': names.RUN,
    'prov:agent': names.SEQPLAN,
    'prov:plan': scenario,
  });
  for (const { id, name, stages } of workflows) {
    const workflow = prov.node('entity', names.workflowName(id), {
      'prov:type': [nameValue('prov:Plan'), nameValue('prov:Collection'), nameValue('seqplan:Workflow')],
      'prov:label': name,
    });
    prov.relate('wasDerivedFrom', { 'prov:generatedEntity': workflow, 'prov:usedEntity': scenario });
    for (const stage of stages) {
      const step = prov.node('entity', names.stageName(id, stage.id), {
        'prov:type': [nameValue('prov:Plan'), nameValue('seqplan:Stage')],
        'prov:label': stage.name,
        'seqplan:kind': stage.kind,
        'seqplan:after': stage.after,
        'seqplan:insteadOf': stage.insteadOf,
      });
      prov.relate('hadMember', { 'prov:collection': workflow, 'prov:entity': step });
    }
  }
  let before: string | undefined;
  for (const { request, requestedAt, adoptedAt, reason, tasks, method, objective } of plans) {
    const activity = prov.node('activity', names.planningName(request), {
      'prov:startTime': requestedAt,
      'prov:endTime': adoptedAt,
      'prov:type': nameValue('seqplan:Planning'),
      'seqplan:reason': reason,
      'seqplan:method': method,
    });
    const plan = prov.node('entity', names.planName(request), {
      'prov:type': [nameValue('prov:Plan'), nameValue('seqplan:Schedule')],
      'seqplan:tasks': tasks,
      'seqplan:objective': JSON.stringify(objective),
    });
    prov.relate('wasAssociatedWith', { 'prov:activity': activity, 'prov:agent': names.SEQPLAN });
    prov.relate('used', { 'prov:activity': activity, 'prov:entity': scenario, 'prov:time': requestedAt });
    prov.relate('wasGeneratedBy', { 'prov:entity': plan, 'prov:activity': activity, 'prov:time': adoptedAt });
    if (before !== undefined) {
      const type = nameValue('prov:Revision');
      prov.relate('wasDerivedFrom', { 'prov:generatedEntity': plan, 'prov:usedEntity': before, 'prov:type': type });
    }
    before = plan;
  }
}
