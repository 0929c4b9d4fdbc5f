import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/base/index.ts';
import { construct } from '../../../../src/solver/search/batching/construct.ts';
import { dataOf } from '../../../../src/solver/search/batching/data.ts';
import { MOVES } from '../../../../src/solver/search/batching/moves/index.ts';
import { BatchingState } from '../../../../src/solver/search/batching/state.ts';
import { RandomInts } from '../../../../src/solver/search/random-ints.ts';
import { decode, faultsOf, priceOf } from './naive-ovens.ts';
import { randomOvens } from './random-ovens.ts';

const SIZES = [
  { jobs: 12, machines: 2, families: 2 },
  { jobs: 20, machines: 3, families: 3 },
];

describe('moves of the batching search', () => {
  it.each(MOVES.map(({ move }) => move))(
    '$name: a proposal costs what a full recomputation says, before and after it is carried out',
    (move) => {
      let compared = 0;
      for (let seed = 0; seed < 8; seed++) {
        const instance = randomOvens(seed, SIZES[seed % 2] as (typeof SIZES)[0]);
        const state = stateOf(instance, seed);
        for (let step = 0; step < 60; step++) {
          // Any move may have led here: the others shuffle the schedule in between.
          const shuffler = MOVES[step % MOVES.length]?.move ?? move;
          const shuffle = shuffler.evaluate(state, Number.POSITIVE_INFINITY);
          if (Number.isFinite(shuffle)) state.apply(shuffle);
          const delta = move.evaluate(state, Number.POSITIVE_INFINITY);
          if (!Number.isFinite(delta)) continue;
          const before = state.cost;
          state.apply(delta);
          const batches = decode(instance, state.sequences());
          // A schedule that no longer fits the calendars costs a penalty, which the oracle has no opinion about.
          expect(state.table.isPlaced(), `seed ${seed} step ${step}`).toBe(batches !== undefined);
          if (batches === undefined) continue;
          expect(faultsOf(instance, batches), `seed ${seed} step ${step}`).toEqual([]);
          expect((before + delta) / instance.normalization).toBeCloseTo(priceOf(instance, batches), 9);
          compared++;
        }
      }
      expect(compared).toBeGreaterThan(10);
    },
  );

  it.each(MOVES.map(({ move }) => move))(
    '$name: what is above the limit is never said to be at most the limit',
    (move) => {
      let proposals = 0;
      for (let seed = 0; seed < 60; seed++) {
        const instance = randomOvens(seed % 10, { jobs: 20, machines: 3, families: 2 });
        const exact = move.evaluate(stateOf(instance, seed), Number.POSITIVE_INFINITY);
        const limited = move.evaluate(stateOf(instance, seed), 50);
        if (exact <= 50) expect(limited).toBe(exact);
        else expect(limited).toBeGreaterThan(50);
        if (Number.isFinite(exact)) proposals++;
      }
      expect(proposals).toBeGreaterThan(0);
    },
  );

  it('are not proposed where batches hold one job', () => {
    const data = { ...dataOf(randomOvens(1, { jobs: 5, machines: 2, families: 2 })), mostMembers: 1 };
    const names = MOVES.filter(({ move }) => !move.supports(data)).map(({ move }) => move.name);
    expect(names).toEqual(['swap-jobs', 'open-batch', 'share-out', 'merge-batches', 'split-batch']);
  });
});

function stateOf(instance: Parameters<typeof dataOf>[0], seed: number): BatchingState {
  const data = dataOf(instance);
  const state = new BatchingState(data, new RandomInts(createRandom(seed)));
  state.load(construct(data));
  return state;
}
