/** Mutants of rules 13 to 18: what is shared. */

import { DAY, duration, seconds } from '../../../src/base/index.ts';
import { clock } from '../good-lab.ts';
import { reads } from '../good-situation.ts';
import * as edit from '../plan-edits.ts';
import { MIN, member, onMachine, mutant, type Mutant } from './mutant.ts';

export const RESOURCES: readonly Mutant[] = [
  // tc-2 closes at 14:00, when it ends.
  mutant('CALENDAR', {
    name: 'work past the closing time',
    path: '/tasks/prep-o3',
    by: (amount) => edit.shift('prep-o3', amount),
  }),
  // Its set-up begins when the machine is free; 15 min of cooling were over at 9:15.
  mutant('CALENDAR', {
    name: 'a set-up before the machine is free',
    path: '/tasks/run-p',
    by: (amount) => edit.shift('run-p', -amount),
  }),
  // Day 7, 8:00-16:00, is taken out of side A for its annual service; where it may come once `early` is 15 days.
  mutant('CALENDAR', {
    name: 'maintenance while the machine is not available',
    path: '/maintenance/service-of-seq/A+seq/B',
    by: (amount) =>
      edit.both(
        widened('service', 15),
        edit.maintenance('service-of-seq/A+seq/B', () => ({
          start: seconds(clock(7, 12) + amount),
          end: seconds(clock(7, 16) + amount),
        })),
      ),
  }),
  // The batch before it ends at 11:00; its lots are extracted at 10:08.
  mutant('OVERLAP', {
    name: 'a set-up that begins during the task before',
    path: '/tasks/prep-o',
    by: (amount) => edit.moveTo('prep-o', clock(0, 11, 20) - amount),
  }),
  mutant('OVERLAP', {
    name: 'a maintenance during a task',
    path: '/maintenance/clean-of-handler-1',
    by: (amount) =>
      edit.maintenance('clean-of-handler-1', (m) => ({
        start: seconds(m.start - amount),
        end: seconds(m.end - amount),
      })),
  }),
  mutant('OVERLAP', {
    name: 'two lots on one machine at once',
    path: '/tasks/extract-o2',
    by: (amount) => edit.moveTo('extract-o2', clock(0, 9, 4) - amount),
  }),
  mutant('STAFF', {
    name: 'a set-up before the shift',
    path: '/tasks/run-o',
    by: (amount) => edit.shift('run-o', -amount),
  }),
  mutant('STAFF', {
    name: 'a maintenance past the shift',
    path: '/maintenance/wash-of-seq/B',
    by: (amount) =>
      edit.maintenance('wash-of-seq/B', () => ({
        start: seconds(clock(14, 16) + amount),
        end: seconds(clock(14, 18) + amount),
      })),
  }),
  // Three are busy from 9:15 to 9:30; a batch on tc-2 makes four.
  mutant('STAFF', {
    name: 'more attended work at once than operators',
    path: '/tasks/rna-n2',
    by: (amount) =>
      edit.both(
        edit.task('rna-n2', () => onMachine('tc-2')),
        edit.moveTo('rna-n2', clock(0, 9, 20) + (amount % 500)),
        // From dna-prep to rna-prep and back.
        edit.task('prep-o3', () => ({ setup: duration(20 * MIN) })),
      ),
  }),
  // 4 + 4 + 4 samples on a machine for 10, after the last of them is extracted.
  mutant('BATCH', {
    name: 'a batch over the capacity',
    path: '/tasks/prep-o',
    by: (amount) =>
      edit.both(
        edit.drop('prep-o3'),
        edit.moveTo('rna-n2', clock(1, 9)),
        edit.moveTo('prep-o', clock(0, 12) + amount),
        edit.task('prep-o', (t) => ({ members: [...t.members, member('o3', 'prep')] })),
      ),
  }),
  // 2 + 4 + 4 samples fit.
  mutant('BATCH', {
    name: 'mixed batch families',
    path: '/tasks/prep-o',
    by: () =>
      edit.both(
        edit.drop('rna-n2'),
        edit.task('prep-o', (t) => ({ members: [member('n2', 'rna-prep'), ...t.members] })),
      ),
  }),
  mutant('LANES', {
    name: 'a lane that is overfilled',
    path: '/tasks/run-o3',
    by: (amount) => edit.lanes('run-o3', [[{ ...reads('o3', 400), reads: 400_000_000 + amount }], [reads('o3', 200)]]),
  }),
  mutant('LANES', {
    name: 'a lot with too few reads',
    path: '/tasks/run-o3',
    by: (amount) => edit.lanes('run-o3', [[{ ...reads('o3', 400), reads: 400_000_000 - amount }], [reads('o3', 200)]]),
  }),
  mutant('LANES', {
    name: 'a lane that is not there',
    path: '/tasks/run-o3',
    by: () => edit.lanes('run-o3', [[reads('o3', 400)], [reads('o3', 200)], []]),
  }),
  mutant('LANES', {
    name: 'a lot on a lane that is no member',
    path: '/tasks/run-o3',
    by: () => edit.lanes('run-o3', [[reads('o3', 400)], [reads('o3', 200), reads('o1', 100)]]),
  }),
  mutant('LANES', {
    name: 'negative reads that make room',
    path: '/tasks/run-o3',
    by: (amount) =>
      edit.lanes('run-o3', [
        [
          { ...reads('o3', 400), reads: 400_000_000 + amount },
          { ...reads('o3', 0), reads: -amount },
        ],
        [reads('o3', 200)],
      ]),
  }),
  // Both lanes stay full, and both lots keep their reads.
  mutant('INDEX', {
    name: 'clashing index sets in one lane',
    path: '/tasks/run-o',
    by: (amount) => {
      const most = 400_000_000 - amount;
      const share = (lot: string, count: number) => ({ ...reads(lot, 0), reads: count });
      return edit.lanes('run-o', [
        [share('o1', most), share('o2', amount)],
        [share('o2', most), share('o1', amount)],
      ]);
    },
  }),
  // The run ended at 22:30; until 22:45 the two others hold all cores.
  mutant('POOL', {
    name: 'a pool that is over-committed',
    path: '/tasks/align-o3',
    by: (amount) => edit.shift('align-o3', -amount),
  }),
];

/** A flexible maintenance that may come `days` early. */
function widened(name: string, days: number): edit.Edit {
  return (planCase) => ({
    ...planCase,
    scenario: {
      ...planCase.scenario,
      // So early, the next one would be due within the horizon.
      horizon: duration(25 * DAY),
      machines: planCase.scenario.machines.map((machine) => ({
        ...machine,
        flexibleMaintenance: machine.flexibleMaintenance.map((f) =>
          f.id === name ? { ...f, early: duration(days * DAY) } : f,
        ),
      })),
    },
  });
}
