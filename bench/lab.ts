/**
 * Laboratory problems of five kinds: our plans after a tenth of a second and more, against CP-SAT, FIFO, EDD and one greedy construction.
 *
 * All are compared by the first three levels of the objective, evaluated by the same code; every plan is judged by the plan checker. Time is
 * processor time, ours and CP-SAT's, so that a neighbour on the machine changes nothing but the wait.
 */

import { createHash } from 'node:crypto';
import type { Clock } from '../src/base/index.ts';
import type { Plan } from '../src/model/index.ts';
import { planInThread, type PlannerOptions } from '../src/solver/index.ts';
import { checkPlan } from '../src/validation/index.ts';
import type { BenchCase, BenchResult, BenchRow } from './case.ts';
import { cpuMs } from './processor-time.ts';
import { LAB_KINDS, makeLab, type Lab, type LabKind } from './labs/index.ts';
import { compareLevels, firstDifference, levelsOf, type Difference, type Levels } from './labs/verdict.ts';
import { findCpSat, type CpSat } from './peers/cp-sat.ts';

export const labCase: BenchCase = {
  name: 'lab',
  about:
    'Laboratory problems: values of the first three levels (weighted samples lost / weighted hours late + quality / idle and empty) of our plans, of CP-SAT after 10 s, and of simple rules.',
  run: ({ smoke }) => Promise.resolve(smoke ? smokeRun() : fullRun()),
};

/** `PIPELINESxSEEDS`, comma-separated: so many problems of that size and of each kind. */
const SIZES = process.env['SEQPLAN_BENCH_LABS'] ?? '50x4,200x1,1000x1';
/** Budgets of ours in seconds, rising; the last is what the first is measured against. */
const SECONDS = (process.env['SEQPLAN_BENCH_SECONDS'] ?? '0.1,1,10').split(',').map(Number);
const PEER_SECONDS = 10;
/** Share within which the first budget is to come of the last. */
const NEAR = 0.03;

interface Problem {
  readonly pipelines: number;
  readonly kind: LabKind;
  readonly seed: number;
}

function fullRun(): BenchResult {
  const clock: Clock = { nowMs: cpuMs };
  const peer = findCpSat({ seconds: PEER_SECONDS });
  const budgets = SECONDS.map((seconds) => ({ name: `ours ${seconds} s`, budget: { ms: 1000 * seconds } }));
  warmUp(clock);
  const outcomes = problemsOf(SIZES).map((problem) => contest(problem, { budgets, clock, peer }));
  return {
    workload: { sizes: SIZES, seconds: SECONDS.join(' '), seed: 1, rival: peer ? `CP-SAT ${PEER_SECONDS} s` : 'none' },
    resultHash: sha256(JSON.stringify(problemsOf(SIZES))),
    rows: [...outcomes.map(({ row }) => row), ...summaries(outcomes)],
  };
}

/** By iterations, without the rival: the same rows every time. */
function smokeRun(): BenchResult {
  const budgets = [4, 40].map((iterations) => ({ name: `ours ${iterations} steps`, budget: { iterations } }));
  const problems = (['normal', 'overload'] as const).map((kind) => ({ pipelines: 6, kind, seed: 1 }));
  const outcomes = problems.map((problem) => contest(problem, { budgets, clock: undefined, peer: undefined }));
  const rows = [...outcomes.map(({ row }) => row), ...summaries(outcomes)];
  return { workload: { pipelines: 6, seed: 1 }, resultHash: sha256(JSON.stringify(rows)), rows };
}

interface Contest {
  readonly budgets: readonly { readonly name: string; readonly budget: PlannerOptions['budget'] }[];
  readonly clock: Clock | undefined;
  readonly peer: CpSat | undefined;
}

interface Outcome {
  readonly problem: Problem;
  readonly row: BenchRow;
  /** Second budget against CP-SAT, first against last; undefined: nothing to compare. */
  readonly isBetterOrEqual: boolean | undefined;
  readonly isNear: boolean;
}

const RULES = [
  { name: 'fifo', rule: 'fifo' },
  { name: 'edd', rule: 'edd' },
  { name: 'greedy', rule: 'portfolio' },
] as const;

