/** Quality gates as documents spell them: limits of single metrics, and the defaults of a kind of work. */

import { z } from 'zod';

import { ASSAYS, INSTRUMENTS } from '../quality/index.ts';
import { countField, object } from './fields.ts';

export const gateSchema = object({
  metric: z.string().min(1).max(80).describe("What is measured, e.g. 'yield'."),
  unit: z.string().max(40).describe("Its unit, e.g. 'ng'."),
  min: z.number().optional().describe('Least value that passes.'),
  max: z.number().optional().describe('Greatest value that passes.'),
  warn: object({
    min: z.number().optional().describe('Least value without a warning.'),
    max: z.number().optional().describe('Greatest value without a warning.'),
  })
    .optional()
    .describe('Limits whose miss is a warning on record; the sample passes.'),
  source: z.string().max(400).optional().describe('Where the limits come from.'),
});

export const defaultGatesSchema = object({
  assay: z.enum(ASSAYS).describe('What kind of work the samples are for.'),
  instrument: z
    .enum(INSTRUMENTS)
    .optional()
    .describe('What sequenced them, with flow cell or kit where limits depend on it.'),
  readLength: countField(1)
    .optional()
    .describe('Cycles of read 1; limits that depend on it hold only where it is given.'),
  plex: countField(1)
    .optional()
    .describe('Samples that share a lane; without it nothing is asked of a share of a lane.'),
  metrics: z
    .array(z.string().max(80))
    .min(1)
    .max(100)
    .optional()
    .describe('Which metrics; those that checks of the outputs measure where absent.'),
});

/** A file of limits that take the place of defaults. */
export const thresholdsSchema = object({
  gates: z.array(gateSchema).max(200).describe('Each in place of the default limits of its metric.'),
});
