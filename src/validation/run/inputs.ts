/** What a stage of a lot needs before its work begins (docs/PLAN-RULES.md 5, 6, 7), and that it is still to be done. */

import type { Stage } from '../../model/index.ts';
import { fault, type Fault } from './codes.ts';
import { inputsOf, latestStart } from './limits.ts';
import type { FactOf, LotScene, Scene } from './scene.ts';

export function* checkInputs(scene: Scene, fact: FactOf<'task-started'>): Generator<Fault> {
  const start = fact.at + fact.setup;
  for (const member of fact.members) {
    const lot = scene.lots.get(member.lot);
    const stage = lot?.stages.get(member.stage);
    if (lot === undefined || stage === undefined) continue;
    yield* checkStillToDo(lot, stage);
    yield* checkHere(scene, lot, stage, start);
    yield* checkPredecessors(lot, stage, start);
  }
}

/** `[DONE-TWICE]`: done again only after a policy has opened it again. */
function* checkStillToDo(lot: LotScene, { id }: Stage): Generator<Fault> {
  const name = `${lot.id}/${id}`;
  const task = lot.running.get(id);
  if (task !== undefined) yield fault('DONE-TWICE', `${name} starts while ${task} is at it`, 'Work is done once.');
  else if (lot.done.has(id)) {
    yield fault('DONE-TWICE', `${name} starts, which was done at ${lot.done.get(id)}`, 'No policy opened it again.');
  } else if (lot.skipped.has(id))
    yield fault('DONE-TWICE', `${name} starts, which was left out`, 'A policy skipped it.');
}

function* checkHere({ orders }: Scene, lot: LotScene, { id }: Stage, start: number): Generator<Fault> {
  const { order, notBefore, isHeld } = lot;
  const name = `${lot.id}/${id}`;
  if (orders.get(order.id)?.isReceived !== true) {
    yield fault('RELEASE', `${name} starts before order ${order.id} is received`, 'Material comes first.');
  } else if (start < order.release) {
    yield fault('RELEASE', `${name} starts at ${start}, before the release at ${order.release}`, 'Wait for it.');
  }
  if (start < notBefore) yield fault('BACK-OFF', `${name} starts at ${start}, not before ${notBefore}`, 'Wait for it.');
  if (isHeld) yield fault('HELD', `${name} starts while ${lot.id} is held`, 'An operator releases it first.');
}

function* checkPredecessors(lot: LotScene, stage: Stage, start: number): Generator<Fault> {
  const name = `${lot.id}/${stage.id}`;
  for (const { stage: before, end } of inputsOf(lot, stage)) {
    if (end === undefined) {
      yield fault('PRECEDENCE', `${name} starts before ${before.id} is done`, 'A stage starts with all of its inputs.');
    } else if (start < end + before.hold.min) {
      const rule = `${before.hold.min} s after ${before.id}, which ended at ${end}`;
      yield fault('PRECEDENCE', `${name} starts at ${start}, not ${rule}`, 'The minimum hold is kept.');
    }
  }
  const latest = latestStart(lot, stage);
  if (start <= latest) return;
  const code = stage.after.length === 0 ? 'EXPIRED' : 'HOLD';
  yield fault(code, `${name} starts at ${start}, after its limit at ${latest}`, 'Expired material is not processed.');
}