function contest(problem: Problem, { budgets, clock, peer }: Contest): Outcome {
  const lab = makeLab(problem);
  const tolerances = lab.scenario.objective.levels.map(({ tolerance }) => tolerance ?? 0);
  const plans = RULES.map(({ rule }) => plan(lab, { seed: 1, rule, budget: { iterations: 1 } }));
  const ours = budgets.map(({ budget }) => levelsOf(plan(lab, { seed: 1, budget }, clock).objective));
  const [, edd, greedy] = plans;
  const answers = edd && greedy ? (peer?.solve(lab, { edd, greedy }) ?? []) : [];
  const best = answers.reduce<(typeof answers)[number] | undefined>((a, b) => {
    if (a?.levels === undefined) return b;
    return b.levels !== undefined && compareLevels(b.levels, a.levels, tolerances) < 0 ? b : a;
  }, undefined);
  const [first, second = first, last = second] = [ours[0], ours[1], ours.at(-1)];
  // What finds nothing has lost.
  const isBetterOrEqual =
    best === undefined || second === undefined
      ? undefined
      : best.levels === undefined || compareLevels(second, best.levels, tolerances) <= 0;
  const distance = first && last && firstDifference(first, last, [NEAR, NEAR, NEAR]);
  const isNear = distance === undefined || distance.share < 0;
  const row: BenchRow = {
    problem: `${problem.kind} ${problem.pipelines} #${problem.seed}`,
    ...Object.fromEntries(RULES.map(({ name }, k) => [name, show(plans[k] && levelsOf(plans[k].objective))])),
    ...Object.fromEntries(budgets.map(({ name }, k) => [name, show(ours[k])])),
    'cp-sat': peer === undefined ? 'not installed' : show(best?.levels),
    'its setting': best?.setting ?? '',
    'its findings': answers.reduce((sum, { findings }) => sum + findings, 0),
    'ours <= cp-sat': isBetterOrEqual === undefined ? '' : isBetterOrEqual ? 'yes' : 'no',
    'first within 3 % of last': isNear ? 'yes' : showDifference(distance),
  };
  console.error(JSON.stringify({ ...row, settings: answers }));
  return { problem, row, isBetterOrEqual, isNear };
}

function plan({ scenario, situation }: Lab, options: PlannerOptions, clock?: Clock): Plan {
  const made = planInThread(scenario, situation, options, clock);
  const findings = checkPlan({ scenario, situation, plan: made });
  if (findings.length > 0) throw new Error(`${scenario.name}: ${JSON.stringify(findings.slice(0, 3))}`);
  return made;
}

const show = (levels: Levels | undefined): string =>
  levels === undefined ? 'none' : levels.map((value) => Number(value.toPrecision(5))).join(' / ');

const showDifference = ({ level, share }: Difference): string => `level ${level + 1}: ${(100 * share).toFixed(1)} %`;

/** One row for each kind and size, and one for all. */
function summaries(outcomes: readonly Outcome[]): BenchRow[] {
  const groups = new Map<string, Outcome[]>();
  const names = [
    ({ kind, pipelines }: Problem) => `all ${kind} ${pipelines}`,
    ({ pipelines }: Problem) => `all ${pipelines}`,
  ];
  for (const nameOf of names) {
    for (const outcome of outcomes) {
      const name = nameOf(outcome.problem);
      groups.set(name, [...(groups.get(name) ?? []), outcome]);
    }
  }
  return [...groups].map(([name, members]) => {
    const compared = members.filter(({ isBetterOrEqual }) => isBetterOrEqual !== undefined);
    const blank = Object.fromEntries(Object.keys(members[0]?.row ?? {}).map((column) => [column, '']));
    return {
      ...blank,
      problem: name,
      'ours <= cp-sat': `${compared.filter(({ isBetterOrEqual }) => isBetterOrEqual === true).length} of ${compared.length}`,
      'first within 3 % of last': `${members.filter(({ isNear }) => isNear).length} of ${members.length}`,
    };
  });
}

function problemsOf(sizes: string): readonly Problem[] {
  return sizes.split(',').flatMap((size) => {
    const [pipelines = 50, seeds = 1] = size.split('x').map(Number);
    return Array.from({ length: seeds }, (_, k) => k + 1).flatMap((seed) =>
      LAB_KINDS.map((kind) => ({ pipelines, kind, seed })),
    );
  });
}

/** A planner in use is compiled; its first plan would not be. */
function warmUp(clock: Clock): void {
  const lab = makeLab({ pipelines: 30, kind: 'normal', seed: 99 });
  plan(lab, { seed: 1, budget: { ms: 2000 } }, clock);
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
