/** The plan in force, in columns: read back into words, it is the plan again, as far as it is still open. */

import { describe, expect, it } from 'vitest';
import { DAY, HOUR, seconds } from '../../../src/base/index.ts';
import type { Plan } from '../../../src/model/index.ts';
import { formulate, NONE, planInThread, validateProblem, type Formulation } from '../../../src/solver/index.ts';
import { later, randomLab } from '../random-lab.ts';
import { tinyLab, untouched } from '../../support/tiny-lab.ts';

const placeOf = (placement: Plan['tasks'][number]['placement']): string =>
  placement.kind === 'pool'
    ? placement.pool
    : `${placement.machine} ${placement.kind === 'run' ? placement.recipe : ''}`;

/** `lot stage -> place, other open members` of the open work that has a mode in force. */
function wordsOf({ problem, names }: Formulation): Map<string, string> {
  const { mode, task } = problem.previous;
  const words = new Map<string, string>();
  names.operations.forEach(({ lot, stage }, o) => {
    const name = names.modes[mode[o] ?? NONE];
    if (name === undefined) return;
    const place = name.kind === 'pool' ? name.pool : `${name.machine} ${name.kind === 'run' ? name.recipe : ''}`;
    const company = names.operations
      .filter((_, other) => task[other] === task[o])
      .map((other) => `${other.lot} ${other.stage.id}`);
    words.set(`${lot} ${stage.id}`, `${place} with ${company.toSorted().join(', ')}`);
  });
  return words;
}

describe('the plan in force', () => {
  it('comes back whole from its columns, less what is frozen, in the middle of plans of random laboratories', () => {
    let compared = 0;
    let maintained = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const { scenario, situation } = randomLab(seed);
      const plan = planInThread(scenario, situation, { seed, budget: { iterations: 1 } });
      const now = DAY + 10 * HOUR;
      const formulation = formulate(scenario, { ...later(scenario, situation, plan, now), planInForce: plan });
      validateProblem(formulation.problem);
      const expected = new Map<string, string>();
      for (const { members, placement, start } of plan.tasks) {
        if (start <= now) continue;
        const company = members.map(({ lot, stage }) => `${lot} ${stage}`);
        for (const member of company) {
          expected.set(member, `${placeOf(placement)} with ${company.toSorted().join(', ')}`);
        }
      }
      const lots = new Set(formulation.names.jobs);
      const open = [...expected].filter(([member]) => [...lots].some((lot) => member.startsWith(`${lot} `)));
      expect(wordsOf(formulation)).toEqual(new Map(open));
      const { previous } = formulation.problem;
      const starts = [...previous.maintenanceStart].toSorted((a, b) => a - b);
      expect(starts).toEqual(plan.maintenance.map((m) => m.start).filter((start) => start >= now));
      compared += open.length;
      maintained += starts.length;
    }
    expect(compared).toBeGreaterThan(100);
    expect(maintained).toBeGreaterThan(10);
  });

  it('gives no mode where the machine is gone, and the mode of the same width where samples are gone', () => {
    const scenario = tinyLab();
    const plan = planInThread(scenario, untouched(scenario), { seed: 1, budget: { iterations: 1 } });
    const machines = scenario.machines.filter((machine) => !machine.id.startsWith('tc-'));
    const { problem, names } = formulate({ ...scenario, machines }, { ...untouched(scenario), planInForce: plan });
    names.operations.forEach(({ stage }, o) => {
      expect(problem.previous.mode[o] === NONE).toBe(stage.id === 'prep');
      expect(problem.previous.task[o]).not.toBe(NONE);
    });
    // Alignment is offered for 1 or 4 samples at once. Of one sample, both are one mode.
    const lots = untouched(scenario).lots.map((lot) => ({ ...lot, samples: lot.samples.slice(0, 1) }));
    const alone = formulate(scenario, { ...untouched(scenario), lots, planInForce: plan });
    alone.names.operations.forEach(({ stage }, o) => {
      if (stage.id === 'align') expect(alone.problem.previous.mode[o]).toBe(alone.problem.operations.firstMode[o]);
    });
  });

  it('is empty where there is none, and leaves out maintenance that has begun', () => {
    const scenario = tinyLab();
    const { previous } = formulate(scenario, untouched(scenario)).problem;
    expect([previous.count, new Set(previous.mode), new Set(previous.task)]).toEqual([0, new Set([-1]), new Set([-1])]);
    const plan = planInThread(scenario, untouched(scenario), { seed: 1, budget: { iterations: 1 } });
    const first = plan.maintenance[0]?.start ?? 0;
    const inForce = (now: number) =>
      formulate(scenario, { ...untouched(scenario), now: seconds(now), planInForce: plan }).problem.previous.count;
    expect(inForce(first)).toBe(plan.maintenance.length);
    expect(inForce(first + 1)).toBe(plan.maintenance.filter((m) => m.start > first).length);
  });

  it('is refused where it breaks its laws', () => {
    const scenario = tinyLab();
    const plan = planInThread(scenario, untouched(scenario), { seed: 1, budget: { iterations: 1 } });
    const { problem } = formulate(scenario, { ...untouched(scenario), planInForce: plan });
    const { previous } = problem;
    const broken = [
      ['which it is not offered', { mode: previous.mode.map((m, o) => (o === 0 ? m + 1 : m)) }],
      ['in no task', { task: previous.task.map(() => NONE) }],
      ['maintenanceRow[0] is 9', { maintenanceRow: previous.maintenanceRow.map(() => 9) }],
      ['before now', { maintenanceStart: previous.maintenanceStart.map(() => -1) }],
      ['out of order', { maintenanceRow: previous.maintenanceRow.toReversed() }],
    ] as const;
    for (const [message, change] of broken) {
      expect(() => validateProblem({ ...problem, previous: { ...previous, ...change } })).toThrow(message);
    }
  });
});
