/**
 * The scenario document: what people write as YAML, JSON or TypeScript, version 1.
 *
 * Objects are strict, lists name their entries by `id`, quantities are text with a unit, times are local to the site.
 * `readScenario` turns it into a checked `Scenario`; docs/schema/scenario.schema.json publishes it.
 */

import { z } from 'zod';

import { idField, object } from './document/fields.ts';
import { equipmentSchema, instrumentSchema, recipeSchema } from './document/instruments.ts';
import { objectiveSchema, orderSchema, prioritiesSchema } from './document/orders.ts';
import { simulationSchema } from './document/simulation.ts';
import { horizonSchema, siteSchema } from './document/site.ts';
import { indexSetSchema, materialSchema, poolSchema } from './document/supplies.ts';
import { workflowSchema } from './document/workflow.ts';

const list = <T extends z.ZodType>(item: T, what: string) => z.array(item).max(10_000).default([]).describe(what);

export const scenarioSchema = object({
  schemaVersion: z.literal(1).describe('Version of this schema.'),
  name: idField().describe('Name of the scenario.'),
  description: z.string().max(4000).optional().describe('What it is about, for people.'),
  site: siteSchema.describe('Where the laboratory is and when people are there.'),
  horizon: horizonSchema.describe('What is planned: [start, start + length).'),
  priorities: prioritiesSchema.optional(),
  recipes: list(recipeSchema, 'Flow cells with read configurations.'),
  instruments: list(instrumentSchema, 'Sequencers.'),
  equipment: list(equipmentSchema, 'Preparation and QC equipment.'),
  computePools: list(poolSchema, 'Where compute stages run.'),
  materials: list(materialSchema, 'Materials and how they keep.'),
  indexSets: list(indexSetSchema, 'Sets of dual indexes.'),
  workflows: list(workflowSchema, 'What can be ordered.'),
  orders: list(orderSchema, 'What has been ordered.'),
  objective: objectiveSchema.optional().describe('What a good plan is; see docs for the default.'),
  simulation: simulationSchema.optional().describe('What the virtual world draws from; a quiet one where absent.'),
});

/** As written: what TypeScript authors get checked while they type. */
export type ScenarioDocument = z.input<typeof scenarioSchema>;
export type WorkflowDocument = z.input<typeof workflowSchema>;

/** As read: quantities are numbers, defaults are filled in, times are still text. */
export type ParsedScenario = z.output<typeof scenarioSchema>;
export type ParsedWorkflow = ParsedScenario['workflows'][number];
export type ParsedStage = ParsedWorkflow['stages'][number];
export type ParsedInstrument = ParsedScenario['instruments'][number];
export type ParsedEquipment = ParsedScenario['equipment'][number];
export type ParsedMaintenance = ParsedInstrument['maintenance'][number];
export type ParsedRecipe = ParsedScenario['recipes'][number];
export type ParsedPool = ParsedScenario['computePools'][number];
export type ParsedMaterial = ParsedScenario['materials'][number];
export type ParsedIndexSet = ParsedScenario['indexSets'][number];
export type ParsedOrder = ParsedScenario['orders'][number];
export type ParsedSimulation = NonNullable<ParsedScenario['simulation']>;

/** A scenario written in TypeScript: the same plain value as in a file, checked by the compiler. */
export const defineScenario = (document: ScenarioDocument): ScenarioDocument => document;

/** A workflow written in TypeScript, for use in `workflows` of any scenario. */
export const defineWorkflow = (document: WorkflowDocument): WorkflowDocument => document;
