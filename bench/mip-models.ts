/** Mixed-integer programs of the kinds that planning asks for, by size, from a seed; and the laboratory's own. */

import { createRandom, type Random } from '../src/base/index.ts';
import { DEFAULT_OBJECTIVE } from '../src/model/index.ts';
import { formulate } from '../src/solver/index.ts';
import {
  ModelBuilder,
  packExactly,
  proposeGroups,
  type MipBackend,
  type MipModel,
  type Term,
} from '../src/solver/mip/index.ts';
import { CLASH_UNIT, type Problem } from '../src/solver/problem.ts';
import { ClashMatrix } from '../src/solver/schedule/units.ts';
import { busyLab } from './busy-lab.ts';

/** Things into places of limited room that cost something to open, every placement with its price. About `nonzeros`. */
export function assignmentModel(random: Random, nonzeros: number): MipModel {
  const places = Math.max(2, Math.round(Math.sqrt(nonzeros / 6)));
  const things = Math.max(2, Math.round(nonzeros / (2 * places)));
  const builder = new ModelBuilder();
  const load = contents(places, () => [-(60 * things) / places, builder.binary(20 + random.below(10))] as Term);
  for (let thing = 0; thing < things; thing++) {
    const placed = Array.from({ length: places }, () => builder.binary(random.below(100)));
    builder.equal(
      placed.map((column): Term => [1, column]),
      1,
    );
    const size = 5 + random.below(45);
    placed.forEach((column, place) => load[place]?.push([size, column]));
  }
  for (const terms of load) builder.row(terms, { upper: 0 });
  return builder.build();
}

/** Things into as few equal bins as can be: bins are interchangeable, so everything ties. About `nonzeros`. */
export function packingModel(random: Random, nonzeros: number): MipModel {
  const bins = Math.max(2, Math.round(Math.sqrt(nonzeros / 6)));
  const things = Math.max(2, Math.round(nonzeros / (2 * bins)));
  const builder = new ModelBuilder();
  const load = contents(bins, () => [-100, builder.binary(1)] as Term);
  for (let thing = 0; thing < things; thing++) {
    const placed = Array.from({ length: bins }, () => builder.binary());
    builder.equal(
      placed.map((column): Term => [1, column]),
      1,
    );
    const size = Math.floor(((20 + random.below(60)) * bins * 1.4) / things);
    placed.forEach((column, bin) => load[bin]?.push([Math.max(1, size), column]));
  }
  for (const terms of load) builder.row(terms, { upper: 0 });
  return builder.build();
}

const contents = (count: number, first: () => Term): Term[][] => Array.from({ length: count }, () => [first()]);

/** The question whether members with clashes fit into lanes, for flow cells of `lanes` lanes. */
export async function laneModel(random: Random, lanes: number): Promise<MipModel | undefined> {
  const unit = 1000;
  const weights = Array.from({ length: 3 + random.below(8) }, () => 20 + random.below(100));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const sizes = weights.map((weight) => Math.max(1, Math.floor((0.9 * lanes * unit * weight) / total)));
  const identity = { count: 4, first: Int32Array.of(0, 1, 2, 3, 4), other: Int32Array.of(0, 1, 2, 3) };
  const clashes = new ClashMatrix({ clashes: identity } as Problem);
  const batch = { capacity: lanes * unit, unit, clashScope: CLASH_UNIT };
  const asked: MipModel[] = [];
  await packExactly({ clashes, batch, sizes, classes: sizes.map(() => random.below(4)) }, listener(asked), NO_TIME);
  return asked[0];
}

/** The pooling programs of the busy laboratory, window by window. */
export async function poolingModels(orders: number): Promise<readonly MipModel[]> {
  const { scenario, situation } = busyLab({ seed: 1, orders });
  const { problem } = formulate(scenario, situation);
  const asked: MipModel[] = [];
  const { levels } = DEFAULT_OBJECTIVE;
  await proposeGroups(problem, { backend: listener(asked), levels, limits: NO_TIME });
  return asked;
}

export const modelRandom = (family: string, k: number): Random => createRandom(1).split(`${family} ${k}`);

const NO_TIME = { timeMs: 1 };

/** Writes down what it is asked and answers with the start it is given. */
const listener = (asked: MipModel[]): MipBackend => ({
  name: 'listener',
  solve(model, { start }) {
    asked.push(model);
    return Promise.resolve(start === undefined ? { status: 'stopped' } : { status: 'feasible', values: start });
  },
});
