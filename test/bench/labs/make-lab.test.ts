import { describe, expect, it } from 'vitest';
import { LAB_KINDS, labDocument, makeLab } from '../../../bench/labs/index.ts';
import { HOUR, MINUTE } from '../../../src/base/index.ts';
import { readScenario } from '../../../src/model/index.ts';

const stagesOf = ({ scenario }: ReturnType<typeof makeLab>) =>
  [...scenario.workflows.values()].flatMap(({ stages }) => stages);

describe('a benchmark laboratory', () => {
  for (const kind of LAB_KINDS) {
    it(`of kind ${kind} passes every rule of the model, without a warning`, () => {
      for (const seed of [1, 2, 3]) {
        const result = readScenario(labDocument({ seed, pipelines: 30, kind }));
        expect(result).toMatchObject({ kind: 'ok', warnings: [] });
      }
    });
  }

  it('is the same for the same seed, and another for another', () => {
    const document = (seed: number) => JSON.stringify(labDocument({ seed, pipelines: 12, kind: 'normal' }));
    expect(document(7)).toBe(document(7));
    expect(document(7)).not.toBe(document(8));
  });

  it('has as many orders as it is asked for, each of at least nine stages', () => {
    const { scenario } = makeLab({ seed: 1, pipelines: 50, kind: 'normal' });
    expect(scenario.orders).toHaveLength(50);
    for (const { stages } of scenario.workflows.values()) expect(stages.length).toBeGreaterThanOrEqual(9);
  });

  it('holds everything that the planner knows', () => {
    const lab = makeLab({ seed: 1, pipelines: 50, kind: 'normal' });
    const { machines, indexSets, orders, pools, staff } = lab.scenario;
    const stages = stagesOf(lab);
    const bench = stages.filter((stage) => stage.kind === 'bench');
    const upkeep = machines.flatMap(({ flexibleMaintenance }) => flexibleMaintenance);
    const has = {
      recipesToChoose: stages.some((stage) => stage.kind === 'sequencing' && stage.recipes.length > 1),
      clashesBetweenSets: [...indexSets.values()].some(({ clashes }) => clashes.size > 1),
      ordersThatClash: new Set(orders.map(({ indexSet }) => indexSet)).size < orders.length,
      batches: bench.some(({ batch }) => batch !== undefined),
      workWithoutBatches: bench.some(({ batch }) => batch === undefined),
      tightHolds: stages.some(({ hold }) => hold.max !== undefined && hold.max <= 30 * MINUTE),
      longHolds: stages.some(({ hold }) => hold.max !== undefined && hold.max >= 24 * HOUR),
      setups: machines.some(({ changeover }) => changeover.rules.length > 0),
      nightsWithoutStaff: staff.levels.includes(0),
      startWindows: bench.some(({ startWindows }) => startWindows !== undefined),
      maintenanceByRuns: upkeep.some(({ everyRuns }) => everyRuns !== undefined),
      maintenanceOfInstruments: upkeep.some(({ scope }) => scope === 'instrument'),
      failures: machines.some(({ reliability }) => reliability !== undefined),
      hardExpiry: orders.some(({ expires }) => expires !== undefined),
      deadlines: orders.some(({ deadline }) => deadline !== undefined),
      weights: new Set(orders.map(({ weight }) => weight)).size > 1,
      widths: stages.some((stage) => stage.kind === 'compute' && stage.parallel.length > 1),
      reservedCores: new Set(pools[0]?.cores.levels).size > 1,
    };
    expect(Object.entries(has).filter(([, isThere]) => !isThere)).toEqual([]);
  });

  it('has a deadline on every order where time is tight or capacity short', () => {
    for (const kind of ['tight', 'overload'] as const) {
      const { scenario } = makeLab({ seed: 1, pipelines: 20, kind });
      expect(scenario.orders.filter(({ deadline }) => deadline === undefined)).toEqual([]);
    }
  });

  it('grows its machines with its orders, more slowly than they grow', () => {
    const size = (pipelines: number) => {
      const { instruments = [], equipment = [] } = labDocument({ seed: 1, pipelines, kind: 'normal' });
      return instruments.length + equipment.reduce((sum, { count = 1 }) => sum + count, 0);
    };
    expect(size(200)).toBeGreaterThan(size(50));
    expect(size(200)).toBeLessThan(4 * size(50));
  });
});
