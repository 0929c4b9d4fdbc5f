/** The flat problem through JSON: nothing changes on the way, and a broken document is refused by what is broken. */

import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../src/base/index.ts';
import { formulate, planInThread, type Problem } from '../../../src/solver/index.ts';
import { documentText, readProblem, writeProblem } from '../../../src/solver/exchange/index.ts';
import { readJsp } from '../../../src/solver/formats/index.ts';
import { later, randomLab } from '../random-lab.ts';
import { tinyLab, untouched } from '../../support/tiny-lab.ts';

const LEVELS = tinyLab().objective.levels;

function thereAndBack(problem: Problem): ReturnType<typeof readProblem> {
  return readProblem(JSON.parse(documentText(writeProblem(problem, { name: 'lab', levels: LEVELS }))));
}

/** Without the sign of zero, which JSON does not keep. */
const unsigned = (problem: Problem): Problem => {
  for (const table of Object.values(problem) as unknown[]) {
    for (const column of Object.values(table as object)) {
      if (column instanceof Float64Array) column.forEach((value, k) => (column[k] = value + 0));
    }
  }
  return problem;
};

describe('problem.json', () => {
  it('of random laboratories, at the beginning and in the middle of a plan, is read as it was written', () => {
    for (let seed = 1; seed <= 15; seed++) {
      const { scenario, situation } = randomLab(seed);
      const problem = unsigned(formulate(scenario, situation).problem);
      expect(thereAndBack(problem)).toEqual({ kind: 'problem', name: 'lab', problem, levels: LEVELS });
      const plan = planInThread(scenario, situation, { seed, budget: { iterations: 1 } });
      const now = unsigned(formulate(scenario, later(scenario, situation, plan, DAY + 10 * HOUR)).problem);
      expect(now.operations.frozenTask.some((task) => task >= 0) || now.previous.count > 0).toBe(true);
      expect(thereAndBack(now)).toEqual({ kind: 'problem', name: 'lab', problem: now, levels: LEVELS });
    }
  });

  it('of a job shop is read as it was written', () => {
    const reading = readJsp('2 2\n0 3 1 4\n1 5 0 6\n');
    const problem = reading.kind === 'problem' ? reading.problem : undefined;
    expect(problem === undefined ? undefined : thereAndBack(problem)).toMatchObject({ kind: 'problem', problem });
  });

  it('says "never" with null and keeps each column on one line', () => {
    const scenario = tinyLab();
    const { problem } = formulate(scenario, untouched(scenario));
    const document = writeProblem(problem, { name: 'tiny', levels: LEVELS });
    expect(document.operations.latestStart).toEqual(
      Array.from({ length: 3 }, () => [7 * DAY, null, null, null]).flat(),
    );
    expect(document.orders.doneUntil).toEqual([null, null, null]);
    const lines = documentText(document).split('\n');
    expect(lines).toContain(`    "doneUntil": [null,null,null]`);
    expect(lines).toContain(`  "name": "tiny",`);
  });
});

describe('a broken problem.json', () => {
  const scenario = tinyLab();
  const { problem } = formulate(scenario, untouched(scenario));
  const good = writeProblem(problem, { name: 'tiny', levels: LEVELS });
  const { operations, modes, arcs, machines, levels } = good;
  const withoutJob = Object.fromEntries(Object.entries(operations).filter(([name]) => name !== 'job'));
  const cases: readonly (readonly [what: string, document: unknown, code: string, path: string])[] = [
    ['no object', [], 'SYNTAX', ''],
    ['another format', { ...good, format: 'x' }, 'SYNTAX', 'format'],
    ['another version', { ...good, version: 2 }, 'SYNTAX', 'version'],
    ['a name that is a number', { ...good, name: 3 }, 'SYNTAX', 'name'],
    ['a fractional now', { ...good, now: 0.5 }, 'SYNTAX', 'now'],
    [
      'a table too few',
      Object.fromEntries(Object.entries(good).filter(([name]) => name !== 'arcs')),
      'MISSING',
      'arcs',
    ],
    ['a table too many', { ...good, extra: {} }, 'UNKNOWN', 'extra'],
    ['a column too few', { ...good, operations: withoutJob }, 'MISSING', 'operations/job'],
    ['a column too many', { ...good, arcs: { ...arcs, colour: [] } }, 'UNKNOWN', 'arcs/colour'],
    ['a column of text', { ...good, arcs: { ...arcs, min: ['0', 900, 0] } }, 'SYNTAX', 'arcs/min/0'],
    ['null where there is no never', { ...good, arcs: { ...arcs, min: [0, null, 0] } }, 'SYNTAX', 'arcs/min/1'],
    ['an index past 32 bits', { ...good, arcs: { ...arcs, from: [2 ** 32, 1, 2] } }, 'SYNTAX', 'arcs/from/0'],
    [
      'a flag past 8 bits',
      { ...good, machines: { ...machines, isScarce: [256, 0, 0, 0, 0] } },
      'SYNTAX',
      'machines/isScarce/0',
    ],
    ['a column cut short', { ...good, modes: { ...modes, size: [1] } }, 'LAW', 'modes/size'],
    ['an index out of range', { ...good, arcs: { ...arcs, to: arcs.to.map(() => 99) } }, 'LAW', 'arcs/to/0'],
    [
      'a fractional time',
      { ...good, modes: { ...modes, duration: modes.duration.map(() => 0.5) } },
      'LAW',
      'modes/duration/0',
    ],
    [
      'row starts that fall',
      { ...good, arcs: { ...arcs, firstIn: arcs.firstIn.map((f, k) => (k === 2 ? 3 : f)) } },
      'LAW',
      'arcs/firstIn/3',
    ],
    ['an arc backwards', { ...good, arcs: { ...arcs, from: arcs.to } }, 'LAW', 'arcs/from/0'],
    [
      'an objective term that is not known',
      { ...good, levels: [{ terms: [{ term: 'cost', weight: 1 }] }] },
      'UNKNOWN',
      'levels/0/terms/0/term',
    ],
    [
      'a weight that is text',
      { ...good, levels: [{ terms: [{ term: 'quality-lost', weight: '1' }] }] },
      'SYNTAX',
      'levels/0/terms/0/weight',
    ],
    ['a level without terms', { ...good, levels: [...levels, {}] }, 'MISSING', `levels/${levels.length}/terms`],
  ];
  for (const [what, document, code, path] of cases) {
    it(`with ${what} is refused by ${code} at ${path === '' ? 'the top' : path}`, () => {
      const reading = readProblem(document);
      const findings = reading.kind === 'rejected' ? reading.findings : [];
      expect(findings.map((finding) => `${finding.code} ${finding.path}`)).toContain(`${code} ${path}`);
    });
  }
});
