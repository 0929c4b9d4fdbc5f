/**
 * A run told by hand: one order of two samples through bench, sequencing and computing, with a failed and a repeated library,
 * a fallback to another aligner, files used again, a sample that misses its gate, and a branch that is skipped.
 *
 * Written down from docs/FORMATS.md and the vocabulary, not made by the engine, so that the story is judged by other hands.
 */

import { createHash } from 'node:crypto';
import { canonicalJson, seconds } from '../../../src/base/index.ts';
import { readScenario, type Artifact, type Execution, type Fact, type Scenario } from '../../../src/model/index.ts';
import type { Entry, StoryInput } from '../../../src/provenance/index.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const DOCUMENT = {
  schemaVersion: 1,
  name: 'hand-made',
  site: {
    timeZone: 'UTC',
    shifts: [{ name: 'day', days: 'Mon-Sun', from: '00:00', to: '23:59', operators: 2 }],
  },
  horizon: { start: '2026-11-30T00:00', length: '2 wk' },
  recipes: [
    {
      id: 'small',
      flowCell: 'S1',
      lanes: 1,
      readsPerLane: '1000 M',
      runTime: '4 h',
      indexScope: 'lane',
      cycles: { read1: 100, read2: 100, index1: 8, index2: 8 },
    },
  ],
  instruments: [{ id: 'seq', type: 'Sequencer', positions: ['A'], recipes: ['small'] }],
  equipment: [{ id: 'robot', class: 'liquid-handler', capacity: 8 }],
  computePools: [{ id: 'cluster', kind: 'local', cores: 8, memory: '32 GB' }],
  materials: [
    { id: 'blood', conditions: [{ id: 'fridge', temperature: '4 degC' }] },
    { id: 'library', conditions: [{ id: 'freezer', temperature: '-20 degC' }] },
  ],
  workflows: [
    {
      id: 'wgs',
      name: 'whole genome',
      stages: [
        {
          id: 'prep',
          kind: 'bench',
          equipment: 'liquid-handler',
          time: { fixed: '1 h' },
          operators: 1,
          output: { material: 'library', condition: 'freezer' },
          onError: [
            { when: 'transient', do: 'retry', max: 1 },
            { otherwise: true, do: 'quarantine' },
          ],
        },
        { id: 'sequence', after: ['prep'], kind: 'sequencing', recipes: ['small'], reads: '10 M' },
        {
          id: 'align',
          after: ['sequence'],
          kind: 'compute',
          pool: 'cluster',
          time: { fixed: '1 h' },
          cores: 2,
          memory: '4 GB',
          gates: [{ metric: 'mapped', unit: '%', min: 90 }],
          onError: [
            { when: 'tool-error', do: 'fallback', to: 'align-slow' },
            { otherwise: true, do: 'quarantine' },
          ],
        },
        {
          id: 'align-slow',
          insteadOf: 'align',
          kind: 'compute',
          pool: 'cluster',
          time: { fixed: '2 h' },
          cores: 2,
          memory: '4 GB',
          gates: [{ metric: 'mapped', unit: '%', min: 90 }],
        },
        {
          id: 'call',
          after: ['align'],
          kind: 'compute',
          pool: 'cluster',
          time: { fixed: '1 h' },
          cores: 1,
          memory: '1 GB',
        },
        {
          id: 'extra',
          after: ['align'],
          optional: true,
          kind: 'compute',
          pool: 'cluster',
          time: { fixed: '1 h' },
          cores: 1,
          memory: '1 GB',
        },
      ],
    },
  ],
  orders: [
    {
      id: 'o1',
      workflow: 'wgs',
      material: 'blood',
      samples: ['a', 'b'],
      collected: '2026-11-30T00:00',
      received: '2026-11-30T00:00',
      due: '2026-12-10T00:00',
      storage: [{ condition: 'fridge', from: '2026-11-30T00:00' }],
      priority: 'routine',
    },
  ],
};

export const DIGEST = sha256(canonicalJson(DOCUMENT));
export const ROOT = sha256('the root of the hand-made ledger');
const EPOCH = Date.parse('2026-11-30T00:00:00Z');
const HOUR = 3600;

export function handMadeScenario(): Scenario {
  const reading = readScenario(DOCUMENT);
  if (reading.kind === 'rejected') throw new Error(JSON.stringify(reading.findings, null, 1));
  return reading.scenario;
}

export const iso = (hours: number): string => new Date(EPOCH + hours * HOUR * 1000).toISOString();

export const artifact = (name: string, path: string, text: string): Artifact => ({
  name,
  path,
  format: 'txt',
  sha256: sha256(text),
  bytes: Buffer.byteLength(text),
});

