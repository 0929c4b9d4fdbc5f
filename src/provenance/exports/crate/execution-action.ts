/** One execution as a `CreateAction`. */

import { mustGet } from '../../../base/index.ts';
import type { Container, Execution } from '../../../model/index.ts';
import { isoOf } from '../story/instants.ts';
import { stageKey, type AttemptStory, type ExecutionStory } from '../story/run-story.ts';
import { crateTime, fragment, reference, type CrateGraph, type Properties, type Reference } from './graph.ts';
import * as ids from './ids.ts';
import { makingGood, type ActionsOf } from './making-good.ts';
import { writeMeasurements } from './measurements.ts';
import { completed, failed } from './status.ts';
import { writeSlot } from './workflow-entities.ts';

interface ToWrite {
  readonly attempt: AttemptStory;
  readonly execution: ExecutionStory;
  /** By SHA-256. */
  readonly fileIds: ReadonlyMap<string, string>;
  readonly actionsOf: ActionsOf;
}

export function writeExecutionAction(
  graph: CrateGraph,
  { attempt, execution, fileIds, actionsOf }: ToWrite,
): Reference {
  const { id, execution: of, part, error, reusedFrom } = execution;
  const files = (list: Execution['inputs']): readonly Reference[] => [
    ...new Map(list.map(({ sha256 }) => [sha256, reference(mustGet(fileIds, sha256))])).values(),
  ];
  const isReuse = of.reused !== undefined;
  const materials = (part.uses.get(of.sample) ?? []).filter((one) => graph.has(ids.materialId(one)));
  const measurements = attempt.measurements
    .map((one, index) => ({ one, index }))
    .filter(({ one }) => one.sample === of.sample && one.stage === part.stage);
  return graph.add(ids.executionId(id), 'CreateAction', {
    name: `${part.stage} of ${of.sample}, attempt ${attempt.attempt}`,
    description: isReuse ? `Files made before by the same work were used again: ${of.tool}` : of.argv.join(' '),
    instrument: reference(ids.toolId(stageKey(part.workflow, part.stage), of)),
    agent: reference(ids.LABORATORY),
    startTime: crateTime(isoOf(of.startedAt)),
    endTime: crateTime(isoOf(of.endedAt)),
    object: [
      reference(ids.sampleId(of.sample)),
      ...materials.map((one) => reference(ids.materialId(one))),
      ...files(of.inputs),
      ...writeParameters(graph, execution),
    ],
    result: [...files(of.outputs), ...writeMeasurements(graph, attempt.id, measurements)],
    attemptNumber: attempt.attempt,
    ...(error === undefined ? completed : failed(error)),
    failureClass: attempt.failedSamples.get(of.sample)?.class ?? attempt.failure?.class,
    ...(reusedFrom !== undefined && { reusedFrom: reference(ids.executionId(reusedFrom)) }),
    ...makingGood(attempt, actionsOf, of.sample),
    ...containerOf(graph, of.container),
    environment: writeEnvironment(graph, of),
    resourceUsage: writeUsage(graph, id, of),
  });
}

/** One `PropertyValue` per slot and value, whoever uses it. */
function writeParameters(graph: CrateGraph, { execution, part }: ExecutionStory): readonly Reference[] {
  const key = stageKey(part.workflow, part.stage);
  return Object.entries(execution.parameters).map(([name, given]) => {
    const value = String(given);
    const slot = writeSlot(graph, ids.slotId(key, 'parameter', name), { name, additionalType: 'Text' });
    graph.extend(ids.toolId(key, execution), 'input', [slot]);
    return graph.add(ids.parameterId(key, name, value), 'PropertyValue', { name, value, exampleOfWork: slot });
  });
}

/** `PATH` names folders of the host, which may tell who works there: it stays out. */
const writeEnvironment = (graph: CrateGraph, { environment }: Execution): readonly Reference[] =>
  Object.entries(environment)
    .filter(([name]) => name !== 'PATH')
    .map(([name, value]) => graph.add(fragment('environment', `${name}=${value}`), 'PropertyValue', { name, value }));

const UNITS = {
  cpuSeconds: { name: 'processor time', unitCode: 'https://qudt.org/vocab/unit/SEC' },
  peakMemoryBytes: { name: 'peak memory', unitCode: 'https://qudt.org/vocab/unit/BYTE' },
} as const;

const writeUsage = (graph: CrateGraph, id: string, { used }: Execution): readonly Reference[] =>
  (['cpuSeconds', 'peakMemoryBytes'] as const).flatMap((propertyID) => {
    const value = used?.[propertyID];
    if (value === undefined) return [];
    return graph.add(fragment('usage', `${id}/${propertyID}`), 'PropertyValue', {
      ...UNITS[propertyID],
      propertyID: `urn:seqplan:terms:${propertyID}`,
      value: String(value),
    });
  });

/** `registry/name:tag`; without a registry it is Docker's own. */
function containerOf(graph: CrateGraph, container: Container | undefined): Properties {
  if (container === undefined) return {};
  const { image, digest } = container;
  const match = /^(?:([^/]*[.:][^/]*)\/)?([^:@]+)(?::([^@]+))?(?:@.*)?$/.exec(image);
  const containerImage = graph.add(fragment('container', digest), 'ContainerImage', {
    additionalType: reference('https://w3id.org/ro/terms/workflow-run#DockerImage'),
    registry: match?.[1] ?? 'docker.io',
    name: match?.[2] ?? image,
    tag: match?.[3],
    sha256: digest.replace(/^sha256:/, ''),
  });
  return { containerImage };
}
