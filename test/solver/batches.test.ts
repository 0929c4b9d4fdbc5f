/** Shared tasks: families and capacity on the bench, lanes and indexes on the sequencer, and who waits for whom. */

import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, createRandom, duration, seconds, type Random } from '../../src/base/index.ts';
import { id, type Order, type PlannedTask, type RunPlacement, type Scenario } from '../../src/model/index.ts';
import { formulate, planInThread } from '../../src/solver/index.ts';
import { ClashMatrix, packUnits } from '../../src/solver/schedule/units.ts';
import {
  ALIGN,
  EXTRACT,
  PREP,
  SEQUENCE,
  WORKFLOW,
  indexSetsOf,
  order,
  tinyLab,
  untouched,
} from '../support/tiny-lab.ts';
import { plan, taskOf } from './helpers.ts';

const lab = (
  orders: readonly Order[],
  clashes: readonly (readonly [string, string])[] = [],
  changes: Partial<Scenario> = {},
) => tinyLab({ orders, indexSets: indexSetsOf(orders, clashes), ...changes });
const samples = (name: string, count: number): Pick<Order, 'samples'> => ({
  samples: Array.from({ length: count }, (_, i) => ({ id: id(`${name}/s${i}`), name: `s${i}` })),
});
const run = (task: PlannedTask): RunPlacement => {
  if (task.placement.kind !== 'run') throw new Error(`${task.id} is no run`);
  return task.placement;
};
const runs = (tasks: readonly PlannedTask[]): readonly PlannedTask[] => tasks.filter((t) => t.placement.kind === 'run');

describe('batches on the bench', () => {
  it('hold lots of one family up to the capacity', () => {
    // 24 places: 10 + 10 fit together, the third lot of 10 does not.
    const orders = ['o1', 'o2', 'o3'].map((name) => order(name, { ...samples(name, 10), readsPerSample: 10_000_000 }));
    const made = plan(lab(orders), { rule: 'fifo-batch' });
    const sizes = made.tasks.filter((t) => t.members[0]?.stage === 'prep').map((t) => t.members.length);
    expect(sizes.toSorted()).toEqual([1, 2]);
  });

  it('last as long as their longest member', () => {
    const prep = { ...PREP, time: { fixed: duration(HOUR), perSample: duration(10 * MINUTE) } };
    const orders = [order('o1', samples('o1', 2)), order('o2', samples('o2', 6))];
    const workflows = new Map([[WORKFLOW.id, { ...WORKFLOW, stages: [EXTRACT, prep, SEQUENCE, ALIGN] }]]);
    const made = plan(lab(orders, [], { workflows }), { rule: 'fifo-batch' });
    const task = taskOf(made, 'o1', 'prep');
    expect(task.members.map((m) => m.lot)).toEqual(['o1', 'o2']);
    // 60 + 6 x 10 min.
    expect(task.end - task.start).toBe(2 * HOUR);
  });

  it('never take a lot beyond the capacity: it is lost with the reason', () => {
    const made = plan(lab([order('o1', { ...samples('o1', 25), readsPerSample: 10_000_000 })]));
    expect(made.lost[0]?.causes).toEqual([
      {
        kind: 'no-resource',
        stage: 'prep',
        message:
          'prep of lot o1 has nowhere to run: its 25 samples exceed the 24 that equipment of class thermocycler takes at once.',
      },
    ]);
    expect(made.tasks).toEqual([]);
  });
});

describe('lanes', () => {
  it('hold exactly the reads wanted, split over lanes where one is too small', () => {
    // 4 x 150 M = 600 M: more than one short lane (400 M), less than two.
    const made = plan(lab([order('o1', { readsPerSample: 150_000_000 })]));
    const { lanes, recipe } = run(taskOf(made, 'o1', 'sequence'));
    expect(recipe).toBe('short');
    expect(lanes).toEqual([[{ lot: 'o1', reads: 400_000_000 }], [{ lot: 'o1', reads: 200_000_000 }]]);
  });

  it('of one run keep clashing sets apart, where the recipe is addressed by lane', () => {
    const orders = ['o1', 'o2'].map((name) => order(name, { readsPerSample: 40_000_000 }));
    const made = plan(lab(orders, [['set-o1', 'set-o2']]), { rule: 'fifo-batch' });
    // 160 M each would share the first lane of 400 M; the clash puts them on two.
    expect(run(taskOf(made, 'o1', 'sequence')).lanes.map((lane) => lane.map((l) => l.lot))).toEqual([['o1'], ['o2']]);
  });

  it('with one pool per run take no clashing sets at all', () => {
    const orders = ['o1', 'o2'].map((name) => order(name, { readsPerSample: 40_000_000 }));
    const recipes = new Map([...tinyLab().recipes].map(([k, r]) => [k, { ...r, indexScope: 'run' as const }]));
    const made = plan(lab(orders, [['set-o1', 'set-o2']], { recipes }), { rule: 'fifo-batch' });
    expect(runs(made.tasks).length).toBe(2);
  });

  it('that cannot hold an order make it impossible, with both numbers in the sentence', () => {
    // 4 x 600 M = 2.4 G; the largest run gives 2 G.
    const made = plan(lab([order('o1', { readsPerSample: 600_000_000 })]));
    expect(made.lost[0]?.causes).toEqual([
      {
        kind: 'no-resource',
        stage: 'sequence',
        message:
          'sequence of lot o1 has nowhere to run: its 2400000000 read pairs exceed the 2000000000 of the largest run offered.',
      },
    ]);
  });

  it('are packed completely and without clashes, or the set is refused, however it is listed', () => {
    const problems: string[] = [];
    let refused = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const random = createRandom(seed);
      const { sizes, classes, matrix } = randomPacking(random);
      const batch = { capacity: 12, unit: 4, clashScope: 1 };
      const loads = packUnits(matrix, batch, { sizes, classes });
      const reversed = packUnits(matrix, batch, { sizes: sizes.toReversed(), classes: classes.toReversed() });
      if ((loads === undefined) !== (reversed === undefined)) problems.push(`seed ${seed}: the list's order decides`);
      if (loads === undefined) {
        refused++;
        continue;
      }
      const load = (member: number, unit: number): number => loads[member * 3 + unit] ?? 0;
      sizes.forEach((size, i) => {
        if (load(i, 0) + load(i, 1) + load(i, 2) !== size) problems.push(`seed ${seed}: member ${i} is not whole`);
      });
      for (let u = 0; u < 3; u++) {
        const on = sizes.map((_, i) => i).filter((i) => load(i, u) > 0);
        if (on.reduce((sum, i) => sum + load(i, u), 0) > 4) problems.push(`seed ${seed}: unit ${u} is too full`);
        const clash = on.some((a) => on.some((b) => a !== b && matrix.clash(classes[a] ?? -1, classes[b] ?? -1)));
        if (clash) problems.push(`seed ${seed}: a clash on unit ${u}`);
      }
    }
    expect(problems).toEqual([]);
    // The seeds hold both kinds, so neither branch is untested.
    expect(refused).toBeGreaterThan(30);
    expect(refused).toBeLessThan(270);
  });
});

