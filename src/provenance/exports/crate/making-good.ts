/** How an action says which earlier ones it makes good, in terms that the crate's context defines. */

import { mustGet } from '../../../base/index.ts';
import type { SampleId } from '../../../model/index.ts';
import type { AttemptStory, RunStory } from '../story/run-story.ts';
import { reference, type Properties, type Reference } from './graph.ts';
import * as ids from './ids.ts';

/** Actions that stand for an attempt, each with the sample that it is of; an attempt's own is of all of them. */
export type ActionsOf = ReadonlyMap<string, readonly { readonly action: Reference; readonly sample?: SampleId }[]>;

export const actionsByAttempt = ({ attempts }: RunStory): ActionsOf =>
  new Map(
    attempts.map(({ id, executions }) => [
      id,
      executions.length === 0
        ? [{ action: reference(ids.attemptId(id)) }]
        : executions.map(({ id: name, execution: { sample } }) => ({
            action: reference(ids.executionId(name)),
            sample,
          })),
    ]),
  );

/** `retryOf`, `fallbackFrom`; `follows` for every other word of a policy. `sample`: of this one alone. */
export function makingGood({ follows }: AttemptStory, actionsOf: ActionsOf, sample?: SampleId): Properties {
  const found: Record<string, readonly Reference[]> = {};
  for (const { attempt, action } of follows) {
    const term = action === 'retry' ? 'retryOf' : action === 'fallback' ? 'fallbackFrom' : 'follows';
    const earlier = mustGet(actionsOf, attempt).filter(
      (one) => sample === undefined || one.sample === undefined || one.sample === sample,
    );
    found[term] = [...(found[term] ?? []), ...earlier.map((one) => one.action)];
  }
  return found;
}
