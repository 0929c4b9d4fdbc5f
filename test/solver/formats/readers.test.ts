import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFjsp, readJsp, readRcpsp, type ReadResult } from '../../../src/solver/formats/index.ts';
import { validateProblem, type Problem } from '../../../src/solver/index.ts';

const FOLDER = new URL('../../../../shared/data/scheduling/', import.meta.url);

function problemFrom(result: ReadResult): Problem {
  if (result.kind !== 'problem') throw new Error(JSON.stringify(result.findings));
  return validateProblem(result.problem);
}

/** `code line:column message` of the only finding. */
function refusal(result: ReadResult): string {
  if (result.kind !== 'rejected' || result.findings.length !== 1) throw new Error('not rejected with one finding');
  const [finding] = result.findings;
  return `${finding?.code} ${finding?.line}:${finding?.column} ${finding?.message}`;
}

describe('the job shop reader', () => {
  it('reads jobs as chains on 0-based machines, past comments', () => {
    const problem = problemFrom(readJsp('# two by two\n2 2\n0 3 1 2\n1 4 0 1\n'));
    expect([...problem.operations.job]).toEqual([0, 0, 1, 1]);
    expect([...problem.modes.machine]).toEqual([0, 1, 1, 0]);
    expect([...problem.modes.duration]).toEqual([3, 2, 4, 1]);
    expect([[...problem.arcs.from], [...problem.arcs.to]]).toEqual([
      [0, 2],
      [1, 3],
    ]);
    expect(problem.horizon).toBe(10);
  });

  it.each([
    ['', 'SYNTAX 1:1 the text ends where the number of jobs is expected'],
    ['1 2\n0 3 1', 'SYNTAX 2:5 the text ends where the duration of operation 1 of job 0 is expected'],
    ['1 2\n0 3 2 5', 'OUT-OF-RANGE 2:5 the machine of operation 1 of job 0 is 2, not in [0, 1]'],
    ['1 2\n0 3 0 5', 'OUT-OF-RANGE 2:5 job 0 visits machine 0 twice'],
    ['1 1\n0 -3', 'OUT-OF-RANGE 2:3 the duration of operation 0 of job 0 is -3, not in [0, 1000000]'],
    ['1 1\n0 3.5', "SYNTAX 2:3 the duration of operation 0 of job 0: '3.5' is not a whole number"],
    ['1 1\n0 3\n7', "SYNTAX 3:1 '7' follows the end of the instance"],
    ['99999999 1', 'OUT-OF-RANGE 1:1 the number of jobs is 99999999, not in [1, 10000]'],
  ])('refuses %j', (text, message) => {
    expect(refusal(readJsp(text))).toBe(message);
  });

  it('refuses a text past its cap without reading it', () => {
    expect(refusal(readJsp(' '.repeat(20_000_001)))).toBe(
      'TOO-LARGE 1:1 the text has 20000001 characters, more than 20000000',
    );
  });
});

describe('the flexible job shop reader', () => {
  it('reads alternatives on 1-based machines, with or without the flexibility', () => {
    for (const first of ['2 2 1.5', '2 2']) {
      const problem = problemFrom(readFjsp(`${first}\n2 1 1 3 2 1 4 2 5\n1 1 2 6\n`));
      expect([...problem.operations.firstMode]).toEqual([0, 1, 3, 4]);
      expect([...problem.modes.machine]).toEqual([0, 0, 1, 1]);
      expect([...problem.modes.duration]).toEqual([3, 4, 5, 6]);
    }
  });

  it.each([
    ['1 2\n1 3 1 1 2 1 1 1', 'OUT-OF-RANGE 2:3 the number of alternatives of operation 0 of job 0 is 3, not in [1, 2]'],
    ['1 2\n1 1 0 4', 'OUT-OF-RANGE 2:5 a machine of operation 0 of job 0 is 0, not in [1, 2]'],
    ['1 2 x\n1 1 1 4', "SYNTAX 1:5 the flexibility: 'x' is not a number"],
    ['1 2\n0', 'OUT-OF-RANGE 2:1 the number of operations of job 0 is 0, not in [1, 1000]'],
  ])('refuses %j', (text, message) => {
    expect(refusal(readFjsp(text))).toBe(message);
  });
});

describe('the project reader', () => {
  it('reads durations, demands and successors, wherever lines break', () => {
    const problem = problemFrom(readRcpsp('3 2\n4 5\n0 0 0 1\n2\n7 4 0 1 3\n0 0 0 0\n'));
    expect([...problem.modes.duration]).toEqual([0, 7, 0]);
    expect([[...problem.arcs.from], [...problem.arcs.to]]).toEqual([
      [0, 1],
      [1, 2],
    ]);
    // Only the middle activity demands anything: 4 of the first resource.
    expect([...problem.modes.firstDemand]).toEqual([0, 0, 1, 1]);
    expect([[...problem.demands.resource], [...problem.demands.amount]]).toEqual([[0], [4]]);
    expect([...problem.resources.stepLevel]).toEqual([4, 5]);
  });

  it.each([
    ['2 1\n4\n3 5 0\n0 0 0', 'OUT-OF-RANGE 3:3 the demand of activity 1 for resource 1 is 5, not in [0, 4]'],
    ['2 1\n4\n3 1 1 1\n0 0 0', 'OUT-OF-RANGE 3:7 a successor of activity 1 is 1, not in [2, 2]'],
    ['2 1\n4\n3 1 2 2 2\n0 0 0', 'OUT-OF-RANGE 3:9 activity 1 has successor 2 twice'],
  ])('refuses %j', (text, message) => {
    expect(refusal(readRcpsp(text))).toBe(message);
  });
});

describe.skipIf(!existsSync(FOLDER))('the published instances', () => {
  it.each([
    ['jsp', readJsp, 110],
    ['fjsp', readFjsp, 151],
    ['rcpsp', readRcpsp, 96],
  ] as const)('of %s are all read', (folder, read, count) => {
    const files = readdirSync(new URL(folder, FOLDER)).filter((name) => /\.(txt|rcp)$/.test(name));
    expect(files).toHaveLength(count);
    for (const file of files) problemFrom(read(readFileSync(new URL(`${folder}/${file}`, FOLDER), 'utf8')));
  });
});
