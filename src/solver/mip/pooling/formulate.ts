/**
 * Pooling as a mixed-integer program: which orders share a run, and of which kind it is.
 *
 * A run belongs to the member that is ready last (the opener), so runs that differ only in name are one, and the run's
 * earliest start is known when the model is written: what a member loses by joining is a constant. What is not known is
 * when the machines get to it: a queue, day by day, of machine time asked for and not yet given, stands for that.
 */

import { DAY, hours } from '../../../base/index.ts';
import { item } from '../../columns.ts';
import type { Problem } from '../../problem.ts';
import type { ClashMatrix } from '../../schedule/units.ts';
import { ModelBuilder, type Term } from '../builder.ts';
import type { MipModel } from '../model.ts';
import { isServed, lateHours, qualityLost, type RunDemand } from './demand.ts';
import type { PoolingPrices } from './prices.ts';
import { crowds, fitsTogether, mayMeet, shareOf, unitsNeeded } from './rules.ts';
import { hoursOf, unitsOf, type RunKind, type RunSupply } from './supply.ts';

export interface PoolingQuestion {
  readonly problem: Problem;
  readonly clashes: ClashMatrix;
  readonly supply: RunSupply;
  readonly prices: PoolingPrices;
  /** Sorted by readiness. */
  readonly demands: readonly RunDemand[];
  /** [days] seconds of machine time that runs decided before ask for, by the day they are ready. */
  readonly asked: readonly number[];
}

/** A run that may be opened: by the demand of this number, in this kind. */
export interface RunChoice {
  readonly opener: number;
  readonly kind: RunKind;
  readonly start: number;
  readonly column: number;
  /** Demand number -> column of whether it joins; the opener's is the run's own. */
  readonly members: ReadonlyMap<number, number>;
}

export interface PoolingModel {
  readonly model: MipModel;
  readonly runs: readonly RunChoice[];
  /** [days] column of the machine time that waits at the end of the day, in hours. */
  readonly queue: readonly number[];
}

/** How long a member waits for another at most, and how many that were ready before it an opener looks at. */
const PATIENCE = 6 * DAY;
const COMPANIONS = 12;
/** Of the work that queues, how much becomes late by an hour in an hour. */
const LATE_SHARE = 0.2;

export function formulatePooling(question: PoolingQuestion): PoolingModel {
  const builder = new ModelBuilder();
  const { demands } = question;
  const runs = demands.flatMap((_, opener) =>
    question.supply.kinds.flatMap((kind) => {
      const run = openRun(builder, question, opener, kind);
      return run === undefined ? [] : [run];
    }),
  );
  // A demand that no run can serve is left to the constructor.
  demands.forEach((_, demand) => {
    const ways = runs.flatMap((run) => {
      const column = run.members.get(demand);
      return column === undefined ? [] : [[1, column] as const];
    });
    if (ways.length > 0) builder.equal(ways, 1);
  });
  for (const run of runs) limitRun(builder, question, run);
  const queue = addQueue(builder, question, runs);
  return { model: builder.build(), runs, queue };
}

/** The run's column and its members' columns, or undefined where it cannot serve its opener. */
function openRun(
  builder: ModelBuilder,
  question: PoolingQuestion,
  opener: number,
  kind: RunKind,
): RunChoice | undefined {
  const { demands, supply, prices } = question;
  const start = supply.staffedFrom(readyOf(demands, opener));
  const costOf = (demand: number): number | undefined => joiningCost(question, demand, { kind, start });
  const own = costOf(opener);
  if (own === undefined) return undefined;
  const time = -prices.idle * hoursOf(kind) * kind.isScarce;
  const column = builder.binary(own + time + prices.empty * unitsOf(kind));
  const members = new Map([[opener, column]]);
  for (let demand = opener - 1; demand >= 0 && members.size <= COMPANIONS; demand--) {
    if (readyOf(demands, opener) - readyOf(demands, demand) > PATIENCE) break;
    const cost = costOf(demand);
    if (cost !== undefined && canJoin(question, kind, demand, opener)) members.set(demand, builder.binary(cost));
  }
  return { opener, kind, start, column, members };
}

