import { expect, it } from 'vitest';

import { initialSituation, readScenario, type Scenario, type ScenarioDocument } from '../../src/model/index.ts';
import { goodDocument } from './read.ts';

type StageDocument = NonNullable<ScenarioDocument['workflows']>[number]['stages'][number];

const MERGE: StageDocument = {
  id: 'merge',
  insteadOf: 'sort',
  kind: 'compute',
  pool: 'cluster',
  time: { fixed: '2 h' },
  cores: 1,
  memory: '1 GB',
  tool: {
    name: 'sambamba',
    package: 'sambamba',
    argv: ['sambamba', 'sort', '{sam}', '-o', '{bam}'],
    inputs: { sam: 'align:sam' },
    outputs: { bam: { file: 'merged.bam', format: 'bam' } },
  },
};
const INDEX: StageDocument = {
  id: 'index',
  kind: 'compute',
  after: ['sort'],
  pool: 'cluster',
  time: { fixed: '10 min' },
  cores: 1,
  memory: '1 GB',
  tool: {
    name: 'samtools',
    package: 'samtools',
    argv: ['samtools', 'index', '{bam}', '{bai}'],
    inputs: { bam: 'sort:bam' },
    outputs: { bai: { file: 'sorted.bai', format: 'bai' } },
  },
};

function read(change: (document: ScenarioDocument) => void): Scenario {
  const document = structuredClone(goodDocument()) as ScenarioDocument;
  change(document);
  const result = readScenario(document);
  if (result.kind === 'rejected') throw new Error(JSON.stringify(result.findings));
  return result.scenario;
}

const withMerge = (document: ScenarioDocument): void => {
  const [workflow] = document.workflows ?? [];
  const sort = workflow?.stages.find((stage) => stage.id === 'sort');
  if (sort !== undefined) sort.onError = [{ otherwise: true, do: 'fallback', to: 'merge' }];
  workflow?.stages.push(structuredClone(MERGE), structuredClone(INDEX));
};

it('an alternative stage makes a second route, on which everything that named the original names the alternative', () => {
  const { workflows } = read(withMerge);
  expect([...workflows.keys()]).toEqual(['wgs', 'wgs~merge']);
  const stagesOf = (route: string) =>
    [...workflows.values()].find(({ id }) => id === route)?.stages.map(({ id, after }) => `${id} < ${after.join()}`);
  expect(stagesOf('wgs')).toEqual(['prep < ', 'sequence < prep', 'align < sequence', 'sort < align', 'index < sort']);
  expect(stagesOf('wgs~merge')).toEqual([
    'prep < ',
    'sequence < prep',
    'align < sequence',
    // Without `after` of its own it comes after what the original comes after.
    'merge < align',
    'index < merge',
  ]);
  const index = [...workflows.values()][1]?.stages.find(({ id }) => id === 'index');
  expect(index?.kind === 'compute' && index.tool?.inputs.get('bam')).toBe('merge:bam');
});

it('each route says where a fallback to a stage that is not on it leads', () => {
  const [ordinary, other] = [...read(withMerge).workflows.values()];
  expect([...(ordinary?.detours ?? [])]).toEqual([['merge', 'wgs~merge']]);
  expect([...(other?.detours ?? [])]).toEqual([['sort', 'wgs']]);
});

it('an alternative that lacks an output that others read is refused', () => {
  const document = structuredClone(goodDocument()) as ScenarioDocument;
  withMerge(document);
  const merge = document.workflows?.[0]?.stages.find((stage) => stage.id === 'merge');
  if (merge?.kind === 'compute' && merge.tool !== undefined)
    merge.tool.outputs = { cram: { file: 'x.cram', format: 'cram' } };
  if (merge?.kind === 'compute' && merge.tool !== undefined)
    merge.tool.argv = ['sambamba', 'sort', '{sam}', '-o', '{cram}'];
  const result = readScenario(document);
  expect(result.kind === 'rejected' && result.findings.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'TOOL-INPUT /workflows/0/stages/5/tool/inputs/bam',
  ]);
});

it('an order that is still to be announced is in no first situation', () => {
  const scenario = read((document) => {
    const [order] = document.orders ?? [];
    if (order === undefined) return;
    order.announced = '2026-12-01T08:00';
    order.received = '2026-12-01T09:00';
  });
  expect(initialSituation(scenario).lots.map(({ order }) => order)).toEqual(['o2']);
});

it('a quiet world is what a scenario without a simulation section has', () => {
  expect(read(() => undefined).simulation).toEqual({
    planningTime: 0,
    arrivals: { delay: { mean: 0, cv: 0 }, noShow: 0 },
    sequencing: { yield: { mean: 1, cv: 0 }, balanceCv: 0 },
    incidents: [],
  });
});

it('a lost node takes its share of the memory where none is stated', () => {
  const { simulation } = read((document) => {
    document.simulation = {
      incidents: [{ id: 'node', kind: 'node-lost', pool: 'cluster', cores: 4, every: '30 d', length: '6 h', cv: 0.5 }],
    };
  });
  // 4 of 16 cores: a quarter of 64 GB.
  expect(simulation.incidents).toEqual([
    {
      id: 'node',
      kind: 'node-lost',
      pool: 'cluster',
      cores: 4,
      memoryBytes: 16e9,
      when: { every: 30 * 86_400 },
      length: { mean: 6 * 3600, cv: 0.5 },
    },
  ]);
});

it('a policy may fall back again and again, each time further: a fallback is used up once it was taken', () => {
  const { workflows } = read((document) => {
    const align = document.workflows?.[0]?.stages.find((stage) => stage.id === 'align');
    if (align === undefined) throw new Error('no align');
    align.onError = [
      { when: 'corrupt-input', do: 'fallback', to: 'sequence' },
      { when: 'corrupt-input', do: 'fallback', to: 'prep' },
      { otherwise: true, do: 'quarantine' },
    ];
  });
  const policy = [...workflows.values()][0]?.stages.find(({ id }) => id === 'align')?.onError;
  expect(policy?.map(({ action }) => (action.do === 'fallback' ? action.to : action.do))).toEqual([
    'sequence',
    'prep',
    'quarantine',
  ]);
});
