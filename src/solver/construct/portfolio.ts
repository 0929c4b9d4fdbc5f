/**
 * The best of many constructions: first the portfolio of policies in its fixed order, then seeded variations of the best
 * one so far, in which lost and late orders are moved forward and others exchange places.
 */

import { at, type Random } from '../../base/index.ts';
import type { LevelValue, ObjectiveLevel } from '../../model/index.ts';
import { f64 } from '../columns.ts';
import { compareValues, endOf, evaluate } from '../objective.ts';
import type { Problem } from '../problem.ts';
import { extractSolution, withLoads, type Solution } from '../solution.ts';
import { Constructor } from './construct.ts';
import type { LostRecord } from './failure.ts';
import { PORTFOLIO } from './policies.ts';
import type { Policy } from './policy.ts';
import { sequenceBy } from './rules.ts';

export interface SearchResult {
  readonly solution: Solution;
  readonly value: readonly LevelValue[];
  readonly iterations: number;
}

interface Candidate {
  readonly sequence: readonly number[];
  readonly policy: Policy;
}

interface Incumbent extends Candidate {
  readonly solution: Solution;
  readonly value: readonly LevelValue[];
  readonly lost: readonly LostRecord[];
  readonly misplaced: number;
}

export interface SearchInput {
  readonly problem: Problem;
  readonly levels: readonly ObjectiveLevel[];
  readonly random: Random;
  /** Asked before every construction but the first. */
  readonly mayContinue: (iterations: number) => boolean;
  /** The policies to start from; the portfolio where absent. One policy alone is tried as it is, without variations. */
  readonly policies?: readonly Policy[];
}

export function searchPortfolio(input: SearchInput): SearchResult {
  const { problem, levels, random } = input;
  const policies = input.policies ?? PORTFOLIO;
  const constructor = new Constructor(problem);
  let best: Incumbent | undefined;
  let iterations = 0;
  while (iterations === 0 || (input.mayContinue(iterations) && (policies.length > 1 || iterations < policies.length))) {
    const candidate: Candidate =
      best === undefined || iterations < policies.length
        ? startFrom(constructor, at(policies, iterations))
        : vary(problem, best, policies, random);
    const { lost, misplacedMaintenance } = constructor.construct(candidate.sequence, candidate.policy);
    const solution = extractSolution(constructor.schedule, lost);
    const value = evaluate(problem, solution, levels);
    iterations++;
    const found: Incumbent = { ...candidate, solution, value, lost, misplaced: misplacedMaintenance };
    if (best === undefined || isBetter(found, best)) best = found;
  }
  const result = best as Incumbent;
  return { solution: finished(constructor, result), value: result.value, iterations };
}

/** Maintenance in its windows is a rule, not an objective: it comes first. */
const isBetter = (a: Incumbent, b: Incumbent): boolean =>
  a.misplaced !== b.misplaced ? a.misplaced < b.misplaced : compareValues(a.value, b.value) < 0;

const startFrom = ({ schedule, outlook }: Constructor, policy: Policy): Candidate => ({
  sequence: sequenceBy(schedule.problem, outlook, policy.rule),
  policy,
});

const TIMINGS: readonly Policy['maintenance'][] = ['early', 'due', 'late'];

/** Every other time another policy on the best sequence, else the same; always a changed sequence. */
function vary(problem: Problem, best: Incumbent, policies: readonly Policy[], random: Random): Candidate {
  const sequence = [...best.sequence];
  const base = random.below(2) === 0 ? best.policy : at(policies, random.below(policies.length));
  const policy = random.below(4) === 0 ? { ...base, maintenance: at(TIMINGS, random.below(TIMINGS.length)) } : base;
  const troubled = troubledOrders(problem, best);
  if (troubled.length > 0 && random.below(4) !== 0) {
    const order = troubled[random.below(troubled.length)] as number;
    const from = sequence.indexOf(order);
    moveTo(sequence, from, random.below(from + 1));
  }
  const swaps = sequence.length > 1 ? 1 + random.below(3) : 0;
  for (let k = 0; k < swaps; k++) moveTo(sequence, random.below(sequence.length), random.below(sequence.length));
  return { sequence, policy };
}

/** Lost orders, or where none is lost, late ones. */
function troubledOrders(problem: Problem, best: Incumbent): readonly number[] {
  if (best.lost.length > 0) return best.lost.map(({ order }) => order);
  const { orders } = problem;
  return best.sequence.filter((order) => endOf(problem, best.solution, order) > f64(orders.due, order));
}

function moveTo(sequence: number[], from: number, to: number): void {
  const [order] = sequence.splice(from, 1);
  if (order !== undefined) sequence.splice(to, 0, order);
}

/** The solution with its loads, and with what each lost order could do alone. */
function finished(constructor: Constructor, { solution, lost, policy }: Incumbent): Solution {
  const complete = withLoads(constructor.schedule.problem, solution);
  if (lost.length === 0) return complete;
  const endAlone = Float64Array.from(lost, ({ order }) => constructor.endAlone(order, policy));
  return { ...complete, lost: { ...complete.lost, endAlone } };
}
