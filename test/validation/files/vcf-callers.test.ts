/** What callers and archives write that is legal, or common though it is not: accepted, with warnings at most. */

import { describe, expect, it } from 'vitest';
import { createVcfJudge } from '../../../src/validation/files/vcf/vcf-judge.ts';
import { VCF_RULES } from '../../../src/validation/files/vcf/vcf-rules.ts';
import { judgeWith } from './judge-text.ts';

const judge = judgeWith(VCF_RULES, createVcfJudge);

const COLUMNS = '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO';
const VERSIONS = [1, 2, 3, 4, 5];

/** A file of one sample; columns between blanks. */
const file = (minor: number, meta: readonly string[], ...records: readonly string[]): string =>
  [`##fileformat=VCFv4.${minor}`, ...meta, `${COLUMNS}\tFORMAT\ts1`, ...records.map((one) => one.replaceAll(' ', '\t'))]
    .map((line) => `${line}\n`)
    .join('');
/** Key, Number, Type. */
const info = (text: string): string => declaration('INFO', text);
const format = (text: string): string => declaration('FORMAT', text);
function declaration(kind: string, text: string): string {
  const [key = '', number = '', type = ''] = text.split(' ');
  return `##${kind}=<ID=${key},Number=${number},Type=${type},Description="x, \\"y\\"">`;
}

