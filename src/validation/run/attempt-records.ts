/**
 * `[ATTEMPT-RECORD]`: what an attempt did is told directly before its end, in order, once each, and of samples that it was begun
 * with. `[MEASUREMENT]`, `[BENCH]`: it is told as scenario and placement have it.
 */

import { positionOf } from './bench-place.ts';
import { fault, type Fault } from './codes.ts';
import { machineOf, type FactOf, type RunningTask, type Scene } from './scene.ts';
import type { Fact, SampleId, Timed } from '../../model/index.ts';

type RecordFact = FactOf<'execution-recorded' | 'bench-recorded' | 'sample-measured' | 'sample-failed'>;
type EndFact = FactOf<'task-finished' | 'task-failed'>;

/** In this order. */
const KINDS: readonly Fact['type'][] = ['execution-recorded', 'bench-recorded', 'sample-measured', 'sample-failed'];

const isRecord = (fact: Timed<Fact>): fact is RecordFact => KINDS.includes(fact.type);

/** Whoever ran it died: what was on record of it by then stays, as far as it goes, and its end is told when somebody comes. */
export const isCutOff = (fact: Timed<Fact>): boolean =>
  fact.type === 'task-failed' && fact.failure.class === 'node-lost';

/** Of every fact: nothing comes between what an attempt did and its end. */
export function* checkTelling({ telling }: Scene, fact: Timed<Fact>): Generator<Fault> {
  if (telling === undefined) return;
  const isEnd = fact.type === 'task-finished' || fact.type === 'task-failed';
  const isSame = (isEnd || isRecord(fact)) && fact.task === telling.task && fact.attempt === telling.attempt;
  if (isSame && isCutOff(fact)) return;
  if (isSame && fact.at === telling.at && (isEnd || KINDS.indexOf(fact.type) >= KINDS.indexOf(telling.type))) return;
  yield fault(
    'ATTEMPT-RECORD',
    `${fact.type} at ${fact.at} comes after ${telling.type} of attempt ${telling.attempt} of ${telling.task}`,
    'Executions, bench work, measurements and failed samples are told in this order, and their end directly after them.',
  );
}

/** `undefined` where the attempt is not under way. */
export function attemptOf({ running }: Scene, { task, attempt }: RecordFact): RunningTask | undefined {
  const known = running.get(task);
  return known?.attempt === attempt ? known : undefined;
}

export function* checkUnderWay(scene: Scene, fact: RecordFact): Generator<Fault> {
  if (attemptOf(scene, fact) !== undefined) return;
  const what = `attempt ${fact.attempt} of ${fact.task}, which is not under way`;
  yield fault('ATTEMPT-RECORD', `${fact.type} is of ${what}`, 'What is told was begun and has not ended.');
}

/** At the end of an attempt that failed as a whole, single samples neither fail nor are measured. */
export function* checkWhole({ running }: Scene, fact: FactOf<'task-failed'>): Generator<Fault> {
  const { task, attempt } = fact;
  const told = running.get(task)?.told;
  if (told === undefined || isCutOff(fact) || told.failed.size + told.measured.size === 0) return;
  const what = `attempt ${attempt} of ${task} fails, but its samples are told one by one`;
  yield fault('ATTEMPT-RECORD', what, 'Samples are measured, or fail, in attempts that finish.');
}

function* strangeSample(of: RunningTask, sample: SampleId, what: string): Generator<Fault> {
  if (of.told.samples.has(sample)) return;
  yield fault('ATTEMPT-RECORD', `${what} of ${sample} is told by ${of.id}, which it is not in`, 'See its members.');
}

export function* checkSampleFailed(scene: Scene, fact: FactOf<'sample-failed'>): Generator<Fault> {
  const attempt = attemptOf(scene, fact);
  if (attempt === undefined) return;
  yield* strangeSample(attempt, fact.sample, 'the failure');
  if (!attempt.told.failed.has(fact.sample)) return;
  yield fault('ATTEMPT-RECORD', `${fact.sample} fails twice in ${fact.task}`, 'A sample fails once per attempt.');
}

