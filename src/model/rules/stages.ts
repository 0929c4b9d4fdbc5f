/** Stages and the graph they form. */

import { compareText } from '../../base/index.ts';
import { defaultGatesOf } from '../default-gates-of.ts';
import type { ParsedStage } from '../document.ts';
import type { DraftWorkflow, Located } from '../draft.ts';
import { formatDuration, formatReads } from '../quantity.ts';
import { gateFaults } from '../quality/index.ts';
import { readsForYield } from '../read-yield.ts';
import { ancestorsOf } from '../stage-order.ts';
import type { RuleContext } from './context.ts';

export function checkStages(context: RuleContext): void {
  for (const workflow of context.draft.workflows) {
    checkCycles(context, workflow);
    checkZones(context, workflow);
    for (const stage of workflow.stages) {
      checkHold(context, stage);
      checkGates(context, stage);
      checkDefaultGates(context, stage);
      checkReads(context, stage);
    }
  }
}

/** One finding per circle, at the first of its stages by id. */
function checkCycles({ report }: RuleContext, workflow: DraftWorkflow): void {
  const stages = workflow.stages.map((stage) => stage.value);
  const reported = new Set<string>();
  for (const { path, value } of workflow.stages.toSorted((a, b) => compareText(a.value.id, b.value.id))) {
    if (reported.has(value.id) || !ancestorsOf(stages, value.id).has(value.id)) continue;
    const circle = circleThrough(stages, value.id);
    for (const name of circle) reported.add(name);
    const message = `${[...circle, value.id].toReversed().join(' -> ')} is a circle`;
    report.add('CYCLE', `${path}/after`, message, 'Remove one of the after entries.');
  }
}

/** `start` and the stages that lead back to it, each waiting for the next. `start` lies on a circle. */
function circleThrough(stages: readonly ParsedStage[], start: string): readonly string[] {
  const after = new Map(stages.map((stage) => [stage.id, stage.after.toSorted(compareText)]));
  const cameFrom = new Map<string, string>();
  const open = [start];
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    for (const next of after.get(name) ?? []) {
      if (next === start) {
        const circle = [name];
        for (let back = cameFrom.get(name); back !== undefined; back = cameFrom.get(back)) circle.unshift(back);
        return circle;
      }
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, name);
      open.push(next);
    }
  }
  return [start];
}

/** CLIA 493.1101(a)(3): amplification flows one way, also through stages without a zone. */
function checkZones({ report }: RuleContext, workflow: DraftWorkflow): void {
  const stages = workflow.stages.map((stage) => stage.value);
  const isAmplified = new Set(stages.filter((s) => s.kind === 'bench' && s.zone === 'post-pcr').map((s) => s.id));
  for (const { path, value } of workflow.stages) {
    if (value.kind !== 'bench' || value.zone !== 'pre-pcr') continue;
    const source = [...ancestorsOf(stages, value.id)].toSorted(compareText).find((name) => isAmplified.has(name));
    if (source === undefined) continue;
    const message = `${value.id} is pre-pcr and follows ${source}, which is post-pcr`;
    report.add(
      'ZONE-BACKFLOW',
      `${path}/zone`,
      message,
      'Amplified material never flows back: change the order or the zones.',
    );
  }
}

function checkHold(context: RuleContext, { path, value }: Located<ParsedStage>): void {
  const { hold, output } = value;
  const conditions = output === undefined ? undefined : context.materials.get(output.material)?.conditions;
  const expiry = conditions?.find((condition) => condition.id === output?.condition)?.expiry;
  const min = hold?.min ?? 0;
  const max = Math.min(hold?.max ?? Infinity, expiry ?? Infinity);
  if (min <= max) return;
  const limit = max === expiry ? `${output?.material} expires after` : 'the longest is';
  const message = `the shortest wait is ${formatDuration(min)}, ${limit} ${formatDuration(max)}`;
  context.report.add('HOLD-RANGE', `${path}/hold`, message, 'Correct hold, or keep the output in another condition.');
}

function checkGates({ report }: RuleContext, { path, value }: Located<ParsedStage>): void {
  for (const [k, gate] of value.gates.entries()) {
    for (const { at, message, hint } of gateFaults(gate)) {
      report.add('GATE-RANGE', `${path}/gates/${k}${at}`, message, hint);
    }
  }
}

function checkDefaultGates({ report }: RuleContext, { path, value }: Located<ParsedStage>): void {
  if (value.defaultGates === undefined) return;
  const { assay, metrics } = value.defaultGates;
  const known = new Set(defaultGatesOf(value).map(({ metric }) => metric));
  const place = `${path}/defaultGates`;
  const hint = 'Name metrics of docs/GATES.md that have a limit for this work, or list the gate with its limits.';
  if (metrics === undefined && known.size === 0) {
    report.add('GATE-DEFAULT', place, `no output of ${value.id} is measured in what ${assay} has limits for`, hint);
  }
  for (const [k, metric] of (metrics ?? []).entries()) {
    if (known.has(metric)) continue;
    report.add('GATE-DEFAULT', `${place}/metrics/${k}`, `${metric} has no default limit for this ${assay} work`, hint);
  }
}

function checkReads(context: RuleContext, { path, value }: Located<ParsedStage>): void {
  if (value.kind !== 'sequencing') return;
  const { report } = context;
  if ((value.reads === undefined) === (value.yield === undefined)) {
    const what = value.reads === undefined ? 'neither reads nor yield' : 'both reads and yield';
    return report.add(
      'READS-OR-YIELD',
      path,
      `${value.id} states ${what}`,
      'State one: reads: 400 M, or yield: 120 Gb.',
    );
  }
  if (value.yield === undefined) return;
  const bases = value.yield;
  const known = context.recipes;
  const recipes = value.recipes.flatMap((name) => known.get(name) ?? []);
  const wanted = new Set(recipes.map((recipe) => readsForYield(bases, recipe)));
  if (wanted.size > 1 || wanted.has(0)) {
    const list = recipes.map((recipe) => `${formatReads(readsForYield(bases, recipe))} for ${recipe.id}`).join(', ');
    report.add(
      'YIELD-AMBIGUOUS',
      `${path}/yield`,
      `the yield means ${list}`,
      'State reads, or recipes of one read length.',
    );
  }
}
