/** The tiny laboratory with everything that can go wrong in it, and a sink that remembers. */

import { DAY, HOUR, duration, seconds } from '../../src/base/index.ts';
import type { FactSink } from '../../src/engine/index.ts';
import {
  id,
  type ErrorPolicyStep,
  type Fact,
  type FailureClass,
  type Order,
  type PlannedMaintenance,
  type Scenario,
  type Stage,
  type Timed,
} from '../../src/model/index.ts';
import { simulate, type SimulatedRun, type SimulatedWorldOptions } from '../../src/simulation/index.ts';
import { RUN } from '../engine/harness.ts';
import { ALIGN, EXTRACT, PREP, SEQUENCE, WORKFLOW, order, tinyLab } from '../support/tiny-lab.ts';
import { naivePlanner } from './naive-planner.ts';

const rates = (entries: Partial<Record<FailureClass, number>>): ReadonlyMap<FailureClass, number> =>
  new Map(Object.entries(entries) as [FailureClass, number][]);

const again = (max: number, when: readonly FailureClass[], memoryFactor = 1): ErrorPolicyStep => ({
  when,
  action: { do: 'retry', max, backoff: { base: duration(600), factor: 2 }, memoryFactor },
});

const STRUCTURAL: Stage = {
  ...ALIGN,
  id: id('structural'),
  after: [id('align')],
  isOptional: true,
  failureRates: rates({ 'tool-error': 0.3 }),
  onError: [{ action: { do: 'degrade', skip: id('structural') } }],
};

const REPORT: Stage = { ...ALIGN, id: id('report'), after: [id('align'), id('structural')], onError: [] };

/** Every stage varies in length and fails now and then; every kind of policy step but `hold` and `abort` occurs. */
export const TROUBLED: readonly Stage[] = [
  {
    ...EXTRACT,
    durationCv: 0.2,
    gates: [{ metric: 'yield', unit: 'ng', min: 50 }],
    failureRates: rates({ 'quality-gate': 0.1, transient: 0.05 }),
    onError: [again(1, ['quality-gate', 'transient']), { action: { do: 'quarantine' } }],
  },
  {
    ...PREP,
    durationCv: 0.1,
    failureRates: rates({ 'quality-gate': 0.05, transient: 0.1 }),
    onError: [again(2, ['transient']), { when: ['quality-gate'], action: { do: 'fallback', to: id('extract') } }],
  },
  {
    ...SEQUENCE,
    durationCv: 0.02,
    failureRates: rates({ 'corrupt-output': 0.02 }),
    onError: [again(2, ['equipment-failure', 'corrupt-output'])],
  },
  {
    ...ALIGN,
    durationCv: 0.5,
    failureRates: rates({ 'out-of-memory': 0.2, 'node-lost': 0.1 }),
    onError: [again(2, ['out-of-memory'], 2), again(3, ['node-lost'])],
  },
  STRUCTURAL,
  REPORT,
];

/** `count` orders, one every five hours from the first morning on. */
export function troubledLab(count: number, changes: Partial<Order> = {}): Scenario {
  const orders = Array.from({ length: count }, (_, k) => {
    const release = seconds(8 * HOUR + k * 5 * HOUR);
    const expires = seconds(release + 7 * DAY);
    return order(`o${String(k + 1).padStart(2, '0')}`, { release, expires, ...changes });
  });
  const lab = tinyLab({ orders, workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages: TROUBLED }]]) });
  // A position fails once in four days of use on average, so that breakdowns and repairs occur in a short run.
  const machines = lab.machines.map((m) =>
    m.reliability === undefined
      ? m
      : {
          ...m,
          reliability: { ...m.reliability, scale: duration(4 * DAY), repair: { mean: duration(8 * HOUR), cv: 0.5 } },
        },
  );
  return { ...lab, machines };
}

/** Machines that never fail by themselves. */
export const withoutBreakdowns = (scenario: Scenario): Scenario => ({
  ...scenario,
  machines: scenario.machines.map((machine) => {
    const { reliability, ...rest } = machine;
    return reliability === undefined ? machine : rest;
  }),
});

export const washes: readonly PlannedMaintenance[] = ['A', 'B'].map((side) => ({
  id: id(`wash-${side}`),
  maintenance: id('wash'),
  machines: [id(`seq/${side}`)],
  start: seconds(3 * DAY + 9 * HOUR),
  end: seconds(3 * DAY + 11 * HOUR),
}));

export interface Told extends SimulatedRun {
  readonly told: readonly Timed<Fact>[];
}

export async function run(scenario: Scenario, changes: Partial<SimulatedWorldOptions> = {}): Promise<Told> {
  const told: Timed<Fact>[] = [];
  const sink: FactSink = { append: (fact) => void told.push(fact), flush: async () => {} };
  const planner = naivePlanner(scenario, washes);
  const result = await simulate({ scenario, planner, seed: 1, sink, run: RUN, ...changes });
  return { ...result, told };
}
