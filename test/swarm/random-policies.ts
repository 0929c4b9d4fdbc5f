/** Error policies at random, over every action and every class of failure, that the scenario reader accepts. */

import { FAILURE_CLASSES, type FailureClass, type ScenarioDocument } from '../../src/model/index.ts';
import type { Dice } from './dice.ts';

export type StageDocument = NonNullable<ScenarioDocument['workflows']>[number]['stages'][number];
type PolicyStep = NonNullable<StageDocument['onError']>[number];

export interface Targets {
  /** Stages that a fallback may lead to, the failing one excluded. */
  readonly fallbacks: readonly string[];
  /** Optional stages. */
  readonly optional: readonly string[];
}

/** Every class is answered for good at most once, so that every step can act. */
export function randomPolicies(dice: Dice, targets: Targets): PolicyStep[] {
  const steps: PolicyStep[] = [];
  let left: readonly FailureClass[] = dice.some(FAILURE_CLASSES, FAILURE_CLASSES.length);
  for (let n = dice.int(0, 4); n > 0 && left.length > 0; n--) {
    const when = left.slice(0, dice.int(1, 4));
    left = left.slice(when.length);
    if (dice.chance(60)) steps.push({ when, ...randomRetry(dice) });
    if (dice.chance(70)) steps.push({ when, ...randomAnswer(dice, targets) });
  }
  if (left.length > 0 && dice.chance(50)) {
    if (dice.chance(40)) steps.push({ otherwise: true, ...randomRetry(dice) });
    steps.push({ otherwise: true, ...randomAnswer(dice, targets) });
  }
  return steps;
}

const randomRetry = (dice: Dice) =>
  ({
    do: 'retry',
    max: dice.int(1, 3),
    ...(dice.chance(60) ? { backoff: dice.pick(['10 min', '5 min * 2^n', '1 h', '20 min * 3^n']) } : {}),
    ...(dice.chance(40) ? { memory: dice.pick(['x1.5', 'x2']) } : {}),
  }) as const;

function randomAnswer(dice: Dice, { fallbacks, optional }: Targets) {
  const kind = dice.pick(['fallback', 'fallback', 'degrade', 'hold', 'quarantine', 'abort'] as const);
  if (kind === 'fallback' && fallbacks.length > 0) return { do: 'fallback', to: dice.pick(fallbacks) } as const;
  if (kind === 'degrade' && optional.length > 0) return { do: 'degrade', skip: dice.pick(optional) } as const;
  return { do: kind === 'hold' || kind === 'abort' ? kind : 'quarantine' } as const;
}
