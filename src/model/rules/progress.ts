/** Progress that the workflow, the machines and the clock allow. */

import type { ParsedOrder, ParsedStage } from '../document.ts';
import type { DraftWorkflow } from '../draft.ts';
import { equipmentIds, positionsOf } from '../machine-ids.ts';
import { checkReference, instant, type RuleContext } from './context.ts';
import { checkTime } from './times.ts';

type Entry = ParsedOrder['progress'][number];

interface Place {
  readonly path: string;
  readonly order: ParsedOrder;
  readonly entry: Entry;
  readonly stage: ParsedStage;
}

export function checkProgress(context: RuleContext): void {
  const places: Place[] = [];
  for (const { path, value: order } of context.draft.orders) {
    const workflow = context.draft.workflows.find((candidate) => candidate.id === order.workflow);
    if (workflow === undefined) continue;
    for (const [k, entry] of order.progress.entries()) {
      const place = placeOf(context, workflow, `${path}/progress/${k}`, order, entry);
      if (place !== undefined) places.push(place);
    }
  }
  for (const place of places) {
    checkEntryTimes(context, place);
    checkOrderOfStages(context, place);
    checkMachine(context, place);
    checkRecipe(context, place);
  }
  checkSharedMachines(context, places);
}

function placeOf(
  context: RuleContext,
  workflow: DraftWorkflow,
  path: string,
  order: ParsedOrder,
  entry: Entry,
): Place | undefined {
  checkReference(context, {
    what: `stage of ${workflow.id}`,
    name: entry.stage,
    path: `${path}/stage`,
    known: workflow.stageIds,
  });
  const stage = workflow.stages.find((candidate) => candidate.value.id === entry.stage)?.value;
  if (stage?.insteadOf !== undefined) {
    const message = `${stage.id} is only done instead of ${stage.insteadOf}, after a failure in a run`;
    context.report.add('PROGRESS', `${path}/stage`, message, `Write '${stage.insteadOf}'.`);
    return undefined;
  }
  return stage === undefined ? undefined : { path, order, entry, stage };
}

function checkEntryTimes(context: RuleContext, { path, entry, order }: Place): void {
  const { report } = context;
  checkTime(context, `${path}/start`, entry.start);
  checkTime(context, `${path}/end`, entry.end);
  const [start, end] = [instant(context, entry.start), instant(context, entry.end)];
  if (start !== undefined && start > 0) {
    const message = `${entry.stage} starts at ${entry.start}, after the horizon begins`;
    report.add(
      'PROGRESS',
      `${path}/start`,
      message,
      'Progress is work begun before the start; leave the rest to the plan.',
    );
  }
  if (start !== undefined && end !== undefined && end <= start) {
    report.add(
      'PROGRESS',
      `${path}/end`,
      `${entry.stage} ends at ${entry.end}, not after its start`,
      'Correct the times.',
    );
  }
  if (order.progress.find((other) => other.stage === entry.stage) !== entry) {
    report.add('PROGRESS', `${path}/stage`, `${entry.stage} is listed twice`, 'Keep one entry per stage.');
  }
}

/** What a stage waits for must have ended when it started. */
function checkOrderOfStages(context: RuleContext, { path, order, entry, stage }: Place): void {
  const start = instant(context, entry.start);
  for (const name of stage.after) {
    const before = order.progress.find((other) => other.stage === name);
    const end = instant(context, before?.end);
    if (before !== undefined && (end === undefined || start === undefined || end <= start)) continue;
    const what = before === undefined ? `${name} has no progress` : `${name} ends only at ${before.end}`;
    context.report.add('PROGRESS', path, `${stage.id} has started, but ${what}`, `Correct the times, or add ${name}.`);
  }
}

function checkMachine(context: RuleContext, { path, entry, stage }: Place): void {
  const { draft } = context;
  if (!draft.isWhole) return;
  const place = `${path}/on`;
  switch (stage.kind) {
    case 'bench': {
      const known = draft.equipment
        .filter((e) => e.value.class === stage.equipment)
        .flatMap((e) => equipmentIds(e.value));
      // Without any equipment of the class, the stage itself is the fault.
      if (known.length > 0) checkReference(context, { what: stage.equipment, name: entry.on, path: place, known });
      return;
    }
    case 'sequencing': {
      const known = draft.instruments.flatMap((i) => positionsOf(i.value).map(({ machine }) => machine));
      checkReference(context, { what: 'sequencer position', name: entry.on, path: place, known });
      return;
    }
    case 'compute':
      if (entry.on !== stage.pool) {
        context.report.add(
          'PROGRESS',
          place,
          `${stage.id} runs on '${entry.on}', not on its pool ${stage.pool}`,
          'Name the pool.',
        );
      }
  }
}

function checkRecipe(context: RuleContext, { path, entry, stage }: Place): void {
  const { report } = context;
  if (entry.recipe === undefined) {
    const end = instant(context, entry.end);
    if (stage.kind !== 'sequencing' || end === undefined || end <= 0) return;
    return report.add(
      'PROGRESS',
      path,
      `${stage.id} is running without a recipe`,
      `Add recipe: ${stage.recipes.join(' or ')}.`,
    );
  }
  if (stage.kind !== 'sequencing') {
    return report.add('PROGRESS', `${path}/recipe`, `${stage.id} is not a sequencing stage`, 'Remove recipe.');
  }
  checkReference(context, { what: 'recipe', name: entry.recipe, path: `${path}/recipe`, known: context.names.recipes });
}

/** Two entries that are under way on one machine are one batch: same start, end, recipe, and family. */
function checkSharedMachines(context: RuleContext, places: readonly Place[]): void {
  const running = new Map<string, Place>();
  for (const place of places) {
    const end = instant(context, place.entry.end);
    if (end === undefined || end <= 0 || place.stage.kind === 'compute') continue;
    const other = running.get(place.entry.on);
    if (other === undefined) running.set(place.entry.on, place);
    else if (!isOneBatch(context, other, place)) {
      const message = `${place.order.id} and ${other.order.id} are both under way on ${place.entry.on}, but not as one batch`;
      context.report.add('PROGRESS', place.path, message, 'A batch has one start, one end, one recipe and one family.');
    }
  }
}

function isOneBatch(context: RuleContext, a: Place, b: Place): boolean {
  const isSame = (key: 'start' | 'end'): boolean => instant(context, a.entry[key]) === instant(context, b.entry[key]);
  const familyOf = ({ stage }: Place): string | undefined =>
    stage.kind === 'bench' ? stage.batch?.family : stage.kind;
  return (
    isSame('start') &&
    isSame('end') &&
    a.entry.recipe === b.entry.recipe &&
    familyOf(a) !== undefined &&
    familyOf(a) === familyOf(b)
  );
}
