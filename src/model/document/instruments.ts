/** The machines part of a scenario document: recipes, sequencers, preparation equipment and what keeps them going. */

import { z } from 'zod';

import { duration } from '../../base/index.ts';

import { countField, durationField, idField, object, readsField, timeField } from './fields.ts';
import { unavailableSchema } from './site.ts';

const cycles = countField().max(1000);

export const recipeSchema = object({
  id: idField().describe('Name of the recipe.'),
  flowCell: z.string().min(1).max(40).describe("Flow cell type, e.g. '25B'."),
  lanes: countField(1).max(64).describe('Lanes that can be loaded separately.'),
  readsPerLane: readsField().describe("Read pairs passing filter planned per lane, e.g. '3250 M'."),
  cycles: object({
    read1: cycles.describe('Cycles of read 1.'),
    read2: cycles.describe('Cycles of read 2; 0 for single reads.'),
    index1: cycles.describe('Cycles of index 1 (i7).'),
    index2: cycles.describe('Cycles of index 2 (i5).'),
  }).describe('Read configuration.'),
  runTime: z
    .union([
      durationField(),
      object({
        fixed: durationField().describe('Clustering, turnaround and wash.'),
        perCycle: durationField().describe("Time of one cycle, e.g. '6.75 min'."),
      }),
    ])
    .describe('Length of a run, post-run wash included: a duration, or a fixed part plus all cycles.'),
  indexScope: z
    .enum(['lane', 'run'])
    .default('lane')
    .describe('Whether clashing indexes may share the flow cell on different lanes (lane) or not at all (run).'),
});

export const changeoverSchema = object({
  default: durationField().default(duration(0)).describe('Set-up before a task where no rule matches.'),
  operators: countField().default(0).describe('Operators needed throughout the set-up.'),
  rules: z
    .array(
      object({
        from: z.string().describe("State before: a recipe, a batch family or a stage id; '*' for any."),
        to: z.string().describe("State after; '*' for any."),
        time: durationField().describe('Length of this set-up.'),
      }),
    )
    .max(1000)
    .default([])
    .describe('Sequence-dependent set-ups; the first that matches counts.'),
});

const fixedMaintenanceSchema = object({
  id: idField().describe('Name of the maintenance.'),
  kind: z.literal('fixed').describe('At a set time.'),
  from: timeField().describe('Begin.'),
  to: timeField().describe('End (exclusive).'),
  positions: z.array(z.string()).min(1).optional().describe('Positions concerned; all where absent.'),
});

const flexibleMaintenanceSchema = object({
  id: idField().describe('Name of the maintenance.'),
  kind: z.literal('flexible').describe('Placed by the planner.'),
  every: durationField().optional().describe('Due so long after the last one.'),
  everyRuns: countField(1).optional().describe('At most so many tasks between two of them.'),
  early: durationField().default(duration(0)).describe('May start so long before it is due.'),
  late: durationField().default(duration(0)).describe('May start so long after it is due.'),
  duration: durationField().describe('How long the machine stands still.'),
  operators: countField().default(0).describe('Operators needed throughout.'),
  lastDone: timeField().optional().describe('When it was last done; the start of the horizon where absent.'),
  scope: z
    .enum(['machine', 'instrument'])
    .default('machine')
    .describe('Whether each position is served by itself or all stand still together.'),
});

export const maintenanceSchema = z.discriminatedUnion('kind', [fixedMaintenanceSchema, flexibleMaintenanceSchema]);

export const reliabilitySchema = object({
  shape: z.number().positive().max(20).describe('Weibull shape; above 1 for wear.'),
  scale: durationField().describe("Weibull scale in hours of use, e.g. '160 d'."),
  age: durationField().default(duration(0)).describe('Use since the last repair at the start.'),
  renewal: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('Share of the age that a maintenance takes away (Kijima type II).'),
  hazardMultiplier: z
    .number()
    .positive()
    .max(1e6)
    .default(1)
    .describe('Present hazard as a multiple of the normal one.'),
  repair: object({
    mean: durationField().describe('Mean time to repair.'),
    cv: z.number().min(0).max(10).default(0).describe('Coefficient of variation of the repair time (lognormal).'),
  }).describe('Repair time.'),
  wearOut: object({
    onset: durationField().describe('Mean use until something begins to go wrong (exponential).'),
    hazard: z.number().min(1).max(1e4).describe('Hazard from then on, as a multiple of the one before.'),
    shift: z.number().min(0).max(100).describe('By how many standard deviations every signal is off from then on.'),
  })
    .optional()
    .describe('For simulation: hidden wear that shows in the signals, until maintenance or repair.'),
});

export const signalSchema = object({
  signal: idField().describe("What is read after every task, e.g. 'reagent-chiller'."),
  unit: z.string().max(40).describe("Its unit, e.g. 'degC'."),
  expected: z.number().describe('Mean while all is well.'),
  sd: z.number().positive().describe('Standard deviation while all is well.'),
  worse: z.enum(['higher', 'lower', 'either']).describe('Which way is bad.'),
});

/** What positions and equipment have in common. */
const machineFields = {
  serial: z.string().max(80).optional().describe('Serial number.'),
  changeover: changeoverSchema.optional().describe('Set-up times; none where absent.'),
  unavailable: z.array(unavailableSchema).max(1000).default([]).describe('When it cannot be occupied.'),
  maintenance: z.array(maintenanceSchema).max(100).default([]).describe('Fixed and flexible maintenance.'),
  reliability: reliabilitySchema.optional().describe('Unplanned failure; never fails where absent.'),
  telemetry: z.array(signalSchema).max(100).default([]).describe('What it reports of itself.'),
};

export const instrumentSchema = object({
  id: idField().describe('Name of the sequencer.'),
  type: z.string().min(1).max(80).describe("Model, e.g. 'NovaSeq X Plus'."),
  positions: z
    .array(idField())
    .min(1)
    .max(64)
    .optional()
    .describe(
      'Flow cell positions that run independently; machines are named INSTRUMENT/POSITION. One or none: the machine is named like the instrument.',
    ),
  recipes: z.array(z.string()).min(1).describe('Recipes on its menu.'),
  initialRecipe: z
    .union([z.string(), z.record(z.string(), z.string())])
    .optional()
    .describe('Recipe it is set up for at the start: one for all positions, or by position.'),
  ...machineFields,
});

export const equipmentSchema = object({
  id: idField().describe('Name of the piece of equipment.'),
  class: idField().describe("What it can do, e.g. 'liquid-handler'; stages ask for a class."),
  count: countField(1).max(1000).optional().describe('So many alike, named ID-1 to ID-n; where absent one, named ID.'),
  capacity: countField(1).describe('Samples at once.'),
  initialState: z.string().optional().describe('Batch family (or stage id) it is set up for at the start.'),
  ...machineFields,
});
