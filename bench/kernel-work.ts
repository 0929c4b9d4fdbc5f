/** The kernels of planning on pinned work: what is done again and again while a plan is made. */

import { createRandom, NEVER } from '../src/base/index.ts';
import {
  createFormulator,
  documentText,
  evaluate,
  formulate,
  toPlan,
  writeProblem,
  type Formulation,
} from '../src/solver/index.ts';
import { Constructor } from '../src/solver/construct/construct.ts';
import { BASELINES } from '../src/solver/construct/policies.ts';
import { sequenceBy } from '../src/solver/construct/rules.ts';
import { problemOf } from '../src/solver/formats/index.ts';
import { planFrom, requestOf, solve, type SearchAnswer } from '../src/solver/planner.ts';
import type { Profile } from '../src/solver/schedule/profile.ts';
import { earliestSlot } from '../src/solver/schedule/slots.ts';
import type { TaskSpec } from '../src/solver/schedule/task.ts';
import { dispatch } from '../src/solver/search/dispatch.ts';
import { blockMoves } from '../src/solver/search/neighbourhoods/block-moves.ts';
import { RandomInts } from '../src/solver/search/random-ints.ts';
import { ShopGraph } from '../src/solver/search/shop-graph.ts';
import { shopOf } from '../src/solver/search/shop.ts';
import { Stop } from '../src/solver/search/stop.ts';
import { TabuSearch } from '../src/solver/search/tabu-search.ts';
import { makeLab } from './labs/index.ts';

export interface Kernel {
  readonly name: string;
  readonly size: string;
  /** What one call does, where it is many of the same. */
  readonly operations: number;
  readonly run: () => unknown;
  /** What it computes, as text or numbers: for the hash of the case. */
  readonly value: () => unknown;
}

/** `pipelines`: orders of the laboratory. */
export function laboratoryKernels(pipelines: number): readonly Kernel[] {
  const { scenario, situation } = makeLab({ seed: 1, pipelines, kind: 'normal' });
  const { levels } = scenario.objective;
  const formulator = createFormulator(scenario);
  const formulation = formulator.formulate(situation);
  const { problem } = formulation;
  const request = requestOf(scenario, situation, { seed: 1, budget: { iterations: 1 }, rule: 'edd' });
  const answer: SearchAnswer = solve(problem, request);
  const plan = planFrom(formulation, request, answer);
  const replanned = { ...situation, planInForce: plan };
  const size = `${pipelines} orders`;
  const method = plan.method;
  const one = { size, operations: 1 };
  const textOf = ({ problem: made }: Formulation) => documentText(writeProblem(made, { name: size, levels }));
  const translate = () => toPlan(formulation, answer.solution, { objective: [], method });
  const value = () => evaluate(problem, answer.solution, levels);
  const again = () => formulator.formulate(replanned);
  return [
    { ...one, name: 'formulate, plan in force', run: again, value: () => textOf(again()) },
    { ...one, name: 'toPlan', run: translate, value: translate },
    { ...one, name: 'evaluate', run: value, value },
  ];
}

/** Questions to a full schedule of a laboratory, and changes of its staff that are taken back. */
export function scheduleKernels(pipelines: number): readonly Kernel[] {
  const { scenario, situation } = makeLab({ seed: 1, pipelines, kind: 'normal' });
  const { problem } = formulate(scenario, situation);
  const size = `${pipelines} orders`;
  const constructor = new Constructor(problem);
  const policy = BASELINES.edd;
  constructor.construct(sequenceBy(problem, constructor.outlook, policy.rule), policy);
  const { schedule } = constructor;
  const questions = pinned(64, problem.operations.count).flatMap((operation): { spec: TaskSpec; from: number }[] =>
    schedule.catalogue.specsOf(operation).map((spec) => ({ spec, from: problem.operations.release[operation] ?? 0 })),
  );
  const slots = (): number[] =>
    questions.map(({ spec, from }) => earliestSlot(schedule, spec, from, NEVER)?.start ?? -1);
  const staff = schedule.left[0] as Profile;
  const instants = pinned(256, problem.horizon);
  const takes = (): number => {
    for (const from of instants) staff.take(from, from + 5400, 1);
    for (const from of instants) staff.take(from, from + 5400, -1);
    return staff.earliest(problem.now, 5400, 1);
  };
  const earliest = (): number[] => instants.map((from) => staff.earliest(from, 5400, 2));
  return [
    { name: 'earliestSlot in a full schedule', size, operations: questions.length, run: slots, value: slots },
    { name: 'Profile.take, staff', size, operations: 2 * instants.length, run: takes, value: takes },
    { name: 'Profile.earliest, staff', size, operations: instants.length, run: earliest, value: earliest },
  ];
}

/** Tabu steps in a random job shop, from one dispatched start. */
export function shopKernel({ jobs, machines, steps }: { jobs: number; machines: number; steps: number }): Kernel {
  const random = new RandomInts(createRandom(1));
  const shop = shopOf(
    problemOf({
      machineCount: machines,
      jobs: Array.from({ length: jobs }, () =>
        shuffled(machines, random).map((machine) => [{ machine, duration: 1 + random.below(99) }]),
      ),
    }),
  );
  const start = dispatch(shop, random);
  const run = (): number => {
    const graph = new ShopGraph(shop);
    graph.load(start);
    const stop = new Stop({ iterations: steps });
    const neighbourhoods = [blockMoves(shop.operationCount)];
    const search = new TabuSearch({
      graph,
      neighbourhoods,
      random: new RandomInts(createRandom(2)),
      stop,
      onBest: () => {},
    });
    return search.run(steps).makespan;
  };
  return { name: 'tabu step in a job shop', size: `${jobs} x ${machines}`, operations: steps, run, value: run };
}

/** So many whole numbers below `bound`, always the same. */
function pinned(count: number, bound: number): number[] {
  const random = createRandom(7);
  return Array.from({ length: count }, () => random.below(bound));
}

function shuffled(count: number, random: RandomInts): number[] {
  const items = Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const other = random.below(k + 1);
    [items[k], items[other]] = [items[other] ?? 0, items[k] ?? 0];
  }
  return items;
}
