/**
 * The experiment document: which variants of which scenario are compared, how often, and by which figures. Version 1.
 *
 * docs/schema/experiment.schema.json publishes it.
 */

import { z } from 'zod';
import { METRIC_NAMES, type MetricName } from '../../analytics/index.ts';
import { idField, object } from '../../model/index.ts';

const PLANNER_RULES = ['portfolio', 'fifo', 'fifo-batch', 'edd'] as const;
const steps = () => z.int().min(1).max(1_000_000_000);

const plannerFields = {
  rule: z.enum(PLANNER_RULES).describe('Who plans: seqplan (portfolio), or one of the usual ways.'),
  budget: steps().describe('Steps of the search for the first plan; without effect on the usual ways.'),
  replanBudget: steps().describe('Steps of the search for every later plan.'),
};

const place = () => z.string().max(1000);
/** Anything but nothing. */
const value = () => z.unknown().refine((given) => given !== undefined, { params: VALUE_MISSING });
const VALUE_MISSING = { code: 'MISSING-KEY', hint: 'Write what is to be there.' } as const;

const PATH =
  "Place in the scenario, such as '/site/shifts/-' (a new last entry) or '/instruments/novaseq-x/maintenance'.";

const operationSchema = z.discriminatedUnion('op', [
  object({
    op: z.literal('add').describe('Set a key, or insert an entry into a list.'),
    path: place().describe(PATH),
    value: value().describe('What is added.'),
  }),
  object({
    op: z.literal('replace').describe('Put something else where something is.'),
    path: place().describe(PATH),
    value: value().describe('What is there instead.'),
  }),
  object({ op: z.literal('remove').describe('Take something away.'), path: place().describe(PATH) }),
  object({
    op: z.literal('copy').describe('Add a copy of something.'),
    from: place().describe('Place of the original.'),
    path: place().describe(PATH),
    with: z.record(z.string(), z.unknown()).optional().describe("Keys that are the copy's own, such as its id."),
  }),
]);

const patch = () => z.array(operationSchema).max(1000).default([]);

const variantSchema = object({
  name: idField().describe('What the variant is called.'),
  description: z.string().max(1000).optional().describe('What it is about, for people.'),
  patch: patch().describe('What is different in the scenario, in this order; nothing where absent.'),
  planner: object({
    rule: plannerFields.rule.optional().describe('Instead of that of the experiment.'),
    budget: plannerFields.budget.optional().describe('Instead of that of the experiment.'),
    replanBudget: plannerFields.replanBudget.optional().describe('Instead of that of the experiment.'),
  })
    .default({})
    .describe('What is different in planning.'),
});

const metric = () => z.enum(METRIC_NAMES as [MetricName, ...MetricName[]]);

export const experimentSchema = object({
  schemaVersion: z.literal(1).describe('Version of this schema.'),
  name: idField().describe('Name of the experiment.'),
  description: z.string().max(4000).optional().describe('What it is about, for people.'),
  scenario: z
    .union([z.string().min(1), z.record(z.string(), z.unknown())])
    .describe('Scenario file, relative to this file; or the scenario itself.'),
  patch: patch().describe('Changes to the scenario that all variants share.'),
  baseline: z.string().describe('Name of the variant that the others are compared with.'),
  variants: z.array(variantSchema).min(2).max(100).describe('What is compared.'),
  replications: object({
    min: z.int().min(2).max(10_000).default(5).describe('So many at least.'),
    max: z.int().min(2).max(10_000).default(20).describe('So many at most.'),
    batch: z.int().min(1).max(10_000).default(5).describe('After the least, so many at a time.'),
    seed: z.int().min(0).default(1).describe('Seed of the first; the next has the next number.'),
  })
    .default({ min: 5, max: 20, batch: 5, seed: 1 })
    .describe('Simulated courses of every variant; the variants share their chance.'),
  stopWhen: object({
    metric: metric().describe('Figure that decides.'),
    halfWidth: z
      .number()
      .positive()
      .describe("Half of the interval's width that is narrow enough, in the figure's unit."),
  })
    .optional()
    .describe("No more replications once this figure's differences are known so well; the most where absent."),
  planner: object({
    rule: plannerFields.rule.default('portfolio'),
    budget: plannerFields.budget.default(200),
    replanBudget: plannerFields.replanBudget.default(40),
  })
    .default({ rule: 'portfolio', budget: 200, replanBudget: 40 })
    .describe('Who plans, and how long.'),
  metrics: z
    .array(metric())
    .min(1)
    .default([
      'samples-lost',
      'weighted-tardiness',
      'turnaround',
      'sequencer-available-utilization',
      'share-of-ceiling',
      'lane-fill',
    ])
    .describe('Figures that are reported.'),
});

/** As written. */
export type ExperimentDocument = z.input<typeof experimentSchema>;
/** With defaults filled in. */
export type ParsedExperiment = z.output<typeof experimentSchema>;
export type ExperimentPlanner = ParsedExperiment['planner'];

/** An experiment written in TypeScript: the same plain value as in a file, checked by the compiler. */
export const defineExperiment = (document: ExperimentDocument): ExperimentDocument => document;

/** Draft 2020-12; necessary, not sufficient: patches and patched scenarios are checked when the document is read. */
export const experimentJsonSchema = (): Readonly<Record<string, unknown>> => ({
  ...z.toJSONSchema(experimentSchema, { io: 'input', target: 'draft-2020-12' }),
  title: 'seqplan experiment, version 1',
});
