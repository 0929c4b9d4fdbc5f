/** Processes on record: of the right stage and tool, with the right key, and nothing taken over that was not there. */

import { canonicalJson, sha256Hex } from '../../base/index.ts';
import {
  resultFolder,
  type Artifact,
  type Execution,
  type Order,
  type SampleId,
  type Stage,
} from '../../model/index.ts';
import { attemptOf, isCutOff, type EndFact } from './attempt-records.ts';
import { fault, type Fault } from './codes.ts';
import type { FactOf, RunningTask, Scene } from './scene.ts';

type Recorded = FactOf<'execution-recorded'>;

export function* checkExecution(scene: Scene, fact: Recorded): Generator<Fault> {
  const attempt = attemptOf(scene, fact);
  if (attempt === undefined) return;
  const { execution } = fact;
  const name = `${execution.sample}/${execution.stage} in ${fact.task}`;
  const stage = attempt.told.samples.get(execution.sample)?.find((one) => one.id === execution.stage);
  if (stage === undefined) {
    yield fault('ATTEMPT-RECORD', `an execution of ${name} is told, which it does not do`, 'See its members.');
    return;
  }
  if (attempt.told.executed.has(`${execution.sample}/${execution.stage}`)) {
    yield fault(
      'ATTEMPT-RECORD',
      `an execution of ${name} is told twice`,
      'One process per sample, stage and attempt.',
    );
  }
  for (const wrong of wrongWith(scene, attempt, stage, fact))
    yield fault('EXECUTION', `${name} ${wrong}`, 'See its stage.');
  yield* checkKey(execution, name);
  yield* checkReuse(scene, execution, name);
  yield* checkSources(scene, execution, name);
}

function* wrongWith(scene: Scene, attempt: RunningTask, stage: Stage, { execution, at }: Recorded): Generator<string> {
  if (stage.kind !== 'compute') {
    yield 'is a process, of a stage that is not computed';
    return;
  }
  const { tool, asked, exitCode, signal, startedAt, endedAt, outputs, used, reused } = execution;
  if (tool !== (stage.tool?.name ?? stage.id)) yield `ran ${tool}, which is not its tool`;
  const memoryBytes = Math.round(stage.memoryBytes * attempt.memoryFactor);
  if (asked.cores !== stage.cores || asked.gpus !== stage.gpus || asked.memoryBytes !== memoryBytes) {
    yield `asked for ${asked.cores} cores, ${asked.memoryBytes} bytes and ${asked.gpus} GPUs, not for what its stage wants`;
  }
  if ((exitCode === null) === (signal === null)) yield `has exit code ${exitCode} and signal ${signal}`;
  if (outputs.length > 0 && exitCode !== 0) yield 'has outputs although it failed';
  if (reused !== undefined && (exitCode !== 0 || used !== undefined || startedAt !== endedAt)) {
    yield 'was reused, and yet ran';
  }
  if (startedAt > endedAt) yield `ends at ${endedAt}, before it starts at ${startedAt}`;
  if (scene.run?.world !== 'simulated') return;
  const epochMs = scene.scenario.epoch.ms;
  const isWithin =
    Date.parse(startedAt) >= epochMs + attempt.workStart * 1000 && Date.parse(endedAt) <= epochMs + at * 1000;
  if (!isWithin) yield `ran from ${startedAt} to ${endedAt}, not within its attempt`;
}

/** `[EXECUTION-KEY]`: docs/FORMATS.md, "Facts". Spelled here by itself: who writes keys must not be who judges them. */
function* checkKey(execution: Execution, name: string): Generator<Fault> {
  const { argv, parameters, toolDigest, key } = execution;
  const environment = Object.fromEntries(Object.entries(execution.environment).filter(([one]) => one !== 'PATH'));
  const inputs = execution.inputs.map((one) => ({ name: one.name, sha256: one.sha256 }));
  const right = sha256Hex(canonicalJson({ argv, environment, inputs, parameters, toolDigest }));
  if (right === key) return;
  yield fault('EXECUTION-KEY', `${name} has the key ${key}, not ${right}`, 'It follows from what decides the outputs.');
}

/** `[REUSE]`: an earlier process of the same sample and stage has the same key, and made these files. */
function* checkReuse({ succeeded }: Scene, { sample, stage, key, reused, outputs }: Execution, name: string) {
  if (reused === undefined) return;
  const earlier = succeeded.get(`${sample}/${stage}/${key}`)?.get(`${reused.task}#${reused.attempt}`);
  if (earlier === undefined) {
    const what = `${name} takes over attempt ${reused.attempt} of ${reused.task}, which did not do the same work`;
    yield fault('REUSE', what, 'A process with the same key ended well there.');
  } else if (filesOf(earlier) !== filesOf(outputs)) {
    yield fault('REUSE', `${name} takes over other files than were made`, 'Names, sizes and digests are the same.');
  }
}

const filesOf = (files: readonly Artifact[]): string =>
  files
    .map(({ name, sha256, bytes }) => `${name} ${sha256} ${bytes}`)
    .toSorted()
    .join('\n');

/** `[EXECUTION-INPUT]`: what was read under `results/` is what was published there at some time in this run. */
function* checkSources({ published }: Scene, { inputs }: Execution, name: string): Generator<Fault> {
  for (const { path, sha256 } of inputs) {
    const known = published.get(path);
    if (known === undefined || known.has(sha256)) continue;
    yield fault(
      'EXECUTION-INPUT',
      `${name} read ${path} as ${sha256}, which was never published there`,
      'See who made it.',
    );
  }
}

/** At the end: files of what finished are in its results, except of samples that failed, which have none. */
export function* checkOutputs(scene: Scene, fact: EndFact): Generator<Fault> {
  const { told } = scene.running.get(fact.task) ?? {};
  if (told === undefined || isCutOff(fact)) return;
  for (const [place, { sample, stage, outputs }] of told.executed) {
    const folder = folderOf(scene, sample, stage);
    const hasFailed = told.failed.has(sample);
    if (outputs.length > 0 && hasFailed) {
      yield fault('EXECUTION', `${place} has outputs although the sample failed`, 'What fails leaves nothing.');
    }
    const isThere = (path: string): boolean =>
      fact.type === 'task-finished' ? path.startsWith(`${folder}/`) : path.startsWith('work/');
    const stray = outputs.find(({ path }) => !isThere(path));
    if (stray === undefined) continue;
    const where = fact.type === 'task-finished' ? folder : 'work';
    yield fault('EXECUTION', `${place} left ${stray.path}, which is not in ${where}`, 'Published is what finished.');
  }
}

function folderOf({ index }: Scene, sample: SampleId, stage: Stage['id']): string {
  const order: Order | undefined = index.orders.get(index.orderOf.get(sample) ?? ('' as Order['id']));
  const name = order?.samples.find((one) => one.id === sample)?.name ?? '';
  return order === undefined ? '' : resultFolder(order.id, name, stage);
}