export const execution = (
  of: Partial<Execution> & Pick<Execution, 'sample' | 'stage' | 'tool'>,
  [start, end]: readonly [number, number],
): Execution => ({
  toolVersion: '1.2.3',
  toolDigest: sha256(of.tool),
  argv: [of.tool, '--in', 'reads & more', 'x<y>'],
  parameters: { depth: '30' },
  environment: { LANG: 'C', PATH: '/home/somebody/bin' },
  host: 'virtual',
  asked: { cores: 2, memoryBytes: 4e9, gpus: 0 },
  used: { cpuSeconds: 3600, peakMemoryBytes: 1e9 },
  exitCode: 0,
  signal: null,
  startedAt: iso(start),
  endedAt: iso(end),
  inputs: [],
  outputs: [],
  key: sha256(`${of.tool} ${of.sample} ${of.stage}`),
  ...of,
});

const genome = artifact('fasta', 'genome.fa', '>g\nACGT\n');
const reads = (s: string): Artifact => artifact('reads', `results/o1/${s}/sequence/reads.fq`, `reads of ${s}`);
const bam = (s: string): Artifact => artifact('bam', `results/o1/${s}/align-slow/out.bam`, `alignments of ${s}`);
const vcf = artifact('vcf', 'results/o1/a/call/out.vcf', 'calls of a');

export const pool = { kind: 'pool', pool: 'cluster', parallel: 2, cores: 4, memoryBytes: 8e9, gpus: 0 } as const;
export const robot = { kind: 'machine', machine: 'robot' } as const;
const cell = { kind: 'run', machine: 'seq/A', recipe: 'small', lanes: [[{ lot: 'o1', reads: 2e7 }]] } as const;

const bench = (operator: string): unknown => ({
  instrument: { machine: 'robot', serial: 'R-1' },
  reagents: [{ name: 'ligase', lot: 'L7', expires: '2027-01-01' }],
  operators: [operator],
  conditions: [{ place: 'freezer 1', signal: 'temperature', value: -20.5, unit: 'degC' }],
});

export const start = (
  task: string,
  attempt: number,
  members: string | readonly { readonly lot: string; readonly stage: string }[],
  placement: unknown,
): Record<string, unknown> => ({
  type: 'task-started',
  task,
  attempt,
  members: typeof members === 'string' ? [{ lot: 'o1', stage: members }] : members,
  placement,
  memoryFactor: 1,
  setup: 0,
  expectedEnd: 0,
  attendedUntil: 0,
  operators: 1,
});

export const policy = (of: Record<string, unknown>): Record<string, unknown> => ({
  type: 'policy-applied',
  step: 0,
  samples: ['o1/a', 'o1/b'],
  givesUp: 'time',
  ...of,
});

/** At hour -> fact. */
const FACTS: readonly (readonly [number, Record<string, unknown>])[] = [
  [
    0,
    {
      type: 'run-opened',
      run: {
        world: 'simulated',
        scenario: 'hand-made',
        scenarioDigest: DIGEST,
        seed: 1,
        version: '0.1.0',
        epoch: '2026-11-30T00:00:00+00:00',
      },
    },
  ],
  [0, { type: 'order-received', order: 'o1', lot: 'o1', samples: ['o1/a', 'o1/b'] }],
  [0, { type: 'plan-requested', request: 1, reason: 'opened' }],
  [
    0,
    {
      type: 'plan-adopted',
      request: 1,
      tasks: 4,
      lost: [],
      objective: [0, 1.5],
      method: { name: 'search', seed: 1, iterations: 10, isReproducible: true },
      change: { kept: 0, moved: 0, hours: 0 },
      digest: sha256('plan'),
    },
  ],
  [1, start('p1-1', 1, 'prep', robot)],
  [2, { type: 'bench-recorded', task: 'p1-1', attempt: 1, bench: bench('op-1') }],
  [
    2,
    {
      type: 'task-failed',
      task: 'p1-1',
      attempt: 1,
      failure: { class: 'transient', detail: 'tip stuck' },
    },
  ],
  [2, policy({ task: 'p1-1', attempt: 1, stage: 'prep', failure: 'transient', action: 'retry', notBefore: 7200 })],
  [2, start('p1-1', 2, 'prep', robot)],
  [3, { type: 'bench-recorded', task: 'p1-1', attempt: 2, bench: bench('op-2') }],
  [3, finished('p1-1', 2)],
  [4, start('p1-2', 1, 'sequence', cell)],
  [
    8,
    {
      type: 'bench-recorded',
      task: 'p1-2',
      attempt: 1,
      bench: {
        instrument: { machine: 'seq/A', position: 'A' },
        flowCell: { id: 'FC1', type: 'S1' },
        reagents: [],
        operators: [],
        conditions: [],
      },
    },
  ],
  [8, finished('p1-2', 1)],
  [8, start('p1-3', 1, 'align', pool)],
  ...(['a', 'b'] as const).map(
    (s) =>
      [
        9,
        executed(
          'p1-3',
          1,
          execution(
            {
              sample: `o1/${s}` as never,
              stage: 'align' as never,
              tool: 'fast',
              inputs: [genome, reads(s)],
              ...(s === 'a' ? { exitCode: 3 } : { outputs: [artifact('bam', 'work/p1-3.1/out.bam', 'unpublished')] }),
            },
            [8, 9],
          ),
        ),
      ] as const,
  ),
  [
    9,
    {
      type: 'task-failed',
      task: 'p1-3',
      attempt: 1,
      failure: { class: 'tool-error', detail: 'exit code 3' },
    },
  ],
  [
    9,
    policy({
      task: 'p1-3',
      attempt: 1,
      stage: 'align',
      failure: 'tool-error',
      action: 'fallback',
      route: 'wgs~align-slow',
    }),
  ],
  [10, start('p1-4', 1, 'align-slow', pool)],
  ...(['a', 'b'] as const).map(
    (s) =>
      [
        12,
        executed(
          'p1-4',
          1,
          execution(
            {
              sample: `o1/${s}` as never,
              stage: 'align-slow' as never,
              tool: 'slow',
              inputs: [genome, reads(s)],
              outputs: [bam(s)],
              container: { image: 'quay.io/lab/slow:1.2', digest: `sha256:${sha256('slow image')}` },
            },
            [10, 12],
          ),
        ),
      ] as const,
  ),
  [12, measured('o1/a', 97.5, 'pass')],
  [12, measured('o1/b', 45.5, 'fail')],
  [12, finished('p1-4', 1)],
  [
    12,
    policy({
      task: 'p1-4',
      attempt: 1,
      stage: 'align-slow',
      failure: 'quality-gate',
      action: 'quarantine',
      step: -1,
      samples: ['o1/b'],
      givesUp: 'the samples',
    }),
  ],
  [12, { type: 'sample-closed', sample: 'o1/b', outcome: 'quarantined', reason: 'mapped 45.5 % is below 90 %' }],
  [12, { type: 'stage-skipped', lot: 'o1', stage: 'extra', samples: ['o1/a'], reason: 'the branch is given up' }],
  [12, start('p1-5', 1, 'call', pool)],
  [13, executed('p1-5', 1, callOf([12, 13], {}))],
  [
    13,
    {
      type: 'task-failed',
      task: 'p1-5',
      attempt: 1,
      failure: { class: 'node-lost', detail: 'the node went away' },
    },
  ],
  [14, start('p1-6', 1, 'call', pool)],
  [14, executed('p1-6', 1, callOf([14, 14], { reused: { task: 'p1-5' as never, attempt: 1 } }))],
  [14, finished('p1-6', 1)],
  [14, { type: 'sample-closed', sample: 'o1/a', outcome: 'delivered', reason: 'all stages done' }],
  [14, { type: 'order-closed', order: 'o1', outcome: 'delivered', quality: 1 }],
  [14, { type: 'run-closed', reason: 'complete' }],
];

