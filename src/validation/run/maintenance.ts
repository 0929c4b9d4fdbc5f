/** Flexible maintenance as it was done (docs/PLAN-RULES.md 19-21), with what the facts excuse. */

import { covers } from '../../base/index.ts';
import type { FlexibleMaintenance, MachineId } from '../../model/index.ts';
import { fault, type Fault } from './codes.ts';
import { machineOf, type FactOf, type MachineScene, type Scene } from './scene.ts';

/** `[MAINTENANCE-SCOPE]`, `[CALENDAR]`: as long as its rule says, on the machines that its rule stops. */
export function* checkMaintenanceScope(scene: Scene, fact: FactOf<'maintenance-started'>): Generator<Fault> {
  const [first] = fact.machines;
  const rule = first === undefined ? undefined : ruleOf(scene, first, fact.maintenance);
  if (first === undefined || rule === undefined) return;
  const wrong = (what: string): Fault => fault('MAINTENANCE-SCOPE', `${fact.task} ${what}`, 'See its rule.');
  const length = fact.expectedEnd - fact.at;
  if (length !== rule.duration) yield wrong(`is to last ${length} s, not ${rule.duration} s`);
  if (fact.operators !== rule.operators) yield wrong(`binds ${fact.operators} operators, not ${rule.operators}`);
  const scope = scopeOf(scene, first, rule);
  if (scope.toSorted().join() !== fact.machines.toSorted().join()) yield wrong(`stops ${fact.machines.join(', ')}`);
  for (const name of fact.machines) {
    const machine = scene.index.machines.get(name);
    if (machine === undefined || covers(machine.available, fact.at, fact.expectedEnd)) continue;
    yield fault('CALENDAR', `${fact.task} takes ${name} at ${fact.at}, when it is not available`, 'See its calendar.');
  }
}

const ruleOf = ({ index }: Scene, machine: MachineId, id: string): FlexibleMaintenance | undefined =>
  index.machines.get(machine)?.flexibleMaintenance.find((rule) => rule.id === id);

function scopeOf({ scenario, index }: Scene, name: MachineId, { scope }: FlexibleMaintenance): readonly MachineId[] {
  const machine = index.machines.get(name);
  if (scope === 'machine' || machine?.kind !== 'position') return [name];
  return scenario.instruments.find((i) => i.id === machine.instrument)?.positions ?? [name];
}

/**
 * `[MAINTENANCE-WINDOW]`: not before its window, unless the plan has it there (it counts from ends as they were expected, and
 * what is due by runs comes when it must).
 */
export function* checkMaintenanceStart(scene: Scene, fact: FactOf<'maintenance-started'>): Generator<Fault> {
  const planned = scene.plan?.maintenance.get(fact.task);
  for (const name of fact.machines) {
    const rule = ruleOf(scene, name, fact.maintenance);
    const care = scene.machines.get(name)?.care.get(fact.maintenance);
    if (rule?.every === undefined || care === undefined) continue;
    const from = care.lastDone + rule.every - rule.early;
    if (fact.at >= from || (planned !== undefined && fact.at >= planned.start)) continue;
    yield fault('MAINTENANCE-WINDOW', `${fact.task} starts at ${fact.at}, its window opens at ${from}`, 'Wait for it.');
  }
}

/** What may still start on a machine whose maintenance is due. */
export function* checkMaintenanceDue(scene: Scene, fact: FactOf<'task-started'>): Generator<Fault> {
  const name = machineOf(fact.placement);
  const machine = name === undefined ? undefined : scene.machines.get(name);
  if (machine === undefined) return;
  for (const rule of machine.machine.flexibleMaintenance) {
    yield* checkNotMissed(scene, fact, machine, rule);
    yield* checkRuns(scene, fact, machine, rule);
  }
}

/**
 * Once its window has closed, nothing that is planned after it goes first. A window that had closed, or that the machine was not to
 * be free in, when the plan was asked for has no upper limit.
 */
function* checkNotMissed(
  { plan, scenario }: Scene,
  fact: FactOf<'task-started'>,
  { machine, care }: MachineScene,
  rule: FlexibleMaintenance,
): Generator<Fault> {
  const last = care.get(rule.id)?.lastDone;
  if (rule.every === undefined || last === undefined || plan === undefined) return;
  const closes = last + rule.every + rule.late;
  if (fact.at <= closes || closes >= scenario.horizon) return;
  if (Math.max(plan.requestedAt, plan.takenUntil.get(machine.id) ?? -Infinity) > closes) return;
  const queue = plan.queues.get(machine.id) ?? [];
  const before = queue.slice(0, Math.max(0, queue.indexOf(fact.task)));
  const passed = before.find((id) => plan.maintenance.get(id)?.maintenance === rule.id);
  if (passed === undefined) return;
  const message = `${fact.task} starts at ${fact.at} before ${passed}, whose window closed at ${closes}`;
  yield fault('MAINTENANCE-WINDOW', message, `Maintenance ${rule.id} of ${machine.id} comes first.`);
}

/**
 * `[MAINTENANCE-RUNS]`: tasks between two occurrences, each counted once however often it is tried. What began while the plan was
 * awaited is not counted: it could not know of that.
 */
function* checkRuns(
  { scenario, plan }: Scene,
  fact: FactOf<'task-started'>,
  { machine, care }: MachineScene,
  rule: FlexibleMaintenance,
): Generator<Fault> {
  const done = care.get(rule.id)?.tasks;
  if (rule.everyRuns === undefined || done === undefined || fact.at >= scenario.horizon) return;
  const known = [...done].filter(([id, at]) => at < (plan?.requestedAt ?? -Infinity) || plan?.tasks.has(id) === true);
  const runs = known.length + (done.has(fact.task) ? 0 : 1);
  if (runs <= rule.everyRuns) return;
  const message = `${fact.task} is task ${runs} on ${machine.id} since ${rule.id}, which comes every ${rule.everyRuns}`;
  yield fault('MAINTENANCE-RUNS', message, 'The maintenance comes first.');
}
