/** Alternative stages that stand in for a real stage, are reached by some policy, and give what follows what it reads. */

import { candidatesByPlace, MOST_ROUTES } from '../alternatives.ts';
import type { ParsedStage } from '../document.ts';
import type { DraftWorkflow, Located } from '../draft.ts';
import { checkReference, type RuleContext } from './context.ts';

export function checkAlternatives(context: RuleContext): void {
  for (const workflow of context.draft.workflows) {
    const byId = new Map(workflow.stages.map(({ value }) => [value.id, value]));
    const targets = new Set(workflow.stages.flatMap(({ value }) => value.onError.flatMap(targetsOf)));
    for (const stage of workflow.stages) {
      checkAfter(context, stage, byId);
      if (stage.value.insteadOf === undefined) continue;
      checkPlace(context, workflow, stage, byId);
      if (!targets.has(stage.value.id)) {
        const message = `no policy falls back to ${stage.value.id}`;
        context.report.add('ALTERNATIVE-UNUSED', stage.path, message, `Write { do: fallback, to: ${stage.value.id} }.`);
      }
    }
    checkNumber(context, workflow);
  }
}

const targetsOf = (step: ParsedStage['onError'][number]): string[] => (step.do === 'fallback' ? [step.to] : []);

function checkPlace(
  context: RuleContext,
  workflow: DraftWorkflow,
  { path, value }: Located<ParsedStage>,
  byId: ReadonlyMap<string, ParsedStage>,
): void {
  const { report } = context;
  const place = `${path}/insteadOf`;
  const name = value.insteadOf ?? '';
  if (!checkReference(context, { what: 'stage', name, path: place, known: workflow.stageIds })) return;
  const seen = new Set([value.id]);
  for (let at: string | undefined = name; at !== undefined; at = byId.get(at)?.insteadOf) {
    if (seen.has(at)) {
      const message = `${value.id} stands in for itself`;
      return report.add('ALTERNATIVE', place, message, 'Name the ordinary stage.');
    }
    seen.add(at);
  }
  if (value.after.includes(name)) {
    const message = `${value.id} comes after ${name}, whose place it takes`;
    report.add('ALTERNATIVE', `${path}/after`, message, 'Leave after out, or name what comes before both.');
  }
}

/** What follows names the ordinary stage: it then follows whatever stands in its place. */
function checkAfter(
  { report }: RuleContext,
  { path, value }: Located<ParsedStage>,
  byId: ReadonlyMap<string, ParsedStage>,
): void {
  for (const [k, name] of value.after.entries()) {
    const original = byId.get(name)?.insteadOf;
    if (original === undefined) continue;
    const message = `${value.id} comes after ${name}, which is done only instead of ${original}`;
    report.add(
      'ALTERNATIVE',
      `${path}/after/${k}`,
      message,
      `Write '${original}': it stands for its alternatives too.`,
    );
  }
}

function checkNumber({ report }: RuleContext, workflow: DraftWorkflow): void {
  const places = candidatesByPlace(workflow.stages.map(({ value }) => value));
  const routes = [...places.values()].reduce((product, candidates) => product * candidates.length, 1);
  if (routes <= MOST_ROUTES) return;
  const message = `${workflow.id} has ${routes} routes through its alternatives, at most ${MOST_ROUTES} are allowed`;
  report.add('TOO-MANY-ROUTES', `${workflow.path}/stages`, message, 'Take alternatives out, or make two workflows.');
}
