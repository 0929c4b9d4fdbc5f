/** The oracle of these tests is no rubber stamp: it names the rule that a spoiled plan breaks. */

import { describe, expect, it } from 'vitest';
import { DAY, HOUR, duration, seconds } from '../../src/base/index.ts';
import type { Plan, PlannedTask } from '../../src/model/index.ts';
import { tinyLab, untouched } from '../support/tiny-lab.ts';
import { plan } from './helpers.ts';
import { brokenRules } from './naive-check.ts';

const scenario = tinyLab();
const situation = untouched(scenario);
const good = plan(scenario);
const rulesOf = (spoiled: Plan): readonly number[] =>
  [...new Set(brokenRules(scenario, situation, spoiled).map((f) => Number(f.split(':')[0])))].toSorted((a, b) => a - b);
const change = (id: string, edit: (task: PlannedTask) => PlannedTask): Plan => ({
  ...good,
  tasks: good.tasks.map((t) => (t.id === id ? edit(t) : t)),
});
const shift = (task: PlannedTask, by: number): PlannedTask => ({
  ...task,
  start: seconds(task.start + by),
  end: seconds(task.end + by),
});

describe('the slow oracle', () => {
  const cases: readonly [string, number, Plan][] = [
    ['a missing task', 2, { ...good, tasks: good.tasks.slice(1) }],
    ['a task twice', 2, { ...good, tasks: [...good.tasks, ...good.tasks.slice(0, 1)] }],
    ['an order lost and planned', 2, { ...good, lost: [{ order: 'o1' as never, causes: [] }] }],
    ['a task frozen for no reason', 4, change('o1:extract', (t) => ({ ...t, isFrozen: true }))],
    ['a start before the release', 5, change('o1:extract', (t) => shift(t, -HOUR))],
    ['a stage before its predecessor', 6, change('o1:prep', (t) => shift(t, -HOUR))],
    ['a hold exceeded', 6, change('o1:sequence', (t) => shift(t, 3 * DAY))],
    ['a wrong duration', 9, change('o1:align', (t) => ({ ...t, end: seconds(t.end + 1) }))],
    ['a wrong set-up', 12, change('o1:prep', (t) => ({ ...t, setup: duration(t.setup - 60) }))],
    ['two at once on a machine', 14, change('o2:extract', (t) => shift(t, -60))],
    ['unattended work at night', 15, change('o1:sequence', (t) => shift(t, 12 * HOUR))],
    [
      'maintenance outside its window',
      19,
      { ...good, maintenance: good.maintenance.map((m) => ({ ...m, start: seconds(0), end: seconds(2 * HOUR) })) },
    ],
    ['maintenance missing', 20, { ...good, maintenance: [] }],
    [
      'lanes without the reads',
      17,
      change('o1:sequence', (t) =>
        t.placement.kind === 'run' ? { ...t, placement: { ...t.placement, lanes: [[], []] } } : t,
      ),
    ],
  ];
  it.each(cases)('names %s', (_, rule, spoiled) => {
    expect(rulesOf(good)).toEqual([]);
    expect(rulesOf(spoiled)).toContain(rule);
  });
});
