import { expect, it } from 'vitest';
import { createRandom } from '../../../../src/base/index.ts';
import { ListBuilder } from '../../../../src/solver/search/project/list-builder.ts';
import { projectOf } from '../../../../src/solver/search/project/project.ts';
import { TimeOrder } from '../../../../src/solver/search/project/time-order.ts';
import { RandomInts } from '../../../../src/solver/search/random-ints.ts';
import { problemFrom, randomList, randomProject } from './random-project.ts';

const SIZE = { activities: 14, resources: 1, capacity: 1, longest: 3 };

it('a list holds missing predecessors just before what needs them', () => {
  // 3 needs 1 and 2, 2 needs 0: the wish 3 comes out as 1 0 2 3, then 0 1 2 are there already.
  const arcs = [
    { from: 0, to: 2 },
    { from: 1, to: 3 },
    { from: 2, to: 3 },
  ];
  const raw = { durations: [1, 1, 1, 1], demands: [], capacities: [], arcs };
  const list = new Int32Array(4);
  new ListBuilder(projectOf(problemFrom(raw))).write(Int32Array.from([3, 0, 1, 2]), list);
  expect([...list]).toEqual([1, 0, 2, 3]);
});

it('any wish becomes a feasible list, and a feasible one stays as it is', () => {
  for (let seed = 0; seed < 15; seed++) {
    const raw = randomProject(seed, SIZE);
    const random = new RandomInts(createRandom(seed));
    const builder = new ListBuilder(projectOf(problemFrom(raw)));
    const list = new Int32Array(SIZE.activities);
    const wish = Int32Array.from(randomList({ ...raw, arcs: [] }, random));
    builder.write(wish, list);
    expect(
      [...list].toSorted((a, b) => a - b),
      `seed ${seed}`,
    ).toEqual(raw.durations.map((_, i) => i));
    const late = raw.arcs.filter(({ from, to }) => list.indexOf(from) > list.indexOf(to));
    expect(late, `seed ${seed}`).toEqual([]);
    const feasible = Int32Array.from(randomList(raw, random));
    builder.write(feasible, list);
    expect([...list], `seed ${seed}`).toEqual([...feasible]);
  }
});

it.each([
  ['counted', 5],
  ['sorted', 1_000_000],
])('times that are %s come in order, ties by index in the direction asked for', (_, scale) => {
  const order = new TimeOrder(6);
  const list = new Int32Array(6);
  const time = Int32Array.from([2, 0, 2, 1, 0, 2], (t) => t * scale);
  order.ascendingIndex(time, 2 * scale, list);
  expect([...list]).toEqual([1, 4, 3, 0, 2, 5]);
  order.descendingIndex(time, 2 * scale, list);
  expect([...list]).toEqual([4, 1, 3, 5, 2, 0]);
});