function canJoin({ clashes, demands }: PoolingQuestion, kind: RunKind, number: number, opener: number): boolean {
  const [a, b] = [demands[number], demands[opener]];
  return a !== undefined && b !== undefined && fitsTogether(clashes, kind, [a, b]);
}

/** What the objective loses by this demand being served there; undefined where it cannot be. */
function joiningCost(
  { problem, prices, demands }: PoolingQuestion,
  number: number,
  { kind, start }: { readonly kind: RunKind; readonly start: number },
): number | undefined {
  const demand = demands[number];
  const size = demand?.size.get(kind.key);
  if (demand === undefined || size === undefined || size > kind.capacity) return undefined;
  if (!isServed(demand, start, kind.duration)) return undefined;
  const late = prices.late * lateHours(demand, start, kind.duration);
  return late + prices.quality * qualityLost(problem, demand, start) - (prices.empty * size) / kind.unit;
}

/** Capacity, crowds of one class, and pairs that leave no room for each other. */
function limitRun(builder: ModelBuilder, { demands, clashes }: PoolingQuestion, run: RunChoice): void {
  const { kind, column, members } = run;
  const columnOf = new Map(
    [...members].flatMap(([number, own]) => {
      const demand = demands[number];
      return demand === undefined ? [] : [[demand, own] as const];
    }),
  );
  const list = [...columnOf.keys()];
  builder.row([...list.map((demand): Term => [shareOf(demand, kind), columnOf.get(demand) ?? 0]), [-1, column]], {
    upper: 0,
  });
  for (const member of columnOf.values()) {
    if (member !== column)
      builder.row(
        [
          [1, member],
          [-1, column],
        ],
        { upper: 0 },
      );
  }
  for (const crowd of crowds(clashes, kind, list)) {
    const needed = crowd.map((demand): Term => [unitsNeeded(demand, kind), columnOf.get(demand) ?? 0]);
    builder.row([...needed, [-unitsOf(kind), column]], { upper: 0 });
  }
  list.forEach((a, k) => {
    for (const b of list.slice(1, k)) {
      if (mayMeet(clashes, kind, a, b)) continue;
      builder.row(
        [
          [1, columnOf.get(a) ?? 0],
          [1, columnOf.get(b) ?? 0],
          [-1, column],
        ],
        { upper: 0 },
      );
    }
  });
}

/** Machine time asked for and not given by the end of each day; what waits is charged by the hour. */
function addQueue(builder: ModelBuilder, question: PoolingQuestion, runs: readonly RunChoice[]): number[] {
  const { problem, supply } = question;
  const price = queuePrice(question);
  const byDay = supply.dayCapacity.map((): Term[] => []);
  for (const run of runs) byDay[dayOf(problem, run.start)]?.push([-hours(run.kind.occupied), run.column]);
  const queue: number[] = [];
  byDay.forEach((asked, day) => {
    const waiting = builder.continuous({ cost: price * hours(DAY) });
    const before = queue.at(-1);
    const carried: Term[] = before === undefined ? [] : [[-1, before]];
    builder.row([[1, waiting], ...carried, ...asked], { lower: -spareHours(question, day) });
    queue.push(waiting);
  });
  return queue;
}

/** Hours of machine time in a day that runs decided before do not ask for; negative where they ask for more. */
export const spareHours = ({ supply, asked }: PoolingQuestion, day: number): number =>
  hours(item(supply.dayCapacity, day) - (asked[day] ?? 0));

/** What an hour of waiting costs per hour of machine time that waits: the mean run's share of late weight. */
function queuePrice({ demands, supply, prices }: PoolingQuestion): number {
  let weight = 0;
  let time = 0;
  for (const demand of demands) {
    weight += demand.weight;
    const shares = supply.kinds.flatMap((kind) => {
      const size = demand.size.get(kind.key);
      return size === undefined ? [] : [(hours(kind.occupied) * size) / kind.capacity];
    });
    time += shares.length === 0 ? 0 : Math.min(...shares);
  }
  return time === 0 ? 0 : ((LATE_SHARE * weight) / time) * prices.late;
}

export const dayOf = ({ now }: Problem, time: number): number => Math.max(0, Math.floor((time - now) / DAY));

const readyOf = (demands: readonly RunDemand[], number: number): number => demands[number]?.ready ?? 0;
