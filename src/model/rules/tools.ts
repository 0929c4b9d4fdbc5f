/** Commands whose placeholders and inputs all lead to something. */

import { isUri } from '../../base/index.ts';
import type { ParsedStage } from '../document.ts';
import { originalOf } from '../alternatives.ts';
import { didYouMean } from '../closest.ts';
import type { DraftWorkflow } from '../draft.ts';
import { ancestorsOf } from '../stage-order.ts';
import type { RuleContext } from './context.ts';
import { checkDigests } from './digests.ts';
import { checkFormat } from './formats.ts';
import { PATH_HINT, isSafePath } from './paths.ts';

type Tool = NonNullable<Extract<ParsedStage, { kind: 'compute' }>['tool']>;

/** As the executor reads them; digits alone are a count in a regular expression. */
const PLACEHOLDER = /\{(?!\d+\})([A-Za-z0-9][A-Za-z0-9._-]{0,63})\}/g;
const RESERVED_WORDS = ['sample', 'cores'];

export function checkTools(context: RuleContext): void {
  for (const workflow of context.draft.workflows) {
    for (const { path, value } of workflow.stages) {
      if (value.kind !== 'compute' || value.tool === undefined) continue;
      const place = `${path}/tool`;
      checkNames(context, place, value.tool);
      checkPlaceholders(context, place, value.tool);
      for (const [name, input] of Object.entries(value.tool.inputs)) {
        const at = `${place}/inputs/${name}`;
        checkInput(context, { workflow, stage: value.id, path: at, from: input.from });
        checkFormat(context, { workflow, path: at, input });
      }
    }
  }
  for (const { path, value } of context.draft.orders) checkOrderFiles(context, path, value);
}

/** Inputs, outputs, parameters and reserved words share one space of names: that of the placeholders. */
function checkNames({ report }: RuleContext, path: string, tool: Tool): void {
  const taken = new Map(RESERVED_WORDS.map((word) => [word, 'a reserved word']));
  for (const part of ['inputs', 'outputs', 'parameters'] as const) {
    for (const name of Object.keys(tool[part])) {
      const other = taken.get(name);
      if (other !== undefined)
        report.add('DUPLICATE-ID', `${path}/${part}/${name}`, `'${name}' is already ${other}`, 'Rename it.');
      taken.set(name, `one of the ${part}`);
    }
  }
  const outputs = Object.keys(tool.outputs);
  if (tool.stdout !== undefined && !outputs.includes(tool.stdout)) {
    report.add(
      'UNKNOWN-REFERENCE',
      `${path}/stdout`,
      `there is no output '${tool.stdout}'`,
      didYouMean(tool.stdout, outputs, 'Add it to outputs.'),
    );
  }
  for (const [name, { file }] of Object.entries(tool.outputs)) {
    if (!isSafePath(file))
      report.add(
        'BAD-PATH',
        `${path}/outputs/${name}/file`,
        `'${file}' may leave the folder of the attempt`,
        PATH_HINT,
      );
  }
}

const MAX_NAMES_SHOWN = 50;

function checkPlaceholders({ report }: RuleContext, path: string, tool: Tool): void {
  const known = new Set([
    ...RESERVED_WORDS,
    ...Object.keys(tool.inputs),
    ...Object.keys(tool.outputs),
    ...Object.keys(tool.parameters),
  ]);
  const check = (place: string, text: string, names: ReadonlySet<string>): void => {
    for (const [, name = ''] of text.matchAll(PLACEHOLDER)) {
      if (names.has(name)) continue;
      const first = [...names].slice(0, MAX_NAMES_SHOWN);
      report.add(
        'TOOL-PLACEHOLDER',
        place,
        `'{${name}}' names nothing`,
        didYouMean(name, first, `Known: ${first.join(', ')}.`),
      );
    }
  };
  for (const [k, text] of tool.argv.entries()) check(`${path}/argv/${k}`, text, known);
  // Files are named before any file exists, so only words and parameters can be in their names.
  const early = new Set([...RESERVED_WORDS, ...Object.keys(tool.parameters)]);
  for (const [name, { file }] of Object.entries(tool.outputs)) check(`${path}/outputs/${name}/file`, file, early);
  for (const [name, { from }] of Object.entries(tool.inputs)) check(`${path}/inputs/${name}`, from, early);
}

