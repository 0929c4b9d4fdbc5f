/** An attempt without processes, at the bench or on a sequencer, as a `CreateAction`: materials in, materials and measured values out. */

import type { AttemptStory, MaterialStory } from '../story/run-story.ts';
import { crateTime, fragment, reference, type CrateGraph, type Reference } from './graph.ts';
import * as ids from './ids.ts';
import { makingGood, type ActionsOf } from './making-good.ts';
import { writeMeasurements } from './measurements.ts';
import { completed, failed } from './status.ts';

interface ToWrite {
  readonly attempt: AttemptStory;
  readonly actionsOf: ActionsOf;
  /** Of files that later work read. */
  readonly files: readonly Reference[];
}

export function writeBenchAction(graph: CrateGraph, { attempt, actionsOf, files }: ToWrite): Reference {
  const { id, parts, placement, bench, status, failure, start, end } = attempt;
  const stages = [...new Set(parts.map(({ stage }) => stage))].join(', ');
  const lots = parts.map(({ lot }) => lot).join(', ');
  const agents = (bench?.operators ?? []).map((operator) => reference(ids.personId(operator)));
  const samples = [...new Set(parts.flatMap((part) => part.samples))];
  const taken = new Set(parts.flatMap(({ uses }) => [...uses.values()].flat()));
  return graph.add(ids.attemptId(id), 'CreateAction', {
    name: `${stages} of ${lots}, attempt ${attempt.attempt}`,
    description: `${samples.length} samples on ${placement.kind === 'pool' ? placement.pool : placement.machine}`,
    instrument: reference(placement.kind === 'pool' ? ids.ENGINE : ids.instrumentId(placement.machine)),
    agent: agents.length > 0 ? agents : reference(ids.LABORATORY),
    startTime: crateTime(start),
    ...(status !== 'unfinished' && { endTime: crateTime(end) }),
    object: [
      ...samples.map((sample) => reference(ids.sampleId(sample))),
      ...[...taken].filter((one) => graph.has(ids.materialId(one))).map((one) => reference(ids.materialId(one))),
      ...writeConsumed(graph, attempt),
    ],
    result: [
      ...files,
      ...attempt.made.map((one) => writeMaterial(graph, one)),
      ...writeMeasurements(
        graph,
        id,
        attempt.measurements.map((one, index) => ({ one, index })),
      ),
    ],
    attemptNumber: attempt.attempt,
    ...(status === 'completed' ? completed : failed(failure?.detail ?? 'the record ends before the work does')),
    failureClass: failure?.class,
    ...makingGood(attempt, actionsOf),
  });
}

const writeMaterial = (graph: CrateGraph, { id, sample, stage, kind }: MaterialStory): Reference =>
  graph.add(ids.materialId(id), 'PropertyValue', { name: kind, value: sample, description: `after ${stage}` });

function writeConsumed(graph: CrateGraph, { bench }: AttemptStory): readonly Reference[] {
  if (bench === undefined) return [];
  const reagents = bench.reagents.map(({ name, lot, expires }) =>
    graph.add(fragment('reagent', `${name}/${lot}`), 'PropertyValue', {
      name,
      value: lot,
      description: `reagent lot${expires === undefined ? '' : `, expires ${expires}`}`,
    }),
  );
  if (bench.flowCell === undefined) return reagents;
  const { id, type } = bench.flowCell;
  const cell = graph.add(fragment('flow-cell', id), 'PropertyValue', {
    name: type,
    value: id,
    description: 'flow cell',
  });
  return [...reagents, cell];
}
