/** What is done to a schedule can be taken back exactly, in whatever order it was done. */

import { describe, expect, it } from 'vitest';
import { at, createRandom } from '../../../src/base/index.ts';
import { formulate } from '../../../src/solver/index.ts';
import { Constructor } from '../../../src/solver/construct/construct.ts';
import { PORTFOLIO } from '../../../src/solver/construct/policies.ts';
import { sequenceBy } from '../../../src/solver/construct/rules.ts';
import { NONE } from '../../../src/solver/problem.ts';
import { insertAt, removeAt, without } from '../../../src/solver/schedule/edit-list.ts';
import { ruin } from '../../../src/solver/schedule/ruin.ts';
import type { Schedule } from '../../../src/solver/schedule/schedule.ts';
import { mergeDemands } from '../../../src/solver/schedule/task.ts';
import { makeLab } from '../../../bench/labs/index.ts';

/** All of it that anybody can see; tasks by value. */
const stateOf = (schedule: Schedule): unknown => ({
  timelines: schedule.timelines.map((timeline) => timeline.map((task) => ({ ...task }))),
  taskOf: schedule.taskOf.map((task) => task?.number),
  left: schedule.left.map((profile) => profile.steps()),
  batches: [...new Set(schedule.problem.modes.batchKey)]
    .filter((key) => key !== NONE)
    .map((key) => schedule.batchesOf(key).map((task) => task.number)),
});

describe('a schedule', () => {
  it('is after a rollback what it was at the mark, to the last step of its resources', () => {
    for (const kind of ['normal', 'overload'] as const) {
      const { scenario, situation } = makeLab({ pipelines: 12, kind, seed: 2 });
      const { problem } = formulate(scenario, situation);
      const builder = new Constructor(problem);
      const { schedule } = builder;
      builder.construct(sequenceBy(problem, builder.outlook, 'due'), at(PORTFOLIO, 0));
      schedule.commit();
      const random = createRandom(5);
      for (let step = 0; step < 40; step++) {
        const before = stateOf(schedule);
        const policy = at(PORTFOLIO, random.below(PORTFOLIO.length));
        const orders = new Set(Array.from({ length: 4 }, () => random.below(problem.orders.count)));
        const { removed } = ruin(schedule, orders);
        builder.place([...removed], policy);
        const changed = stateOf(schedule);
        if (step % 4 === 3) schedule.commit();
        else {
          schedule.rollback(0);
          expect(stateOf(schedule), `${kind}, step ${step}`).toEqual(before);
        }
        // Orders went and came back with other numbers, so a rollback that does nothing would show.
        if (removed.length > 0) expect(changed, `${kind}, step ${step}`).not.toEqual(before);
      }
    }
  });
});

describe('what a shared task demands', () => {
  it('is what its members demand, merged one by one', () => {
    const { scenario, situation } = makeLab({ pipelines: 12, kind: 'compute-limited', seed: 3 });
    const { schedule } = new Constructor(formulate(scenario, situation).problem);
    const { catalogue, problem } = schedule;
    const random = createRandom(1);
    for (let k = 0; k < 300; k++) {
      const modes = Array.from({ length: 1 + random.below(3) }, () => random.below(problem.modes.count));
      const one = catalogue.commonDemands(modes);
      expect(one).toEqual(mergeDemands(modes.flatMap((mode) => catalogue.demandsOf(mode))));
      const first = at(modes, 0);
      const rows = [problem.modes.firstDemand[first], problem.modes.firstDemand[first + 1]] as const;
      const column = (table: Int32Array | Float64Array): number[] => [...table.subarray(...rows)];
      expect(catalogue.demandsOf(first).map((demand) => demand.resource)).toEqual(column(problem.demands.resource));
      expect(catalogue.demandsOf(first).map((demand) => demand.amount)).toEqual(column(problem.demands.amount));
      expect(catalogue.demandsOf(first).map((demand) => demand.span)).toEqual(column(problem.demands.span));
    }
  });
});

describe('editing a list', () => {
  it('does what splice and filter do, for short and for long rests', () => {
    for (const length of [1, 5, 300]) {
      for (const index of [0, length >> 1, length]) {
        const list = Array.from({ length }, (_, k) => k);
        const inserted = [...list];
        insertAt(inserted, index, -1);
        expect(inserted).toEqual(list.toSpliced(index, 0, -1));
        removeAt(inserted, index);
        expect(inserted).toEqual(list);
        expect(without(list, index)).toEqual(list.filter((_, k) => k !== index));
      }
    }
  });
});
