/** Failures and what is done about them: each is answered, by the first step of its stage's policy that can act. */

import { mustGet } from '../../base/index.ts';
import type { Stage, StageId, WorkflowId } from '../../model/index.ts';
import { fault, type Fault } from './codes.ts';
import { isOpen, type FactOf, type LotScene, type Scene } from './scene.ts';

type Applied = FactOf<'policy-applied'>;

export function* checkPolicy(scene: Scene, fact: Applied): Generator<Fault> {
  yield* checkGrounds(scene, fact);
  const lots = new Set(fact.samples.map((sample) => mustGet(scene.lotOf, sample)));
  const [lot] = lots;
  if (lot === undefined || lots.size > 1) {
    yield fault('POLICY-GROUNDS', `the samples ${fact.samples.join(', ')} are not of one lot`, 'One lot at a time.');
    return;
  }
  if (fact.givesUp === '') yield fault('POLICY-STEP', `${fact.action} gives up nothing`, 'What is given up is told.');
  yield* checkStep(scene, fact, lot);
  yield* checkBackoff(fact, lot);
}

/** `[POLICY-GROUNDS]`: there was such a failure, and nobody has answered it. */
function* checkGrounds({ instant }: Scene, fact: Applied): Generator<Fault> {
  for (const sample of fact.samples) {
    const known = instant.setbacks.get(sample);
    const isSame =
      known?.task === fact.task &&
      known.attempt === fact.attempt &&
      known.stage === fact.stage &&
      known.failure === fact.failure;
    if (isSame) continue;
    const what = `${fact.failure} of ${sample} in attempt ${fact.attempt} of ${fact.task}`;
    yield fault(
      'POLICY-GROUNDS',
      `${fact.action} answers ${what}, which is not on record`,
      'A policy answers a failure.',
    );
  }
}

/** `[POLICY-STEP]`, `[POLICY-ROUTE]` */
function* checkStep(scene: Scene, fact: Applied, lot: LotScene): Generator<Fault> {
  const stage = lot.stages.get(fact.stage);
  if (stage === undefined) return;
  const choices = choicesOf(scene, lot, stage, fact.failure);
  const right = choices.find((choice) => choice.step === fact.step && choice.action === fact.action);
  if (right === undefined) {
    const would = choices.map(({ step, action }) => `step ${step}, ${action}`).join(', or ');
    const message = `${lot.id}/${stage.id}: ${fact.failure} is answered by step ${fact.step}, ${fact.action}, not by ${would}`;
    yield fault('POLICY-STEP', message, 'The first step that matches and is not used up acts.');
    return;
  }
  const route = fact.route ?? lot.route;
  if (right.route === undefined || right.route === route) return;
  yield fault('POLICY-ROUTE', `${lot.id} goes on by route ${route}, not ${right.route}`, 'The detour leads elsewhere.');
}

interface Choice {
  readonly step: number;
  readonly action: Applied['action'];
  /** Of a fallback: followed from here on. */
  readonly route?: WorkflowId;
}

/** What may answer: usually one step. A step that cannot be carried out either is passed over or takes the samples out. */
function choicesOf(scene: Scene, lot: LotScene, stage: Stage, failure: Applied['failure']): readonly Choice[] {
  const choices: Choice[] = [];
  for (const [step, { when, action }] of stage.onError.entries()) {
    if (when !== undefined && !when.includes(failure)) continue;
    const used = lot.uses.get(stage.id)?.[step] ?? 0;
    switch (action.do) {
      case 'retry':
        if (used >= action.max || !fitsPool(scene, lot, stage, action)) continue;
        return [...choices, { step, action: 'retry' }];
      case 'fallback': {
        const route = wayTo(scene, lot, action.to, stage.id);
        if (route === undefined) choices.push({ step, action: 'quarantine' });
        else if (used === 0) return [...choices, { step, action: 'fallback', route }];
        continue;
      }
      case 'degrade': {
        const skipped = lot.stages.get(action.skip);
        const isThere = skipped?.isOptional === true && (action.skip === stage.id || isOpen(lot, action.skip));
        if (used > 0 || !isThere) continue;
        return [...choices, { step, action: 'degrade' }];
      }
      default:
        return [...choices, { step, action: action.do }];
    }
  }
  return [...choices, { step: -1, action: 'quarantine' }];
}

/** A retry with more memory than the pool has for one sample could never start. */
function fitsPool(
  { index }: Scene,
  lot: LotScene,
  stage: Stage,
  { memoryFactor }: { readonly memoryFactor: number },
): boolean {
  if (stage.kind !== 'compute' || memoryFactor === 1) return true;
  const factor = (lot.memory.get(stage.id) ?? 1) * memoryFactor;
  return stage.memoryBytes * factor <= (index.pools.get(stage.pool)?.memoryBytes ?? 0);
}

/** The route on which `to` comes before `failed` or in its place: the lot's own, or the detour that `to` opens. */
function wayTo({ scenario, index }: Scene, lot: LotScene, to: StageId, failed: StageId): WorkflowId | undefined {
  if (lot.stages.has(to)) return comesBefore(lot.stages, to, failed) ? lot.route : undefined;
  const route = scenario.workflows.get(lot.route)?.detours?.get(to);
  const stages = route === undefined ? undefined : index.routes.get(route);
  if (stages === undefined) return undefined;
  return !stages.has(failed) || comesBefore(stages, to, failed) ? route : undefined;
}

function comesBefore(stages: ReadonlyMap<StageId, Stage>, first: StageId, second: StageId): boolean {
  const reached = (name: StageId): boolean =>
    name === first || (stages.get(name)?.after.some((before) => reached(before)) ?? false);
  return reached(second);
}

/** `[BACK-OFF]`: attempt n + 1 waits `base * factor^(n - 1)`. */
function* checkBackoff(fact: Applied, lot: LotScene): Generator<Fault> {
  const action = lot.stages.get(fact.stage)?.onError[fact.step]?.action;
  if (fact.action !== 'retry' || action?.do !== 'retry') return;
  const before = lot.uses.get(fact.stage)?.[fact.step] ?? 0;
  const until = fact.at + Math.round(action.backoff.base * action.backoff.factor ** before);
  if (fact.notBefore === until) return;
  yield fault(
    'BACK-OFF',
    `${lot.id}/${fact.stage} may be tried again from ${fact.notBefore}, not ${until}`,
    'See the step.',
  );
}

/** When the instant is over. `[UNANSWERED]` */
export function* checkAnswered({ instant }: Scene): Generator<Fault> {
  for (const [sample, { task, failure, stage }] of instant.setbacks) {
    yield fault('UNANSWERED', `${failure} of ${sample} at ${stage} in ${task} is not answered`, 'A policy answers it.');
  }
  for (const [sample, { action, stage }] of instant.leaving) {
    yield fault('UNANSWERED', `${sample} stays open after ${action} at ${stage}`, 'It is closed at once.');
  }
}
