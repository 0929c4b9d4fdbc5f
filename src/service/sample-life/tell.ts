/** What a fact says about the samples, if it concerns them. */

import type { Fact, LotId, TaskId, Timed } from '../../model/index.ts';
import { tellPlan } from './tell-plan.ts';
import { isOurs, leave, ours, placeName, splitOff, type Scene, type UnderWay } from './scene.ts';
import { benchWords, endWords, executionWords, list, measurementWords, percent, placementWords } from './words.ts';

export interface Words {
  readonly text: string;
  readonly details: readonly string[];
}

type FactOf<T extends Fact['type']> = Timed<Extract<Fact, { type: T }>>;

/** Takes the fact into `scene`. undefined: it does not concern them. */
export function tell(scene: Scene, fact: Timed<Fact>): Words | undefined {
  switch (fact.type) {
    case 'run-opened':
      return tellOpening(scene);
    case 'order-announced':
      return fact.order === scene.order.id ? say(`order ${fact.order} is announced`) : undefined;
    case 'order-received': {
      if (fact.order !== scene.order.id) return undefined;
      return say(`received: order ${fact.order} with ${count(fact.samples.length, 'sample')}, as lot ${fact.lot}`);
    }
    case 'lot-stored': {
      if (!isOurs(scene, fact.lot)) return undefined;
      const what = fact.stage === null ? 'as received' : `the output of ${fact.stage}`;
      return say(`stored: lot ${fact.lot}, ${what}, at ${fact.condition}; quality left ${percent(fact.quality)}`);
    }
    case 'plan-requested':
    case 'task-planned':
    case 'plan-adopted':
      return tellPlan(scene, fact);
    case 'task-overtook':
      return tellOvertaking(scene, fact);
    case 'task-started':
      return tellStart(scene, fact);
    case 'execution-recorded': {
      const { execution, task, attempt } = fact;
      if (!scene.samples.has(execution.sample)) return undefined;
      const what = `${execution.stage} of ${execution.sample}: ${execution.tool}, ${endWords(execution)}`;
      return say(`${what} (${task}, attempt ${attempt})`, executionWords(execution));
    }
    case 'bench-recorded':
      return scene.running.has(fact.task)
        ? say(`used: ${fact.task}, attempt ${fact.attempt}`, benchWords(fact.bench))
        : undefined;
    case 'sample-measured':
      return scene.samples.has(fact.sample)
        ? say(`measured: ${fact.sample}, ${stagesOf(scene, fact.task)}`, fact.measurements.map(measurementWords))
        : undefined;
    case 'sample-failed': {
      const { sample, failure } = fact;
      if (!scene.samples.has(sample)) return undefined;
      return say(`failed: ${sample}, ${stagesOf(scene, fact.task)}: ${failure.class}, ${failure.detail}`);
    }
    case 'task-finished':
    case 'task-failed':
      return tellEnd(scene, fact);
    case 'policy-applied':
      return tellPolicy(scene, fact);
    case 'stage-skipped': {
      const samples = ours(scene, fact.samples);
      return samples.length > 0 ? say(`not done: ${fact.stage}, ${whose(scene, samples)}: ${fact.reason}`) : undefined;
    }
    case 'operator-decided':
      return tellDecision(scene, fact);
    case 'sample-closed':
      leave(scene, fact.sample);
      return scene.samples.has(fact.sample)
        ? say(`closed: ${fact.sample}, ${fact.outcome}: ${fact.reason}`)
        : undefined;
    case 'order-closed':
      return fact.order === scene.order.id
        ? say(`order ${fact.order} closed: ${fact.outcome}, quality left ${percent(fact.quality)}`)
        : undefined;
    default:
      return undefined;
  }
}

const say = (text: string, details: readonly string[] = []): Words => ({ text, details });

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** Of one sample nothing: the life is of it. */
const whose = ({ samples }: Scene, some: readonly string[]): string =>
  samples.size === 1 || some.length > 3 ? count(some.length, 'sample') : list(some);

function tellOpening(scene: Scene): Words | undefined {
  const tasks = [...scene.running.values()].map((task) => `${stagesIn(scene, task)} on ${placeName(task.placement)}`);
  return tasks.length > 0 ? say('under way when the run began', tasks) : undefined;
}

