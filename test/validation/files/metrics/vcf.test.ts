import { spawnSync } from 'node:child_process';
import { Buffer } from 'node:buffer';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KIND, kindOf } from '../../../../src/validation/files/vcf/variant-kinds.ts';
import { createVcfJudge } from '../../../../src/validation/files/vcf/vcf-judge.ts';
import { VCF_RULES } from '../../../../src/validation/files/vcf/vcf-rules.ts';
import { METRIC_DEFINITIONS } from '../../../../src/validation/index.ts';
import { judgeWith } from '../judge-text.ts';

const judge = judgeWith(VCF_RULES, (findings) => createVcfJudge(findings, { metrics: 'all' }));

interface PlainRecord {
  readonly chrom: string;
  readonly ref: string;
  readonly alts: readonly string[];
  readonly filter: string;
  readonly genotypes: readonly string[];
}

const CHROMS = ['chr1', 'chr22', 'chrX', '7', '23', 'chr2_alt'];

const base = fc.constantFrom(...'ACGT');
const letters = fc.oneof({ weight: 2, arbitrary: base }, fc.string({ unit: base, minLength: 1, maxLength: 4 }));
const symbolic = fc.constantFrom('<DEL>', '<*>', '<NON_REF>', '*', 'N[7:12[', ']7:12]A');
const allele = fc.oneof({ weight: 9, arbitrary: letters }, { weight: 1, arbitrary: symbolic });
const record = (samples: number) =>
  fc
    .record({
      chrom: fc.constantFrom(...CHROMS),
      ref: letters,
      alts: fc.uniqueArray(allele, { maxLength: 3 }),
      filter: fc.constantFrom('PASS', 'PASS', 'PASS', '.', 'q10'),
    })
    .filter(({ ref, alts }) => !alts.includes(ref))
    .chain((one) => {
      const number = fc.oneof(fc.constant('.'), fc.nat({ max: one.alts.length }).map(String));
      const genotype = fc.oneof(
        { weight: 8, arbitrary: fc.tuple(number, fc.constantFrom('/', '|'), number).map((parts) => parts.join('')) },
        { weight: 1, arbitrary: number },
      );
      const genotypes = fc.array(genotype, { minLength: samples, maxLength: samples });
      return genotypes.map((all): PlainRecord => ({ ...one, genotypes: all }));
    });
const file = fc
  .integer({ min: 0, max: 4 })
  .chain((samples) => fc.array(record(samples), { minLength: 1, maxLength: 25 }))
  .map((records) => records.toSorted((a, b) => CHROMS.indexOf(a.chrom) - CHROMS.indexOf(b.chrom)));

function vcfOf(records: readonly PlainRecord[]): string {
  const samples = records[0]?.genotypes.length ?? 0;
  const columns = samples === 0 ? [] : ['FORMAT', ...Array.from({ length: samples }, (_, i) => `s${i}`)];
  const header = [
    '##fileformat=VCFv4.2',
    '##FILTER=<ID=q10,Description="low">',
    '##ALT=<ID=DEL,Description="deletion">',
    '##ALT=<ID=NON_REF,Description="other">',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="genotype">',
    ...CHROMS.map((id) => `##contig=<ID=${id},length=100000>`),
    ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', ...columns].join('\t'),
  ];
  const lines = records.map(({ chrom, ref, alts, filter, genotypes }, i) =>
    [
      chrom,
      10 * i + 10,
      '.',
      ref,
      alts.join(',') || '.',
      '.',
      filter,
      '.',
      ...(samples === 0 ? [] : ['GT', ...genotypes]),
    ].join('\t'),
  );
  return [...header, ...lines, ''].join('\n');
}

/** The genotypes by what they are. */
function kindOfGenotype(genotype: string): 'missing' | 'hom-ref' | 'hom-var' | 'het' {
  const alleles = genotype.split(/[/|]/);
  if (alleles.includes('.')) return 'missing';
  if (new Set(alleles).size > 1) return 'het';
  return alleles[0] === '0' ? 'hom-ref' : 'hom-var';
}

