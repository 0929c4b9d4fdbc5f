/** Compute stages with a tool that orders still have before them, and the files from outside that they read. */

import { mustGet } from '../../base/index.ts';
import {
  prepareInvocation,
  type ComputeStage,
  type ExpectedFile,
  type Order,
  type Scenario,
  type ToolInvocation,
  type Workflow,
} from '../../model/index.ts';

export interface ToolWork {
  readonly order: Order;
  readonly workflow: Workflow;
  readonly stage: ComputeStage;
  readonly tool: ToolInvocation;
}

export const toolWork = ({ orders, workflows }: Scenario): readonly ToolWork[] =>
  orders.flatMap((order) => {
    const workflow = mustGet(workflows, order.workflow);
    const done = new Set(order.progress.filter(({ end }) => end <= 0).map(({ stage }) => stage));
    return workflow.stages.flatMap((stage): ToolWork[] =>
      stage.kind === 'compute' && stage.tool !== undefined && !done.has(stage.id)
        ? [{ order, workflow, stage, tool: stage.tool }]
        : [],
    );
  });

/** Place of a stage in the document, by names. What is done on a detour stands in the ordinary workflow. */
export const stagePlace = ({ workflow, stage }: Pick<ToolWork, 'workflow' | 'stage'>): string =>
  `/workflows/${workflow.id.split('~')[0]}/stages/${stage.id}`;

/** One file from outside, read by one stage for one sample. */
export interface FileUse {
  /** Beside the scenario, or a URI. */
  readonly path: string;
  /** Place in the document, by names. */
  readonly place: string;
  readonly expected?: ExpectedFile;
  /** Tells the stage and sample that read it: uses with one key are of one command. */
  readonly command: string;
}

/** Everything that tools read from outside. Faults of invocations are another judge's. */
export function filesRead(scenario: Scenario): readonly FileUse[] {
  return toolWork(scenario).flatMap((work) => {
    const { order, workflow, stage, tool } = work;
    return order.samples.flatMap((sample) =>
      prepareInvocation({ workflow, stage, tool, order, sample }).invocation.inputs.flatMap((input): FileUse[] => {
        if (input.source.kind !== 'file') return [];
        const { expected } = input;
        const from = tool.inputs.get(input.name) ?? '';
        const isOfOrder = from.startsWith('order:');
        const place = isOfOrder
          ? `/orders/${order.id}/inputs/${from.slice('order:'.length)}`
          : `${stagePlace(work)}/tool/inputs/${input.name}`;
        const command = `${order.id}\n${sample.name}\n${stage.id}`;
        return [{ path: input.source.path, place, command, ...(expected && { expected }) }];
      }),
    );
  });
}

/** Inputs of orders that no tool reads: sample sheets, for instance. */
export function filesUnread({ orders }: Scenario, uses: readonly FileUse[]): readonly FileUse[] {
  const read = new Set(uses.map(({ path }) => path));
  return orders.flatMap((order) =>
    [...order.inputs].flatMap(([key, path]): FileUse[] => {
      if (read.has(path)) return [];
      const expected = order.expected?.get(key);
      const place = `/orders/${order.id}/inputs/${key.slice(key.indexOf('/') + 1)}`;
      return [{ path, place, command: order.id, ...(expected && { expected }) }];
    }),
  );
}
