/** The slow oracle's part on flexible maintenance: rules 19 to 21 of docs/PLAN-RULES.md in the plainest words. */

import type {
  FlexibleMaintenance,
  Machine,
  Plan,
  PlannedMaintenance,
  Scenario,
  Situation,
} from '../../src/model/index.ts';

interface Case {
  readonly scenario: Scenario;
  readonly situation: Situation;
  readonly plan: Plan;
  readonly machine: Machine;
  readonly rule: FlexibleMaintenance;
  /** Occurrences of the rule on the machine, in time. */
  readonly planned: readonly PlannedMaintenance[];
}

export function brokenMaintenanceRules(scenario: Scenario, situation: Situation, plan: Plan): string[] {
  return scenario.machines.flatMap((machine) =>
    machine.flexibleMaintenance.flatMap((rule) => {
      const planned = plan.maintenance
        .filter((m) => m.maintenance === rule.id && m.machines.includes(machine.id))
        .toSorted((a, b) => a.start - b.start);
      const one = { scenario, situation, plan, machine, rule, planned };
      return [...scope(one), ...windows(one), ...runs(one)];
    }),
  );
}

function scope({ scenario, machine, rule, planned }: Case): string[] {
  const whole = scenario.instruments.find((i) => machine.kind === 'position' && i.id === machine.instrument)?.positions;
  const wanted = rule.scope === 'instrument' && whole !== undefined ? whole : [machine.id];
  return planned
    .filter((m) => m.end - m.start !== rule.duration || m.machines.toSorted().join() !== wanted.toSorted().join())
    .map((m) => `21: ${m.id} lasts ${m.end - m.start} on ${m.machines.join()}`);
}

function windows({ scenario, situation, machine, rule, planned }: Case): string[] {
  if (rule.every === undefined) return [];
  const found: string[] = [];
  const present = situation.machines.find((m) => m.machine === machine.id);
  const free = Math.max(situation.now, present?.freeFrom ?? -Infinity);
  let due = (present?.maintenance.find((m) => m.id === rule.id)?.lastDone ?? rule.lastDone) + rule.every;
  for (const m of planned) {
    const isLateAnyway = free > due + rule.late;
    const isEarly = m.start < (isLateAnyway ? free : due - rule.early) && rule.everyRuns === undefined;
    if (isEarly || (!isLateAnyway && m.start > due + rule.late)) found.push(`19: ${m.id} at ${m.start}, due ${due}`);
    due = m.end + rule.every;
  }
  if (due + rule.late < scenario.horizon) found.push(`20: ${machine.id} ${rule.id} is missing, due ${due}`);
  return found;
}

function runs({ scenario, situation, plan, machine, rule, planned }: Case): string[] {
  const limit = rule.everyRuns;
  if (limit === undefined) return [];
  const present = situation.machines.find((m) => m.machine === machine.id);
  const starts = plan.tasks
    .filter((t) => !t.isFrozen && t.placement.kind !== 'pool' && t.placement.machine === machine.id)
    .filter((t) => t.start < scenario.horizon)
    .map((t) => ({ at: t.start, isRun: true }));
  const events = [...starts, ...planned.map((m) => ({ at: m.start, isRun: false }))].toSorted((a, b) => a.at - b.at);
  let count = present?.maintenance.find((m) => m.id === rule.id)?.runsSince ?? 0;
  return events.flatMap(({ at, isRun }) => {
    count = isRun ? count + 1 : 0;
    return isRun && count > limit ? [`20: ${machine.id} ${rule.id}: run ${count} at ${at}`] : [];
  });
}