export function finished(task: string, attempt: number): Record<string, unknown> {
  return { type: 'task-finished', task, attempt };
}

export function executed(task: string, attempt: number, of: Execution): Record<string, unknown> {
  return { type: 'execution-recorded', task, attempt, execution: of };
}

function measured(sample: string, value: number, verdict: 'pass' | 'fail'): Record<string, unknown> {
  const measurements = [{ metric: 'mapped', value, unit: '%', gate: { min: 90, verdict } }];
  return { type: 'sample-measured', task: 'p1-4', attempt: 1, sample, measurements };
}

function callOf(times: readonly [number, number], more: Partial<Execution>): Execution {
  return execution(
    {
      sample: 'o1/a' as never,
      stage: 'call' as never,
      tool: 'caller',
      inputs: [genome, bam('a')],
      outputs: [vcf],
      ...more,
    },
    times,
  );
}

const NOTICES_AFTER: readonly Record<string, unknown>[] = [
  {
    type: 'record-signed',
    signer: 'op-3',
    meaning: 'approved',
    reason: 'all gates looked at',
    records: [],
    size: 10,
    root: 'AAAA',
    signedAt: iso(15),
    vkey: 'op-3+00000000+AAAA',
    signature: 'AAAA',
  },
  { type: 'value-corrected', record: 0, path: '/version', old: 'x', new: 'y', reason: 'a slip', by: 'op-3' },
];

/** `more`: further entries, before the notices at the end, at hour 14. */
export function handMadeRun(more: readonly (readonly [number, Record<string, unknown>])[] = []): StoryInput {
  const opened = { type: 'ledger-opened', origin: 'hand/made', version: '0.1.0' };
  const told = [[0, opened] as const, ...FACTS, ...more, ...NOTICES_AFTER.map((notice) => [15, notice] as const)];
  return { records: recordsOf(told), root: ROOT, scenario: handMadeScenario(), scenarioDigest: DIGEST };
}

/** Records of entries, each at its hour. */
export function recordsOf(told: readonly (readonly [number, Record<string, unknown>])[]): StoryInput['records'] {
  return told.map(([hour, fact], seq) => ({
    seq,
    at: seconds(hour * HOUR),
    recordedAt: iso(hour),
    actor: 'seqplan',
    fact: fact as unknown as Entry,
  }));
}

/** The facts alone, at their hours. */
export const handMadeFacts = (): readonly (Fact & { at: number })[] =>
  FACTS.map(([hour, fact]) => ({ ...(fact as unknown as Fact), at: hour * HOUR }));
