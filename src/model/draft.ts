/**
 * A document as far as it can be read: every entry that fits the schema, with its place, so that the semantic rules go on
 * over the rest when single entries are faulty.
 */

import { z } from 'zod';

import {
  scenarioSchema,
  type ParsedEquipment,
  type ParsedIndexSet,
  type ParsedInstrument,
  type ParsedMaterial,
  type ParsedOrder,
  type ParsedPool,
  type ParsedRecipe,
  type ParsedScenario,
  type ParsedStage,
} from './document.ts';
import { stageSchema, workflowSchema } from './document/workflow.ts';
import { withInheritedAfter } from './alternatives.ts';
import { reportIssues } from './issues.ts';
import { pointer, type Report } from './report.ts';

/** An entry and its JSON Pointer. */
export interface Located<T> {
  readonly path: string;
  readonly value: T;
}

export interface DraftWorkflow {
  readonly path: string;
  readonly id: string;
  readonly name: string;
  /** Those that fit the schema, in the document's order. */
  readonly stages: readonly Located<ParsedStage>[];
  /** Ids of all stages, the faulty ones too. */
  readonly stageIds: ReadonlySet<string>;
}

export const COLLECTIONS = [
  'recipes',
  'instruments',
  'equipment',
  'computePools',
  'materials',
  'indexSets',
  'workflows',
  'orders',
] as const;
export type Collection = (typeof COLLECTIONS)[number];

export interface Draft {
  /** undefined where the section does not fit the schema. */
  readonly name: string | undefined;
  readonly site: ParsedScenario['site'] | undefined;
  readonly horizon: ParsedScenario['horizon'] | undefined;
  readonly priorities: ParsedScenario['priorities'];
  readonly objective: ParsedScenario['objective'];
  readonly simulation: ParsedScenario['simulation'];
  readonly recipes: readonly Located<ParsedRecipe>[];
  readonly instruments: readonly Located<ParsedInstrument>[];
  readonly equipment: readonly Located<ParsedEquipment>[];
  readonly pools: readonly Located<ParsedPool>[];
  readonly materials: readonly Located<ParsedMaterial>[];
  readonly indexSets: readonly Located<ParsedIndexSet>[];
  readonly workflows: readonly DraftWorkflow[];
  readonly orders: readonly Located<ParsedOrder>[];
  /** Ids as written, faulty entries included, in the document's order: nothing that is there is called unknown. */
  readonly ids: Readonly<Record<Collection, readonly string[]>>;
  /** Whether every entry fits the schema: only then may a rule conclude that something is nowhere. */
  readonly isWhole: boolean;
}

/** Reports what does not fit the schema; undefined where the document is not even a mapping. */
export function readDraft(document: unknown, report: Report): Draft | undefined {
  const draft = draftIn(document, report);
  return draft !== undefined && isWithinReason(draft, report) ? draft : undefined;
}

function draftIn(document: unknown, report: Report): Draft | undefined {
  try {
    const whole = scenarioSchema.safeParse(document, { reportInput: true });
    if (whole.success) return draftOf(whole.data);
    reportIssues(report, whole.error.issues);
    if (typeof document !== 'object' || document === null || Array.isArray(document)) return undefined;
    return salvageDraft(document as Readonly<Record<string, unknown>>);
  } catch (error) {
    // zod hands on the faults of one part as arguments of one call, which more than some 100,000 of them overflow.
    if (!(error instanceof RangeError)) throw error;
    report.add(
      'TOO-LARGE',
      '',
      'the document has more faults than can be listed',
      'Correct the longest mapping or list.',
    );
    return undefined;
  }
}

const MAX_SAMPLES = 1_000_000;
const MAX_MACHINES = 100_000;

