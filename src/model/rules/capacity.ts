/** What is asked of the laboratory fits something it has: necessary conditions, each by itself. */

import { sumOfLevels } from '../../base/index.ts';
import { sampleNames } from '../resolve/orders.ts';
import { calendarEndOf, expandWeekly } from '../calendar.ts';
import type { ParsedOrder, ParsedRecipe, ParsedStage } from '../document.ts';
import type { DraftWorkflow, Located } from '../draft.ts';
import { formatMemory, formatReads } from '../quantity.ts';
import { readsForYield } from '../read-yield.ts';
import { machineEntries, type RuleContext } from './context.ts';
import { exceedsEveryNode } from './nodes.ts';

type Parsed<K extends ParsedStage['kind']> = Located<Extract<ParsedStage, { kind: K }>>;

/** Only of a whole document: a faulty entry might be the one that fits. */
export function checkCapacity(context: RuleContext): void {
  checkStaff(context);
  if (!context.draft.isWhole) return;
  for (const workflow of context.draft.workflows) {
    const orders = context.draft.orders.filter((order) => order.value.workflow === workflow.id);
    for (const { path, value } of workflow.stages) {
      if (value.kind === 'bench') checkBench(context, { path, value }, orders);
      if (value.kind === 'sequencing') checkSequencing(context, { path, value }, orders);
      if (value.kind === 'compute') checkCompute(context, { path, value }, orders);
    }
  }
}

type Orders = readonly Located<ParsedOrder>[];

/** Work done or under way needs nothing any more. */
const isOpen = (order: ParsedOrder, stage: ParsedStage): boolean =>
  !order.progress.some((entry) => entry.stage === stage.id);

const sizeOf = (order: ParsedOrder): number => sampleNames(order.samples).length;

function checkBench({ draft, report }: RuleContext, { value: stage }: Parsed<'bench'>, orders: Orders): void {
  const capacities = draft.equipment.filter((e) => e.value.class === stage.equipment).map((e) => e.value.capacity);
  if (stage.batch === undefined || capacities.length === 0) return;
  const most = Math.max(...capacities);
  for (const { path, value } of orders) {
    if (!isOpen(value, stage) || sizeOf(value) <= most) continue;
    const message = `${value.id} has ${sizeOf(value)} samples, no ${stage.equipment} takes more than ${most} at once in ${stage.id}`;
    report.add('ORDER-TOO-LARGE', `${path}/samples`, message, `Split the order into parts of at most ${most} samples.`);
  }
}

function checkSequencing(context: RuleContext, { path, value: stage }: Parsed<'sequencing'>, orders: Orders): void {
  const { draft, report } = context;
  const known = context.recipes;
  const offered = new Set(draft.instruments.flatMap((entry) => entry.value.recipes));
  const recipes = stage.recipes.flatMap((name) => (offered.has(name) ? (known.get(name) ?? []) : []));
  if (recipes.length === 0) {
    if (!stage.recipes.some((name) => known.has(name))) return;
    const message = `no instrument offers ${stage.recipes.join(' or ')}`;
    return report.add('NO-RESOURCE', `${path}/recipes`, message, 'Add the recipe to the menu of an instrument.');
  }
  const most = Math.max(...recipes.map((recipe) => recipe.lanes * recipe.readsPerLane));
  for (const order of orders) {
    const perSample = order.value.readsPerSample ?? stage.reads ?? yieldInReads(stage.yield, recipes);
    if (perSample === undefined) continue;
    const reads = perSample * sizeOf(order.value);
    if (!isOpen(order.value, stage) || reads <= most) continue;
    const message = `${order.value.id} wants ${formatReads(reads)} reads in one run, the largest flow cell on offer gives ${formatReads(most)}`;
    const fit = Math.floor(most / perSample);
    const hint =
      fit === 0
        ? 'Not even one sample fits: allow a larger recipe.'
        : `Split the order into parts of at most ${fit} samples.`;
    report.add('TOO-MANY-READS', `${order.path}/samples`, message, hint);
  }
}

/** undefined where recipes disagree, which is a finding of its own. */
function yieldInReads(bases: number | undefined, recipes: readonly ParsedRecipe[]): number | undefined {
  const wanted = new Set(bases === undefined ? [] : recipes.map((recipe) => readsForYield(bases, recipe)));
  return wanted.size === 1 ? [...wanted][0] : undefined;
}

function checkCompute({ pools, report }: RuleContext, { path, value: stage }: Parsed<'compute'>, orders: Orders): void {
  const pool = pools.get(stage.pool);
  if (pool === undefined) return;
  const most = orders.length === 0 ? Infinity : Math.max(...orders.map((order) => sizeOf(order.value)));
  const least = Math.min(...stage.parallel);
  const tooLarge: { readonly place: string; readonly message: string }[] = [];
  for (const [k, parallel] of stage.parallel.entries()) {
    const atOnce = Math.min(parallel, most);
    const over = [
      { what: 'cores', wanted: stage.cores * atOnce, has: pool.cores, show: String },
      { what: 'of memory', wanted: stage.memory * atOnce, has: pool.memory, show: formatMemory },
      { what: 'GPUs', wanted: stage.gpus * atOnce, has: pool.gpus, show: String },
    ].find(({ wanted, has }) => wanted > has);
    if (over === undefined) continue;
    const message = `${atOnce} samples side by side want ${over.show(over.wanted)} ${over.what}, ${pool.id} has ${over.show(over.has)}`;
    // Where the least does not fit, no choice does: one finding says so.
    if (parallel === least) return report.add('POOL-TOO-SMALL', path, message, 'Ask for less or enlarge the pool.');
    tooLarge.push({ place: `${path}/parallel/${k}`, message });
  }
  const overNode = exceedsEveryNode(pool, stage);
  if (overNode !== undefined) {
    return report.add('NODE-TOO-SMALL', path, overNode, 'Ask for less, or add a node that is large enough.');
  }
  for (const { place, message } of tooLarge) {
    report.add('MODE-TOO-LARGE', place, message, 'This choice is never used; remove it.');
  }
}

/** More people than any moment of the calendar has. */
function checkStaff(context: RuleContext): void {
  const { draft, report } = context;
  const most = mostOnShift(context);
  if (most === undefined) return;
  const check = (path: string, operators: number, what: string): void => {
    if (operators <= most) return;
    const message = `${what} needs ${operators} operators, at most ${most} are on shift together`;
    report.add('NO-STAFF', path, message, 'Add operators to a shift.');
  };
  for (const { path, value } of draft.workflows.flatMap((workflow: DraftWorkflow) => workflow.stages)) {
    if (value.kind === 'bench') check(`${path}/operators`, value.operators, `stage ${value.id}`);
  }
  for (const { path, value } of machineEntries(context)) {
    check(`${path}/changeover/operators`, value.changeover?.operators ?? 0, `the set-up of ${value.id}`);
    for (const [k, m] of value.maintenance.entries()) {
      if (m.kind === 'flexible') check(`${path}/maintenance/${k}/operators`, m.operators, `maintenance ${m.id}`);
    }
  }
}

function mostOnShift({ draft, clock }: RuleContext): number | undefined {
  const { site, horizon } = draft;
  if (clock === undefined || site === undefined || horizon === undefined) return undefined;
  const end = calendarEndOf(horizon.length);
  const holidays = new Set(site.holidays ?? []);
  const staff = sumOfLevels(
    site.shifts.map((shift) => ({ intervals: expandWeekly(clock, [shift], end, holidays), level: shift.operators })),
  );
  return Math.max(...staff.levels);
}
