/** Flat solutions through JSON: what is derived on reading is what the search had, and nonsense is refused by name. */

import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../src/base/index.ts';
import { evaluate, formulate, planInThread, toPlan, type Problem, type Solution } from '../../../src/solver/index.ts';
import { documentText, readSolution, writeSolution } from '../../../src/solver/exchange/index.ts';
import { solve } from '../../../src/solver/planner.ts';
import { brokenRules } from '../naive-check.ts';
import { later, randomLab } from '../random-lab.ts';
import { tinyLab, untouched } from '../../support/tiny-lab.ts';

function solved(problem: Problem, seed = 1): Solution {
  const { levels } = tinyLab().objective;
  return solve(problem, { seed, budget: { iterations: 3 }, rule: 'portfolio', levels }).solution;
}

/** Causes of losses are not in the document. */
const withoutCauses = ({ lost, ...rest }: Solution) => ({ ...rest, lost: lost.order });

const thereAndBack = (problem: Problem, solution: Solution) =>
  readSolution(problem, JSON.parse(documentText(writeSolution(solution, 'lab'))));

describe('solution.json', () => {
  it('of random laboratories gives back ends, set-ups, loads and losses, at the beginning and in the middle of a plan', () => {
    let batches = 0;
    let losses = 0;
    let setups = 0;
    for (let seed = 1; seed <= 15; seed++) {
      const { scenario, situation } = randomLab(seed);
      const plan = planInThread(scenario, situation, { seed, budget: { iterations: 1 } });
      for (const at of [situation, later(scenario, situation, plan, DAY + 10 * HOUR)]) {
        const formulation = formulate(scenario, at);
        const { problem } = formulation;
        const solution = solved(problem, seed);
        const reading = thereAndBack(problem, solution);
        if (reading.kind === 'rejected') throw new Error(JSON.stringify(reading.findings));
        expect(withoutCauses(reading.solution)).toEqual(withoutCauses(solution));
        const { levels } = scenario.objective;
        const objective = evaluate(problem, reading.solution, levels);
        expect(objective).toEqual(evaluate(problem, solution, levels));
        const method = { name: 'read', seed, iterations: 1, isReproducible: true };
        expect(brokenRules(scenario, at, toPlan(formulation, reading.solution, { objective, method }))).toEqual([]);
        batches += solution.tasks.member.length - solution.tasks.count;
        losses += solution.lost.count;
        setups += solution.tasks.setup.filter((setup) => setup > 0).length;
      }
    }
    expect(Math.min(batches, losses, setups)).toBeGreaterThan(5);
  });

  it('may leave tasks of one operation unnumbered, and say anything of what runs', () => {
    const { scenario, situation } = randomLab(7);
    const plan = planInThread(scenario, situation, { seed: 7, budget: { iterations: 1 } });
    const { problem } = formulate(scenario, later(scenario, situation, plan, DAY + 10 * HOUR));
    const solution = solved(problem);
    const { operations, ...document } = writeSolution(solution, 'lab');
    const isAlone = (task: number) => operations.task.filter((other) => other === task).length === 1;
    const isFrozen = (o: number) => problem.operations.frozenTask[o] !== -1;
    expect(operations.mode.some((_, o) => isFrozen(o))).toBe(true);
    const task = operations.task.map((t) => (isAlone(t) ? -1 : t));
    const mode = operations.mode.map((m, o) => (isFrozen(o) ? -1 : m));
    const start = operations.start.map((s, o) => (isFrozen(o) ? null : s));
    const reading = readSolution(problem, { ...document, operations: { task, mode, start } });
    expect(reading.kind === 'solution' ? withoutCauses(reading.solution) : reading).toEqual(withoutCauses(solution));
  });
});

describe('a broken solution.json', () => {
  const scenario = tinyLab();
  const { problem } = formulate(scenario, untouched(scenario));
  const good = writeSolution(solved(problem), 'tiny');
  const { operations, maintenance } = good;
  const change = (column: 'mode' | 'start' | 'task', o: number, value: number | null) => ({
    ...good,
    operations: { ...operations, [column]: operations[column].map((old, k) => (k === o ? value : old)) },
  });
  const cases: readonly (readonly [what: string, document: unknown, code: string, path: string])[] = [
    ['text instead', 'x', 'SYNTAX', ''],
    ['another format', { ...good, format: 'seqplan-problem' }, 'SYNTAX', 'format'],
    ['a table too few', { ...good, maintenance: undefined }, 'MISSING', 'maintenance'],
    ['a column cut short', { ...good, operations: { ...operations, mode: [0] } }, 'LENGTH', 'operations/mode'],
    ['a mode of another operation', change('mode', 0, 1), 'UNKNOWN', 'operations/mode/0'],
    ['a mode but no start', change('start', 0, null), 'SYNTAX', 'operations/start/0'],
    ['a fractional start', change('start', 0, 0.5), 'SYNTAX', 'operations/start/0'],
    ['half an order', { ...change('mode', 1, -1) }, 'PARTLY-PLANNED', 'operations/mode/1'],
    ['unlike stages in one task', change('task', 0, operations.task[3] ?? 0), 'TASK-MIXED', 'operations/task/3'],
    ['maintenance of nothing', { ...good, maintenance: { row: [7], start: [0] } }, 'UNKNOWN', 'maintenance/row/0'],
    ['maintenance without a start', { ...good, maintenance: { ...maintenance, start: [] } }, 'LENGTH', 'maintenance'],
  ];
  for (const [what, document, code, path] of cases) {
    it(`with ${what} is refused by ${code} at ${path === '' ? 'the top' : path}`, () => {
      const reading = readSolution(problem, document);
      const findings = reading.kind === 'rejected' ? reading.findings : [];
      expect(findings.map((finding) => `${finding.code} ${finding.path}`)).toContain(`${code} ${path}`);
    });
  }

  it('with a run that its lanes cannot hold is refused by UNITS', () => {
    // Lots of one index set may not share a lane; three of them do not go on the two lanes of one run.
    const orders = scenario.orders.map((order) => ({ ...order, indexSet: scenario.orders[0]?.indexSet }));
    const clashing = tinyLab({ orders: orders as typeof scenario.orders });
    const same = formulate(clashing, untouched(clashing)).problem;
    const sequencing = [2, 6, 10];
    const together = {
      mode: operations.mode.map((mode, o) => (sequencing.includes(o) ? (same.operations.firstMode[o] ?? 0) + 1 : mode)),
      start: operations.start.map((start, o) => (sequencing.includes(o) ? 1000 : start)),
      task: operations.task.map((task, o) => (sequencing.includes(o) ? 100 : task)),
    };
    const reading = readSolution(same, { ...good, operations: together });
    const findings = reading.kind === 'rejected' ? reading.findings : [];
    expect(findings.map(({ code, path }) => `${code} ${path}`)).toEqual(['UNITS operations/task/2']);
  });
});
