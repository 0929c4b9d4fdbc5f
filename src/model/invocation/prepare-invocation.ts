/**
 * From a stage's tool to one concrete command for one sample: which files it reads, under which names, and its argv.
 *
 * Inputs are linked into the attempt's folder, which is the working directory; arguments name files, never folders. So a
 * command line is the same on every machine, and what a tool writes beside its input stays in the attempt.
 */

import type { ExpectedFile } from '../expected-file.ts';
import type { Order, Sample } from '../scenario.ts';
import type { ComputeStage, Stage, ToolInvocation, Workflow } from '../workflow.ts';
import { resultFolder } from './layout.ts';
import { isSafeName, safeName } from './names.ts';
import { fillPlaceholders, RESERVED_WORDS } from './placeholders.ts';

export interface InvocationRequest {
  readonly workflow: Workflow;
  readonly stage: ComputeStage;
  readonly tool: ToolInvocation;
  readonly order: Order;
  readonly sample: Sample;
}

export interface Invocation {
  /** Every element filled; `argv[0]` is the command. */
  readonly argv: readonly string[];
  readonly inputs: readonly InvocationInput[];
  readonly outputs: readonly InvocationOutput[];
  /** File name of the output that standard output makes. */
  readonly stdoutFile?: string;
}

export interface InvocationInput {
  readonly name: string;
  readonly source: InputSource;
  /** Name of the link in the attempt's folder. */
  readonly linkedAs: string;
  readonly format?: string;
  /** What the order, or else the tool, says of a file from outside. */
  readonly expected?: ExpectedFile;
}

export type InputSource =
  /** Beside the scenario, or absolute. */
  | { readonly kind: 'file'; readonly path: string }
  /** Published by an earlier stage; relative to the run's directory. */
  | { readonly kind: 'result'; readonly path: string; readonly stage: Stage };

export interface InvocationOutput {
  readonly name: string;
  readonly file: string;
  readonly format: string;
}

/** What keeps an invocation from being carried out. */
export interface InvocationProblem {
  readonly code: 'INPUT-UNKNOWN' | 'PLACEHOLDER-UNKNOWN' | 'NAME-UNSAFE' | 'NAME-CLASH' | 'TOOL-ARGV';
  readonly message: string;
  readonly hint: string;
}

/** `problems` is empty exactly when the invocation can be carried out. */
export interface Prepared {
  readonly invocation: Invocation;
  readonly problems: readonly InvocationProblem[];
}

export function prepareInvocation(request: InvocationRequest): Prepared {
  const { tool, stage, sample } = request;
  const problems: InvocationProblem[] = [];
  const values = new Map([...tool.parameters, ['sample', safeName(sample.name)], ['cores', String(stage.cores)]]);
  const fill = (text: string, where: string): string => {
    const { text: filled, unknown } = fillPlaceholders(text, values);
    for (const name of unknown) problems.push(unknownPlaceholder(name, where));
    return filled;
  };

  const outputs = outputsOf(tool, fill);
  const inputs: InvocationInput[] = [];
  for (const [name, reference] of tool.inputs) {
    const found = resolveInput(request, fill(reference, `input ${name}`));
    if ('code' in found) problems.push({ ...found, message: `input ${name}: ${found.message}` });
    else inputs.push({ name, ...found, ...expectedBoth(tool.expected?.get(name), found) });
  }
  problems.push(...checkNames(tool, inputs, outputs));

  for (const { name, linkedAs } of inputs) values.set(name, linkedAs);
  for (const { name, file } of outputs) values.set(name, file);
  const argv = tool.argv.map((argument) => fill(argument, `argument ${argument}`));
  if (argv[0] !== tool.name) problems.push(otherCommand(tool, argv[0]));

  const stdout = tool.stdout === undefined ? undefined : outputs.find((output) => output.name === tool.stdout);
  if (tool.stdout !== undefined && stdout === undefined) problems.push(unknownPlaceholder(tool.stdout, 'stdout'));
  return {
    invocation: { argv, inputs, outputs, ...(stdout === undefined ? {} : { stdoutFile: stdout.file }) },
    problems,
  };
}

const outputsOf = (tool: ToolInvocation, fill: (text: string, where: string) => string): InvocationOutput[] =>
  [...tool.outputs].map(([name, { file, format }]) => ({ name, file: fill(file, `output ${name}`), format }));

type Resolved = Omit<InvocationInput, 'name'>;

/** The order knows its files; the tool knows what it reads. Files of stages are digested as they are made. */
function expectedBoth(tool: ExpectedFile | undefined, { source, expected }: Resolved): { expected?: ExpectedFile } {
  if (source.kind === 'result' || (tool === undefined && expected === undefined)) return {};
  return { expected: { ...tool, ...expected } };
}