/** Ten characters ask for 100,000 samples or 1,000 machines, each of which takes memory. */
function isWithinReason({ orders, equipment }: Draft, report: Report): boolean {
  const samples = sum(
    orders.map(({ value }) => (typeof value.samples === 'number' ? value.samples : value.samples.length)),
  );
  const machines = sum(equipment.map(({ value }) => value.count ?? 1));
  const add = (path: string, what: string, limit: number): void =>
    report.add('TOO-LARGE', path, `there are ${what}, the limit is ${limit}`, 'Split the scenario.');
  if (samples > MAX_SAMPLES) add('/orders', `${samples} samples`, MAX_SAMPLES);
  if (machines > MAX_MACHINES) add('/equipment', `${machines} machines`, MAX_MACHINES);
  return samples <= MAX_SAMPLES && machines <= MAX_MACHINES;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function draftOf(document: ParsedScenario): Draft {
  return {
    name: document.name,
    site: document.site,
    horizon: document.horizon,
    priorities: document.priorities,
    objective: document.objective,
    simulation: document.simulation,
    recipes: located(document.recipes, '/recipes'),
    instruments: located(document.instruments, '/instruments'),
    equipment: located(document.equipment, '/equipment'),
    pools: located(document.computePools, '/computePools'),
    materials: located(document.materials, '/materials'),
    indexSets: located(document.indexSets, '/indexSets'),
    workflows: located(document.workflows, '/workflows').map(({ path, value }) => ({
      path,
      id: value.id,
      name: value.name ?? value.id,
      stages: withInheritedAfter(located(value.stages, `${path}/stages`)),
      stageIds: new Set(value.stages.map((stage) => stage.id)),
    })),
    orders: located(document.orders, '/orders'),
    isWhole: true,
    ids: idsOf(document),
  };
}

/** What fits, entry by entry, of a document that as a whole does not. */
function salvageDraft(raw: Readonly<Record<string, unknown>>): Draft {
  const { shape } = scenarioSchema;
  const section = <S extends z.ZodType>(schema: S, key: string): z.output<S> | undefined =>
    schema.safeParse(raw[key]).data;
  const entries = <S extends z.ZodType>(schema: S, key: Collection) => salvage(schema, raw[key], key);
  return {
    name: section(shape.name, 'name'),
    site: section(shape.site, 'site'),
    horizon: section(shape.horizon, 'horizon'),
    priorities: section(shape.priorities, 'priorities'),
    objective: section(shape.objective, 'objective'),
    simulation: section(shape.simulation, 'simulation'),
    recipes: entries(shape.recipes.unwrap().element, 'recipes'),
    instruments: entries(shape.instruments.unwrap().element, 'instruments'),
    equipment: entries(shape.equipment.unwrap().element, 'equipment'),
    pools: entries(shape.computePools.unwrap().element, 'computePools'),
    materials: entries(shape.materials.unwrap().element, 'materials'),
    indexSets: entries(shape.indexSets.unwrap().element, 'indexSets'),
    workflows: listOf(raw['workflows']).flatMap((entry, k) => draftWorkflow(entry, pointer('workflows', k))),
    orders: entries(shape.orders.unwrap().element, 'orders'),
    isWhole: false,
    ids: idsOf(raw),
  };
}

const located = <T>(values: readonly T[], path: string): Located<T>[] =>
  values.map((value, k) => ({ path: `${path}/${k}`, value }));

const idsOf = (raw: Readonly<Partial<Record<Collection, unknown>>>): Record<Collection, string[]> =>
  Object.fromEntries(COLLECTIONS.map((key) => [key, idsIn(raw[key])])) as Record<Collection, string[]>;

/** The entries of `raw` that fit, with their places. */
function salvage<S extends z.ZodType>(
  schema: S,
  raw: unknown,
  ...place: readonly PropertyKey[]
): Located<z.output<S>>[] {
  return listOf(raw).flatMap((entry, k) => {
    const parsed = schema.safeParse(entry);
    return parsed.success ? [{ path: pointer(...place, k), value: parsed.data }] : [];
  });
}

function draftWorkflow(raw: unknown, path: string): DraftWorkflow[] {
  const fields = raw as { readonly id?: unknown; readonly name?: unknown; readonly stages?: unknown } | null;
  const id = workflowSchema.shape.id.safeParse(fields?.id);
  if (!id.success) return [];
  const stages = salvage(stageSchema, fields?.stages).map((stage) => ({
    ...stage,
    path: `${path}/stages${stage.path}`,
  }));
  const name = typeof fields?.name === 'string' ? fields.name : id.data;
  return [{ path, id: id.data, name, stages: withInheritedAfter(stages), stageIds: new Set(idsIn(fields?.stages)) }];
}

const listOf = (raw: unknown): readonly unknown[] => (Array.isArray(raw) ? raw : []);

const idsIn = (raw: unknown): string[] =>
  listOf(raw).flatMap((entry) => {
    const id = (entry as { readonly id?: unknown } | null)?.id;
    return typeof id === 'string' ? [id] : [];
  });
