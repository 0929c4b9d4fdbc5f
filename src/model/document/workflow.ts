/** A workflow as a scenario document spells it: stages that follow each other by `after`. */

import { z } from 'zod';

import { duration } from '../../base/index.ts';

import { FAILURE_CLASSES } from '../failure.ts';
import { policyStepSchema } from './error-policy.ts';
import {
  basesField,
  countField,
  daysField,
  durationField,
  idField,
  memoryField,
  object,
  readsField,
  timeOfDayField,
} from './fields.ts';
import { defaultGatesSchema, gateSchema } from './gates.ts';
import { toolSchema } from './tool.ts';

const timeModel = object({
  fixed: durationField().default(duration(0)).describe('Part that does not depend on the number of samples.'),
  perSample: durationField().default(duration(0)).describe('Part per sample.'),
});

const reagentsField = () =>
  z
    .array(idField())
    .max(100)
    .optional()
    .describe("Reagents and kits that the work uses, by name, e.g. 'ligase'; their lots go on record.");

/** What every stage has. */
const stageFields = {
  id: idField().describe('Name of the stage, unique in the workflow.'),
  name: z.string().max(120).optional().describe('What it is called; the id where absent.'),
  after: z.array(z.string()).max(100).default([]).describe('Stages that must have finished.'),
  insteadOf: z
    .string()
    .optional()
    .describe(
      'Another way to do this stage: done in its place once a policy falls back to it. Without `after` it takes what that stage takes; whatever follows that stage follows it.',
    ),
  hold: object({
    min: durationField().default(duration(0)).describe('Least wait before the next stage starts.'),
    max: durationField().optional().describe('Longest wait before the next stage starts.'),
  })
    .optional()
    .describe('Limits on the wait after this stage; the expiry of the output counts too.'),
  output: object({
    material: z.string().describe('Material that leaves the stage.'),
    condition: z.string().describe('How it is kept while it waits.'),
  })
    .optional()
    .describe('What leaves the stage; absent for data.'),
  optional: z.boolean().default(false).describe('May be left out when a policy degrades the order.'),
  gates: z.array(gateSchema).max(100).default([]).describe('Numbers that the result must reach.'),
  defaultGates: defaultGatesSchema
    .optional()
    .describe('Default limits with their sources (docs/GATES.md); a metric listed under `gates` has that gate alone.'),
  onError: z
    .array(policyStepSchema)
    .max(50)
    .default([])
    .describe(
      'What to do about failures: the first step that matches and is not used up. Where none matches, samples are quarantined.',
    ),
  failureRates: z
    .partialRecord(z.enum(FAILURE_CLASSES), z.number().min(0).lt(1))
    .default({})
    .describe('For simulation: chance per task, of quality-gate and corrupt-* per sample.'),
  durationCv: z.number().min(0).max(5).default(0).describe('For simulation: coefficient of variation of the duration.'),
};

export const benchStageSchema = object({
  ...stageFields,
  kind: z.literal('bench').describe('Work on a piece of equipment.'),
  equipment: z.string().describe('Equipment class.'),
  time: timeModel.describe('Planned duration.'),
  operators: countField().default(0).describe('Operators needed.'),
  reagents: reagentsField(),
  handsOn: durationField().optional().describe('They are needed so long from the start; throughout where absent.'),
  batch: object({ family: idField().describe('Lots of one family share a task.') })
    .optional()
    .describe('Batching; absent: each lot by itself, in as many cycles as the capacity demands.'),
  zone: z.enum(['pre-pcr', 'post-pcr']).optional().describe('Area; pre-pcr never follows post-pcr.'),
  startWindows: z
    .array(
      object({
        days: daysField().describe("Weekdays, e.g. 'Mon-Thu'."),
        from: timeOfDayField().describe('First local time at which it may start.'),
        to: timeOfDayField().describe('Local time from which it may not start any more.'),
      }),
    )
    .min(1)
    .max(50)
    .optional()
    .describe('Appointments: when the stage may start; any time where absent.'),
});

export const sequencingStageSchema = object({
  ...stageFields,
  kind: z.literal('sequencing').describe('A run on a sequencer.'),
  recipes: z.array(z.string()).min(1).max(100).describe('Recipes that give the wanted reads.'),
  reagents: reagentsField(),
  reads: readsField().optional().describe("Read pairs per sample, e.g. '400 M'. Either this or `yield`."),
  yield: basesField().optional().describe("Bases per sample, e.g. '120 Gb', over the recipe's read 1 and 2."),
});

export const computeStageSchema = object({
  ...stageFields,
  kind: z.literal('compute').describe('A job on a compute pool.'),
  pool: z.string().describe('Compute pool.'),
  time: timeModel.describe('Planned duration of one sample.'),
  cores: countField(1).describe('Cores per sample.'),
  memory: memoryField().describe("Memory per sample, e.g. '30 GB'."),
  gpus: countField().default(0).describe('GPUs per sample.'),
  parallel: z
    .array(countField(1))
    .min(1)
    .max(20)
    .default([1])
    .describe('How many samples may run side by side; each value is a choice for the planner.'),
  tool: toolSchema.optional().describe('What the real world executes; without it the stage can only be simulated.'),
});

export const stageSchema = z.discriminatedUnion('kind', [benchStageSchema, sequencingStageSchema, computeStageSchema]);

export const workflowSchema = object({
  id: idField().describe('Name of the workflow.'),
  name: z.string().max(120).optional().describe('What it is called; the id where absent.'),
  stages: z.array(stageSchema).min(1).max(200).describe('Stages, in any order; `after` links them.'),
});
