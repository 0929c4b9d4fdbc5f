/** Faults in what is done about failures, in quality, and in how samples, orders and runs end. */

import { DAY, HOUR, duration, seconds } from '../../../src/base/index.ts';
import { id } from '../../../src/model/index.ts';
import { changed, instead, onFacts, onStage, without, type RunMutant } from './mutant.ts';

export const ENDS: readonly RunMutant[] = [
  {
    code: 'UNANSWERED',
    name: 'a failed sample that nobody minds',
    of: 'calm',
    spoil: instead('task-finished', (f) => {
      const failure = { class: 'corrupt-output', detail: 'planted' } as const;
      return [{ ...f, type: 'sample-failed', sample: id('o1/s1'), failure }, f];
    }),
  },
  {
    code: 'UNANSWERED',
    name: 'a missed gate that nobody minds',
    of: 'calm',
    spoil: ({ scenario, facts }) => {
      const gated = onStage('extract', () => ({ gates: [{ metric: 'yield', unit: 'ng', min: 50 }] }));
      const measured = instead('task-finished', (f) => {
        const yielded = { metric: 'yield', unit: 'ng', value: 49, gate: { min: 50, verdict: 'fail' } } as const;
        return [{ ...f, type: 'sample-measured', sample: id('o1/s1'), measurements: [yielded] }, f];
      });
      return gated(measured({ scenario, facts }));
    },
  },
  {
    code: 'POLICY-GROUNDS',
    name: 'a policy for an attempt that did not fail',
    of: 'troubled',
    spoil: changed('policy-applied', (f) => ({ attempt: f.attempt + 1 })),
  },
  {
    code: 'POLICY-STEP',
    name: 'a step that is not for this failure',
    of: 'held',
    spoil: onStage('prep', (s) => ({ onError: s.onError.map((step) => ({ ...step, when: ['transient'] })) })),
  },
  {
    code: 'POLICY-STEP',
    name: 'a retry more than the step allows',
    of: 'troubled',
    spoil: onStage('align', (s) => ({
      onError: s.onError.map((step) =>
        step.action.do === 'retry' ? { ...step, action: { ...step.action, max: step.action.max - 1 } } : step,
      ),
    })),
  },
  {
    code: 'POLICY-ROUTE',
    name: 'a fallback to a stage of a route that is not taken',
    of: 'detour',
    spoil: ({ scenario, facts }) => {
      // The detour opens another route, with the same stages.
      const [ordinary, low] = [...scenario.workflows.values()];
      if (ordinary === undefined || low === undefined) throw new Error('the clean run has two routes');
      const elsewhere = { ...low, id: id<typeof low.id>('wgs~elsewhere') };
      const detours = new Map([[id<never>('prep-low'), elsewhere.id]]);
      const workflows = [{ ...ordinary, detours }, low, elsewhere];
      return { scenario: { ...scenario, workflows: new Map(workflows.map((w) => [w.id, w])) }, facts };
    },
  },
  {
    code: 'BACK-OFF',
    name: 'a back-off that is too short',
    of: 'troubled',
    spoil: changed(
      'policy-applied',
      (f) => ({ notBefore: seconds((f.notBefore ?? 0) - 60) }),
      (f) => f.action === 'retry',
    ),
  },
  {
    code: 'BACK-OFF',
    name: 'a retry before its time',
    of: 'leftBehind',
    // Two hours, says the policy; the fact agrees, the start does not.
    spoil: ({ scenario, facts }) => {
      const longer = onStage('extract', () => ({
        onError: [
          {
            when: ['transient'],
            action: { do: 'retry', max: 1, backoff: { base: duration(2 * HOUR), factor: 1 }, memoryFactor: 1 },
          },
        ],
      }));
      const agreed = changed('policy-applied', (f) => ({ notBefore: seconds((f.notBefore ?? 0) + 2 * HOUR) }));
      return longer(agreed({ scenario, facts }));
    },
  },
  {
    code: 'STORAGE',
    name: 'material kept elsewhere than its order says',
    of: 'calm',
    spoil: changed('lot-stored', () => ({ condition: id('freezer') })),
  },
  {
    code: 'STORAGE',
    name: 'an output that is stored nowhere',
    of: 'expired',
    spoil: without('lot-stored', (f) => f.stage === 'extract'),
  },
  {
    code: 'QUALITY',
    name: 'an order said to be worse than it is',
    of: 'calm',
    spoil: changed('order-closed', (f) => ({ quality: f.quality - 0.01 })),
  },
  {
    code: 'QUALITY',
    name: 'a lot said to be worse than it is',
    of: 'expired',
    spoil: changed(
      'lot-stored',
      (f) => ({ quality: f.quality - 2e-6 }),
      (f) => f.stage === 'extract',
    ),
  },
  {
    code: 'QUALITY-RISES',
    name: 'material that gets better',
    of: 'expired',
    spoil: changed(
      'lot-stored',
      (f) => ({ quality: f.quality + 1e-6 }),
      (f) => f.stage === 'extract',
    ),
  },
  {
    code: 'SAMPLE-TWICE',
    name: 'a sample that ends twice',
    of: 'calm',
    spoil: instead('sample-closed', (f) => [f, f]),
  },
  {
    code: 'OUTCOME',
    name: 'an end without a reason',
    of: 'calm',
    spoil: changed('sample-closed', () => ({ reason: '' })),
  },
  {
    code: 'OUTCOME',
    name: 'a delivery with a stage open',
    of: 'calm',
    spoil: onFacts((facts) => facts.filter((f) => !('attempt' in f && f.task.includes('align')))),
  },
  {
    code: 'OUTCOME',
    name: 'a whole delivery called degraded',
    of: 'calm',
    spoil: changed('sample-closed', () => ({ outcome: 'delivered-degraded' })),
  },
  {
    code: 'OUTCOME',
    name: 'a quarantine that no policy asked for',
    of: 'cancelled',
    spoil: onFacts((facts) =>
      facts.map((f) =>
        f.type === 'sample-closed' || f.type === 'order-closed' ? { ...f, outcome: 'quarantined' } : f,
      ),
    ),
  },
  {
    code: 'OUTCOME',
    name: 'an expiry before the limit',
    of: 'expired',
    spoil: onStage('extract', () => ({ hold: { min: duration(0), max: duration(4 * DAY) } })),
  },
  {
    code: 'OVERDUE',
    name: 'material kept on past its limit',
    of: 'expired',
    spoil: onStage('extract', () => ({ hold: { min: duration(0), max: duration(2 * DAY) } })),
  },
  {
    code: 'ORDER-OUTCOME',
    name: 'an order that ends otherwise than its samples',
    of: 'calm',
    spoil: changed('order-closed', () => ({ outcome: 'quarantined' })),
  },
  { code: 'ORDER-OUTCOME', name: 'an order that is never closed', of: 'calm', spoil: without('order-closed') },
  {
    code: 'SAMPLE-FORGOTTEN',
    name: 'a sample without an end',
    of: 'calm',
    spoil: without('sample-closed', (f) => f.sample.endsWith('s3')),
  },
  {
    code: 'STALLED',
    name: 'a run that stops with nothing to wait for',
    of: 'calm',
    spoil: changed('run-closed', () => ({ reason: 'stopped' })),
  },
];
