/**
 * What a benchmark laboratory offers: six workflows of nine to eleven stages, with recipes to choose, holds from half an hour to weeks,
 * batches, appointments and side-by-side compute. Figures are those of examples/core-facility.yaml, where that has them.
 */

import type { WorkflowDocument } from '../../src/model/index.ts';

type StageDocument = WorkflowDocument['stages'][number];
type BenchDocument = Extract<StageDocument, { kind: 'bench' }>;

export const WORKFLOWS: readonly WorkflowDocument[] = [
  workflow('wgs', [
    bench('intake', 'plate-reader', 20, { perSample: '20 s' }),
    bench('extraction', 'liquid-handler', 100, { batch: 'dna-extraction', keep: 'dna fridge', hold: '30 d' }),
    bench('sample-qc', 'sizing', 90, { hold: '30 d' }),
    bench('library-prep', 'liquid-handler', 90, { batch: 'pcr-free-prep', keep: 'library fridge', hold: '4 h' }),
    bench('clean-up', 'liquid-handler', 45, { batch: 'clean-up', keep: 'library freezer', hold: '30 d' }),
    bench('library-qc', 'qpcr', 120, { batch: 'qpcr', hold: '14 d' }),
    bench('pooling', 'liquid-handler', 30, { keep: 'library fridge', hold: '7 d' }),
    sequencing(['x-25b-300', 'x-10b-300'], '400 M'),
    ...analysis({ minutes: 780, cores: 24, memory: '72 GB', parallel: [2, 4, 8, 16] }),
  ]),
  workflow('wes', [
    bench('intake', 'plate-reader', 20, { perSample: '20 s' }),
    bench('extraction', 'liquid-handler', 100, { batch: 'dna-extraction', keep: 'dna fridge', hold: '30 d' }),
    bench('library-prep', 'liquid-handler', 150, { batch: 'dna-prep', keep: 'library fridge', hold: '4 h' }),
    bench('pre-capture-pcr', 'thermocycler', 60, { batch: 'pcr', keep: 'library freezer', hold: '7 d' }),
    bench('hybridisation', 'thermocycler', 960, { batch: 'hybridisation', keep: 'library fridge', hold: '24 h' }),
    bench('post-capture-pcr', 'thermocycler', 180, {
      batch: 'post-capture',
      hold: '30 d',
      keep: 'captured-library freezer',
    }),
    bench('library-qc', 'qpcr', 120, { batch: 'qpcr', hold: '14 d' }),
    sequencing(['x-25b-300', 'x-10b-300', 'ns-p3-300'], '27 M'),
    ...analysis({ minutes: 70, cores: 24, memory: '48 GB', parallel: [4, 8, 16] }),
  ]),
  workflow('rna', [
    bench('intake', 'plate-reader', 20, { perSample: '20 s' }),
    bench('extraction', 'rna-robot', 106, { batch: 'rna-extraction', keep: 'rna freezer', hold: '30 d' }),
    bench('integrity', 'sizing', 60, { batch: 'rna-qc', hold: '24 h', keep: 'rna ice' }),
    bench('library-prep', 'liquid-handler', 304, { batch: 'rna-prep', keep: 'library fridge', hold: '30 min' }),
    bench('amplification', 'thermocycler', 45, { batch: 'pcr', keep: 'library freezer', hold: '30 d' }),
    bench('library-qc', 'sizing', 90, { hold: '14 d' }),
    sequencing(['x-10b-100', 'ns-p3-100'], '50 M'),
    ...analysis({ minutes: 90, cores: 8, memory: '40 GB', parallel: [4, 12, 24] }),
  ]),
  workflow('cfdna', [
    bench('plasma-separation', 'centrifuge', 60, {
      batch: 'plasma',
      keep: 'plasma freezer',
      hold: '30 d',
      handsOn: '60 min',
    }),
    bench('extraction', 'liquid-handler', 120, { batch: 'cfdna-extraction', keep: 'dna fridge', hold: '7 d' }),
    // Done by hand by one of few who can: by appointment.
    bench('ligation', 'liquid-handler', 180, {
      operators: 2,
      batch: 'ligation',
      hold: '4 h',
      keep: 'library fridge',
      windows: [{ days: 'Mon-Thu', from: '08:00', to: '13:00' }],
    }),
    bench('hybridisation', 'thermocycler', 960, { batch: 'hybridisation', keep: 'library fridge', hold: '24 h' }),
    bench('post-capture-pcr', 'thermocycler', 180, {
      batch: 'post-capture',
      hold: '30 d',
      keep: 'captured-library freezer',
    }),
    bench('library-qc', 'qpcr', 120, { batch: 'qpcr', hold: '14 d' }),
    sequencing(['x-10b-300', 'x-1.5b-300', 'ns-p3-300'], '100 M'),
    ...analysis({ minutes: 180, cores: 16, memory: '64 GB', parallel: [2, 4, 8] }),
  ]),
  workflow('amplicon', [
    bench('intake', 'plate-reader', 20, { perSample: '20 s' }),
    bench('extraction', 'liquid-handler', 100, { batch: 'dna-extraction', keep: 'dna fridge', hold: '30 d' }),
    bench('amplification', 'thermocycler', 180, { batch: 'amplicon-pcr', keep: 'library freezer', hold: '7 d' }),
    bench('indexing', 'thermocycler', 60, { batch: 'pcr', keep: 'library freezer', hold: '30 d' }),
    bench('clean-up', 'liquid-handler', 45, { batch: 'clean-up', hold: '30 d', keep: 'library freezer' }),
    bench('library-qc', 'sizing', 60, { batch: 'dna-qc', hold: '14 d' }),
    sequencing(['miseq-v3-600'], '200000'),
    ...analysis({ minutes: 10, cores: 4, memory: '16 GB', parallel: [8, 32] }),
  ]),
  workflow('rapid', [
    bench('intake', 'plate-reader', 20, { perSample: '20 s' }),
    bench('extraction', 'liquid-handler', 60, { keep: 'dna fridge', hold: '24 h' }),
    bench('sample-qc', 'sizing', 45, { hold: '24 h' }),
    bench('library-prep', 'liquid-handler', 90, { keep: 'library fridge', hold: '24 h', handsOn: '90 min' }),
    bench('library-qc', 'qpcr', 60, { hold: '24 h' }),
    sequencing(['x-1.5b-300', 'x-10b-300'], '400 M'),
    ...analysis({ minutes: 240, cores: 48, memory: '120 GB', parallel: [1, 3] }),
  ]),
];

