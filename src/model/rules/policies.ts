/** Error policies that say what they mean: every step can act, and leads somewhere else. */

import type { ParsedStage } from '../document.ts';
import type { Located } from '../draft.ts';
import { FAILURE_CLASSES, type FailureClass } from '../failure.ts';
import type { RuleContext } from './context.ts';
import { checkDeadEnds } from './policy-dead-ends.ts';
import { checkIdle, checkMemory } from './policy-limits.ts';

type Step = ParsedStage['onError'][number];

export function checkPolicies(context: RuleContext): void {
  for (const workflow of context.draft.workflows) {
    const optional = new Map(workflow.stages.map(({ value }) => [value.id, value.optional]));
    for (const stage of workflow.stages) checkPolicy(context, stage, optional);
    checkDeadEnds(context, workflow);
  }
}

function checkPolicy(
  context: RuleContext,
  { path, value }: Located<ParsedStage>,
  optional: ReadonlyMap<string, boolean>,
): void {
  const { report } = context;
  // A retry is used up after `max` attempts, a fallback and a degrading once they were taken; they leave their classes to later
  // steps. The other steps answer for good.
  const answered = new Set<FailureClass>();
  for (const [k, step] of value.onError.entries()) {
    const place = `${path}/onError/${k}`;
    if ((step.when === undefined) === (step.otherwise === undefined)) {
      const what = step.when === undefined ? 'neither when nor otherwise' : 'both when and otherwise';
      report.add('POLICY-SHAPE', place, `the step has ${what}`, 'Write exactly one of them.');
    }
    const classes = classesOf(step);
    if (classes.every((name) => answered.has(name))) {
      report.add(
        'POLICY-UNREACHABLE',
        place,
        `earlier steps answer all of ${classes.length === FAILURE_CLASSES.length ? 'it' : classes.join(', ')}`,
        'Move the step up or remove it.',
      );
    }
    if (LAST_WORDS.has(step.do)) for (const name of classes) answered.add(name);
    checkTarget(report, place, value.id, step, optional);
    checkIdle(context, place, value, step);
    checkMemory(context, place, value, step);
  }
}

const LAST_WORDS: ReadonlySet<Step['do']> = new Set(['hold', 'quarantine', 'abort']);

function classesOf(step: Step): readonly FailureClass[] {
  if (step.when === undefined) return FAILURE_CLASSES;
  return typeof step.when === 'string' ? [step.when] : step.when;
}

function checkTarget(
  report: RuleContext['report'],
  place: string,
  stage: string,
  step: Step,
  optional: ReadonlyMap<string, boolean>,
): void {
  if (step.do === 'fallback' && step.to === stage) {
    report.add(
      'POLICY-TARGET',
      `${place}/to`,
      `${stage} falls back to itself`,
      'Use do: retry, or name another stage.',
    );
  }
  if (step.do === 'degrade' && optional.get(step.skip) === false) {
    report.add(
      'POLICY-TARGET',
      `${place}/skip`,
      `${step.skip} is not optional`,
      'Set optional: true there, or quarantine.',
    );
  }
}
