/** Flexible maintenance keeps its place among the work. */

import { describe, expect, test } from 'vitest';

import { HOUR, constantLevel, seconds } from '../../src/base/index.ts';
import { id, type MaintenanceId, type PlannedMaintenance, type Stage } from '../../src/model/index.ts';
import { SEQUENCE } from '../support/tiny-lab.ts';
import { clock, labWith, onPosition, only, planOf, planned, runScript, starts, wall } from './harness.ts';

const runFirst: Stage = { ...SEQUENCE, after: [] };

describe('maintenance', () => {
  const wash = (name: string, machines: readonly string[], start: number, hours: number): PlannedMaintenance => ({
    id: id(name),
    maintenance: id<MaintenanceId>('wash'),
    machines: machines.map((m) => id(m)),
    start: seconds(start),
    end: seconds(start + hours * HOUR),
  });

  test('keeps its place in the plan, needs its operator and counts as done from its end', async () => {
    const situations: unknown[] = [];
    const { facts } = await runScript({
      scenario: labWith([runFirst], ['o1']),
      plan: (situation, request) => {
        if (request > 1) situations.push(situation.machines.find((m) => m.machine === 'seq/A'));
        const run = planned('run', ['o1/sequence'], onPosition('seq/A', 'short', ['o1']), {
          start: clock(10, 45),
          end: clock(23, 45),
          setup: 2700,
        });
        return request === 1 ? planOf([run], [wash('w', ['seq/A'], clock(6), 2)]) : planOf([]);
      },
      outcome: () => ({ failed: ['o1/s1'], class: 'transient' }),
    });
    // Nobody is there at 6:00; 8:00-10:00, then the run in its planned place.
    expect(only(facts, 'maintenance-started').map((f) => [wall(f.at), f.operators])).toEqual([['08:00', 1]]);
    expect(starts(facts)).toEqual(['p1-run@10:00']);
    expect(situations[0]).toMatchObject({
      state: 'short',
      maintenance: [{ id: 'wash', lastDone: clock(10), runsSince: 1 }],
    });
  });

  test('of an instrument waits for all its positions and stops them all', async () => {
    const run = (name: string, lot: string, side: string, start: number) =>
      planned(name, [`${lot}/sequence`], onPosition(`seq/${side}`, 'short', [lot]), {
        start,
        end: start + 13 * HOUR,
        setup: 2700,
      });
    const { facts } = await runScript({
      scenario: labWith([runFirst], ['o1', 'o2'], { staff: constantLevel(3) }),
      plan: () =>
        planOf(
          [run('a', 'o1', 'A', clock(8, 45)), run('b', 'o2', 'B', clock(16, 45))],
          [wash('w', ['seq/A', 'seq/B'], clock(14), 2)],
        ),
    });
    // A runs until 21:45, so the wash is late, and so is B's run behind it.
    expect(only(facts, 'maintenance-started').map((f) => wall(f.at))).toEqual(['21:45']);
    expect(starts(facts)).toEqual(['p1-a@08:00', 'p1-b@23:45']);
  });
});
