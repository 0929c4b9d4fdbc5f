/** Good VCF files made up from a seed: columns as callers write them, in all their mixtures. */

import type { Random } from '../../../src/base/index.ts';

const META = `##fileformat=VCFv4.2
##FILTER=<ID=PASS,Description="All filters passed">
##FILTER=<ID=LowQual,Description="Low quality">
##FILTER=<ID=q10,Description="Quality below 10">
##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">
##INFO=<ID=AC,Number=A,Type=Integer,Description="Alleles">
##INFO=<ID=AF,Number=A,Type=Float,Description="Frequency">
##INFO=<ID=AN,Number=1,Type=Integer,Description="Number">
##INFO=<ID=MQRankSum,Number=1,Type=Float,Description="Rank sum">
##INFO=<ID=DELTA,Number=.,Type=Integer,Description="Any">
##INFO=<ID=DP4,Number=4,Type=Integer,Description="Four">
##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence">
##INFO=<ID=BASE,Number=1,Type=Character,Description="A base">
##INFO=<ID=DB,Number=0,Type=Flag,Description="In a data base">
##INFO=<ID=LIK,Number=G,Type=Float,Description="By genotype">
##INFO=<ID=CIGAR,Number=A,Type=String,Description="Alignment">
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Depths">
##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">
##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Quality">
##FORMAT=<ID=PL,Number=G,Type=Integer,Description="Likelihoods">
##FORMAT=<ID=AF,Number=A,Type=Float,Description="Fraction">
##FORMAT=<ID=PID,Number=1,Type=String,Description="Phase">
##FORMAT=<ID=SB,Number=4,Type=Integer,Description="Strands">
##contig=<ID=chr1,length=100000>
##contig=<ID=chr2,length=100000>
`;
/** Number of the first record's line. */
export const FIRST_RECORD = META.split('\n').length + 1;

const FORMATS = ['GT', 'GT:AD:DP:GQ:PL', 'GT:DP', 'DP:GQ', 'GT:AD:AF:DP:GQ:PID:PL:SB'];

export interface VcfText {
  readonly meta: string;
  /** With tabs between columns, no line feed. */
  readonly header: string;
  readonly records: readonly string[];
}

export const vcfBytes = ({ meta, header, records }: VcfText): Buffer =>
  Buffer.from(`${meta}${[header, ...records].join('\n')}\n`, 'latin1');

export function vcfText(random: Random, { samples = random.below(4), records = 8 + random.below(12) } = {}): VcfText {
  const names = Array.from({ length: samples }, (_, i) => `s${i}`);
  const columns = ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', ...(samples > 0 ? ['FORMAT'] : [])];
  const lines: string[] = [];
  let position = 1;
  const onSecond = random.below(records);
  for (let i = 0; i < records; i++) {
    position = i === onSecond ? 1 : position + random.below(40) + (lines.length > 0 ? 1 : 0);
    lines.push(record(random, i < onSecond ? 'chr1' : 'chr2', position, samples));
  }
  return { meta: META, header: [...columns, ...names].join('\t'), records: lines };
}

const pick = <T>(from: readonly T[], random: Random): T => from[random.below(from.length)] as T;
const list = (count: number, of: () => string): string => Array.from({ length: count }, of).join(',');

function record(random: Random, contig: string, position: number, samples: number): string {
  const ref = pick(['A', 'C', 'G', 'T', 'ACG', 'n'], random);
  const alt = pick(
    ['AT', 'CT', 'GT', 'TT', '.', 'AT,CT', '<NON_REF>', 'AT,<NON_REF>', '*', 'G[chr2:7[', '<DEL>'],
    random,
  );
  const alternatives = alt === '.' ? 0 : alt.split(',').length;
  const whole = (): string => String(random.below(pick([10, 100, 5000], random)));
  const real = (): string => pick(['0', '0.5', '-1.25', '1e-05', '33', '.', 'nan', '-0.3'], random);
  const share = (): string => pick(['0.5', '1', '0', '0.00123', '1e-3'], random);
  const info: Readonly<Record<string, () => string>> = {
    AC: () => `AC=${list(Math.max(1, alternatives), whole)}`,
    AF: () => `AF=${list(Math.max(1, alternatives), share)}`,
    AN: () => `AN=${whole()}`,
    DP: () => `DP=${pick([whole(), '.'], random)}`,
    MQRankSum: () => `MQRankSum=${real()}`,
    DELTA: () => `DELTA=${list(1 + random.below(3), () => pick(['-3', '+4', '7', '-12345'], random))}`,
    DP4: () => `DP4=${list(4, whole)}`,
    CSQ: () => `CSQ=${list(1 + random.below(3), () => pick(['A|missense|x', 'T||', 'a=b|%3B'], random))}`,
    BASE: () => `BASE=${pick(['A', '%3B', '.'], random)}`,
    DB: () => 'DB',
    LIK: () => `LIK=${list(3, real)}`,
    CIGAR: () => `CIGAR=${list(Math.max(1, alternatives), () => '1X2M')}`,
  };
  // Nearly always the same keys in the same order, as callers write them.
  const usual = ['AC', 'AF', 'AN', 'DP', 'MQRankSum', 'DP4'];
  const keys = random.below(4) > 0 ? usual : Object.keys(info).filter(() => random.below(2) === 0);
  const fixed = [
    contig,
    String(position),
    pick(['.', '.', 'rs1', 'rs1;rs2'], random),
    ref,
    alt,
    pick(['.', '30', '285.1', '1.5e3'], random),
    pick(['.', 'PASS', 'PASS', 'q10', 'q10;LowQual'], random),
    keys.map((key) => info[key]?.()).join(';') || '.',
  ];
  if (samples === 0) return fixed.join('\t');
  const format = random.below(3) > 0 ? 'GT:AD:DP:GQ:PL' : pick(FORMATS, random);
  return [...fixed, format, ...Array.from({ length: samples }, () => sample(random, format, alternatives))].join('\t');
}

function sample(random: Random, format: string, alternatives: number): string {
  const ploidy = pick([2, 2, 2, 2, 2, 1, 3], random);
  const allele = (): string => pick(['.', '0', '0', String(Math.min(1, alternatives)), String(alternatives)], random);
  const whole = (): string => String(random.below(100));
  const genotypes = { 1: alternatives + 1, 2: ((alternatives + 1) * (alternatives + 2)) / 2 }[ploidy];
  const values: Readonly<Record<string, () => string>> = {
    GT: () => Array.from({ length: ploidy }, allele).join(pick(['/', '|'], random)),
    AD: () => pick([list(alternatives + 1, whole), '.'], random),
    DP: whole,
    GQ: () => pick([whole(), '.'], random),
    PL: () => (genotypes === undefined || random.below(4) === 0 ? '.' : list(genotypes, whole)),
    AF: () => list(Math.max(1, alternatives), () => '0.25'),
    PID: () => pick(['.', '12_A_G'], random),
    SB: () => list(4, whole),
  };
  // By genotypes of a sample without GT: of two alleles.
  const keys = format.split(':');
  const given = random.below(8) === 0 ? keys.slice(0, 1 + random.below(keys.length)) : keys;
  const texts = given.map((key) => values[key]?.() ?? '.');
  return texts[0] === '.' && keys[0] === 'GT' ? './.' : texts.join(':');
}
