/** The laboratory under search: what is counted step by step is what counting from nothing gives, and undoing leaves no trace. */

import { describe, expect, it } from 'vitest';
import { createRandom, DAY } from '../../../../src/base/index.ts';
import { evaluate, formulate, planInThread, type Problem } from '../../../../src/solver/index.ts';
import { arrangementOf } from '../../../../src/solver/construct/arrangement.ts';
import { PORTFOLIO } from '../../../../src/solver/construct/policies.ts';
import { extractSolution } from '../../../../src/solver/solution.ts';
import { Laboratory, type Recreation } from '../../../../src/solver/search/laboratory/laboratory.ts';
import { BestSchedule } from '../../../../src/solver/search/laboratory/best-schedule.ts';
import { pick } from '../../../../src/solver/search/laboratory/pick.ts';
import { Rankings } from '../../../../src/solver/search/laboratory/rankings.ts';
import { RUIN_MOVES } from '../../../../src/solver/search/laboratory/ruins/index.ts';
import { later, randomLab } from '../../random-lab.ts';

const SEEDS = Array.from({ length: 12 }, (_, k) => k + 1);
const STEPS = 60;
const [FIRST_POLICY] = PORTFOLIO;

describe('a laboratory under search', () => {
  it.each(SEEDS)(
    'laboratory %i: every move is counted as the slow oracle counts it, and undone without a trace',
    (seed) => {
      const { problem, levels } = flatLab(seed);
      const laboratory = new Laboratory(problem, levels);
      const rankings = new Rankings(laboratory.builder);
      const random = createRandom(seed);
      if (FIRST_POLICY === undefined) throw new Error('no policy');
      laboratory.construct(rankings.all(FIRST_POLICY.rule), FIRST_POLICY);
      expect(faultOf(laboratory, problem, levels)).toBeUndefined();
      if (laboratory.orders.length === 0) return;
      for (let step = 0; step < STEPS; step++) {
        const before = stateOf(laboratory);
        const move = pick(RUIN_MOVES, random);
        if (!move.supports(problem)) continue;
        const ruin = move.choose({
          schedule: laboratory.builder.schedule,
          outlook: laboratory.builder.outlook,
          score: laboratory.score,
          random,
          orders: laboratory.orders,
          lost: laboratory.lost,
          size: 1 + random.below(4),
        });
        expect(stateOf(laboratory), `${move.name} chooses without changing anything`).toEqual(before);
        if (ruin === undefined) continue;
        const recreation: Recreation = { policy: pick(PORTFOLIO, random), arrange: rankings.random(random) };
        const isPossible = laboratory.attempt(ruin, recreation);
        if (isPossible) expect(faultOf(laboratory, problem, levels), move.name).toBeUndefined();
        if (isPossible && random.below(2) === 0) laboratory.keep();
        else {
          laboratory.undo();
          expect(stateOf(laboratory), `${move.name} undone`).toEqual(before);
        }
        expect(faultOf(laboratory, problem, levels), move.name).toBeUndefined();
      }
    },
  );

  it.each(SEEDS)('laboratory %i: the best schedule kept up by changes is what a snapshot of it would be', (seed) => {
    const { problem, levels } = flatLab(seed);
    const laboratory = new Laboratory(problem, levels);
    const rankings = new Rankings(laboratory.builder);
    const random = createRandom(seed);
    if (FIRST_POLICY === undefined) throw new Error('no policy');
    laboratory.construct(rankings.all(FIRST_POLICY.rule), FIRST_POLICY);
    if (laboratory.orders.length === 0) return;
    const best = new BestSchedule(laboratory, laboratory.snapshot());
    for (let step = 0; step < STEPS; step++) {
      const ruin = pick(RUIN_MOVES, random).choose({
        schedule: laboratory.builder.schedule,
        outlook: laboratory.builder.outlook,
        score: laboratory.score,
        random,
        orders: laboratory.orders,
        lost: laboratory.lost,
        size: 1 + random.below(4),
      });
      if (ruin === undefined) continue;
      const recreation: Recreation = { policy: pick(PORTFOLIO, random), arrange: rankings.random(random) };
      if (!laboratory.attempt(ruin, recreation) || random.below(3) === 0) {
        laboratory.undo();
        continue;
      }
      best.note(laboratory.keep());
      // Whether it is the best one is the search's affair: any may be declared so.
      if (random.below(2) === 0) best.keep();
      else continue;
      expect(best.best).toEqual(laboratory.snapshot());
    }
  });

  it.each(SEEDS)('laboratory %i: a snapshot is recalled exactly, whatever came in between', (seed) => {
    const { problem, levels } = flatLab(seed);
    const laboratory = new Laboratory(problem, levels);
    const rankings = new Rankings(laboratory.builder);
    const random = createRandom(seed);
    for (const policy of PORTFOLIO.slice(0, 6)) {
      laboratory.construct(rankings.all(policy.rule), policy);
      const snapshot = laboratory.snapshot();
      const before = stateOf(laboratory);
      const other = pick(PORTFOLIO, random);
      laboratory.construct(rankings.all(other.rule), other);
      laboratory.recall(snapshot, policy);
      expect(stateOf(laboratory)).toEqual(before);
    }
  });
});

/** Odd seeds: at the beginning; even ones: in the middle of a plan, with that plan in force. */
function flatLab(seed: number) {
  const { scenario, situation } = randomLab(seed);
  const { levels } = scenario.objective;
  if (seed % 2 === 1) return { problem: formulate(scenario, situation).problem, levels };
  const plan = planInThread(scenario, situation, { seed, budget: { iterations: 4 } });
  const present = later(scenario, situation, plan, DAY);
  return { problem: formulate(scenario, { ...present, planInForce: plan }).problem, levels };
}

function faultOf(laboratory: Laboratory, problem: Problem, levels: Parameters<typeof evaluate>[2]): string | undefined {
  const { schedule } = laboratory.builder;
  const lost = [...laboratory.lost]
    .map(([order, failure]) => ({ order, failure }))
    .toSorted((a, b) => a.order - b.order);
  const truth = evaluate(problem, extractSolution(schedule, lost), levels).map((level) => level.value);
  const counted = [...laboratory.score.values()];
  const isEqual = truth.every(
    (value, k) => Math.abs(value - (counted[k] ?? Number.NaN)) <= 1e-6 * Math.max(1, Math.abs(value)),
  );
  return isEqual ? undefined : `counted ${counted.join(', ')}, true are ${truth.join(', ')}`;
}

const stateOf = (laboratory: Laboratory) => {
  const { mode, task, start, maintenanceRow, maintenanceStart } = arrangementOf(laboratory.builder.schedule);
  // Tasks are numbered machine by machine, so equal schedules have equal numbers on machines; those of resources are sorted by name.
  return {
    mode: [...mode],
    start: [...start],
    shares: [...task].map((number, o) => [...task].indexOf(number) === o),
    maintenance: [...maintenanceRow].map((row, k) => [row, maintenanceStart[k]]),
    lost: [...laboratory.lost.keys()].toSorted((a, b) => a - b),
    setups: laboratory.builder.schedule.timelines.map((timeline) => timeline.map((one) => one.setup)),
    left: laboratory.builder.schedule.left.map((profile) => profile.steps()),
  };
};
