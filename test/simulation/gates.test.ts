import { expect, test } from 'vitest';
import { gateVerdict, type QualityGate, type Stage } from '../../src/model/index.ts';
import { only } from '../engine/harness.ts';
import { audit } from '../support/audit.ts';
import { EXTRACT, WORKFLOW, order, tinyLab } from '../support/tiny-lab.ts';
import { run, withoutBreakdowns } from './lab.ts';

const GATES: readonly QualityGate[] = [
  { metric: 'din', unit: '1', warn: { min: 7 } },
  { metric: 'dv200', unit: '%', min: 30, warn: { min: 66 } },
  { metric: 'library_size', unit: 'bp', warn: { min: 300, max: 500 } },
  { metric: 'pct_reads_duplicate', unit: '%', max: 30, warn: { max: 20 } },
];

const labOf = (failures: number) => {
  const extract: Stage = { ...EXTRACT, gates: GATES, failureRates: new Map([['quality-gate', failures]]) };
  const stages = WORKFLOW.stages.map((stage) => (stage.id === EXTRACT.id ? extract : stage));
  const lab = withoutBreakdowns(tinyLab({ orders: [order('o1')] }));
  return { ...lab, workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages }]]) };
};

const measured = async (failures: number) => {
  const scenario = labOf(failures);
  const { told } = await run(scenario, { seed: 1 });
  expect(audit(scenario, told)).toEqual([]);
  return only(told, 'sample-measured')
    .flatMap(({ measurements }) => measurements)
    .filter(({ metric }) => metric !== 'reads');
};

test('simulated values of gates that warn lie where nothing is said', async () => {
  const values = await measured(0);
  // Four samples, four gates.
  expect(values).toHaveLength(16);
  for (const { gate, value } of values) {
    expect(gate?.verdict).toBe('pass');
    expect(gateVerdict(gate ?? {}, value)).toBe('pass');
  }
});

test('a simulated sample that fails misses the first gate that can be missed', async () => {
  const values = await measured(0.999);
  const failed = values.filter(({ gate }) => gate?.verdict === 'fail');
  expect(new Set(failed.map(({ metric }) => metric))).toEqual(new Set(['dv200']));
  expect(values.filter(({ gate }) => gate?.verdict === 'warn')).toEqual([]);
});