/** Each stage follows the one before it. */
function workflow(id: string, stages: readonly StageDocument[]): WorkflowDocument {
  return {
    id,
    stages: stages.map((stage, k) => {
      const before = stages[k - 1];
      return before === undefined ? stage : { ...stage, after: [before.id] };
    }),
  };
}

interface BenchOptions {
  readonly perSample?: string;
  readonly operators?: number;
  /** 30 min where absent. */
  readonly handsOn?: string;
  /** Batch family. */
  readonly batch?: string;
  /** `MATERIAL CONDITION` of what leaves the stage. */
  readonly keep?: string;
  /** Longest wait afterwards. */
  readonly hold?: string;
  readonly windows?: BenchDocument['startWindows'];
}

function bench(id: string, equipment: string, minutes: number, options: BenchOptions): BenchDocument {
  const { perSample, operators = 1, handsOn = '30 min', batch, keep, hold, windows } = options;
  const [material = '', condition = ''] = keep?.split(' ') ?? [];
  return {
    id,
    kind: 'bench',
    equipment,
    time: { fixed: `${minutes} min`, ...(perSample === undefined ? {} : { perSample }) },
    operators,
    handsOn,
    ...(batch === undefined ? {} : { batch: { family: batch } }),
    ...(keep === undefined ? {} : { output: { material, condition } }),
    ...(hold === undefined ? {} : { hold: { max: hold } }),
    ...(windows === undefined ? {} : { startWindows: windows }),
  };
}

function sequencing(recipes: string[], reads: string): StageDocument {
  return { id: 'sequencing', kind: 'sequencing', recipes, reads };
}

/** Demultiplexing, the analysis itself, and a report that needs a licence for one GPU. */
function analysis(work: {
  readonly minutes: number;
  readonly cores: number;
  readonly memory: string;
  readonly parallel: number[];
}): StageDocument[] {
  const { minutes, cores, memory, parallel } = work;
  const base = { kind: 'compute', pool: 'cluster' } as const;
  return [
    { ...base, id: 'demultiplexing', time: { fixed: '2 min' }, cores: 12, memory: '72 GB', parallel: [1] },
    { ...base, id: 'analysis', time: { fixed: `${minutes} min` }, cores, memory, parallel },
    { ...base, id: 'report', time: { fixed: '5 min' }, cores: 4, memory: '16 GB', gpus: 1, parallel: [1, 4] },
  ];
}
