/** The command behind a compute stage, as a scenario document spells it: an argv array, never a shell line. */

import { z } from 'zod';

import { idField, object } from './fields.ts';

const argument = z.string().max(4096);

/** Names appear as `{name}` in arguments, so they follow the id policy too. */
const named = <V extends z.ZodType>(value: V) => z.record(idField(), value);

export const toolSchema = object({
  name: idField().describe("Command whose presence and version are probed, e.g. 'bwa'."),
  package: z.string().min(1).max(80).describe('Debian package that brings it.'),
  versionArgs: z.array(argument).max(10).default(['--version']).describe('Arguments that make it print its version.'),
  argv: z
    .array(argument)
    .min(1)
    .max(500)
    .describe('Command and arguments; `{name}` is replaced by the input, output, parameter, `sample` or `cores`.'),
  stdout: z.string().optional().describe('Output that receives standard output.'),
  inputs: named(z.string().min(1).max(1024))
    .default({})
    .describe("Name -> 'order:NAME', 'STAGE:NAME' or 'file:PATH' (beside the scenario)."),
  outputs: named(
    object({
      file: z.string().min(1).max(255).describe('File name in the folder of the attempt.'),
      format: z.string().min(1).max(40).describe("Format it is checked against, e.g. 'sam'."),
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
