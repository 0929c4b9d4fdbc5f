/** The files that are judged, made once and kept: reads, their alignment, its variants, a cohort. */

import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { makeGenome, makeReadPairs } from './reads.ts';
import { makeCohort } from './variants.ts';

export interface Input {
  readonly file: string;
  /** Of the content, unpacked. */
  readonly megabytes: number;
}

export interface Inputs {
  readonly fastq: Input;
  readonly fastqGz: Input;
  readonly fastqBgz: Input;
  readonly bam: Input;
  readonly sites: Input;
  readonly sitesGz: Input;
  readonly cohort: Input;
  readonly cohortGz: Input;
}

/** 30-fold: 500,000 pairs of 150 bases over 5 million. FASTQ has twice as many reads, so that starting counts for less. */
export const SIZES = { genome: 5_000_000, pairs: 500_000, reads: 1_000_000, samples: 100, records: 50_000, seed: 1 };

/** In `folder`; with bwa, samtools, bcftools, bgzip and gzip. Some minutes the first time. */
export function makeInputs(folder: string): Inputs {
  mkdirSync(folder, { recursive: true });
  const at = (name: string): string => path.join(folder, name);
  const [genome, r1, half1, half2] = [at('genome.fa'), at('r1.fastq'), at('half1.fastq'), at('half2.fastq')];
  if (!existsSync(half2)) writeReads({ genome, r1, half1, half2 });
  make(at('r1.fastq.gz'), `gzip -6 -n -c ${r1}`);
  make(at('r1.fastq.bgz'), `bgzip -c ${r1}`);
  make(at('reads.bam'), `bwa index ${genome} && bwa mem -v 1 ${genome} ${half1} ${half2} | samtools sort -O bam -`);
  make(at('sites.vcf'), `bcftools mpileup -f ${genome} ${at('reads.bam')} | bcftools call -m -`);
  make(at('sites.vcf.gz'), `bgzip -c ${at('sites.vcf')}`);
  const cohort = at('cohort.vcf');
  if (!existsSync(cohort)) {
    const { samples, records, seed } = SIZES;
    writeAll(`${cohort}.part`, makeCohort({ samples, records, seed }));
    renameSync(`${cohort}.part`, cohort);
  }
  make(`${cohort}.gz`, `bgzip -c ${cohort}`);
  return {
    fastq: plain(r1),
    fastqGz: { ...plain(r1), file: at('r1.fastq.gz') },
    fastqBgz: { ...plain(r1), file: at('r1.fastq.bgz') },
    bam: { file: at('reads.bam'), megabytes: unpackedMegabytes(at('reads.bam')) },
    sites: plain(at('sites.vcf')),
    sitesGz: { ...plain(at('sites.vcf')), file: at('sites.vcf.gz') },
    cohort: plain(cohort),
    cohortGz: { ...plain(cohort), file: `${cohort}.gz` },
  };
}

const plain = (file: string): Input => ({ file, megabytes: statSync(file).size / 1e6 });

interface ReadFiles {
  readonly genome: string;
  readonly r1: string;
  readonly half1: string;
  readonly half2: string;
}

function writeReads({ genome: genomeFile, r1, half1, half2 }: ReadFiles): void {
  const genome = makeGenome(SIZES.genome, SIZES.seed);
  writeAll(genomeFile, fastaOf(genome));
  const outs = [r1, half1, `${half2}.part`].map((file) => openSync(file, 'w'));
  const [all, first, second] = outs as [number, number, number];
  let pairs = 0;
  for (const [one, two] of makeReadPairs({ genome, pairs: SIZES.reads, seed: SIZES.seed + 1 })) {
    writeSync(all, one);
    if (pairs < SIZES.pairs) {
      writeSync(first, one);
      writeSync(second, two);
    }
    pairs += 4096;
  }
  for (const out of outs) closeSync(out);
  renameSync(`${half2}.part`, half2);
}

function* fastaOf(genome: Buffer): Generator<Buffer> {
  yield Buffer.from('>chr1\n');
  for (let at = 0; at < genome.length; at += 60) yield Buffer.concat([genome.subarray(at, at + 60), Buffer.from('\n')]);
}

function writeAll(file: string, pieces: Iterable<Buffer>): void {
  const out = openSync(file, 'w');
  for (const piece of pieces) writeSync(out, piece);
  closeSync(out);
}

/** What the shell writes to standard output becomes the file, once it is whole. */
function make(file: string, command: string): void {
  if (existsSync(file)) return;
  const { status, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', `{ ${command} ; } > ${file}.part`], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  renameSync(`${file}.part`, file);
}

function unpackedMegabytes(file: string): number {
  const { stdout } = spawnSync('bash', ['-c', `bgzip -dc ${file} | wc -c`], { encoding: 'utf8' });
  return Number(stdout) / 1e6;
}