/** Of every version: name, meta-information, records. */
const CASES: readonly (readonly [string, readonly string[], ...string[]])[] = [
  ['fields that are left out at the end', [], '1 1 . A G . . . GT:DP:GQ 0/1'],
  ['a sample that is a dot', [], '1 1 . A G . . . GT:DP:GQ .'],
  ['a genotype that is a dot, with likelihoods of two copies', [], '1 1 . A G . . . GT:AD:PL .:.:0,0,0'],
  ['half a genotype', [], '1 1 . A G . . . GT ./1'],
  ['mixed phasing', [], '1 1 . A G . . . GT 0/1|1'],
  ['one copy', [], '1 1 . A G . . . GT:PL 1:10,0'],
  ['four copies', [], '1 1 . A G . . . GT:PL 0/0/1/1:1,2,3,4,5'],
  ['a phase of the first allele', [], '1 1 . A G . . . GT |0/1'],
  ['no GT', [], '1 1 . A G . . . DP:GQ 3:4'],
  ['missing parts of values', [], '1 1 . A G . . . GT:AD:PL 0/1:.,3:.,.,.'],
  ['an overlapping deletion', [], '1 1 . A *,G . . . GT 1/2'],
  ['blocks of reference', [format('MIN_DP 1 Integer')], '1 1 . A <NON_REF> . . END=5 GT:DP:MIN_DP:PL 0/0:3:3:0,9,90'],
  ['bases that were not seen', [], '1 1 . A <*> . . DP=3;I16=1,2;QS=1,0 GT:PL 0/0:0,9,90'],
  [
    'a breakend, and one to an HLA contig',
    [],
    '1 1 . A A]2:9] . . SVTYPE=BND GT 0/1',
    '1 2 . A A]HLA-A*01:01:9] . . . GT 0/1',
  ],
  ['an HLA contig', ['##contig=<ID=HLA-A*01:01:01:01,length=3503>'], 'HLA-A*01:01:01:01 1 . A G . . . GT 0/1'],
  ['percent-encoded texts', [], '1 1 . A G . . X=a%3Bb%25%2C GT 0/1'],
  ['numbers of every look', [format('GL G Float')], '1 1 . A G Inf . AF=1e-5 GT:GL 0/1:-inf,nan,-1E+3'],
  ['whole numbers for real ones', [], '1 1 . A G 3 . AF=1;MQ=60 GT 0/1'],
  ['a phase set', [], '1 1 . A G 3 . . GT:PS 0|1:123'],
  ['lower case', [], '1 1 . a g . . . GT 0/1'],
  ['an ID list', [], '1 1 rs1;rs2;COSV3 A G . . . GT 0/1'],
  ['several records at one place', [], '1 9 . A G . . . GT 0/1', '1 9 . A T . . . GT 0/1', '1 9 . AC A . . . GT 0/1'],
  ['contigs that are not declared, in any order', [], '9 9 . A G . . . GT 0/1', '1 9 . A G . . . GT 0/1'],
  ['the telomere', [], '1 0 . N .[1:1[ . . SVTYPE=BND GT 0/1'],
  [
    'a copy number',
    ['##ALT=<ID=CNV,Description="x">'],
    '1 1 . N <CNV> 3 . SVTYPE=CNV;END=9;SVLEN=8;CIPOS=-1,1 GT:CN ./.:3',
  ],
  [
    '1000 Genomes',
    [info('AA 1 String')],
    '1 1 rs1;rs2 A <CN0> 100 PASS AC=1;CS=DUP_gs;END=5;SVTYPE=CNV;AA=A|||;VT=SV GT 0|1',
  ],
  [
    'Manta',
    [info('SVLEN . Integer'), info('CIGAR A String'), format('PR . Integer')],
    '1 1 MantaDEL:1:2:3:0:0:0 A <DEL> 3 PASS END=9;SVTYPE=DEL;SVLEN=-8;CIGAR=1M8D GT:FT:GQ:PL:PR 0/1:PASS:1:1,0,3:3,4',
  ],
  [
    'Strelka',
    [format('AU 2 Integer')],
    '1 1 . A G . PASS SOMATIC;QSS=1;NT=ref;SGT=AA->AG;MQ=60.00;MQ0=0 DP:FDP:AU 10:0:1,2',
  ],
  [
    'freebayes',
    [info('CIGAR A String'), format('GQ 1 Float'), format('GL G Float')],
    '1 1 . AC GT,A 1.2e-15 . AB=0,0;CIGAR=2X,1M1D;TYPE=complex,del GT:GQ:AD:GL 0/1:99.5:1,2,0:-1,-2,-3,-4,-5,-6',
  ],
  [
    'likelihoods of three values',
    [format('GL 3 Float'), format('GP 3 Float')],
    '1 1 . A G . . . GT:GL:GP 0/1:-1,-2,-3:0,1,0',
  ],
  [
    'ClinVar',
    [info('CLNHGVS . String')],
    '1 1 12 A . . . ALLELEID=1;CLNDISDB=MedGen:C1,OMIM:2|.;CLNHGVS=NC_1.11:g.1A>G GT 0/0',
  ],
  [
    'dbSNP',
    [info('FREQ . String')],
    'NC_000001.11 1 rs1 A G,T . . RS=1;VC=SNV;GNO;FREQ=dbGaP:0.9,0.1,.|KOREAN:1,0,. GT 0/1',
  ],
  [
    'GATK',
    [info('AS_FilterStatus A String'), info('RPA R Integer')],
    '1 1 . A G,<NON_REF> 9.2 . RAW_MQandDP=10800,3;AS_RAW_BaseQRankSum=|| GT:AD:PGT:PID:PL:SB 0|1:1,2,0:0|1:1_A_G:1,0,3,4,5,6:1,0,1,1',
    '1 2 . A G 9.2 . AS_FilterStatus=SITE;AS_SB_TABLE=1,2|3,4;RPA=3,4;RU=A;STR GT 0/1',
  ],
  [
    'DeepVariant',
    ['##FILTER=<ID=RefCall,Description="x">', format('VAF A Float')],
    '1 1 . A G 9 RefCall . GT:AD:VAF:PL ./.:1,2:0.66:0,1,2',
  ],
  [
    'DRAGEN',
    [format('AF A Float'), format('GP G Float')],
    '1 1 . A G 9 PASS AC=1;MQ=250.0 GT:AF:F1R2:GP:PRI 0/1:0.66:1,2:1.2e+01,3,4:0,1,2',
  ],
  [
    'gnomAD',
    ['##FILTER=<ID=AC0,Description="x">', info('vep . String')],
    '1 1 . A G 9 AC0 AC=0;AF=0.00000e+00;vep=A|b&c|d,E|| GT 0/1',
  ],
  [
    'bcftools',
    [info('INDEL 0 Flag'), info('MQ 1 Integer')],
    '1 1 . A G 9 . INDEL;IDV=1;IMF=1;DP4=1,2,3,4;MQ=60 GT:PL:ADF 1/1:1,2,0:0,0',
  ],
];

