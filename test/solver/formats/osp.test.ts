import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validateProblem } from '../../../src/solver/index.ts';
import { readOsp } from '../../../src/solver/formats/osp.ts';

const FOLDER = new URL('../../../../shared/data/scheduling/osp/', import.meta.url);

const TINY = `% two jobs, two machines, one of them never set up
a=2; m=2; s=2; n=2;
setup_costs=[|3,4,|5,6,|0,7,|]; setup_times=[|1,2|3,4|0,1|];
max_cap=[10,20];
initState=[1,3];
m_a_s=[|0,50|5,5|]; m_a_e=[|40,90|5,60|];
eligible_machine=[{2,1},{2}];
earliest_start=[3,4]; latest_end=[30,31]; min_time=[5,6]; max_time=[7,8]; size=[2,3]; attribute=[1,2];
mult_factor_total_runtime=4; mult_factor_finished_toolate=600;
mult_factor_total_setupcosts=3; mult_factor_total_setuptimes=0;
upper_bound_integer_objective=1260;`;

describe('readOsp', () => {
  it('reads families, shifts, set-ups and limits, and counts from 0', () => {
    const read = readOsp(TINY);
    if (read.kind === 'rejected') throw new Error(JSON.stringify(read.findings));
    const { problem, maxDuration, setupCost, weights, normalization } = read.instance;
    expect([...problem.modes.machine]).toEqual([0, 1, 1]);
    expect([...problem.modes.batchKey]).toEqual([0, 0, 1]);
    expect([...problem.modes.capacity]).toEqual([10, 20, 20]);
    expect([...problem.modes.duration]).toEqual([5, 5, 6]);
    expect([...problem.operations.release]).toEqual([3, 4]);
    expect([...problem.orders.due]).toEqual([30, 31]);
    expect([...maxDuration]).toEqual([7, 8]);
    // The shift [5, 5) is empty.
    expect([...problem.machines.firstInterval]).toEqual([0, 2, 3]);
    expect([...problem.machines.intervalEnd]).toEqual([40, 90, 60]);
    // Family 3 of 2 is "never set up".
    expect([...problem.machines.initialState]).toEqual([0, 2]);
    expect([...problem.machines.setupTime]).toEqual([1, 2, 3, 4, 0, 1]);
    expect([...setupCost]).toEqual([3, 4, 5, 6, 0, 7]);
    expect(weights).toEqual({ runTime: 4, tardyJob: 600, setupCost: 3, setupTime: 0 });
    expect(normalization).toBe(1260);
  });

  it.each([
    ['max_cap=[10,20]', 'max_cap=[10]', 'OUT-OF-RANGE', 4, 'max_cap has 1 members, not 2'],
    ['max_cap=[10,20]', 'max_cap=[10,x]', 'SYNTAX', 4, "max_cap: 'x' is not a whole number"],
    ['max_cap=[10,20]', 'max_cap=10', 'SYNTAX', 4, 'max_cap is a number, not an array'],
    ['max_cap=[10,20];', '', 'SYNTAX', 1, 'max_cap is missing'],
    ['max_cap=[10,20]', 'a=[10,20]', 'SYNTAX', 4, 'a is given twice'],
    ['{2,1}', '{2,3}', 'OUT-OF-RANGE', 7, 'eligible_machine holds 3, not in [1, 2]'],
    ['min_time=[5,6]', 'min_time=[8,6]', 'OUT-OF-RANGE', 8, 'job 1 lasts at least 8 and at most 7'],
    ['[|0,50|5,5|]', '[|0,30|5,5|]', 'OUT-OF-RANGE', 6, 'the shifts of machine 1 overlap'],
    ['[|0,50|5,5|]', '[|0,50|5|]', 'OUT-OF-RANGE', 6, 'row 2 of m_a_s has 1 members, not 2'],
    ['initState=[1,3];', 'initState=[1,3]', 'SYNTAX', 6, "'m_a_s' stands where ';' is expected"],
    ['=1260;', '=1260', 'SYNTAX', 11, 'the text ends inside a value'],
  ])('rejects %s turned into %s', (from, to, code, line, message) => {
    const read = readOsp(TINY.replace(from, to));
    expect(read.kind === 'rejected' && read.findings).toMatchObject([{ code, line, message }]);
  });

  it('reads every published instance', () => {
    const names = readdirSync(FOLDER).filter((name) => name.endsWith('.dzn'));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const read = readOsp(readFileSync(new URL(name, FOLDER), 'utf8'));
      if (read.kind === 'rejected') throw new Error(`${name}: ${JSON.stringify(read.findings)}`);
      validateProblem(read.instance.problem);
    }
  });
});
