/** Steps of error policies that lead where the engine cannot go: it quarantines then, or passes over the step. */

import { originalOf } from '../alternatives.ts';
import type { ParsedStage } from '../document.ts';
import type { DraftWorkflow, Located } from '../draft.ts';
import { ancestorsOf } from '../stage-order.ts';
import type { RuleContext } from './context.ts';

type ById = ReadonlyMap<string, ParsedStage>;

export function checkDeadEnds(context: RuleContext, workflow: DraftWorkflow): void {
  const stages = workflow.stages.map(({ value }) => value);
  const byId = new Map(stages.map((stage) => [stage.id, stage]));
  if (!isSound(stages, byId)) return;
  for (const stage of workflow.stages)
    checkStage(context, stage, { before: ancestorsOf(stages, stage.value.id), byId });
}

/** Where the graph is faulty, which other rules report, nobody knows what comes before what. */
const isSound = (stages: readonly ParsedStage[], byId: ById): boolean =>
  stages.every(
    (stage) =>
      stage.after.every((name) => byId.has(name)) &&
      !ancestorsOf(stages, stage.id).has(stage.id) &&
      byId.get(originalOf(byId, stage))?.insteadOf === undefined,
  );

function checkStage(
  { report }: RuleContext,
  { path, value: stage }: Located<ParsedStage>,
  { before, byId }: { readonly before: ReadonlySet<string>; readonly byId: ById },
): void {
  // Whatever follows a stage names the ordinary one, and so follows its alternatives too.
  const placeOf = (one: ParsedStage): string => originalOf(byId, one);
  for (const [k, step] of stage.onError.entries()) {
    const place = `${path}/onError/${k}`;
    if (step.do === 'fallback') {
      const target = byId.get(step.to);
      // Names that nothing has, and a fallback to itself, are findings of their own.
      if (target === undefined || target === stage) continue;
      if (placeOf(target) === placeOf(stage) || before.has(placeOf(target))) continue;
      const message = `${step.to} does not come before ${stage.id}, so that there is no way back to it`;
      report.add('POLICY-DEAD-END', `${place}/to`, message, 'Name a stage before it, or an alternative to it.');
    } else if (step.do === 'degrade') {
      const target = byId.get(step.skip);
      if (target === undefined || !before.has(placeOf(target))) continue;
      const message = `${step.skip} is done before ${stage.id} can fail`;
      report.add('POLICY-DEAD-END', `${place}/skip`, message, 'Skip the stage itself, or one that comes later.');
    }
  }
}