function tellStart(scene: Scene, fact: FactOf<'task-started'>): Words | undefined {
  const own = fact.members.filter((m) => isOurs(scene, m.lot));
  if (own.length === 0) return undefined;
  scene.running.set(fact.task, fact);
  const { placement, setup, operators, attendedUntil, expectedEnd, memoryFactor } = fact;
  const lots = own.map((m) => m.lot);
  const others = fact.members.filter((m) => !lots.includes(m.lot)).map((m) => m.lot);
  const text = `started: ${list(own.map((m) => m.stage))} of lot ${list(lots)} on ${placeName(placement)} (${fact.task}, attempt ${fact.attempt})`;
  return say(text, [
    ...(setup > 0 ? [`set-up ${Math.round(setup / 60)} min first`] : []),
    `expected to end ${scene.write(expectedEnd)}`,
    ...(operators > 0 ? [`${count(operators, 'operator')} bound until ${scene.write(attendedUntil)}`] : []),
    ...placementWords(placement, lots, memoryFactor),
    ...(placement.kind === 'pool' ? [] : [`together with: ${list(others)}`]),
  ]);
}

function tellEnd(scene: Scene, fact: FactOf<'task-finished' | 'task-failed'>): Words | undefined {
  const task = scene.running.get(fact.task);
  if (task === undefined) return undefined;
  scene.running.delete(fact.task);
  const what = `${stagesIn(scene, task)} (${fact.task}, attempt ${fact.attempt})`;
  if (fact.type === 'task-finished') return say(`ended: ${what}`);
  return say(`failed: ${what}: ${fact.failure.class}, ${fact.failure.detail}`);
}

function tellOvertaking(scene: Scene, { task, over, reason }: FactOf<'task-overtook'>): Words | undefined {
  if (concerns(scene, task)) return say(`goes before ${list(over)}`, [reason]);
  const passed = over.filter((one) => concerns(scene, one));
  return passed.length > 0 ? say(`waits: ${list(passed)} is overtaken by ${task}`, [reason]) : undefined;
}

const concerns = (scene: Scene, task: TaskId): boolean =>
  scene.planned.get(task)?.some((m) => isOurs(scene, m.lot)) === true;

function tellPolicy(scene: Scene, fact: FactOf<'policy-applied'>): Words | undefined {
  const samples = ours(scene, fact.samples);
  const isLeaving = fact.action === 'quarantine' || fact.action === 'abort';
  if (!isLeaving) splitOff(scene, fact.samples);
  if (samples.length === 0) return undefined;
  const step = fact.step < 0 ? 'no step of the policy fits' : `step ${fact.step + 1} of the policy of ${fact.stage}`;
  return say(`decided: ${fact.action} after ${fact.failure}, ${whose(scene, samples)} (${step})`, [
    `given up: ${fact.givesUp}`,
    ...(fact.notBefore === undefined ? [] : [`not again before ${scene.write(fact.notBefore)}`]),
    ...(fact.route === undefined ? [] : [`goes on by ${fact.route}`]),
    ...lotsNow(scene),
  ]);
}

/** Where the order is in more than one lot: which ones are meant. */
function lotsNow(scene: Scene): readonly string[] {
  if (scene.lots.size < 2) return [];
  return [`now in lot ${list([...scene.lots.keys()].filter((lot) => isOurs(scene, lot)))}`];
}

function tellDecision(scene: Scene, { decision }: FactOf<'operator-decided'>): Words | undefined {
  const { action, operator, reason } = decision;
  const isMeant = action.do === 'release-lot' ? isOurs(scene, action.lot) : action.order === scene.order.id;
  if (!isMeant) return undefined;
  const what = action.do === 'set-priority' ? `priority is ${action.priority} now` : action.do.replace('-', ' the ');
  return say(`operator ${operator}: ${what}`, [reason]);
}

const stagesOf = (scene: Scene, task: TaskId): string => {
  const known = scene.running.get(task);
  return known === undefined ? task : stagesIn(scene, known);
};

const stagesIn = (scene: Scene, { members }: UnderWay): string =>
  list([...new Set(members.filter((m) => scene.lots.has(m.lot as LotId)).map((m) => m.stage))]);
