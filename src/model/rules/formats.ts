/** What one stage makes is what the next one reads: formats, where both say theirs. */

import { originalOf } from '../alternatives.ts';
import type { ParsedStage } from '../document.ts';
import type { DraftWorkflow } from '../draft.ts';
import { suits } from '../format-name.ts';
import type { RuleContext } from './context.ts';

type Tool = NonNullable<Extract<ParsedStage, { kind: 'compute' }>['tool']>;

export interface FormatPlace {
  readonly workflow: DraftWorkflow;
  readonly path: string;
  readonly input: Tool['inputs'][string];
}

/** Also of whatever is done in the place of the stage that the input names. */
export function checkFormat(context: RuleContext, { workflow, path, input }: FormatPlace): void {
  const { format: wanted, from } = input;
  if (wanted === undefined) return;
  const [place = '', name = ''] = from.split(/:(.*)/s);
  if (place === 'file') return;
  if (place === 'order') return checkOrders(context, { workflow, path, wanted, name });
  const byId = new Map(workflow.stages.map(({ value }) => [value.id, value]));
  for (const { value: stage } of workflow.stages) {
    if (stage.kind !== 'compute' || originalOf(byId, stage) !== place) continue;
    const made = stage.tool?.outputs[name];
    if (made !== undefined)
      compare(context, { path, wanted, made: made.format, what: `${stage.id} writes ${name} as` });
  }
}

interface OrderFiles {
  readonly workflow: DraftWorkflow;
  readonly path: string;
  readonly wanted: readonly string[];
  readonly name: string;
}

function checkOrders(context: RuleContext, { workflow, path, wanted, name }: OrderFiles): void {
  for (const { value: order } of context.draft.orders) {
    const given = order.workflow === workflow.id ? order.inputs[name]?.format : undefined;
    // Files that may be of several formats are told when they are looked at.
    const [made, ...others] = given ?? [];
    if (made === undefined || others.length > 0) continue;
    compare(context, { path, wanted, made, what: `order ${order.id} gives ${name} as` });
  }
}

interface Comparison {
  readonly path: string;
  readonly wanted: readonly string[];
  readonly made: string;
  readonly what: string;
}

function compare({ report }: RuleContext, { path, wanted, made, what }: Comparison): void {
  const fit = suits(made, wanted);
  if (fit === 'yes') return;
  const message = `${what} ${made}, the tool reads ${wanted.join(' or ')}`;
  if (fit === 'no') report.add('FORMAT-MISMATCH', path, message, 'Correct one of the formats, or convert in between.');
  else
    report.add('FORMAT-PACKED', path, message, 'Name both where the tool reads both, else pack or unpack in between.');
}
