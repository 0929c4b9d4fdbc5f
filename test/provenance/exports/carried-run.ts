/**
 * A second run told by hand, of the real world and cut off: work under way at its beginning, a batch of two orders, a lot that is
 * split and held, an operator's decision, two plans, work that is cancelled, killed, gives nothing, or has no end.
 *
 * Written down from docs/FORMATS.md and the vocabulary, not made by the engine. What came before lies at hours below 0.
 */

import { canonicalJson } from '../../../src/base/index.ts';
import { readScenario, type Execution } from '../../../src/model/index.ts';
import type { StoryInput } from '../../../src/provenance/index.ts';
import {
  artifact,
  DOCUMENT,
  executed,
  execution,
  finished,
  policy,
  pool,
  recordsOf,
  robot,
  ROOT,
  sha256,
  start,
} from './hand-made-run.ts';

const bench = { kind: 'bench', equipment: 'liquid-handler', time: { fixed: '1 h' } };
const compute = { kind: 'compute', pool: 'cluster', time: { fixed: '1 h' }, cores: 1, memory: '1 GB' };
const done = (stage: string, from: string, until: string, on: string): object => ({
  stage,
  start: `2026-11-29T${from}`,
  end: `2026-11-29T${until}`,
  on,
});
const untilQc = [done('prep', '10:00', '12:00', 'robot'), done('qc', '12:00', '13:00', 'robot')];
const underWay = { stage: 'sequence', start: '2026-11-29T23:00', end: '2026-11-30T02:00', on: 'seq', recipe: 'small' };

const order = (id: string, samples: readonly string[], progress: readonly object[]): object => ({
  id,
  workflow: 'panel',
  material: 'blood',
  samples,
  collected: '2026-11-29T00:00',
  received: '2026-11-29T00:00',
  due: '2026-12-10T00:00',
  storage: [{ condition: 'fridge', from: '2026-11-29T00:00' }],
  progress,
});

const CARRIED = {
  ...DOCUMENT,
  name: 'carried',
  workflows: [
    {
      id: 'panel',
      stages: [
        {
          id: 'prep',
          ...bench,
          output: { material: 'library', condition: 'freezer' },
          onError: [
            { when: 'transient', do: 'retry', max: 1 },
            { otherwise: true, do: 'hold' },
          ],
        },
        { id: 'qc', after: ['prep'], ...bench },
        { id: 'sequence', after: ['qc'], kind: 'sequencing', recipes: ['small'], reads: '10 M' },
        {
          id: 'align',
          after: ['sequence'],
          ...compute,
          tool: {
            name: 'bwa',
            package: 'bwa',
            argv: ['bwa', '{reads}', '{ref}'],
            inputs: { reads: 'order:reads', ref: 'file:ref.fa' },
            outputs: { bam: { file: 'out.bam', format: 'bam' } },
          },
        },
        {
          id: 'sort',
          after: ['align'],
          ...compute,
          tool: {
            name: 'samtools',
            package: 'Not one of Debian',
            argv: ['samtools', '{bam}', '{near}'],
            // The second is a path beside the scenario that happens to be named as a stage.
            inputs: { bam: 'align:bam', near: 'align' },
            outputs: { sorted: { file: 'sorted.bam', format: 'bam' } },
          },
        },
        { id: 'report', after: ['sort'], ...compute },
      ],
    },
  ],
  orders: [
    order('o1', ['a', 'b'], [...untilQc, underWay]),
    order('o2', ['c'], [...untilQc, underWay]),
    order(
      'o3',
      ['d'],
      [
        ...untilQc,
        done('sequence', '13:00', '17:00', 'seq'),
        { stage: 'align', start: '2026-11-29T22:00', end: '2026-11-30T03:00', on: 'cluster' },
      ],
    ),
    order('o4', ['e', 'f', 'g'], []),
  ],
};

const DIGEST = sha256(canonicalJson(CARRIED));

const plan = (request: number): readonly Record<string, unknown>[] => [
  { type: 'plan-requested', request, reason: request === 1 ? 'opened' : 'failure' },
  {
    type: 'plan-adopted',
    request,
    tasks: request,
    lost: [],
    objective: [0],
    method: { name: 'search', seed: 1, iterations: 10, isReproducible: true },
    change: { kept: 0, moved: 0, hours: 0 },
    digest: sha256(`plan ${request}`),
  },
];

const run = (
  of: Partial<Execution>,
  { sample, stage, tool }: { sample: string; stage: string; tool: string },
  times: readonly [number, number],
): Execution => execution({ ...of, sample: sample as never, stage: stage as never, tool }, times);

const fail = (task: string, kind: string, detail: string): Record<string, unknown> => ({
  type: 'task-failed',
  task,
  attempt: 1,
  failure: { class: kind, detail },
});

const measured = (sample: string, measurements: readonly object[]): Record<string, unknown> => ({
  type: 'sample-measured',
  task: 'p1-2',
  attempt: 1,
  sample,
  measurements,
});

const conc = (value: number, gate?: object): object => ({
  metric: gate === undefined ? 'volume' : 'conc',
  value,
  unit: 'ng/ul',
  ...(gate && { gate }),
});

export const ALIGNED = artifact('bam', 'results/o3/d/align/out.bam', 'alignments of d');

type Told = readonly [number, Record<string, unknown>];

