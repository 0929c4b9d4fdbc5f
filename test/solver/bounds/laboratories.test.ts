import { afterAll, describe, expect, it } from 'vitest';
import { busyLab } from '../../../bench/busy-lab.ts';
import { initialSituation, type Scenario, type Situation } from '../../../src/model/index.ts';
import { loadScenario } from '../../../src/service/index.ts';
import { cheapBounds, provedBounds } from '../../../src/solver/bounds/index.ts';
import { formulate, planInThread, type PlannerRule } from '../../../src/solver/index.ts';
import { createMipSolver } from '../../../src/solver/mip/index.ts';
import { later, randomLab } from '../random-lab.ts';

const LABS = Number(process.env['LABS'] ?? 6);
const RULES: readonly PlannerRule[] = ['fifo', 'edd', 'fifo-batch', 'portfolio'];
const EXAMPLES = ['core-facility', 'weekend', 'friday-cfdna', 'compute-backlog'];
const mip = createMipSolver();
afterAll(() => mip.close());

/** Faults of the bounds of one plan: a bound above its value, or a proved one below the cheap one. */
async function faultsOf(name: string, scenario: Scenario, situation: Situation, rules = RULES): Promise<string[]> {
  const { problem } = formulate(scenario, situation);
  const { levels } = scenario.objective;
  const faults: string[] = [];
  for (const rule of rules) {
    const { objective } = planInThread(scenario, situation, { seed: 1, budget: { iterations: 4 }, rule });
    const cheap = cheapBounds(problem, levels, objective);
    const proved =
      rule === 'portfolio' ? await provedBounds(problem, levels, objective, { mip, rounds: 2, buckets: 24 }) : cheap;
    objective.forEach(({ value }, k) => {
      const bounds = [cheap[k] ?? 0, proved[k] ?? 0] as const;
      if (Math.max(...bounds) > value) faults.push(`${name}, ${rule}, level ${k}: ${bounds.join(', ')} above ${value}`);
      if (bounds[1] < bounds[0]) faults.push(`${name}, ${rule}, level ${k}: proved less than cheaply`);
    });
  }
  return faults;
}

describe('lower bounds of laboratories', () => {
  it('are never above the value of a plan in random laboratories, at first and in the middle of a plan', async () => {
    const faults: string[] = [];
    for (let seed = 1; seed <= LABS; seed++) {
      const { scenario, situation } = randomLab(seed);
      faults.push(...(await faultsOf(`lab ${seed}`, scenario, situation)));
      const plan = planInThread(scenario, situation, { seed, budget: { iterations: 4 } });
      const present = later(scenario, situation, plan, 30 * 3600 * (1 + (seed % 3)));
      faults.push(...(await faultsOf(`lab ${seed}, later`, scenario, present, ['portfolio'])));
    }
    expect(faults).toEqual([]);
  });

  it('are never above the value of a plan in the examples and a busy laboratory', async () => {
    const faults: string[] = [];
    for (const name of EXAMPLES) {
      const { scenario } = await loadScenario(`examples/${name}.yaml`);
      faults.push(...(await faultsOf(name, scenario, initialSituation(scenario))));
    }
    const busy = busyLab({ seed: 3, orders: 20 });
    faults.push(...(await faultsOf('busy', busy.scenario, busy.situation)));
    expect(faults).toEqual([]);
  });
});