/** `order:NAME`, `STAGE:NAME`, `file:PATH`, or a bare path beside the scenario. */
function resolveInput(request: InvocationRequest, reference: string): Resolved | InvocationProblem {
  const colon = reference.indexOf(':');
  const [place, name] = [reference.slice(0, colon), reference.slice(colon + 1)];
  // A colon after a slash belongs to a file name.
  if (colon < 0 || place.includes('/')) return fileInput(reference);
  if (place === 'file') return fileInput(name);
  return place === 'order' ? orderInput(request, name) : stageInput(request, place, name);
}

/** Behind the last slash that has something behind it. */
const baseName = (file: string): string => /[^/]*(?=\/*$)/.exec(file)?.[0] ?? '';

const fileInput = (file: string): Resolved => ({
  source: { kind: 'file', path: file },
  linkedAs: safeName(baseName(file)),
});

/** The sample's own file goes before the order's. */
function orderInput({ order, sample }: InvocationRequest, name: string): Resolved | InvocationProblem {
  for (const key of [`${sample.name}/${name}`, name]) {
    const file = order.inputs.get(key);
    const expected = order.expected?.get(key);
    if (file !== undefined) return { ...fileInput(file), ...(expected && { expected }) };
  }
  return {
    code: 'INPUT-UNKNOWN',
    message: `order ${order.id} gives neither "${sample.name}/${name}" nor "${name}"`,
    hint: 'name the file under the inputs of the order',
  };
}

function stageInput(request: InvocationRequest, place: string, name: string): Resolved | InvocationProblem {
  const { workflow, stage, order, sample } = request;
  const from = workflow.stages.find((candidate) => candidate.id === place);
  const output = from?.kind === 'compute' ? from.tool?.outputs.get(name) : undefined;
  if (from?.kind !== 'compute' || from.tool === undefined || output === undefined) {
    return {
      code: 'INPUT-UNKNOWN',
      message: `no stage "${place}" of workflow ${workflow.id} has an output "${name}"`,
      hint: 'write order:NAME, STAGE:NAME or file:PATH',
    };
  }
  if (!isBefore(workflow, from, stage)) {
    return {
      code: 'INPUT-UNKNOWN',
      message: `stage ${from.id} does not come before stage ${stage.id}`,
      hint: `list ${from.id} in "after" of ${stage.id}, or of a stage before it`,
    };
  }
  const values = new Map([...from.tool.parameters, ['sample', safeName(sample.name)], ['cores', String(from.cores)]]);
  const file = fillPlaceholders(output.file, values).text;
  return {
    source: { kind: 'result', path: `${resultFolder(order.id, sample.name, from.id)}/${file}`, stage: from },
    linkedAs: safeName(file),
    format: output.format,
  };
}

function isBefore(workflow: Workflow, earlier: Stage, later: Stage): boolean {
  const reached = new Set(later.after);
  // Topological order: walked backwards, every stage is seen after all that follow it.
  for (const stage of workflow.stages.toReversed()) {
    if (reached.has(stage.id)) for (const before of stage.after) reached.add(before);
  }
  return reached.has(earlier.id);
}

function checkNames(
  tool: ToolInvocation,
  inputs: readonly InvocationInput[],
  outputs: readonly InvocationOutput[],
): InvocationProblem[] {
  const problems: InvocationProblem[] = [];
  const words = [...RESERVED_WORDS, ...tool.inputs.keys(), ...tool.outputs.keys(), ...tool.parameters.keys()];
  for (const word of repeated(words)) problems.push(clash(`the placeholder {${word}} has two meanings`));
  const files = [...inputs.map((input) => input.linkedAs), ...outputs.map((output) => output.file)];
  for (const file of repeated(files)) problems.push(clash(`two inputs or outputs are called "${file}"`));
  for (const { name, file } of outputs) {
    if (isSafeName(file)) continue;
    problems.push({
      code: 'NAME-UNSAFE',
      message: `output ${name} has the file name ${JSON.stringify(file)}`,
      hint: 'use letters, digits and . _ + - only, begin with a letter or digit, and no folders',
    });
  }
  return problems;
}

const repeated = (texts: readonly string[]): readonly string[] => [
  ...new Set(texts.filter((text, index) => texts.indexOf(text) !== index)),
];

const clash = (message: string): InvocationProblem => ({
  code: 'NAME-CLASH',
  message,
  hint: 'give each its own name: inputs and outputs share one working directory',
});

const unknownPlaceholder = (name: string, where: string): InvocationProblem => ({
  code: 'PLACEHOLDER-UNKNOWN',
  message: `{${name}} in ${where} is no input, output or parameter`,
  hint: `declare it, or use one of ${RESERVED_WORDS.map((word) => `{${word}}`).join(', ')}`,
});

const otherCommand = (tool: ToolInvocation, command: string | undefined): InvocationProblem => ({
  code: 'TOOL-ARGV',
  message: `the tool is ${tool.name}, its first argument is ${command === undefined ? 'missing' : `"${command}"`}`,
  hint: 'begin argv with the command whose version is recorded',
});