describe('genotypes and records are those of the slow way', () => {
  it('whatever the records, and in pieces of any size', () => {
    fc.assert(
      fc.property(file, fc.integer({ min: 1, max: 300 }), (records, size) => {
        const { verdict, metrics } = judge(vcfOf(records), size);
        expect(verdict).toBe('accepted');
        const samples = records[0]?.genotypes.length ?? 0;
        const kinds = records.map(({ genotypes }) => genotypes.map(kindOfGenotype));
        const number = (kind: string): number => kinds.flat().filter((one) => one === kind).length;
        expect(metrics).toMatchObject({
          records: records.length,
          variants: records.filter(({ alts }) => alts.length > 0).length,
          multiallelic: records.filter(({ alts }) => alts.length > 1).length,
          pass: records.filter(({ filter }) => filter === 'PASS').length,
          samples,
        });
        if (samples === 0) return;
        const each = (kind: string): number[] =>
          Array.from({ length: samples }, (_, i) => kinds.filter((one) => one[i] === kind).length);
        const alone = kinds.filter((one) => one.filter((kind) => kind === 'het' || kind === 'hom-var').length === 1);
        expect(metrics).toMatchObject({
          pct_genotypes_called: (100 * (kinds.flat().length - number('missing'))) / kinds.flat().length,
          ...(number('hom-var') > 0 && { ratio_het_hom_var: number('het') / number('hom-var') }),
          het_by_sample: each('het'),
          hom_ref_by_sample: each('hom-ref'),
          hom_var_by_sample: each('hom-var'),
          missing_by_sample: each('missing'),
          pct_called_by_sample: each('missing').map((count) => (100 * (kinds.length - count)) / kinds.length),
          singleton_records: alone.length,
          singletons_by_sample: Array.from(
            { length: samples },
            (_, i) => alone.filter((one) => one[i] === 'het' || one[i] === 'hom-var').length,
          ),
        });
      }),
      { numRuns: 300 },
    );
  });

  it('every metric that comes is defined, and basic ones come without being asked for', () => {
    const [text = ''] = fc.sample(file, { seed: 5, numRuns: 1 }).map(vcfOf);
    const basic = judgeWith(VCF_RULES, createVcfJudge)(text).metrics;
    const all = judge(text).metrics;
    for (const id of Object.keys(basic)) expect([id, METRIC_DEFINITIONS[id]?.from.vcf]).toEqual([id, 'basic']);
    for (const id of Object.keys(all)) expect([id, METRIC_DEFINITIONS[id]?.from.vcf]).not.toEqual([id, undefined]);
    expect(all).toMatchObject(basic);
  });
});

it.each([
  ['A', 'G', KIND.snv],
  ['a', 'A', 0],
  ['A', '*', 0],
  ['A', '<*>', 0],
  ['A', '<NON_REF>', 0],
  ['A', '<DEL>', KIND.structural],
  ['A', '<NON_REX>', KIND.structural],
  ['A', 'A[7:1[', KIND.structural],
  ['A', ']7:1]A', KIND.structural],
  ['A', 'AT.', KIND.structural],
  ['A', '.TA', KIND.structural],
  ['A', 'AT', KIND.insertion],
  ['AT', 'A', KIND.deletion],
  ['ACT', 'AGT', KIND.snv],
  ['AC', 'GT', KIND.mnv],
  ['ACGT', 'AT', KIND.deletion],
  ['AT', 'ACGT', KIND.insertion],
  ['ACG', 'AT', KIND.other],
  ['AT', 'ACGG', KIND.other],
  ['AT', 'AT', 0],
  ['CATG', 'GTA', KIND.other],
])('%s to %s is told as htslib does', (ref, alt, kind) => {
  const bytes = Buffer.from(`${ref}\t${alt}`);
  const found = kindOf(bytes, { start: 0, end: ref.length }, { start: ref.length + 1, end: bytes.length });
  expect(found).toBe(kind);
});

const bcftools = (input: string, ...words: readonly string[]): string =>
  spawnSync('bcftools', [...words, '-'], { input, encoding: 'utf8', maxBuffer: 1 << 26 }).stdout;

/** Rows of `bcftools stats` by their first column, without it and the id. */
const rowsOf = (stats: string, name: string): readonly (readonly string[])[] =>
  stats
    .split('\n')
    .filter((row) => row.startsWith(`${name}\t`))
    .map((row) => row.split('\t').slice(2));
const numberOf = (stats: string, name: string): number =>
  Number(rowsOf(stats, 'SN').find(([what]) => what === `number of ${name}:`)?.[1]);

const CORPUS = new URL('../../../../../shared/data/conformance/vcf/passed/', import.meta.url);
const isInstalled = spawnSync('bcftools', ['--version']).status === 0;

