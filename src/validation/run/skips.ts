/** `[STAGE-SKIPPED]`: in the end every stage of a sample's route is done, or failed at its end, or somebody says why not. */

import type { SampleId, StageId } from '../../model/index.ts';
import { fault, type Fault } from './codes.ts';
import type { FactOf, LotScene, Scene } from './scene.ts';

export const skipKey = (sample: SampleId, stage: StageId): string => `${sample}\n${stage}`;

export function* checkSkipped({ lots, skips, instant }: Scene, fact: FactOf<'stage-skipped'>): Generator<Fault> {
  const lot = lots.get(fact.lot);
  if (lot === undefined) return;
  const wrong = (what: string): Fault =>
    fault('STAGE-SKIPPED', `${fact.stage} of ${fact.lot} ${what}`, 'Told is what will not be done, once, and why.');
  if (fact.reason === '') yield wrong('is left out without a reason');
  if (fact.samples.length === 0) yield wrong('is left out for no sample');
  for (const sample of fact.samples) {
    if (!lot.samples.has(sample)) yield wrong(`is left out for ${sample}, which is not in it`);
    else if (skips.get(sample)?.has(fact.stage) === true) yield wrong(`is left out twice for ${sample}`);
    else if (!instant.owedSkips.has(skipKey(sample, fact.stage)) && !isUndone(lot, fact.stage)) {
      yield wrong(`is left out for ${sample}, and is not to be done`);
    }
  }
}

/** To do, or under way: what is given up when the sample ends here. */
const isUndone = (lot: LotScene, stage: StageId): boolean =>
  lot.stages.has(stage) && !lot.done.has(stage) && !lot.failed.has(stage) && !lot.skipped.has(stage);

/** As a sample is closed, nothing of its route is open any more without a word. */
export function* checkAllTold({ lotOf, skips }: Scene, fact: FactOf<'sample-closed'>): Generator<Fault> {
  const { sample, outcome } = fact;
  const lot = lotOf.get(sample);
  // What is delivered although something is open is the business of `[OUTCOME]`.
  if (lot === undefined || outcome === 'delivered' || outcome === 'delivered-degraded') return;
  for (const stage of lot.stages.keys()) {
    if (!isUndone(lot, stage) || skips.get(sample)?.has(stage) === true) continue;
    yield fault(
      'STAGE-SKIPPED',
      `${sample} ends, and nothing says why ${stage} is not done`,
      'A reason is told before.',
    );
  }
}

/** When the instant is over. */
export function* checkSkipsMeant({ instant, lotOf }: Scene): Generator<Fault> {
  for (const { sample, stage } of instant.owedSkips.values()) {
    yield fault('STAGE-SKIPPED', `a policy leaves out ${stage} of ${sample} without a word`, 'It is told at once.');
  }
  for (const { sample, stage } of instant.foretoldSkips.values()) {
    if (!lotOf.has(sample)) continue;
    yield fault('STAGE-SKIPPED', `${stage} of ${sample} is left out, and nothing leaves it out`, 'See the policy.');
  }
}
