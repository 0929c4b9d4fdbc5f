/** The auditor is fed runs with one planted fault each and must name just that. */

import { expect, test } from 'vitest';

import { duration, seconds } from '../../src/base/index.ts';
import { id, type Fact, type MachineId, type Timed } from '../../src/model/index.ts';
import { audit } from '../support/audit.ts';
import { order, tinyLab } from '../support/tiny-lab.ts';
import { run, withoutBreakdowns } from './lab.ts';

type Facts = readonly Timed<Fact>[];

const scenario = withoutBreakdowns(tinyLab({ orders: [order('o1')] }));

const placeOf = (facts: Facts, type: Fact['type'], nth = 0): number => {
  const places = facts.flatMap((f, k) => (f.type === type ? [k] : []));
  return places[nth] ?? -1;
};

const change = (facts: Facts, place: number, make: (fact: Timed<Fact>) => readonly Timed<Fact>[]): Facts =>
  facts.flatMap((f, k) => (k === place ? make(f) : [f]));

test('a sound run has no fault', async () => {
  expect(audit(scenario, (await run(scenario)).told)).toEqual([]);
});

test.each<[string, (facts: Facts) => Facts, RegExp]>([
  [
    'a sample closed twice',
    (f) => change(f, placeOf(f, 'sample-closed'), (x) => [x, x]),
    /sample-closed: o1\/s1 is closed twice/,
  ],
  ['an order never closed', (f) => f.filter((x) => x.type !== 'order-closed'), /^order o1 is never closed$/],
  ['a run that just stops', (f) => f.slice(0, -1), /^the last fact is order-closed, not run-closed$/],
  [
    'quality that rises',
    (f) => change(f, placeOf(f, 'lot-stored', 1), (x) => (x.type === 'lot-stored' ? [{ ...x, quality: 1 }] : [x])),
    /lot-stored: o1 gets better, from 0\.\d+ to 1/,
  ],
  [
    'a stage that never ran',
    (f) => {
      const [started, finished] = [placeOf(f, 'task-started', 3), placeOf(f, 'task-finished', 3)];
      return f.filter((_, k) => k !== started && k !== finished);
    },
    /sample-closed: o1\/s[1-4] is delivered without align/,
  ],
  [
    'a start before the hold is over',
    (f) =>
      change(f, placeOf(f, 'task-started', 2), (x) =>
        x.type === 'task-started' ? [{ ...x, setup: duration(0) }] : [x],
      ),
    /task-started: o1\/s[1-4] starts sequence before its minimum hold/,
  ],
  [
    'a task that starts twice',
    (f) => {
      const finished = f[placeOf(f, 'task-finished', 0)];
      return change(f, placeOf(f, 'task-started', 1), (x) => {
        const first = f[placeOf(f, 'task-started', 0)];
        if (first?.type !== 'task-started' || finished?.type !== 'task-finished') return [x];
        const started = {
          ...first,
          at: x.at,
          attempt: 2,
          task: id<never>('again'),
          placement: { kind: 'machine', machine: id<MachineId>('handler-1') },
        } as const;
        return [started, { ...finished, at: x.at, attempt: 2, task: id<never>('again') }, x];
      });
    },
    /task-started: o1\/s[1-4] has done extract already/,
  ],
  [
    'a machine used while it is down',
    (f) =>
      change(f, placeOf(f, 'task-started', 0), (x) => [
        { type: 'machine-down', machine: id('handler-1'), reason: 'planted', expectedUp: seconds(x.at + 1), at: x.at },
        x,
      ]),
    /task-started: handler-1 is down when/,
  ],
  [
    'time that goes back',
    (f) => change(f, f.length - 1, (x) => [{ ...x, at: seconds(0) }]),
    /run-closed: goes back from/,
  ],
])('%s is named, and nothing else', async (_, plant, expected) => {
  const faults = audit(scenario, plant((await run(scenario)).told));
  expect(faults.length).toBeGreaterThan(0);
  for (const fault of faults) expect(fault).toMatch(expected);
});

test('two operators where one is on shift are named', async () => {
  const { told } = await run(scenario);
  const short = { ...scenario, staff: { times: [seconds(0)], levels: [0] } };
  expect(audit(short, told)[0]).toMatch(/task-started: 0 operators on shift at \d+, 1 in use/);
});
