/** VCF of many samples, the same for the same seed: what a joint caller writes of a cohort. */

import { createRandom } from '../../src/base/index.ts';

export interface Cohort {
  readonly samples: number;
  readonly records: number;
  readonly seed: number;
}

const BASES = ['A', 'C', 'G', 'T'] as const;

/** Text, some records a piece. Sites rise; one in ten has two alternative alleles. */
export function* makeCohort({ samples, records, seed }: Cohort): Generator<Buffer> {
  const random = createRandom(seed);
  yield Buffer.from(headerOf(samples));
  let pos = 10_000;
  for (let k = 0; k < records; k++) {
    pos += 1 + random.below(200);
    const ref = random.below(4);
    const alts = [1, ...(random.below(10) === 0 ? [2] : [])].map((step) => BASES[(ref + step) % 4] ?? 'N');
    const calls = Array.from({ length: samples }, () => callOf(alts.length, (n) => random.below(n)));
    const alleles = calls.flatMap((call) => (call.startsWith('.') ? [] : [call[0], call[2]]));
    const counts = alts.map((_, at) => alleles.filter((allele) => allele === String(at + 1)).length);
    const info = [
      `AC=${counts.join(',')}`,
      `AF=${counts.map((count) => (count / Math.max(1, alleles.length)).toFixed(3)).join(',')}`,
      `AN=${alleles.length}`,
      `DP=${samples * 30 + random.below(100)}`,
      `FS=${(random.below(6000) / 100).toFixed(3)}`,
      `MQ=${(60 - random.below(100) / 100).toFixed(2)}`,
      ...(random.below(4) === 0 ? ['DB'] : []),
    ].join(';');
    yield Buffer.from(
      `chr1\t${pos}\t.\t${BASES[ref] ?? 'N'}\t${alts.join(',')}\t${random.below(9000)}.${random.below(90) + 10}\tPASS\t${info}\tGT:AD:DP:GQ:PL\t${calls.join('\t')}\n`,
    );
  }
}

/** Genotype, depth by allele, depth, quality, likelihoods: three for two alleles, six for three. */
function callOf(alts: number, below: (n: number) => number): string {
  if (below(50) === 0) return './.:0,0:0:.:.'.replace('0,0', Array.from({ length: alts + 1 }, () => '0').join(','));
  const genotype = `${below(alts + 1)}/${below(alts + 1)}`;
  const depths = Array.from({ length: alts + 1 }, () => below(30));
  const likelihoods = Array.from({ length: ((alts + 1) * (alts + 2)) / 2 }, () => below(999));
  return `${genotype}:${depths.join(',')}:${depths.reduce((a, b) => a + b, 0)}:${below(99)}:${likelihoods.join(',')}`;
}

const headerOf = (samples: number): string =>
  [
    '##fileformat=VCFv4.2',
    '##FILTER=<ID=PASS,Description="All filters passed">',
    '##contig=<ID=chr1,length=248956422>',
    '##INFO=<ID=AC,Number=A,Type=Integer,Description="Allele count">',
    '##INFO=<ID=AF,Number=A,Type=Float,Description="Allele frequency">',
    '##INFO=<ID=AN,Number=1,Type=Integer,Description="Alleles called">',
    '##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">',
    '##INFO=<ID=FS,Number=1,Type=Float,Description="Strand bias">',
    '##INFO=<ID=MQ,Number=1,Type=Float,Description="Mapping quality">',
    '##INFO=<ID=DB,Number=0,Type=Flag,Description="In dbSNP">',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Depth by allele">',
    '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">',
    '##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Genotype quality">',
    '##FORMAT=<ID=PL,Number=G,Type=Integer,Description="Likelihoods">',
    `#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t${Array.from({ length: samples }, (_, k) => `S${k + 1}`).join('\t')}\n`,
  ].join('\n');
