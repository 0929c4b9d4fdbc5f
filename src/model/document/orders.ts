/** Orders, priorities and the objective, as a scenario document spells them. */

import { z } from 'zod';

import { OBJECTIVE_TERMS } from '../objective.ts';
import { PRIORITY_CLASSES } from '../scenario.ts';
import { expectedBySampleFields, type ExpectedBySampleFields } from './expected-file.ts';
import { countField, idField, object, readsField, timeField, whenField } from './fields.ts';

const progressSchema = object({
  stage: z.string().describe('Stage of the workflow.'),
  start: timeField().describe('When it started: at or before the start of the horizon.'),
  end: timeField().describe('When it ended, or is expected to.'),
  on: z.string().describe('Machine or pool it ran or runs on.'),
  recipe: z.string().optional().describe('Recipe of a sequencing run; needed while it is running.'),
});

const filePath = z.string().min(1).max(1024);

export interface OrderInput extends ExpectedBySampleFields {
  readonly file: string;
}

const orderInputField = () =>
  z.union([
    filePath.transform((file): OrderInput => ({ file })),
    object({ file: filePath.describe('Path beside the scenario.'), ...expectedBySampleFields() }),
  ]);

export const orderSchema = object({
  id: idField().describe('Name of the order; sample ids are ORDER/NAME.'),
  workflow: z.string().describe('Workflow it passes through.'),
  material: z.string().describe('What the customer sends.'),
  samples: z
    .union([countField(1).max(100_000), z.array(idField()).min(1).max(100_000)])
    .describe('A number (named s01, s02, ...) or a list of names.'),
  collected: timeField().describe('When the material was taken: decay counts from here.'),
  storage: z
    .union([
      z.string(),
      z
        .array(
          object({ condition: z.string().describe('Storage condition.'), from: timeField().describe('Since when.') }),
        )
        .min(1)
        .max(100),
    ])
    .describe('Storage condition since collection, or the history of conditions.'),
  announced: timeField()
    .optional()
    .describe('When the laboratory learns of the order; known from the start where absent. At or before `received`.'),
  received: timeField().describe('No stage starts before.'),
  due: whenField().describe("When the result is due: a time, or a duration after `received` such as '10 d'."),
  deadline: whenField()
    .optional()
    .describe('When the result is worth nothing any more: a time, or a duration after `received`.'),
  priority: z.enum(PRIORITY_CLASSES).default('routine').describe('Priority class.'),
  readsPerSample: readsField().optional().describe("Read pairs per sample, in place of the workflow's."),
  indexSet: z.string().optional().describe('Index set of its libraries; without one it clashes with nobody.'),
  progress: z.array(progressSchema).max(200).default([]).describe('Work done or under way at the start.'),
  subject: idField().optional().describe('Pseudonym of the person that all its samples are of, as the vault gives it.'),
  subjects: z
    .record(idField(), idField())
    .optional()
    .describe('Sample name -> pseudonym, where the samples are of several persons.'),
  identity: z
    .unknown()
    .optional()
    .describe(
      'Direct identifiers of the person. Refused: `seqplan vault pseudonymize` puts a pseudonym in their place.',
    ),
  identities: z.unknown().optional().describe('The same by sample name. Refused likewise.'),
  inputs: z
    .record(idField(), orderInputField())
    .default({})
    .describe(
      'Name -> file beside the scenario, with `{sample}` in the path one file per sample; or that as `file`, with what is expected of it.',
    ),
});

export const prioritiesSchema = z
  .partialRecord(z.enum(PRIORITY_CLASSES), z.number().positive().max(1e6))
  .describe('Weight of one sample by priority class, where it differs from the default.');

export const objectiveSchema = object({
  levels: z
    .array(
      z
        .array(
          object({
            term: z.enum(OBJECTIVE_TERMS).describe('What is counted.'),
            weight: z.number().positive().max(1e9).default(1).describe('Its weight in the sum.'),
          }),
        )
        .min(1)
        .max(20),
    )
    .min(1)
    .max(10)
    .describe('Levels, the most important first; each is a weighted sum.'),
  tolerances: z
    .array(z.number().min(0).max(1))
    .max(10)
    .default([])
    .describe(
      'By level: the share by which its value may fall behind the best one known, so that the next level decides; 0 where not given.',
    ),
});
