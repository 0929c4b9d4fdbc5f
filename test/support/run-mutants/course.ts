/** Faults in the course of a run: its frame, arrivals, plans, attempts, ends. */

import { DAY, duration, seconds } from '../../../src/base/index.ts';
import { id } from '../../../src/model/index.ts';
import { changed, instead, onFacts, onStage, without, type RunMutant } from './mutant.ts';

export const COURSE: readonly RunMutant[] = [
  {
    code: 'MALFORMED',
    name: 'a quality above 1',
    of: 'calm',
    spoil: changed('lot-stored', () => ({ quality: 7 })),
  },
  {
    code: 'UNKNOWN',
    name: 'a sample that there is not',
    of: 'calm',
    spoil: instead('order-closed', (f) => [
      { type: 'sample-closed', at: f.at, sample: id('o1/s9'), outcome: 'delivered', reason: 'planted' },
      f,
    ]),
  },
  { code: 'RUN-FRAME', name: 'a run that just stops', of: 'calm', spoil: onFacts((f) => f.slice(0, -1)) },
  { code: 'RUN-FRAME', name: 'a run opened twice', of: 'calm', spoil: instead('run-opened', (f) => [f, f]) },
  {
    code: 'RUN-FRAME',
    name: 'a fact after the close',
    of: 'calm',
    spoil: instead('run-closed', (f) => [f, { type: 'machine-up', at: f.at, machine: id('handler-1') }]),
  },
  { code: 'TIME', name: 'time that goes back', of: 'calm', spoil: changed('run-closed', () => ({ at: seconds(0) })) },
  {
    code: 'ATTEMPT',
    name: 'a first attempt that is the second',
    of: 'calm',
    spoil: onFacts((facts) =>
      facts.map((f) => ('attempt' in f && f.task.includes('align') ? { ...f, attempt: 2 } : f)),
    ),
  },
  { code: 'ATTEMPT', name: 'a task that ends twice', of: 'calm', spoil: instead('task-finished', (f) => [f, f]) },
  { code: 'ATTEMPT', name: 'a task that never ends', of: 'cancelled', spoil: without('task-failed') },
  {
    code: 'ATTEMPT',
    name: 'maintenance that ends without a beginning',
    of: 'troubled',
    spoil: instead('maintenance-finished', (f) => [f, f]),
  },
  { code: 'ARRIVAL', name: 'an order received twice', of: 'calm', spoil: instead('order-received', (f) => [f, f]) },
  {
    code: 'ARRIVAL',
    name: 'an order received without a sample',
    of: 'calm',
    spoil: changed('order-received', (f) => ({ samples: f.samples.slice(1) })),
  },
  {
    code: 'PLAN-UNASKED',
    name: 'an answer to an answered request',
    of: 'calm',
    spoil: instead('plan-adopted', (f) => [f, { type: 'plan-refused', at: f.at, request: 1, reason: 'planted' }]),
  },
  {
    code: 'PLAN-FACTS',
    name: 'a task too many in the count',
    of: 'calm',
    spoil: changed('plan-adopted', (f) => ({ tasks: f.tasks + 1 })),
  },
  {
    code: 'PLAN-FACTS',
    name: 'a change that was none',
    of: 'calm',
    spoil: changed('plan-adopted', () => ({ change: { kept: 3, moved: 0, hours: 0 } })),
  },
  {
    code: 'UNPLANNED',
    name: 'a task that no plan has',
    of: 'calm',
    spoil: onFacts((facts) =>
      facts.map((f) => ('attempt' in f && f.task.includes('align') ? { ...f, task: id('ghost') } : f)),
    ),
  },
  {
    code: 'LEFT-BEHIND',
    name: 'a batch without a member that is ready',
    of: 'leftBehind',
    // Without predecessors, preparation of `o2` waits for nothing.
    spoil: onStage('prep', () => ({ after: [] })),
  },
  {
    code: 'OVERTAKING',
    name: 'an overtaking that is none',
    of: 'calm',
    spoil: instead(
      'task-started',
      (f) => [{ type: 'task-overtook', at: f.at, task: f.task, over: [id('p1-o1-align')], reason: 'planted' }, f],
      (f) => f.task.includes('prep'),
    ),
  },
  {
    code: 'DONE-TWICE',
    name: 'a stage done again for no reason',
    of: 'calm',
    spoil: onFacts((facts) => {
      const place = facts.findIndex((f) => f.type === 'lot-stored' && f.stage === 'extract');
      const { at } = facts[place] ?? { at: seconds(0) };
      const again = facts
        .slice(0, place + 1)
        .filter((f) => 'task' in f && f.task === 'p1-o1-extract')
        .map((f) =>
          f.type === 'task-started'
            ? { ...f, at, attempt: 2, expectedEnd: seconds(at + 3840), attendedUntil: seconds(at + 1800) }
            : { ...f, at, attempt: 2 },
        );
      const stored = facts[place];
      return stored === undefined ? facts : facts.toSpliced(place + 1, 0, ...again, stored);
    }),
  },
  { code: 'RELEASE', name: 'work on material that is not here', of: 'calm', spoil: without('order-received') },
  {
    code: 'PRECEDENCE',
    name: 'a minimum hold cut short',
    of: 'calm',
    spoil: onStage('prep', () => ({ hold: { min: duration(7200), max: duration(DAY) } })),
  },
  {
    code: 'PRECEDENCE',
    name: 'a predecessor that never ran',
    of: 'calm',
    // The last stage of bench work comes after the computation, says the scenario.
    spoil: onStage('sequence', (s) => ({ after: [...s.after, 'align'] })),
  },
  {
    code: 'HOLD',
    name: 'a maximum hold overstretched',
    of: 'calm',
    spoil: onStage('extract', () => ({ hold: { min: duration(0), max: duration(600) } })),
  },
  { code: 'HELD', name: 'work on a lot that nobody released', of: 'held', spoil: without('operator-decided') },
];