const FACTS: readonly Told[] = [
  [
    0,
    {
      type: 'run-opened',
      run: {
        world: 'real',
        scenario: 'carried',
        scenarioDigest: DIGEST,
        seed: 1,
        version: '0.1.0',
        epoch: '2026-11-30T00:00:00+00:00',
      },
    },
  ],
  ...plan(1).map((one): Told => [0, one]),
  // One robot task for the three samples of o4: g fails, and goes on by itself as o4~2.
  [0, start('p1-1', 1, [{ lot: 'o4', stage: 'prep' }], robot)],
  [
    1,
    {
      type: 'bench-recorded',
      task: 'p1-1',
      attempt: 1,
      bench: {
        instrument: { machine: 'robot' },
        reagents: [{ name: 'water', lot: 'W1' }],
        operators: [],
        conditions: [],
      },
    },
  ],
  [
    1,
    {
      type: 'sample-failed',
      task: 'p1-1',
      attempt: 1,
      sample: 'o4/g',
      failure: { class: 'transient', detail: 'well left dry' },
    },
  ],
  [1, finished('p1-1', 1)],
  [1, policy({ task: 'p1-1', attempt: 1, stage: 'prep', failure: 'transient', action: 'retry', samples: ['o4/g'] })],
  ...plan(2).map((one): Told => [1, one]),
  // Two lots on the robot, in different stages.
  [
    1,
    start(
      'p1-2',
      1,
      [
        { lot: 'o4', stage: 'qc' },
        { lot: 'o4~2', stage: 'prep' },
      ],
      robot,
    ),
  ],
  [2, measured('o4/e', [conc(60, { max: 50, verdict: 'fail' }), conc(3)])],
  [2, measured('o4/f', [conc(1, { min: 2, max: 50, verdict: 'fail' })])],
  [2, finished('p1-2', 1)],
  [2, start('p1-3', 1, [{ lot: 'o4~2', stage: 'prep' }], robot)],
  [3, fail('p1-3', 'equipment-failure', 'arm stuck')],
  [
    3,
    policy({
      task: 'p1-3',
      attempt: 1,
      stage: 'prep',
      failure: 'equipment-failure',
      action: 'hold',
      step: 1,
      samples: ['o4/g'],
    }),
  ],
  [
    4,
    {
      type: 'operator-decided',
      decision: { operator: 'op-7', reason: 'arm repaired', action: { do: 'release-lot', lot: 'o4~2' } },
    },
  ],
  [4, start('p1-4', 1, [{ lot: 'o4~2', stage: 'prep' }], robot)],
  [5, finished('p1-4', 1)],
  // What was under way at instant 0 has only an end.
  [2, finished('carried-seq@-3600', 1)],
  [
    3,
    executed(
      'carried-o3-align',
      1,
      run(
        // Twice the same content, under two names.
        {
          outputs: [ALIGNED, { ...ALIGNED, name: 'copy', path: 'results/o3/d/align/copy.bam' }],
          container: { image: 'lab/bwa', digest: 'sha256:aa' },
        },
        { sample: 'o3/d', stage: 'align', tool: 'bwa' },
        [-2, 3],
      ),
    ),
  ],
  [3, finished('carried-o3-align', 1)],
  [3, start('p1-5', 1, [{ lot: 'o1', stage: 'align' }], pool)],
  [
    4,
    executed(
      'p1-5',
      1,
      run({ exitCode: null, signal: 'SIGKILL' }, { sample: 'o1/a', stage: 'align', tool: 'bwa' }, [3, 4]),
    ),
  ],
  [4, executed('p1-5', 1, run({}, { sample: 'o1/b', stage: 'align', tool: 'bwa' }, [3, 4]))],
  [4, fail('p1-5', 'out-of-memory', 'no memory left')],
  [4, start('p1-6', 1, [{ lot: 'o2', stage: 'align' }], pool)],
  [5, executed('p1-6', 1, run({ exitCode: 0 }, { sample: 'o2/c', stage: 'align', tool: 'bwa' }, [4, 5]))],
  [5, fail('p1-6', 'cancelled', 'order withdrawn')],
  [5, start('p1-7', 1, [{ lot: 'o1', stage: 'report' }], pool)],
  [6, fail('p1-7', 'cancelled', 'not wanted')],
  // No end is told of these.
  [6, start('p1-8', 1, [{ lot: 'o3', stage: 'sort' }], pool)],
  [
    7,
    executed(
      'p1-8',
      1,
      run({ inputs: [ALIGNED], exitCode: 1 }, { sample: 'o3/d', stage: 'sort', tool: 'samtools' }, [6, 7]),
    ),
  ],
  [
    7,
    executed(
      'p1-8',
      1,
      run(
        { exitCode: null, signal: 'SIGTERM', used: { cpuSeconds: 1 } },
        { sample: 'o3/d', stage: 'sort', tool: 'samtools' },
        [7, 7],
      ),
    ),
  ],
  [7, start('p1-9', 1, [{ lot: 'o3', stage: 'report' }], pool)],
];

export const VKEY = 'carried/run+00000000+AAAA';

/** `more`: further entries, at the end. */
export function carriedRun(more: readonly Told[] = []): StoryInput {
  const reading = readScenario(CARRIED);
  if (reading.kind === 'rejected') throw new Error(JSON.stringify(reading.findings, null, 1));
  const opened = { type: 'ledger-opened', origin: 'carried/run', version: '0.1.0', vkey: VKEY };
  const records = recordsOf([[0, opened], ...FACTS, ...more]);
  return { records, root: ROOT, scenario: reading.scenario, scenarioDigest: DIGEST };
}