describe.each(VERSIONS)('of version 4.%i is accepted', (minor) => {
  it.each(CASES.map(([name, meta, ...records]) => ({ name, meta, records })))('$name', ({ meta, records }) => {
    const { verdict, codes } = judge(file(minor, meta, ...records));
    expect({ verdict, codes }).toMatchObject({ verdict: 'accepted' });
  });

  it('a header alone, with and without samples', () => {
    expect(judge(`##fileformat=VCFv4.${minor}\n${COLUMNS}\n`).codes).toEqual([]);
    expect(judge(file(minor, [])).codes).toEqual([]);
  });

  it('every kind of meta-information', () => {
    const meta = [
      '##source=My caller',
      '##META=<ID=Assay,Type=String,Number=.,Values=[WholeGenome, Exome]>',
      '##SAMPLE=<ID=s1,Assay=WholeGenome,Disease=None,Description="Patient">',
      '##PEDIGREE=<ID=s1,Father=f,Mother=m>',
      '##pedigreeDB=<http://x.y/z>',
      '##assembly=ftp://a.b/c.fa',
      '##contig=<ID=20,length=62435964,assembly=B36,md5=f126cdf8a6e0c7f379d618ff66beb2da,species="Homo sapiens",taxonomy=x>',
      '##GATKCommandLine=<ID=HaplotypeCaller,CommandLine="a --b \\"c\\"",Version="4",Date="x">',
      '##GVCFBlock0-1=minGQ=0(inclusive),maxGQ=1(exclusive)',
      '##INFO=<ID=X,Number=1,Type=String,Description="",Source="dbsnp",Version="138">',
    ];
    expect(judge(file(minor, meta)).codes).toEqual([]);
  });
});

describe('numbers of values that versions 4.4 and 4.5 brought', () => {
  const meta = [format('PSL P String'), format('LAA . Integer'), format('LAD LR Integer'), format('LPL LG Integer')];
  const text = (minor: number): string =>
    file(minor, meta, '1 1 . A G,T,<*> 3 PASS . GT:LAA:LAD:LPL:PSL 0|1:1,3:3,4,5:1,2,3,4,5,6:a,b');

  it('are accepted, and told where the version is older', () => {
    expect(judge(text(5)).codes).toEqual([]);
    expect(judge(text(4)).codes).toEqual(['4 VCF-NUMBER-NEWER', '5 VCF-NUMBER-NEWER']);
    expect(judge(text(3)).codes).toEqual(['2 VCF-NUMBER-NEWER', '4 VCF-NUMBER-NEWER', '5 VCF-NUMBER-NEWER']);
  });

  it('are not for INFO', () => {
    expect(judge(file(5, [info('X LA Integer')])).codes).toEqual(['2 VCF-META-VALUE']);
  });
});

it('before version 4.3 AD was nobody’s key: VarScan gives it one value', () => {
  const varscan = (minor: number) => file(minor, [format('AD 1 Integer')], '1 1 . A G . . . GT:AD 0/1:3');
  expect(judge(varscan(1)).codes).toEqual(['2 VCF-RESERVED-LOOSE']);
  expect(judge(varscan(3)).codes).toEqual(['2 VCF-RESERVED']);
});

it('before version 4.4 contigs with colons must have a contig line', () => {
  expect(judge(file(2, [], 'HLA-A*01:01 1 . A G . . . GT 0/1')).codes).toEqual(['3 VCF-CHROM']);
  expect(judge(file(2, ['##contig=<ID=HLA-A*01:01>'], 'HLA-A*01:01 1 . A G . . . GT 0/1')).codes).toEqual([
    '4 VCF-CHROM-NEWER',
  ]);
  expect(judge(file(4, [], 'HLA-A*01:01 1 . A G . . . GT 0/1')).codes).toEqual([]);
});
