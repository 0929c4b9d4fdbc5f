/** Random oven instances as MiniZinc data: small, with every kind of limit, and a calendar that has room for all jobs. */

import { createRandom } from '../../../../src/base/index.ts';
import { readOsp } from '../../../../src/solver/formats/osp.ts';
import type { BatchingInstance } from '../../../../src/solver/search/batching/index.ts';

export interface OvenSize {
  readonly jobs: number;
  readonly machines: number;
  readonly families: number;
}

export function randomOvens(seed: number, { jobs, machines, families }: OvenSize): BatchingInstance {
  const random = createRandom(seed);
  const draw = (min: number, max: number): number => min + random.below(max - min + 1);
  const list = (length: number, make: () => number): number[] => Array.from({ length }, make);
  const table = (rows: number, columns: number, make: () => number): string =>
    `[|${Array.from({ length: rows }, () => list(columns, make).join(',')).join('|')}|]`;
  const eligible = list(jobs, () => draw(1, 2 ** machines - 1)).map((mask) =>
    list(machines, () => 0).flatMap((_, m) => ((mask >> m) & 1 ? [m + 1] : [])),
  );
  const least = list(jobs, () => draw(1, 9));
  // Three shifts per machine; the last has room for every job alone with its set-up: (9 + 3) * jobs.
  const starts = Array.from({ length: machines }, () => [draw(0, 5), 30, 60]);
  const ends = starts.map(([start = 0]) => [start + draw(5, 20), draw(35, 55), 60 + 12 * jobs]);
  const rows = (values: number[][]): string => `[|${values.map((row) => row.join(',')).join('|')}|]`;
  const text = `
    a=${families}; m=${machines}; s=3; n=${jobs};
    setup_costs=${table(families + 1, families, () => draw(0, 5))};
    setup_times=${table(families + 1, families, () => draw(0, 3))};
    max_cap=[${list(machines, () => draw(5, 12)).join(',')}];
    initState=[${list(machines, () => draw(1, families + 1)).join(',')}];
    m_a_s=${rows(starts)}; m_a_e=${rows(ends)};
    eligible_machine=[${eligible.map((set) => `{${set.join(',')}}`).join(',')}];
    earliest_start=[${list(jobs, () => draw(0, 40)).join(',')}];
    latest_end=[${list(jobs, () => draw(10, 80)).join(',')}];
    min_time=[${least.join(',')}];
    max_time=[${least.map((time) => time + draw(0, 5)).join(',')}];
    size=[${list(jobs, () => draw(1, 5)).join(',')}];
    attribute=[${list(jobs, () => draw(1, families)).join(',')}];
    mult_factor_total_runtime=4; mult_factor_finished_toolate=100;
    mult_factor_total_setupcosts=3; mult_factor_total_setuptimes=1;
    upper_bound_integer_objective=${1000 * jobs};`;
  const result = readOsp(text);
  if (result.kind === 'rejected') throw new Error(JSON.stringify(result.findings));
  return result.instance;
}
