/** Every name in the document leads to something. */

import type { ParsedStage } from '../document.ts';
import type { DraftWorkflow, Located } from '../draft.ts';
import { positionsOf } from '../machine-ids.ts';
import { checkReference, type Reference, type RuleContext } from './context.ts';

export function checkReferences(context: RuleContext): void {
  const { draft } = context;
  for (const workflow of draft.workflows) for (const stage of workflow.stages) checkStage(context, workflow, stage);
  for (const { path, value } of draft.instruments) checkInstrument(context, path, value);
  checkStates(context);
  for (const { path, value } of draft.orders) checkOrder(context, path, value);
}

function checkStage(context: RuleContext, workflow: DraftWorkflow, { path, value }: Located<ParsedStage>): void {
  const { draft } = context;
  const stageNames = workflow.stageIds;
  for (const [k, name] of value.after.entries()) {
    checkReference(context, { what: 'stage', name, path: `${path}/after/${k}`, known: stageNames });
  }
  for (const [k, step] of value.onError.entries()) {
    const [key, name] = step.do === 'fallback' ? ['to', step.to] : step.do === 'degrade' ? ['skip', step.skip] : [];
    if (name !== undefined)
      checkReference(context, { what: 'stage', name, path: `${path}/onError/${k}/${key}`, known: stageNames });
  }
  if (value.output !== undefined) {
    const { material, condition } = value.output;
    checkReference(context, {
      what: 'material',
      name: material,
      path: `${path}/output/material`,
      known: context.names.materials,
    });
    checkCondition(context, `${path}/output/condition`, material, condition);
  }
  switch (value.kind) {
    case 'bench':
      // A faulty entry might have the class, so only a whole document can lack it.
      if (draft.isWhole) {
        const known = draft.equipment.map((entry) => entry.value.class);
        checkReference(context, {
          what: 'equipment of class',
          name: value.equipment,
          path: `${path}/equipment`,
          known,
        });
      }
      return;
    case 'sequencing':
      for (const [k, name] of value.recipes.entries()) {
        checkReference(context, { what: 'recipe', name, path: `${path}/recipes/${k}`, known: context.names.recipes });
      }
      return;
    case 'compute':
      checkReference(context, {
        what: 'compute pool',
        name: value.pool,
        path: `${path}/pool`,
        known: context.names.computePools,
      });
  }
}

/** A storage condition of a material; silent where the material is unknown or faulty. */
function checkCondition(context: RuleContext, path: string, material: string, condition: string): void {
  const known = context.materials.get(material)?.conditions.map((c) => c.id);
  if (known !== undefined)
    checkReference(context, { what: `storage condition of ${material}`, name: condition, path, known });
}

function checkInstrument(
  context: RuleContext,
  path: string,
  instrument: RuleContext['draft']['instruments'][number]['value'],
): void {
  const { report } = context;
  const positions = positionsOf(instrument).map(({ position }) => position);
  for (const [k, name] of instrument.recipes.entries()) {
    checkReference(context, { what: 'recipe', name, path: `${path}/recipes/${k}`, known: context.names.recipes });
  }
  for (const [k, m] of instrument.maintenance.entries()) {
    for (const [p, name] of (m.kind === 'fixed' ? (m.positions ?? []) : []).entries()) {
      checkReference(context, {
        what: 'position',
        name,
        path: `${path}/maintenance/${k}/positions/${p}`,
        known: positions,
      });
    }
  }
  const initial = instrument.initialRecipe ?? {};
  const settings = typeof initial === 'string' ? [['', initial] as const] : Object.entries(initial);
  for (const [position, recipe] of settings) {
    const place = position === '' ? `${path}/initialRecipe` : `${path}/initialRecipe/${position}`;
    if (position !== '') checkReference(context, { what: 'position', name: position, path: place, known: positions });
    if (instrument.recipes.includes(recipe)) continue;
    const hint = `Add it to recipes, or write one of: ${instrument.recipes.join(', ')}.`;
    report.add('RECIPE-NOT-OFFERED', place, `'${recipe}' is not on the menu of ${instrument.id}`, hint);
  }
}

/** States of machines: recipes on sequencers; on equipment batch families, and ids of stages without one. */
function checkStates(context: RuleContext): void {
  const { draft } = context;
  if (!draft.isWhole) return;
  const stages = draft.workflows.flatMap((workflow) => workflow.stages.map((stage) => stage.value));
  const benchStates = stages.flatMap((s) => (s.kind === 'bench' ? [s.batch?.family ?? s.id] : []));
  const check = (path: string, name: string, what: string, known: Reference['known']): void => {
    if (name !== '*') checkReference(context, { what, name, path, known });
  };
  for (const { path, value } of draft.instruments) {
    for (const [k, rule] of (value.changeover?.rules ?? []).entries()) {
      check(`${path}/changeover/rules/${k}/from`, rule.from, 'recipe', context.names.recipes);
      check(`${path}/changeover/rules/${k}/to`, rule.to, 'recipe', context.names.recipes);
    }
  }
  const family = 'batch family (or bench stage without one)';
  for (const { path, value } of draft.equipment) {
    if (value.initialState !== undefined) check(`${path}/initialState`, value.initialState, family, benchStates);
    for (const [k, rule] of (value.changeover?.rules ?? []).entries()) {
      check(`${path}/changeover/rules/${k}/from`, rule.from, family, benchStates);
      check(`${path}/changeover/rules/${k}/to`, rule.to, family, benchStates);
    }
  }
}

function checkOrder(context: RuleContext, path: string, order: RuleContext['draft']['orders'][number]['value']): void {
  const { names } = context;
  checkReference(context, { what: 'workflow', name: order.workflow, path: `${path}/workflow`, known: names.workflows });
  checkReference(context, { what: 'material', name: order.material, path: `${path}/material`, known: names.materials });
  if (order.indexSet !== undefined) {
    checkReference(context, {
      what: 'index set',
      name: order.indexSet,
      path: `${path}/indexSet`,
      known: names.indexSets,
    });
  }
  if (typeof order.storage === 'string')
    return checkCondition(context, `${path}/storage`, order.material, order.storage);
  for (const [k, entry] of order.storage.entries()) {
    checkCondition(context, `${path}/storage/${k}/condition`, order.material, entry.condition);
  }
}
