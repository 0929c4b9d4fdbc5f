/** What the virtual world draws from, as a scenario document spells it. */

import { z } from 'zod';

import { duration } from '../../base/index.ts';

import { countField, durationField, idField, memoryField, object, timeField } from './fields.ts';

const cv = () => z.number().min(0).max(10).default(0).describe('Coefficient of variation (lognormal).');

const incidentFields = {
  id: idField().describe('Name of the incident.'),
  at: timeField().optional().describe('When it strikes. Either this or `every`.'),
  every: durationField().optional().describe('Mean time between two of them (exponential).'),
  length: durationField().describe('How long it lasts.'),
  cv: cv(),
};

export const incidentSchema = z.discriminatedUnion('kind', [
  object({
    ...incidentFields,
    kind: z.literal('absence').describe('Operators stay away.'),
    operators: countField(1).describe('How many.'),
  }),
  object({
    ...incidentFields,
    kind: z.literal('power-loss').describe('Every machine stops, every computation is lost.'),
  }),
  object({
    ...incidentFields,
    kind: z.literal('node-lost').describe('Part of a compute pool is gone, with what runs there.'),
    pool: z.string().describe('Compute pool.'),
    cores: countField(1).describe('Cores that are gone.'),
    memory: memoryField().optional().describe("Memory that is gone; the cores' share of the pool where absent."),
  }),
  object({
    ...incidentFields,
    kind: z.literal('storage-full').describe('What computes on the pool cannot write its results.'),
    pool: z.string().describe('Compute pool.'),
  }),
  object({
    ...incidentFields,
    kind: z.literal('breakdown').describe('A machine breaks down, whatever its wear.'),
    machine: z.string().describe('INSTRUMENT/POSITION, or piece of equipment.'),
  }),
]);

export const simulationSchema = object({
  planningTime: durationField().default(duration(0)).describe('From asking for a plan to its arrival.'),
  arrivals: object({
    delay: durationField().default(duration(0)).describe('Mean delay of an order against `received`.'),
    cv: cv(),
    noShow: z.number().min(0).lt(1).default(0).describe('Chance that an order never comes.'),
  })
    .optional()
    .describe('How orders come; as they say where absent.'),
  sequencing: object({
    yield: z.number().positive().max(10).default(1).describe('Mean reads of a run against its plan.'),
    yieldCv: cv(),
    balanceCv: z
      .number()
      .min(0)
      .max(5)
      .default(0)
      .describe('Coefficient of variation between the lots of a pool: none is even.'),
  })
    .optional()
    .describe(
      'Reads that runs give; exactly as planned where absent. A gate on the metric `reads` (unit M) judges them.',
    ),
  incidents: z.array(incidentSchema).max(1000).default([]).describe('What strikes from outside.'),
});
