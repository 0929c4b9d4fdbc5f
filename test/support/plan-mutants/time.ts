/** Mutants of rules 5 to 10: time. */

import { seconds } from '../../../src/base/index.ts';
import { clock } from '../good-lab.ts';
import * as edit from '../plan-edits.ts';
import { mutant, type Mutant } from './mutant.ts';

export const TIME: readonly Mutant[] = [
  mutant('RELEASE', {
    name: 'a start before now',
    path: '/tasks/align-c2',
    by: (amount) => edit.shift('align-c2', -amount),
  }),
  // Set-up may begin before the release; tc-1 is free from 8:30.
  mutant('RELEASE', {
    name: 'a start before the release',
    path: '/tasks/rna-n1',
    by: (amount) => edit.shift('rna-n1', -amount),
  }),
  mutant('RELEASE', {
    name: 'a start before the earliest instant of the lot',
    path: '/tasks/align-r1',
    by: (amount) => edit.shift('align-r1', -amount),
  }),
  mutant('PRECEDENCE', {
    name: 'a start before the predecessor ends',
    path: '/tasks/align-p1',
    by: (amount) => edit.shift('align-p1', -amount),
  }),
  mutant('PRECEDENCE', {
    name: 'two stages of a lot swapped',
    path: '/tasks/align-o3',
    by: (amount) => edit.moveTo('align-o3', clock(0, 12) + amount),
  }),
  // The batch under way ends at 9:00 and cools for 15 min; the machine is made free in time.
  mutant('PRECEDENCE', {
    name: 'a hold minimum that is not kept',
    path: '/tasks/run-p',
    by: (amount) =>
      edit.both(edit.machine('seq/A', { freeFrom: clock(0, 8) }), edit.moveTo('run-p', clock(0, 9, 15) - amount)),
  }),
  // Prepared until Monday 13:30; the alignments follow, and the pool is free.
  mutant('HOLD', {
    name: 'a hold that is exceeded',
    path: '/tasks/run-o',
    by: (amount) =>
      edit.both(
        edit.moveTo('run-o', clock(1, 13, 30) + amount),
        edit.moveTo('align-o1', clock(2, 3)),
        edit.moveTo('align-o2', clock(2, 3)),
      ),
  }),
  // Its end moves from 11:00 to 11:05 at most; the set-up of the next batch begins at 11:10.
  mutant('EXPIRED', {
    name: 'a first stage after the material expired',
    path: '/tasks/rna-n1',
    by: (amount) => edit.shift('rna-n1', amount),
  }),
  mutant('DEADLINE', {
    name: 'an end after the deadline',
    path: '/tasks/quant-n1',
    by: (amount) => edit.shift('quant-n1', amount),
  }),
  mutant('DURATION', {
    name: 'bench work that is too short',
    path: '/tasks/quant-n1',
    by: (amount) => edit.task('quant-n1', (t) => ({ end: seconds(t.end - amount) })),
  }),
  mutant('DURATION', {
    name: 'a batch that is too long',
    path: '/tasks/rna-n2',
    by: (amount) => edit.task('rna-n2', (t) => ({ end: seconds(t.end + amount) })),
  }),
  mutant('DURATION', {
    name: 'a run that is too short',
    path: '/tasks/run-o3',
    by: (amount) => edit.task('run-o3', (t) => ({ end: seconds(t.end - amount) })),
  }),
  mutant('DURATION', {
    name: 'a computation that is too long',
    path: '/tasks/align-o3',
    by: (amount) => edit.task('align-o3', (t) => ({ end: seconds(t.end + amount) })),
  }),
  mutant('DURATION', {
    name: 'a start between two seconds',
    path: '/tasks/align-o3',
    by: () => edit.shift('align-o3', 0.5),
  }),
  mutant('START-WINDOW', {
    name: 'a start before the appointment',
    path: '/tasks/quant-n1',
    by: (amount) => edit.moveTo('quant-n1', clock(0, 14) - amount),
  }),
  // Windows are half-open: 16:00 itself is too late. The deadline is made to wait.
  mutant('START-WINDOW', {
    name: 'a start at the end of the appointment',
    path: '/tasks/quant-n1',
    by: () => edit.both(edit.order('n1', { deadline: clock(1, 0) }), edit.moveTo('quant-n1', clock(0, 16))),
  }),
];