interface InputPlace {
  readonly workflow: DraftWorkflow;
  readonly stage: string;
  readonly path: string;
  readonly from: string;
}

function checkInput(context: RuleContext, { workflow, stage, path, from }: InputPlace): void {
  const { report } = context;
  const [place = '', name] = from.split(/:(.*)/s);
  if (name === undefined || place === 'file') {
    const file = name ?? from;
    if (!isSafePath(file)) report.add('BAD-PATH', path, `'${file}' is not beside the scenario`, PATH_HINT);
    return;
  }
  if (place === 'order') return checkOrderInput(context, workflow, path, name);
  const source = workflow.stages.find((candidate) => candidate.value.id === place)?.value;
  if (source === undefined) {
    if (workflow.stageIds.has(place)) return;
    const hint = didYouMean(place, workflow.stageIds, "Write 'order:NAME', 'STAGE:NAME' or 'file:PATH'.");
    return report.add('TOOL-INPUT', path, `'${from}' names the stage '${place}', which does not exist`, hint);
  }
  const outputs = source.kind === 'compute' ? Object.keys(source.tool?.outputs ?? {}) : [];
  if (!outputs.includes(name)) {
    const hint = didYouMean(
      name,
      outputs,
      outputs.length === 0 ? 'Give that stage a tool.' : `It has: ${outputs.join(', ')}.`,
    );
    report.add('TOOL-INPUT', path, `the stage ${place} has no output '${name}'`, hint);
  }
  for (const { value: other } of workflow.stages) {
    if (other.insteadOf === undefined || originalOf(stagesById(workflow), other) !== place) continue;
    if (other.kind === 'compute' && Object.keys(other.tool?.outputs ?? {}).includes(name)) continue;
    const message = `${other.id}, done instead of ${place}, has no output '${name}'`;
    report.add('TOOL-INPUT', path, message, `Give ${other.id} an output of that name.`);
  }
  const stages = workflow.stages.map((s) => s.value);
  if (!ancestorsOf(stages, stage).has(place)) {
    report.add(
      'TOOL-INPUT',
      path,
      `${stage} reads from ${place}, which does not come before it`,
      `Add ${place} to after.`,
    );
  }
}

const stagesById = (workflow: DraftWorkflow): ReadonlyMap<string, ParsedStage> =>
  new Map(workflow.stages.map(({ value }) => [value.id, value]));

/** Orders without any files are only planned and simulated; one with files should have all of them. */
function checkOrderInput({ draft, report }: RuleContext, workflow: DraftWorkflow, path: string, name: string): void {
  for (const order of draft.orders) {
    const { id, inputs } = order.value;
    const names = Object.keys(inputs);
    if (order.value.workflow !== workflow.id || names.length === 0 || names.includes(name)) continue;
    const message = `order ${id} has no input '${name}', which ${path} reads`;
    report.add('INPUT-MISSING', `${order.path}/inputs`, message, didYouMean(name, names, `Add ${name}: PATH.`));
  }
}

function checkOrderFiles(
  context: RuleContext,
  path: string,
  order: RuleContext['draft']['orders'][number]['value'],
): void {
  const { report } = context;
  for (const [name, input] of Object.entries(order.inputs)) {
    const { file } = input;
    const place = `${path}/inputs/${name}`;
    checkDigests(context, place, order, input);
    if (!isSafePath(file) && !isUri(file))
      report.add('BAD-PATH', place, `'${file}' is not beside the scenario`, PATH_HINT);
    for (const [, word = ''] of file.matchAll(PLACEHOLDER)) {
      if (word !== 'sample')
        report.add('TOOL-PLACEHOLDER', place, `'{${word}}' names nothing`, 'Only {sample} is known here.');
    }
  }
}