describe.skipIf(!isInstalled)('variants are counted as bcftools does', () => {
  const files = fc.sample(file, { seed: 11, numRuns: 40 }).map(vcfOf);

  it('stats: records, SNVs, MNVs, indels, transitions and transversions', () => {
    let compared = 0;
    for (const text of files) {
      const stats = bcftools(text, 'stats');
      const [ts, tv] = (rowsOf(stats, 'TSTV')[0] ?? []).map(Number);
      expect(judge(text).metrics).toMatchObject({
        records: numberOf(stats, 'records'),
        snvs: numberOf(stats, 'SNPs'),
        mnvs: numberOf(stats, 'MNPs'),
        indels: numberOf(stats, 'indels'),
        multiallelic: numberOf(stats, 'multiallelic sites'),
        transitions: ts,
        transversions: tv,
      });
      compared += (ts ?? 0) + (tv ?? 0);
    }
    expect(compared).toBeGreaterThan(100);
  });

  it('stats: genotypes of each sample, of diploid SNVs', () => {
    const snvs = fc
      .sample(fc.array(record(3), { minLength: 20, maxLength: 40 }), { seed: 3, numRuns: 10 })
      .map((records) =>
        records.map((one): PlainRecord => {
          const genotypes = one.genotypes.map((gt) => (gt.length === 3 ? gt.replaceAll(/[23]/g, '1') : '0/1'));
          return {
            ...one,
            chrom: 'chr1',
            ref: 'A',
            alts: ['G'],
            genotypes: genotypes.map((gt) => gt.replace(/^\.\/.|.\/\.$/, './.')),
          };
        }),
      );
    let compared = 0;
    for (const records of snvs) {
      const text = vcfOf(records);
      const rows = rowsOf(bcftools(text, 'stats', '-s', '-'), 'PSC');
      const column = (k: number): number[] => rows.map((row) => Number(row[k]));
      // PSC: sample, nRefHom, nNonRefHom, nHets, nTransitions, nTransversions, nIndels, depth, nSingletons, nHapRef, nHapAlt, nMissing.
      expect(judge(text).metrics).toMatchObject({
        hom_ref_by_sample: column(1),
        hom_var_by_sample: column(2),
        het_by_sample: column(3),
        singletons_by_sample: column(8),
        missing_by_sample: column(11),
      });
      compared += rows.length;
    }
    expect(compared).toBe(30);
  });

  it("GA4GH's: as `bcftools view` counts records with PASS on autosomes, of one sample", () => {
    const single = fc
      .sample(fc.array(record(1), { minLength: 30, maxLength: 60 }), { seed: 29, numRuns: 20 })
      .map((records) => records.toSorted((a, b) => CHROMS.indexOf(a.chrom) - CHROMS.indexOf(b.chrom)))
      // Of more alternatives, ILEN takes those that are no indels too.
      .map((records) =>
        records.map((one): PlainRecord => ({
          ...one,
          alts: one.alts.slice(0, 1),
          genotypes: one.genotypes.map((gt) => gt.replaceAll(/[23]/g, '1')),
        })),
      );
    let compared = 0;
    for (const records of single) {
      const text = vcfOf(records);
      const autosomes = ['-t', 'chr1,chr22,7'];
      const count = (...words: readonly string[]): number =>
        bcftools(text, 'view', '-H', '-f', 'PASS', ...autosomes, ...words)
          .split('\n')
          .filter((row) => row !== '').length;
      const { metrics } = judge(text);
      expect(metrics).toMatchObject({
        count_snvs: count('-v', 'snps'),
        count_insertions: count('-v', 'indels', '-i', 'ILEN>0'),
        count_deletions: count('-v', 'indels', '-i', 'ILEN<0'),
      });
      const stats = bcftools(bcftools(text, 'view', '-f', 'PASS', ...autosomes), 'stats');
      const [ts = 0, tv = 0] = (rowsOf(stats, 'TSTV')[0] ?? []).map(Number);
      if (tv > 0) expect(metrics['ratio_transitions_transversions_snv']).toBeCloseTo(ts / tv, 9);
      // -g hom takes genotypes of the reference too.
      const het = count('-v', 'snps', '-g', 'het');
      const hom = bcftools(text, 'view', '-H', '-f', 'PASS', ...autosomes, '-v', 'snps', '-g', 'hom')
        .split('\n')
        .filter((row) => row !== '' && kindOfGenotype(row.split('\t')[9] ?? '') === 'hom-var').length;
      if (hom > 0) expect(metrics['ratio_heterozygous_homzygous_snv']).toBeCloseTo(het / hom, 9);
      compared += het + hom + ts + tv;
    }
    expect(compared).toBeGreaterThan(50);
  });

  it.skipIf(!existsSync(CORPUS))('stats: the good files of the corpus', () => {
    let compared = 0;
    for (const name of readdirSync(CORPUS)) {
      const text = readFileSync(new URL(encodeURIComponent(name), CORPUS), 'utf8');
      const stats = bcftools(text, 'stats');
      const records = numberOf(stats, 'records');
      // What bcftools does not read to its end, it has no numbers of.
      const [ts, tv] = (rowsOf(stats, 'TSTV')[0] ?? []).map(Number);
      if (Number.isNaN(records) || ts === undefined) continue;
      expect([name, judge(text).metrics]).toMatchObject([name, { records, transitions: ts, transversions: tv }]);
      compared++;
    }
    expect(compared).toBeGreaterThan(0);
  });
});
