/** The command behind a compute stage, as a scenario document spells it: an argv array, never a shell line. */

import { z } from 'zod';

import { parseMemory } from '../quantity.ts';
import { parseVersionRange } from '../version-range.ts';
import { expectedFields, type ExpectedFields } from './expected-file.ts';
import { fail, idField, object } from './fields.ts';

const argument = z.string().max(4096);

/** Names appear as `{name}` in arguments, so they follow the id policy too. */
const named = <V extends z.ZodType>(value: V) => z.record(idField(), value);

const VERSIONS_HINT = "Write limits such as '>=0.7.17 <0.8', alternatives with '||' between them.";

const versionsField = () =>
  z
    .string()
    .max(200)
    .transform((text, ctx) => {
      const range = parseVersionRange(text);
      return range ?? fail(ctx, 'BAD-VALUE', `'${text}' names no versions`, VERSIONS_HINT);
    });

const origin = z.string().min(1).max(1024);

export interface ToolInput extends ExpectedFields {
  readonly from: string;
}

const inputField = () =>
  z.union([
    origin.transform((from): ToolInput => ({ from })),
    object({
      from: origin.describe("'order:NAME', 'STAGE:NAME' or 'file:PATH'."),
      ...expectedFields('The tool reads this format, or one of these'),
    }),
  ]);

/** `30 GB`, or `x2.5`: so many times as much as the stage reads. */
const sizeField = () =>
  z.string().transform((text, ctx): { bytes: number } | { factor: number } => {
    const factor = /^x\s*(\d{1,6}(?:\.\d{1,6})?)$/.exec(text)?.[1];
    if (factor !== undefined) return { factor: Number(factor) };
    const bytes = parseMemory(text);
    if (bytes.kind === 'ok') return { bytes: bytes.value };
    return fail(
      ctx,
      'BAD-QUANTITY',
      `'${text}' is not a size`,
      "Write '30 GB', or 'x2.5' for a multiple of what is read.",
    );
  });

export const toolSchema = object({
  name: idField().describe("Command whose presence and version are probed, e.g. 'bwa'."),
  package: z.string().min(1).max(80).describe('Debian package that brings it.'),
  versionArgs: z.array(argument).max(10).default(['--version']).describe('Arguments that make it print its version.'),
  versions: versionsField()
    .optional()
    .describe("Versions that are allowed, e.g. '>=0.7.17 <0.8'; any where absent. `=1.16` takes 1.16.1 too."),
  argv: z
    .array(argument)
    .min(1)
    .max(500)
    .describe('Command and arguments; `{name}` is replaced by the input, output, parameter, `sample` or `cores`.'),
  stdout: z.string().optional().describe('Output that receives standard output.'),
  inputs: named(inputField())
    .default({})
    .describe(
      "Name -> 'order:NAME', 'STAGE:NAME' or 'file:PATH' (beside the scenario); or that as `from`, with what is expected of the file.",
    ),
  outputs: named(
    object({
      file: z.string().min(1).max(255).describe('File name in the folder of the attempt.'),
      format: z.string().min(1).max(40).describe("Format it is checked against, e.g. 'sam'."),
      size: sizeField()
        .optional()
        .describe(
          "What is expected of one sample: '30 GB', or 'x2.5' for so many times as much as the stage reads. For storage room only.",
        ),
    }),
  )
    .default({})
    .describe('Name -> file that the command writes.'),
  reuse: z
    .boolean()
    .default(true)
    .describe('Whether equal work may be done once: false for a command that gives other results each time.'),
  parameters: named(z.union([z.string(), z.number(), z.boolean()]).transform(String))
    .default({})
    .describe('Name -> value.'),
});
