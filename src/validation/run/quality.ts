/** `[QUALITY]`, `[QUALITY-RISES]`, `[STORAGE]`: what facts say of quality is what the curves say, and it never rises. */

import { fault, type Fault } from './codes.ts';
import type { FactOf, Scene } from './scene.ts';
import { conditionAt, qualityAt } from './waiting.ts';

const ROUNDING = 1.001e-6;

export function* checkStored(scene: Scene, fact: FactOf<'lot-stored'>): Generator<Fault> {
  const lot = scene.lots.get(fact.lot);
  if (lot === undefined) return;
  const { quality, at, stage, condition } = fact;
  if (quality > lot.stated) {
    yield fault('QUALITY-RISES', `${lot.id} gets better, from ${lot.stated} to ${quality}`, 'Material only degrades.');
  } else if (Math.abs(quality - qualityAt(scene, lot, at)) > ROUNDING) {
    yield fault(
      'QUALITY',
      `${lot.id} is said to be at ${quality}, not ${qualityAt(scene, lot, at)}`,
      'See the curves.',
    );
  }
  const held = scene.instant.toHold.get(lot.id);
  const kept = stage === null || held !== undefined ? conditionAt(lot, at) : lot.stages.get(stage)?.output?.condition;
  if (condition !== kept) {
    yield fault(
      'STORAGE',
      `${lot.id} is kept at ${condition}, not ${kept ?? 'anywhere'}`,
      'See the output of its stage.',
    );
  }
  const isDue =
    held === undefined ? stage === null || scene.instant.unstored.has(`${lot.id}/${stage}`) : held === stage;
  if (isDue) return;
  yield fault('STORAGE', `${lot.id} is stored after ${stage}, which it has not just left`, 'Once, when it ends.');
}

/** When the instant is over. */
export function* checkAllStored({ instant }: Scene): Generator<Fault> {
  for (const { lot, stage } of instant.unstored.values()) {
    if (lot.samples.size === 0 || !lot.done.has(stage.id)) continue;
    yield fault('STORAGE', `${lot.id} leaves ${stage.id} and is stored nowhere`, 'Its output waits somewhere.');
  }
  for (const lot of instant.toHold.keys()) {
    yield fault('STORAGE', `${lot} is held and stored nowhere`, 'A safe stop is a storage.');
  }
}

/** Of an order: the mean over what was delivered, 0 where nothing was. */
export function* checkOrderQuality({ orders }: Scene, { order, quality }: FactOf<'order-closed'>): Generator<Fault> {
  const qualities = orders.get(order)?.qualities ?? [];
  const mean = qualities.length === 0 ? 0 : qualities.reduce((sum, q) => sum + q, 0) / qualities.length;
  if (Math.abs(quality - mean) <= ROUNDING) return;
  yield fault(
    'QUALITY',
    `order ${order} is said to have quality ${quality}, not ${mean}`,
    'The mean of the delivered.',
  );
}
