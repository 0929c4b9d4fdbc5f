/**
 * The search of the laboratory's planner: first schedules by construction or from the plan in force, then ruin and recreate
 * until the budget is spent.
 *
 * Anytime: whenever it stops there is a plan. A budget of iterations gives the same plan every time.
 */

import { at, type Random } from '../../../base/index.ts';
import type { ObjectiveLevel } from '../../../model/index.ts';
import { PORTFOLIO } from '../../construct/policies.ts';
import { NONE, type Problem } from '../../problem.ts';
import type { Exchange } from '../exchange.ts';
import { Acceptance } from './acceptance.ts';
import { Correspondence } from './correspondence.ts';
import { Laboratory, type Recreation, type Snapshot } from './laboratory.ts';
import { extractSolution, withEndsAlone, withLoads, type Solution } from '../../solution.ts';
import type { Pace } from './pace.ts';
import { pick } from './pick.ts';
import { Rankings } from './rankings.ts';
import { BestSchedule } from './best-schedule.ts';
import type { RuinContext } from './ruin-move.ts';
import { RUIN_MOVES } from './ruins/index.ts';
import { tradedOrders } from './ruins/traded-orders.ts';
import { compareLevels } from './score.ts';

export interface LaboratorySearchInput {
  readonly problem: Problem;
  readonly levels: readonly ObjectiveLevel[];
  readonly random: Random;
  readonly pace: Pace;
  /** Whether to find out what lost orders could do alone. */
  readonly isThorough: boolean;
  /** To searches of the same problem on other threads. */
  readonly exchange?: Exchange;
}

export interface LaboratorySearchResult {
  readonly solution: Solution;
  readonly iterations: number;
}

/** Share of the budget after which no more first schedules are made: from nothing, and where a plan is in force. */
const CONSTRUCTION_SHARE = 0.3;
const CONSTRUCTION_SHARE_IN_FORCE = 0.1;
/** Steps between two looks at what the other threads have found. */
const EXCHANGE_EVERY = 64;
/** Of ten steps, those that trade lost orders for others while there are any: what is lost comes before all else. */
const TRADES = 7;
/** Orders taken out at once: most often few. */
const SIZES = [1, 2, 2, 3, 3, 4, 5, 6, 8, 12];

export function searchLaboratory(input: LaboratorySearchInput): LaboratorySearchResult {
  const { problem, levels, random, pace } = input;
  const laboratory = new Laboratory(problem, levels);
  const rankings = new Rankings(laboratory.builder);
  const first = firstSchedule(input, laboratory, rankings);
  pace.begin();
  if (laboratory.orders.length === 0) return finished(laboratory, input);
  const record = new BestSchedule(laboratory, first);
  const others = input.exchange === undefined ? undefined : new Correspondence(laboratory, input.exchange);
  const acceptance = new Acceptance(levels, laboratory.orders.length, first.values, random);
  const moves = RUIN_MOVES.filter((move) => move !== tradedOrders && move.supports(problem));
  const values = laboratory.score.values();
  const current = Float64Array.from(values);
  const context: Omit<RuinContext, 'size' | 'lost'> = {
    schedule: laboratory.builder.schedule,
    outlook: laboratory.builder.outlook,
    score: laboratory.score,
    random,
    orders: laboratory.orders,
  };
  const { orderLevels } = laboratory.score;
  const isFutile = (least: Float64Array): boolean => acceptance.excludes(least, current, orderLevels);
  pace.turn();
  for (let progress = pace.progress(); progress < 1; progress = pace.progress()) {
    pace.step();
    acceptance.advance(progress, pace.expectedSteps());
    if (others !== undefined && pace.steps % EXCHANGE_EVERY === 0) {
      others.offer(record.best);
      const isTheirs = others.take(recreation(rankings, random));
      current.set(laboratory.score.values(values));
      if (isTheirs && acceptance.isBetter(current, record.best.values)) record.replace();
      else if (isTheirs) record.note(laboratory.orders);
    }
    const move = laboratory.lost.size > 0 && random.below(10) < TRADES ? tradedOrders : pick(moves, random);
    const ruin = move.choose({
      ...context,
      lost: laboratory.lost,
      size: Math.min(pick(SIZES, random), laboratory.orders.length),
    });
    if (ruin === undefined) continue;
    acceptance.draw();
    const isPossible = laboratory.attempt(ruin, recreation(rankings, random), isFutile);
    if (!isPossible || !acceptance.accepts(laboratory.score.values(values), current)) {
      laboratory.undo();
      continue;
    }
    record.note(laboratory.keep());
    current.set(values);
    if (acceptance.isBetter(current, record.best.values)) record.keep();
  }
  if (!record.isPresent) laboratory.recall(record.best, at(PORTFOLIO, 0));
  return finished(laboratory, input);
}

/** The laboratory is then at the snapshot: the plan in force where there is one, else the best construction that the first part of the budget allows. */
function firstSchedule({ problem, pace }: LaboratorySearchInput, laboratory: Laboratory, rankings: Rankings): Snapshot {
  let best: Snapshot | undefined;
  let last: Snapshot | undefined;
  const consider = (): void => {
    pace.step();
    last = undefined;
    const isBetter =
      best === undefined ||
      laboratory.misplacedMaintenance < best.misplacedMaintenance ||
      (laboratory.misplacedMaintenance === best.misplacedMaintenance &&
        compareLevels(laboratory.score.values(), best.values, []) < 0);
    if (isBetter) best = last = laboratory.snapshot();
  };
  const isInForce = problem.previous.task.some((task) => task !== NONE);
  if (isInForce) {
    const inForce = { ...problem.previous, start: problem.operations.previousStart };
    laboratory.restore(inForce, { policy: at(PORTFOLIO, 0), arrange: rankings.by('due') });
    consider();
  }
  const share = isInForce ? CONSTRUCTION_SHARE_IN_FORCE : CONSTRUCTION_SHARE;
  for (let k = 0; k < PORTFOLIO.length && (best === undefined || pace.foresees(share)); k++) {
    const policy = at(PORTFOLIO, k);
    laboratory.construct(rankings.all(policy.rule), policy);
    consider();
  }
  const chosen = best as unknown as Snapshot;
  if (chosen === last) return chosen;
  // Tasks have other numbers now than when it was taken.
  laboratory.recall(chosen, at(PORTFOLIO, 0));
  return laboratory.snapshot();
}

/** The laboratory is at the best schedule: that one with its loads, and with what each lost order could do alone. */
function finished(laboratory: Laboratory, { isThorough, pace }: LaboratorySearchInput): LaboratorySearchResult {
  const { builder } = laboratory;
  const { lost } = laboratory.standing();
  const solution = withLoads(builder.schedule.problem, extractSolution(builder.schedule, lost));
  const policy = at(PORTFOLIO, 0);
  const complete = isThorough ? withEndsAlone(solution, (order) => builder.endAlone(order, policy)) : solution;
  return { solution: complete, iterations: pace.steps };
}

/** Where material keeps for weeks, putting work off wastes machines: a third of the time nothing is put off. */
const LOOSE = PORTFOLIO.map((policy) => ({ ...policy, keepsFresh: false }));

const recreation = (rankings: Rankings, random: Random): Recreation => ({
  policy: pick(random.below(3) === 0 ? LOOSE : PORTFOLIO, random),
  rescuesLost: random.below(2) === 0,
  arrange: rankings.random(random),
});