/** Two to six members of sizes 1-8, some without a class, some of one class, and a random third of the classes clashing. */
function randomPacking(random: Random): { sizes: number[]; classes: number[]; matrix: ClashMatrix } {
  const orders = Array.from({ length: 5 }, (_, k) => order(`o${k}`));
  const names = orders.map((o) => `set-${o.id}`);
  const clashes = names.flatMap((a, i) =>
    names.slice(i + 1).flatMap((b) => (random.below(3) === 0 ? [[a, b] as const] : [])),
  );
  const scenario = lab(orders, clashes);
  const matrix = new ClashMatrix(formulate(scenario, untouched(scenario)).problem);
  const count = 2 + random.below(5);
  return {
    sizes: Array.from({ length: count }, () => 1 + random.below(8)),
    classes: Array.from({ length: count }, () => random.below(6) - 1),
    matrix,
  };
}

describe('waiting for companions', () => {
  it('fills runs where due dates permit, and does not where they do not', () => {
    // o2 arrives a day after o1. With a week to go, one run for both costs nobody anything and leaves no lane empty.
    const patient = [order('o1'), order('o2', { release: seconds(DAY + 8 * HOUR) })];
    expect(runs(plan(lab(patient), { rule: 'fifo-batch' }).tasks).length).toBe(1);
    // o1 is due 30 h after its arrival: extraction, prep, run and alignment take 1:04 + 2 + 0:15 + 13 + 1 = 17:19 h.
    const urgent = [order('o1', { due: seconds(38 * HOUR) }), order('o2', { release: seconds(DAY + 8 * HOUR) })];
    const made = plan(lab(urgent), { rule: 'portfolio' });
    expect(runs(made.tasks).length).toBe(2);
    expect(taskOf(made, 'o1', 'align').end).toBeLessThanOrEqual(38 * HOUR);
  });

  it('fifo shares only what is there when the run starts; edd serves the earlier due date first', () => {
    const orders = [order('o1', { due: seconds(9 * DAY) }), order('o2', { due: seconds(3 * DAY) })];
    const fifo = plan(lab(orders), { rule: 'fifo' });
    const edd = plan(lab(orders), { rule: 'edd' });
    expect(taskOf(fifo, 'o1', 'extract').start).toBeLessThan(taskOf(fifo, 'o2', 'extract').start);
    expect(taskOf(edd, 'o2', 'extract').start).toBeLessThan(taskOf(edd, 'o1', 'extract').start);
    expect(runs(fifo.tasks).length).toBe(2);
  });

  it('the portfolio is at least as good as every baseline on every level before the first difference', () => {
    const orders = ['a', 'b', 'c', 'd', 'e'].map((name, k) =>
      order(name, { release: seconds((8 + 5 * k) * HOUR), due: seconds((40 + 9 * k) * HOUR) }),
    );
    const scenario = lab(orders);
    const value = (rule: 'fifo' | 'edd' | 'fifo-batch' | 'portfolio') =>
      planInThread(scenario, untouched(scenario), { seed: 3, budget: { iterations: 30 }, rule }).objective.map(
        (l) => l.value,
      );
    const best = value('portfolio');
    for (const rule of ['fifo', 'edd', 'fifo-batch'] as const) {
      const other = value(rule);
      const first = best.findIndex((x, level) => Math.abs(x - (other[level] ?? 0)) > 1e-6);
      expect(first === -1 || (best[first] ?? 0) < (other[first] ?? 0), rule).toBe(true);
    }
  });
});

describe('the choice of the recipe', () => {
  it('takes the short run for little, the long one where only it is large enough', () => {
    const little = plan(lab([order('o1')]), { rule: 'fifo' });
    expect(run(taskOf(little, 'o1', 'sequence')).recipe).toBe('short');
    // 1.6 G read pairs fit only the long recipe.
    const much = plan(lab([order('o1', { readsPerSample: 400_000_000 })]), { rule: 'fifo' });
    expect(run(taskOf(much, 'o1', 'sequence')).recipe).toBe('long');
  });
});
