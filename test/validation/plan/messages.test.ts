import { expect, test } from 'vitest';
import { HOUR, duration, seconds } from '../../../src/base/index.ts';
import { checkPlan } from '../../../src/validation/index.ts';
import { goodCase } from '../../support/good-plan.ts';
import * as edit from '../../support/plan-edits.ts';

const messages = (spoil: edit.Edit): readonly string[] =>
  checkPlan(spoil(goodCase())).map((f) => `${f.code} ${f.message}`);

test('a finding names the thing, its value and the limit', () => {
  expect(messages(edit.shift('rna-n1', -60))).toEqual([
    'RELEASE stage rna-prep of lot n1 starts day 0 08:59:00, before the release of order n1, day 0 09:00:00',
  ]);
  expect(messages(edit.task('run-o3', () => ({ setup: HOUR })))).toEqual([
    'SETUP task run-o3 has a set-up of 1 h; seq/B needs 1 h 30 min from long to short',
  ]);
  expect(messages(edit.shift('run-o', -60))).toContain(
    'STAFF 1 operators are needed and 0 on shift within day 1 07:59:00 to day 1 08:00:00: set-up of run-o',
  );
});

test('an instant before the epoch is told by the day that it falls on', () => {
  // The frozen run of r1 begins on Sunday at 20:00, which is day -1.
  expect(messages(edit.task('run-r1', (t) => ({ end: seconds(t.end + 61) })))).toEqual([
    'FROZEN stage sequence of lot r1, running day -1 20:00:00 to day 0 20:00:00, is in task run-r1, which ends day 0 20:01:01',
  ]);
});

test('all findings are collected, and sorted by place', () => {
  const spoil = edit.both(
    edit.shift('quant-n1', -7200),
    edit.task('prep-o3', () => ({ setup: duration(0) })),
    edit.drop('align-o3'),
    edit.lose('l1', []),
    edit.skipMaintenance('wash-of-seq/A'),
  );
  expect(checkPlan(spoil(goodCase())).map(({ code, path }) => `${code} ${path}`)).toEqual([
    'LOST-UNEXPLAINED /lost/l1',
    'MISSING /lots/o3/align',
    'MAINTENANCE-MISSING /machines/seq/A',
    'SETUP /tasks/prep-o3',
    'START-WINDOW /tasks/quant-n1',
  ]);
});

test('every finding has a hint', () => {
  const findings = checkPlan(edit.both(edit.drop('align-o3'), edit.shift('rna-n1', -60))(goodCase()));
  expect(findings.length).toBeGreaterThan(1);
  for (const finding of findings) expect(finding.hint).not.toBe('');
});

test('times that are no numbers are found, not believed', () => {
  for (const wrong of [NaN, Infinity, -Infinity]) {
    const codes = checkPlan(edit.task('align-o3', () => ({ start: seconds(wrong) }))(goodCase())).map((f) => f.code);
    expect(codes).toContain('DURATION');
  }
});
