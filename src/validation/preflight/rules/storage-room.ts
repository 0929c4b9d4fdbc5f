/** What is expected of the outputs fits the disk: stated sizes alone, so that the sum is what the author said. */

import {
  formatMemory,
  type Order,
  type Sample,
  type Scenario,
  type ToolInvocation,
  type Workflow,
} from '../../../model/index.ts';
import type { Collector } from '../collector.ts';
import { toolWork } from '../open-work.ts';
import type { WorldFacts } from '../world-facts.ts';

export function checkStorageRoom(scenario: Scenario, facts: WorldFacts, collector: Collector): void {
  const { freeBytes } = facts;
  if (freeBytes === undefined) return;
  const sizes = createSizes(facts);
  let bytes = 0;
  for (const { order, workflow, stage, tool } of toolWork(scenario)) {
    for (const sample of order.samples) {
      for (const name of tool.outputs.keys()) bytes += sizes.ofOutput({ order, workflow, sample }, stage.id, name);
    }
  }
  if (bytes <= freeBytes) return;
  const message = `outputs of ${about(bytes)} are expected, ${about(freeBytes)} are free`;
  collector.add('STORAGE-ROOM', '', { message, hint: 'Make room, or choose another output folder.' });
}

interface Course {
  readonly order: Order;
  readonly workflow: Workflow;
  readonly sample: Sample;
}

/** Bytes; what nobody stated counts as nothing. Inputs that are made count as large as they are expected to be. */
function createSizes({ files }: WorldFacts) {
  const known = new Map<string, number>();
  const ofOutput = (course: Course, stage: string, name: string): number => {
    const key = `${course.order.id}\n${course.sample.name}\n${stage}\n${name}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    // Stages follow each other without circles, so what is asked for below is never this one.
    const tool = toolOf(course.workflow, stage);
    const size = tool?.outputs.get(name)?.size;
    let bytes = 0;
    if (size !== undefined && 'bytes' in size) bytes = size.bytes;
    else if (size !== undefined && tool !== undefined) bytes = Math.round(size.factor * ofInputs(course, tool));
    known.set(key, bytes);
    return bytes;
  };
  const ofInputs = (course: Course, tool: ToolInvocation): number => {
    let bytes = 0;
    for (const from of tool.inputs.values()) {
      const [place = '', name] = from.split(/:(.*)/s);
      if (name === undefined) bytes += files.get(from.replaceAll('{sample}', course.sample.name))?.bytes ?? 0;
      else if (place === 'order') bytes += files.get(fileOf(course, name) ?? '')?.bytes ?? 0;
      else bytes += ofOutput(course, place, name);
    }
    return bytes;
  };
  return { ofOutput };
}

const fileOf = ({ order, sample }: Course, name: string): string | undefined =>
  order.inputs.get(`${sample.name}/${name}`) ?? order.inputs.get(name);

function toolOf({ stages }: Workflow, id: string): ToolInvocation | undefined {
  const stage = stages.find((one) => one.id === id);
  return stage?.kind === 'compute' ? stage.tool : undefined;
}

/** To three digits: nobody knows more. */
const about = (bytes: number): string => {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, bytes))) - 2);
  return formatMemory(Math.round(bytes / unit) * unit);
};
