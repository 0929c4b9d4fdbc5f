import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBamJudge } from '../../../../src/validation/files/bam/bam-judge.ts';
import { BAM_RULES } from '../../../../src/validation/files/bam/bam-rules.ts';
import { createSamJudge } from '../../../../src/validation/files/sam/sam-judge.ts';
import { SAM_RULES } from '../../../../src/validation/files/sam/sam-rules.ts';
import { METRIC_DEFINITIONS, type MetricsLevel } from '../../../../src/validation/index.ts';
import { alignment, array, header, headerText, int16, int32, M, N, S, tag, text, type Operation } from '../bam-file.ts';
import { judgeWith } from '../judge-text.ts';
import { made, REFERENCES } from './alignments-made.ts';
import { samOf, type PlainAlignment } from './alignments-oracle.ts';

const judgeAt = (metrics: MetricsLevel) =>
  judgeWith({ ...SAM_RULES, ...BAM_RULES }, (findings) => {
    const one = createBamJudge(findings, { metrics });
    // As if the whole were one block, stored at 0.
    one.block?.(0);
    return one;
  });
const judge = judgeAt('all');
const judgeSam = judgeWith(SAM_RULES, (findings) => createSamJudge(findings, { metrics: 'all' }));

/** NM in each of the types that it may have. */
const nmOf = (value: number): Buffer =>
  [
    tag('NM', 'c', value),
    tag('NM', 'C', value),
    tag('NM', 's', int16(value).toString('latin1')),
    tag('NM', 'S', int16(value).toString('latin1')),
    tag('NM', 'i', int32(value).toString('latin1')),
    tag('NM', 'I', int32(value).toString('latin1')),
  ][value % 6] ?? Buffer.alloc(0);

function bamOf(alignments: readonly PlainAlignment[], references = REFERENCES): Buffer {
  const records = alignments.map((one) =>
    alignment({
      name: `${one.name}\0`,
      flag: one.flag,
      reference: one.reference,
      position: one.position,
      mappingQuality: one.mapq,
      cigar: one.cigar.map(([count, letter]): Operation => [count, 'MIDNSHP=X'.indexOf(letter)]),
      nextReference: one.nextReference,
      nextPosition: one.nextPosition,
      templateLength: one.insert,
      bases: one.sequence,
      qualities: one.qualities ?? Array<number>(one.sequence.length).fill(255),
      // Something of each kind before it, to be passed over.
      tags: [
        text('XA', 'NM'),
        array('XB', 'S', 2, Buffer.from('NMC\x01')),
        ...(one.nm === undefined ? [] : [nmOf(one.nm)]),
      ],
    }),
  );
  return Buffer.concat([header(headerText(references), references), ...records]);
}

describe('metrics of BAM', () => {
  it('are those of the same alignments as SAM, in pieces of any size', () => {
    fc.assert(
      fc.property(made, fc.integer({ min: 1, max: 500 }), (alignments, size) => {
        const bam = judge(bamOf(alignments), size);
        expect(bam.verdict).toBe('accepted');
        expect(bam.metrics).toMatchObject(judgeSam(samOf(REFERENCES, alignments)).metrics);
      }),
      { numRuns: 60 },
    );
  });

  it('are all defined, and basic ones come without being asked for', () => {
    const [alignments = []] = fc.sample(made, { seed: 7, numRuns: 1 });
    const basic = judgeAt('basic')(bamOf(alignments)).metrics;
    const all = judge(bamOf(alignments)).metrics;
    for (const id of Object.keys(basic)) expect([id, METRIC_DEFINITIONS[id]?.from.bam]).toEqual([id, 'basic']);
    for (const id of Object.keys(all)) expect([id, METRIC_DEFINITIONS[id]?.from.bam]).not.toEqual([id, undefined]);
    expect(all).toMatchObject(basic);
  });

  it('take the real CIGAR from CG', () => {
    // Five bases, of which the last two lie three further on: as a clip of all and a skip of the eight that are covered.
    const real = int32(3 * 16 + M, 3 * 16 + N, 2 * 16 + M);
    const qualities = [30, 30, 30, 30, 30];
    const placeholder = { cigar: [[5, S] as const, [8, N] as const], qualities, position: 0 };
    const long = alignment({ ...placeholder, tags: [array('CG', 'I', 3, real)] });
    const references = [{ name: 'c', length: 10 }];
    const { verdict, metrics } = judge(Buffer.concat([header(headerText(references), references), long]));
    expect(verdict).toBe('accepted');
    expect(metrics).toMatchObject({ bases_mapped_cigar: 5, pct_1x: 50, mean_coverage: 0.5 });
  });

  it('of an alignment that names no reference of the header are no coverage', () => {
    const { verdict, metrics } = judge(bamOf([]).subarray(0));
    expect(verdict).toBe('accepted');
    expect(metrics).toMatchObject({ records: 0, pct_1x: 0 });
    const bad = judge(Buffer.concat([bamOf([]), alignment({ reference: 77 }), alignment({ reference: -9 })]));
    expect(bad.verdict).toBe('rejected');
    expect(bad.metrics).not.toHaveProperty('mean_coverage');
  });
});

describe.skipIf(spawnSync('samtools', ['--version']).status !== 0)('metrics of BAM as samtools writes it', () => {
  it('are those of the SAM that it was made of', () => {
    const samples = fc.sample(made, { seed: 41, numRuns: 20 });
    let compared = 0;
    for (const alignments of samples) {
      const sam = samOf(REFERENCES, alignments);
      const bam = spawnSync('samtools', ['view', '-u', '-b', '-'], { input: sam }).stdout;
      const content = spawnSync('bgzip', ['-dc'], { input: bam }).stdout;
      const { metrics } = judge(content);
      expect(metrics).toMatchObject(judgeSam(sam).metrics);
      compared += Number(metrics['records']);
    }
    expect(compared).toBeGreaterThan(100);
  });
});
