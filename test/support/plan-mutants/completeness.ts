/** Mutants of rules 1 to 4: names, completeness, frozen work. */

import { seconds } from '../../../src/base/index.ts';
import { id } from '../../../src/model/index.ts';
import { clock } from '../good-lab.ts';
import { maintained, planned } from '../good-plan.ts';
import { aligning, machineAt, reads } from '../good-situation.ts';
import * as edit from '../plan-edits.ts';
import { MIN, member, onMachine, mutant, type Mutant } from './mutant.ts';

export const NAMES: readonly Mutant[] = [
  mutant('UNKNOWN', {
    name: 'an unknown machine',
    path: '/tasks/quant-n1',
    by: () => edit.task('quant-n1', () => onMachine('ghost')),
  }),
  mutant('UNKNOWN', {
    name: 'an unknown lot in a batch',
    path: '/tasks/prep-o',
    by: () => edit.task('prep-o', (t) => ({ members: [member('ghost', 'prep'), ...t.members] })),
  }),
  mutant('UNKNOWN', {
    name: 'an unknown stage in a batch',
    path: '/tasks/prep-o',
    by: () => edit.task('prep-o', (t) => ({ members: [...t.members, member('o2', 'ghost')] })),
  }),
  mutant('UNKNOWN', {
    name: 'an unknown recipe',
    path: '/tasks/run-o3',
    by: () => edit.task('run-o3', (t) => ({ placement: { ...t.placement, recipe: id<never>('ghost') } })),
  }),
  mutant('UNKNOWN', {
    name: 'an unknown pool',
    path: '/tasks/align-o3',
    by: () => edit.task('align-o3', (t) => ({ placement: { ...t.placement, pool: id<never>('ghost') } })),
  }),
  mutant('UNKNOWN', {
    name: 'an unknown lot on a lane',
    path: '/tasks/run-o3',
    by: () => edit.lanes('run-o3', [[reads('o3', 400)], [reads('o3', 200), reads('ghost', 1)]]),
  }),
  mutant('UNKNOWN', {
    name: 'an unknown maintenance',
    path: '/maintenance/ghost-of-tc-1',
    by: (amount) => edit.maintain(maintained('ghost', ['tc-1'], clock(3, 9), clock(3, 9) + amount)),
  }),
  mutant('UNKNOWN', {
    name: 'an unknown machine in a maintenance',
    path: '/maintenance/service-of-seq/A+seq/B',
    by: () => edit.maintenance('service-of-seq/A+seq/B', (m) => ({ machines: [...m.machines, id<never>('ghost')] })),
  }),
  mutant('UNKNOWN', {
    name: 'an unknown lost order',
    path: '/lost/ghost',
    by: () => edit.lose('ghost', [{ kind: 'no-time', message: 'no time' }]),
  }),
];

export const COMPLETENESS: readonly Mutant[] = [
  mutant('MISSING', {
    name: 'a last stage that is not planned',
    path: '/lots/o3/align',
    by: () => edit.drop('align-o3'),
  }),
  mutant('MISSING', {
    name: 'a task without members',
    path: '/tasks/nothing',
    by: () =>
      edit.add(planned({ id: 'nothing', members: [], on: machineAt('tc-2'), start: clock(3, 9), end: clock(3, 9) })),
  }),
  // The pool has room for two of them.
  mutant('DUPLICATE', {
    name: 'a stage planned twice',
    path: '/tasks/align-r1-again',
    by: () => edit.copy('align-r1', {}),
  }),
  // The handler is free from 11:42 to 15:00, with two operators at most busy; three runs since cleaning.
  mutant('DUPLICATE', {
    name: 'a stage that is done',
    path: '/tasks/extract-p1',
    by: (amount) => {
      const start = clock(0, 12) + amount;
      const end = start + 64 * MIN;
      return edit.add(planned({ id: 'extract-p1', members: ['p1 extract'], on: machineAt('handler-1'), start, end }));
    },
  }),
  mutant('DUPLICATE', {
    name: 'a stage that is skipped',
    path: '/tasks/check-n1',
    // 60 min and 1 min for each of two samples.
    by: (amount) => {
      const start = clock(0, 12) + amount;
      const end = start + 62 * MIN;
      return edit.add(planned({ id: 'check-n1', members: ['n1 rna-check'], on: machineAt('handler-1'), start, end }));
    },
  }),
  mutant('DUPLICATE', {
    name: 'an id given twice',
    path: '/tasks/align-p1',
    by: () => edit.task('align-r1', () => ({ id: id<never>('align-p1') })),
  }),
  mutant('LOST-PLANNED', {
    name: 'a lost order that is planned',
    path: '/tasks/quant-n1',
    by: () => edit.lose('n1', [{ kind: 'expired', message: 'expired' }]),
  }),
  mutant('LOST-UNEXPLAINED', {
    name: 'a lost order without a cause',
    path: '/lost/l1',
    by: () => edit.lose('l1', []),
  }),
];

export const FROZEN: readonly Mutant[] = [
  mutant('FROZEN', {
    name: 'a run under way that ends otherwise',
    path: '/tasks/run-r1',
    by: (amount) => edit.task('run-r1', (t) => ({ end: seconds(t.end + amount) })),
  }),
  // Nobody else needs an operator before 8:00.
  mutant('FROZEN', {
    name: 'a batch under way that is moved',
    path: '/tasks/prep-p',
    by: (amount) => edit.shift('prep-p', -amount),
  }),
  mutant('FROZEN', {
    name: 'a computation under way with other cores',
    path: '/tasks/align-c1',
    by: () => edit.task('align-c1', () => ({ placement: aligning(1) })),
  }),
  mutant('FROZEN', {
    name: 'work under way that is not planned',
    path: '/lots/c1/align',
    by: () => edit.drop('align-c1'),
  }),
  // It began at this very instant, so that a free plan could have it too.
  mutant('FROZEN', {
    name: 'work under way that is not marked',
    path: '/tasks/align-c1',
    by: () => edit.task('align-c1', () => ({ isFrozen: false })),
  }),
  mutant('FROZEN', {
    name: 'a frozen task of a stage that is not running',
    path: '/tasks/align-o3',
    by: () => edit.task('align-o3', () => ({ isFrozen: true })),
  }),
  mutant('FROZEN', {
    name: 'a running batch in two tasks',
    path: '/tasks/prep-p-again',
    by: () =>
      edit.both(
        edit.copy('prep-p', { members: [member('p2', 'prep')] }),
        edit.task('prep-p', () => ({ members: [member('p1', 'prep')] })),
      ),
  }),
];
