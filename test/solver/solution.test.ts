/** A schedule is read off as it stands: the fast reading is the slow one, member by member. */

import { describe, expect, it } from 'vitest';
import { formulate, NONE, type Problem } from '../../src/solver/index.ts';
import { Constructor } from '../../src/solver/construct/construct.ts';
import { PORTFOLIO } from '../../src/solver/construct/policies.ts';
import type { Schedule } from '../../src/solver/schedule/schedule.ts';
import { ClashMatrix, packUnits } from '../../src/solver/schedule/units.ts';
import { extractSolution, withLoads } from '../../src/solver/solution.ts';
import { busyLab } from '../../bench/busy-lab.ts';
import { randomLab } from './random-lab.ts';

/** Tasks with their members, sorted as solutions are. */
function slowTasks({ problem, timelines, taskOf }: Schedule) {
  const planned = new Set([...timelines.flat(), ...taskOf].filter((task) => task !== undefined));
  return [...planned]
    .filter((task) => task.kind !== 'maintenance')
    .map((task) => {
      const members = task.operations
        .map((operation, k) => ({ operation, mode: task.modes[k] ?? NONE }))
        .toSorted((a, b) => a.operation - b.operation);
      return { task, members, loads: slowLoads(problem, task.kind === 'frozen', members) };
    })
    .toSorted((a, b) => a.task.start - b.task.start || (a.members[0]?.operation ?? 0) - (b.members[0]?.operation ?? 0));
}

function slowLoads(problem: Problem, isFrozen: boolean, members: readonly { operation: number; mode: number }[]) {
  const { modes, operations } = problem;
  const mode = members[0]?.mode ?? NONE;
  const unit = modes.unit[mode] ?? 0;
  if (unit === 0 || isFrozen) return [];
  const batch = { capacity: modes.capacity[mode] ?? 0, unit, clashScope: modes.clashScope[mode] ?? 0 };
  const sizes = members.map((member) => modes.size[member.mode] ?? 0);
  const classes = members.map(({ operation }) => operations.clashClass[operation] ?? NONE);
  return [...(packUnits(new ClashMatrix(problem), batch, { sizes, classes }) ?? [])];
}

describe('a solution', () => {
  it('holds every task of the schedule, by start, with its members and their loads', () => {
    let shared = 0;
    for (const { scenario, situation } of [...[1, 2, 3, 4].map(randomLab), busyLab({ seed: 3, orders: 24 })]) {
      const { problem } = formulate(scenario, situation);
      const builder = new Constructor(problem);
      const sequence = Array.from({ length: problem.orders.count }, (_, order) => order);
      for (const policy of PORTFOLIO.slice(0, 4)) {
        const { lost } = builder.construct(sequence, policy);
        const { tasks, taskOf, modeOf } = withLoads(problem, extractSolution(builder.schedule, lost));
        const slow = slowTasks(builder.schedule);
        expect(tasks.count).toBe(slow.length);
        slow.forEach(({ task, members, loads }, number) => {
          const [first, last] = [tasks.firstMember[number], tasks.firstMember[number + 1]];
          expect(Array.from(tasks.member.subarray(first, last))).toEqual(members.map(({ operation }) => operation));
          expect(members.map(({ operation }) => taskOf[operation])).toEqual(members.map(() => number));
          expect(members.map(({ operation }) => modeOf[operation])).toEqual(members.map(({ mode }) => mode));
          expect([tasks.machine, tasks.start, tasks.end, tasks.setup].map((column) => column[number])).toEqual([
            task.machine,
            task.start,
            task.end,
            task.setup,
          ]);
          expect(Array.from(tasks.load.subarray(tasks.firstLoad[number], tasks.firstLoad[number + 1]))).toEqual(loads);
          if (members.length > 1) shared++;
        });
      }
    }
    expect(shared).toBeGreaterThan(20);
  });
});