export function* checkMeasured(scene: Scene, fact: FactOf<'sample-measured'>): Generator<Fault> {
  const attempt = attemptOf(scene, fact);
  if (attempt === undefined) return;
  yield* strangeSample(attempt, fact.sample, 'a measurement');
  if (attempt.told.measured.has(fact.sample)) {
    const what = `${fact.sample} is measured twice in ${fact.task}`;
    yield fault('ATTEMPT-RECORD', what, 'One record per sample and attempt.');
  }
  // A sample whose lot is closed by now is judged by nobody.
  const isOpen = scene.lotOf.has(fact.sample);
  const gates = (attempt.told.samples.get(fact.sample) ?? []).flatMap((stage) => stage.gates);
  for (const { metric, value, gate } of fact.measurements) {
    const own = gates.filter((one) => one.metric === metric);
    if (gate === undefined) {
      if (own.length === 0 || !isOpen) continue;
      yield fault('MEASUREMENT', `${metric} of ${fact.sample} is told without its gate`, 'The stage has one for it.');
      continue;
    }
    const {
      min = -Infinity,
      max = Infinity,
      warn: { min: low = -Infinity, max: high = Infinity } = {},
      verdict,
    } = gate;
    const isOwn = own.some(
      (one) =>
        one.min === gate.min &&
        one.max === gate.max &&
        one.warn?.min === gate.warn?.min &&
        one.warn?.max === gate.warn?.max,
    );
    const isQuiet = value >= low && value <= high;
    const right = value >= min && value <= max ? (isQuiet ? 'pass' : 'warn') : 'fail';
    if (isOwn && verdict === right) continue;
    const what = `${metric} ${value} of ${fact.sample}, between ${min} and ${max}, is a ${verdict}`;
    yield fault('MEASUREMENT', what, isOwn ? `It is a ${right}.` : 'The stage has no such gate.');
  }
}

export function* checkBench(scene: Scene, fact: FactOf<'bench-recorded'>): Generator<Fault> {
  const attempt = attemptOf(scene, fact);
  if (attempt === undefined) return;
  const { bench, task } = fact;
  if (attempt.told.hasBench) yield fault('ATTEMPT-RECORD', `the bench work of ${task} is told twice`, 'Once.');
  const name = machineOf(attempt.placement);
  if (name !== bench.instrument.machine) {
    const what = `${task} is said to be done on ${bench.instrument.machine}, not on ${name ?? 'no machine'}`;
    yield fault('BENCH', what, 'See its start.');
    return;
  }
  const machine = scene.index.machines.get(name);
  if (machine?.serial !== bench.instrument.serial || positionOf(machine) !== bench.instrument.position) {
    yield fault('BENCH', `${task} tells another serial number or position of ${name}`, 'See the scenario.');
  }
  const { placement } = attempt;
  const type = placement.kind === 'run' ? scene.scenario.recipes.get(placement.recipe)?.flowCell : undefined;
  if (type !== bench.flowCell?.type) {
    const what = `${task} has ${bench.flowCell?.type ?? 'no flow cell'}, not ${type ?? 'no flow cell'}`;
    yield fault('BENCH', what, 'See the recipe of the run.');
  }
  const known = new Set(
    attempt.members.flatMap(({ stage }) => (stage.kind === 'compute' ? [] : (stage.reagents ?? []))),
  );
  const told = bench.reagents.map((one) => one.name);
  if (told.length === known.size && told.every((one) => known.has(one))) return;
  yield fault('BENCH', `${task} tells the reagents [${told.join(', ')}]`, `Its stages use [${[...known].join(', ')}].`);
}

/** What `scene.telling` is after a fact. */
export const tellingAfter = (fact: Timed<Fact>): RecordFact | undefined => (isRecord(fact) ? fact : undefined);

export type { EndFact, RecordFact };
