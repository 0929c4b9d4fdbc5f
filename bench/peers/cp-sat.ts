/**
 * CP-SAT as a rival on laboratory problems: cp_sat.py on one core with several settings, the best of which counts.
 *
 * What it hands back is read, put into a plan and evaluated by the same code as our own solutions, and judged by the plan checker.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { NEVER } from '../../src/base/index.ts';
import type { Plan } from '../../src/model/index.ts';
import {
  evaluate,
  formulate,
  readSolution,
  toPlan,
  writeProblem,
  type FlatSolutionDocument,
} from '../../src/solver/index.ts';
import { checkPlan } from '../../src/validation/index.ts';
import type { Lab } from '../labs/index.ts';
import { levelsOf, type Levels } from '../labs/verdict.ts';

export interface CpSatAnswer {
  /** Workers on the one core, and whether it started from our plan by due dates. */
  readonly setting: string;
  /** undefined: no solution, or one with findings. */
  readonly levels: Levels | undefined;
  readonly findings: number;
}

/** Plans of ours that hinted settings begin with, and at worst end with. */
export interface Starts {
  readonly edd: Plan;
  /** One construction of the portfolio. */
  readonly greedy: Plan;
}

export interface CpSat {
  /** One answer for each setting. */
  solve(lab: Lab, starts: Starts): readonly CpSatAnswer[];
}

/** Each with 1 or 8 workers on the one core; from nothing, or from a plan of ours. */
const SETTINGS = [
  { setting: 'w8 from greedy', workers: 8, start: 'greedy' },
  { setting: 'w8 from EDD', workers: 8, start: 'edd' },
  { setting: 'w1 from EDD', workers: 1, start: 'edd' },
  { setting: 'w8', workers: 8, start: undefined },
  { setting: 'w1', workers: 1, start: undefined },
] as const;

/** The core that it is pinned to. */
const CORE = os.cpus().length - 1;

/** undefined where there is no Python with OR-Tools: bench/peers/README.md says how to get one. */
export function findCpSat({ seconds }: { readonly seconds: number }): CpSat | undefined {
  const python = process.env['SEQPLAN_PEERS_PYTHON'] ?? 'bench/peers/.venv/bin/python';
  if (!existsSync(python)) return undefined;
  return {
    solve(lab, starts) {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-peer-'));
      try {
        writeInputs(folder, lab, starts);
        return SETTINGS.map((setting) => solveWith(lab, { ...setting, python, folder, seconds }));
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
}

const FILES = { problem: 'problem.json', edd: 'edd.json', greedy: 'greedy.json', solution: 'solution.json' } as const;

function writeInputs(folder: string, { scenario, situation }: Lab, starts: Starts): void {
  const { problem } = formulate(scenario, situation);
  const head = { name: scenario.name, levels: scenario.objective.levels };
  writeFileSync(path.join(folder, FILES.problem), JSON.stringify(writeProblem(problem, head)));
  for (const name of ['edd', 'greedy'] as const) {
    writeFileSync(path.join(folder, FILES[name]), JSON.stringify(solutionOf({ scenario, situation }, starts[name])));
  }
}

/** The plan as a solution: formulated as the plan in force, it appears in the columns of the previous plan. */
function solutionOf({ scenario, situation }: Lab, plan: Plan): FlatSolutionDocument {
  const { operations, previous } = formulate(scenario, { ...situation, planInForce: plan }).problem;
  return {
    format: 'seqplan-solution',
    version: 1,
    problem: scenario.name,
    operations: {
      mode: [...previous.mode],
      start: Array.from(operations.previousStart, (start, o) =>
        start >= NEVER || previous.mode[o] === -1 ? null : start,
      ),
      task: [...previous.task],
    },
    maintenance: { row: [...previous.maintenanceRow], start: [...previous.maintenanceStart] },
  };
}

interface Run {
  readonly python: string;
  readonly folder: string;
  readonly seconds: number;
  readonly setting: string;
  readonly workers: number;
  readonly start: keyof Starts | undefined;
}

function solveWith(lab: Lab, { python, folder, seconds, setting, workers, start }: Run): CpSatAnswer {
  const file = (name: string): string => path.join(folder, name);
  rmSync(file(FILES.solution), { force: true });
  const command = [python, 'bench/peers/cp_sat.py', file(FILES.problem), '--out', file(FILES.solution)];
  const budget = ['--seconds', String(seconds), '--workers', String(workers)];
  const hint = start === undefined ? [] : ['--hint', file(FILES[start])];
  const child = spawnSync('taskset', ['-c', String(CORE), ...command, ...budget, ...hint], { encoding: 'utf8' });
  // 3: it found nothing.
  if (child.status !== 0 && child.status !== 3) throw new Error(`cp_sat.py (${setting}): ${child.stderr}`);
  if (child.status === 3) return { setting, levels: undefined, findings: 0 };
  return { setting, ...judged(lab, JSON.parse(readFileSync(file(FILES.solution), 'utf8'))) };
}

function judged({ scenario, situation }: Lab, document: unknown): Omit<CpSatAnswer, 'setting'> {
  const formulation = formulate(scenario, situation);
  const read = readSolution(formulation.problem, document);
  if (read.kind === 'rejected') return { levels: undefined, findings: read.findings.length };
  const objective = evaluate(formulation.problem, read.solution, scenario.objective.levels);
  const method = { name: 'cp-sat', seed: 1, iterations: 0, isReproducible: false };
  const plan = toPlan(formulation, read.solution, { objective, method });
  const findings = checkPlan({ scenario, situation, plan }).length;
  return { levels: findings === 0 ? levelsOf(objective) : undefined, findings };
}
