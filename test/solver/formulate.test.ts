/** The flat problem obeys its own laws whatever the laboratory, and crosses threads by transfer. */

import { describe, expect, it } from 'vitest';
import { DAY, HOUR, NEVER } from '../../src/base/index.ts';
import { buffersOf, formulate, NONE, planInThread, validateProblem, type Problem } from '../../src/solver/index.ts';
import { warmUpTask } from '../../src/solver/warm-up.ts';
import { solve } from '../../src/solver/planner.ts';
import { indexSetsOf, order, tinyLab, untouched } from '../support/tiny-lab.ts';
import { later, randomLab } from './random-lab.ts';

describe('formulation', () => {
  it('makes operations, modes and arcs of one order in stage order', () => {
    const orders = [order('o1')];
    const scenario = tinyLab({ orders, indexSets: indexSetsOf(orders) });
    const { problem, names } = formulate(scenario, untouched(scenario));
    expect(names.operations.map((o) => o.stage.id)).toEqual(['extract', 'prep', 'sequence', 'align']);
    // One handler; two cyclers; two sides x (short, long); parallel 1 and 4.
    expect([...problem.operations.firstMode]).toEqual([0, 1, 3, 7, 9]);
    expect([...problem.modes.duration]).toEqual(
      [64 / 60, 2, 2, 13, 13, 24, 24, 4, 1].map((hours) => Math.round(hours * HOUR)),
    );
    expect([...problem.arcs.from]).toEqual([0, 1, 2]);
    expect([...problem.arcs.min]).toEqual([0, 900, 0]);
    expect([...problem.arcs.max]).toEqual([72 * HOUR, 24 * HOUR, NEVER]);
    // Only the first stage must start before the material expires.
    expect([...problem.operations.latestStart]).toEqual([7 * DAY, NEVER, NEVER, NEVER]);
    expect([...problem.operations.clashClass]).toEqual([0, 0, 0, 0]);
  });

  it('obeys the laws of the problem in random laboratories, at the beginning and in the middle of a plan', () => {
    for (let seed = 1; seed <= 25; seed++) {
      const { scenario, situation } = randomLab(seed);
      validateProblem(formulate(scenario, situation).problem);
      const plan = planInThread(scenario, situation, { seed, budget: { iterations: 1 } });
      const { problem } = formulate(scenario, later(scenario, situation, plan, DAY + 10 * HOUR));
      validateProblem(problem);
      const frozen = problem.operations.frozenTask.filter((t) => t !== NONE).length;
      const running = plan.tasks.filter((t) => t.start <= DAY + 10 * HOUR && t.end > DAY + 10 * HOUR);
      expect(frozen).toBe(running.flatMap((t) => t.members).length);
    }
  });

  it('leaves out lots that are not there any more', () => {
    const scenario = tinyLab();
    const situation = { ...untouched(scenario), lots: untouched(scenario).lots.slice(1) };
    const { names } = formulate(scenario, situation);
    expect(names.orders).toEqual(['o2', 'o3']);
    expect(planInThread(scenario, situation, { seed: 1, budget: { iterations: 1 } }).lost).toEqual([]);
  });
});

describe('the flat problem', () => {
  it('is transferred as it is, and solved the same on the other side', () => {
    const scenario = tinyLab();
    const { problem } = formulate(scenario, untouched(scenario));
    const request = {
      seed: 1,
      budget: { iterations: 5 },
      rule: 'portfolio' as const,
      levels: scenario.objective.levels,
    };
    const before = solve(structuredClone(problem), request);
    const moved = structuredClone(problem, { transfer: buffersOf(problem) });
    expect(problem.operations.release.length).toBe(0);
    expect(solve(moved, request)).toEqual(before);
  });

  it('of the warm-up obeys the laws too, and uses every part of the search', () => {
    const { problem, request } = warmUpTask();
    validateProblem(problem);
    const { solution } = solve(problem, request);
    expect(solution.lost.count).toBe(0);
    expect(solution.maintenance.count).toBeGreaterThan(0);
    expect(solution.tasks.load.length).toBeGreaterThan(0);
  });

  it('with a broken law is refused by name', () => {
    const scenario = tinyLab();
    const { problem } = formulate(scenario, untouched(scenario));
    const broken: readonly [string, Problem][] = [
      ['arc 0 goes from', { ...problem, arcs: { ...problem.arcs, from: problem.arcs.to } }],
      ['not whole', { ...problem, modes: { ...problem.modes, duration: problem.modes.duration.map((d) => d + 0.5) } }],
      ['resources.firstStep', { ...problem, resources: { ...problem.resources, count: 3 } }],
      [
        'modes.machine[0] is 99',
        { ...problem, modes: { ...problem.modes, machine: problem.modes.machine.map(() => 99) } },
      ],
    ];
    for (const [message, bad] of broken) expect(() => validateProblem(bad)).toThrow(message);
  });
});
