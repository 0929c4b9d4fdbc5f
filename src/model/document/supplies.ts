/** Compute pools, materials with their stability, and index sets, as a scenario document spells them. */

import { z } from 'zod';

import { countField, durationField, idField, memoryField, object, temperatureField, timeField } from './fields.ts';

export const poolSchema = object({
  id: idField().describe('Name of the pool.'),
  kind: z.enum(['local', 'slurm']).describe('Processes of this machine, or jobs of a Slurm cluster.'),
  partition: idField().optional().describe('Slurm partition.'),
  cores: countField(1).describe('CPU cores.'),
  memory: memoryField().describe("Memory in total, e.g. '3 TB'."),
  gpus: countField().default(0).describe('GPUs.'),
  nodes: z
    .array(
      object({
        count: countField(1).default(1).describe('So many alike.'),
        cores: countField(1).describe('CPU cores of one.'),
        memory: memoryField().describe('Memory of one.'),
        gpus: countField().default(0).describe('GPUs of one.'),
      }),
    )
    .min(1)
    .max(1000)
    .optional()
    .describe(
      'Machines that the pool is made of: what one sample needs must fit one of them. One machine where absent. Planning counts the pool as a whole.',
    ),
  reserved: z
    .array(
      object({
        from: timeField().describe('Begin.'),
        to: timeField().describe('End (exclusive).'),
        cores: countField(1).describe('Cores that others use meanwhile.'),
      }),
    )
    .max(1000)
    .default([])
    .describe('Cores that are taken for a time.'),
});

export const conditionSchema = object({
  id: idField().describe("Name of the storage condition, e.g. 'fridge'."),
  temperature: temperatureField()
    .optional()
    .describe("Of the storage, e.g. '4 degC'; goes on record with the work on what was kept there."),
  lossBegins: durationField().optional().describe('Time after which 90 % of the quality is left.'),
  unusable: durationField()
    .optional()
    .describe('Time after which half is left: unusable. With `lossBegins`; where both are absent nothing degrades.'),
  expiry: durationField().optional().describe('Hard limit on the time in this condition.'),
});

export const materialSchema = object({
  id: idField().describe("Name of the material, e.g. 'edta-blood'."),
  conditions: z.array(conditionSchema).min(1).max(50).describe('How it can be kept.'),
});

const bases = (what: string) =>
  z
    .string()
    .regex(/^[ACGT]{1,40}$/, { error: `${what} is written with the letters A, C, G, T (at most 40)` })
    .describe(`${what} sequence.`);

export const indexSetSchema = object({
  id: idField().describe('Name of the index set or plate.'),
  pairs: z
    .array(object({ i7: bases('i7'), i5: bases('i5').optional() }))
    .max(2000)
    .default([])
    .describe('Its index pairs, where they are known; sets that share or nearly share a pair clash.'),
});
