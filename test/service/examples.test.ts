import { describe, expect, it } from 'vitest';
import { planFigures } from '../../src/analytics/index.ts';
import { HOUR } from '../../src/base/index.ts';
import { initialSituation, type Plan } from '../../src/model/index.ts';
import { loadScenario } from '../../src/service/index.ts';
import { planInThread } from '../../src/solver/index.ts';
import { checkPlan } from '../../src/validation/index.ts';

/** An example, planned with few constructions, and judged. */
async function planned(name: string) {
  const { scenario, warnings } = await loadScenario(`examples/${name}.yaml`);
  const situation = initialSituation(scenario);
  const plan = planInThread(scenario, situation, { seed: 1, budget: { iterations: 8 } });
  expect(checkPlan({ scenario, situation, plan })).toEqual([]);
  expect(warnings).toEqual([]);
  return { scenario, plan, figures: planFigures(scenario, plan) };
}

const task = (plan: Plan, id: string) => {
  const found = plan.tasks.find((one) => one.members.some((member) => `${member.lot}:${member.stage}` === id));
  if (found === undefined) throw new Error(`no task ${id}`);
  return found;
};

describe('examples/core-facility.yaml', () => {
  it('has fifty pipelines of six kinds in flight for four weeks, and a plan that loses none', async () => {
    const { scenario, plan } = await planned('core-facility');
    expect(scenario.orders).toHaveLength(50);
    expect(new Set(scenario.orders.map((order) => order.workflow))).toEqual(
      new Set(['wgs', 'wes', 'rna', 'cfdna', 'amplicon', 'rapid-wgs']),
    );
    expect(scenario.horizon).toBe(4 * 7 * 24 * HOUR);
    expect(plan.lost).toEqual([]);
  });

  it('answers the newborn and both parents within three days', async () => {
    const { scenario, plan } = await planned('core-facility');
    const stat = scenario.orders.find((order) => order.id === 'stat-01');
    expect(stat?.samples.map((sample) => sample.name)).toEqual(['child', 'mother', 'father']);
    expect(task(plan, 'stat-01:secondary-analysis').end).toBeLessThanOrEqual(stat?.due ?? 0);
  });

  it('leaves the run that is under way alone', async () => {
    const { plan } = await planned('core-facility');
    // Started on Sunday at 11:00, 13 h before instant 0; 48 h long.
    expect(task(plan, 'wgs-01:sequencing')).toMatchObject({ isFrozen: true, start: -13 * HOUR, end: 35 * HOUR });
  });
});

describe('examples/weekend.yaml', () => {
  it('cannot keep a position busy more than 85.7 % of the time, and staffing is the reason', async () => {
    const { figures } = await planned('weekend');
    // Three runs of 48 h a week: 144 of 168 h.
    const [sequencer] = figures.utilization.instruments;
    expect(sequencer?.calendarUtilization.ceiling).toBeCloseTo(144 / 168, 6);
    expect(sequencer?.calendarUtilization.value ?? 1).toBeLessThanOrEqual(144 / 168);
  });
});

describe('examples/friday-cfdna.yaml', () => {
  it('spins the plain EDTA tubes before they expire on Friday evening', async () => {
    const { plan } = await planned('friday-cfdna');
    // The epoch is Friday, 8:00. Received at 15:00; taken at 13:30 and good for 6 h: the spin starts by 19:30, and a
    // technician must be there throughout its hour, so by 17:00.
    const spin = task(plan, 'edta:plasma-separation');
    expect(spin.start).toBeGreaterThanOrEqual(7 * HOUR);
    expect(spin.start).toBeLessThanOrEqual(9 * HOUR);
    expect(spin.members.map((member) => member.lot)).toEqual(['edta']);
  });
});

describe('examples/compute-backlog.yaml', () => {
  it('sequences in time and delivers late, for want of cores', async () => {
    const { scenario, plan, figures } = await planned('compute-backlog');
    for (const order of scenario.orders) {
      expect(task(plan, `${order.id}:sequencing`).end).toBeLessThan(order.due);
    }
    // Preparation of about 7 h from Monday 8:00 and 48 h of run: not before hour 63. Then 64 genomes, eight at a time in 200
    // cores, are 8 x 13 h = 104 h: not before hour 167. Due is hour 8 + 144 = 152.
    expect(figures.totals.weightedTardinessHours).toBeGreaterThan(0);
  });
});
