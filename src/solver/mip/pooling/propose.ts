/**
 * Proposals of runs for the constructor: which orders go together, and in which kind of run, by mixed-integer programming.
 *
 * The model sees readiness, recipes, lanes, clashes, due dates and the days' machine time, but no sequence: a proposal is
 * a start for the search, not a plan. Large problems are cut into windows by readiness, one after the other.
 */

import type { ObjectiveLevel } from '../../../model/index.ts';
import { f64 } from '../../columns.ts';
import type { Problem } from '../../problem.ts';
import { ClashMatrix } from '../../schedule/units.ts';
import type { MipBackend, MipLimits } from '../model.ts';
import { runDemands, type RunDemand } from './demand.ts';
import { dayOf, formulatePooling, type PoolingModel, type PoolingQuestion } from './formulate.ts';
import { firstFit } from './first-fit.ts';
import { poolingPrices } from './prices.ts';
import { runSupply } from './supply.ts';

/** Orders that go into one run together; the shape that the constructor's groups have. */
export interface ProposedGroup {
  /** The one that is ready last comes first. */
  readonly orders: readonly number[];
  /** Batch key of the run. */
  readonly key: number;
  /** The orders' operations on the run. */
  readonly anchors: readonly number[];
}

export interface ProposalOptions {
  readonly backend: MipBackend;
  readonly levels: readonly ObjectiveLevel[];
  readonly limits: MipLimits;
  /** Orders per window, >= 1; 20 where absent. */
  readonly window?: number;
}

/** Measured in ADR 0006: proved optimal within a second or so; twice as many take ten times as long. */
const WINDOW = 20;

/**
 * Groups sorted by the time at which they are ready. Orders without a run of the laboratory, and such as no run can serve,
 * are in none. Undefined where there is nothing to pool or the limits end the search of some window without a solution.
 */
export async function proposeGroups(problem: Problem, options: ProposalOptions): Promise<ProposedGroup[] | undefined> {
  const all = runDemands(problem);
  if (all.length < 2) return undefined;
  const supply = runSupply(problem, all);
  const clashes = new ClashMatrix(problem);
  const prices = poolingPrices(options.levels);
  const asked = supply.dayCapacity.map(() => 0);
  const windows = cut(all, options.window ?? WINDOW);
  const limits = { ...options.limits, timeMs: options.limits.timeMs / windows.length };
  const groups: ProposedGroup[] = [];
  for (const demands of windows) {
    const question = { problem, clashes, supply, prices, demands, asked };
    const pooling = formulatePooling(question);
    const start = firstFit(question, pooling);
    const { values } = await options.backend.solve(pooling.model, start === undefined ? limits : { ...limits, start });
    if (values === undefined) return undefined;
    groups.push(...groupsOf(question, pooling, values, asked));
  }
  return groups;
}

/** Windows of about equal size. */
function cut(demands: readonly RunDemand[], most: number): (readonly RunDemand[])[] {
  const count = Math.ceil(demands.length / most);
  const size = Math.ceil(demands.length / count);
  return Array.from({ length: count }, (_, k) => demands.slice(k * size, (k + 1) * size));
}

/** The runs that the values open; the time they ask for is added to `asked`. */
function groupsOf(
  { problem, demands }: PoolingQuestion,
  { runs }: PoolingModel,
  values: Float64Array,
  asked: number[],
): ProposedGroup[] {
  return runs
    .filter(({ column }) => f64(values, column) === 1)
    .map(({ kind, start, members }) => {
      const day = dayOf(problem, start);
      asked[day] = (asked[day] ?? 0) + kind.occupied;
      const chosen = [...members]
        .filter(([, column]) => f64(values, column) === 1)
        .flatMap(([demand]) => demands[demand] ?? []);
      return {
        orders: chosen.map(({ order }) => order),
        key: kind.key,
        anchors: chosen.flatMap(({ anchors }) => anchors),
      };
    });
}
