/**
 * Judging files against the tools that laboratories use, whole processes on one core.
 *
 * Counted is processor time, less what the same program takes for a file of a hundred records: a JVM, or Node and our own code,
 * start once and not once per gigabyte.
 */

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { judgeFile, type FileReport } from '../src/validation/index.ts';
import type { BenchCase, BenchResult, BenchRow } from './case.ts';
import { makeInputs, SIZES, type Input } from './files/inputs.ts';
import { processTime } from './files/process-time.ts';
import { makeGenome, makeReadPairs } from './files/reads.ts';
import { makeCohort } from './files/variants.ts';
import {
  blockSource,
  plainSource,
  virtualBam,
  virtualFastq,
  virtualVcf,
  type VirtualSource,
} from './files/virtual-file.ts';
import { cpuMs } from './processor-time.ts';

export const validationCase: BenchCase = {
  name: 'validation',
  about:
    'Full checks of FASTQ, BAM and VCF against inflating alone, gzip, seqtk, fastp, FastQC, samtools and bcftools: processor time on one core, starting not counted.',
  run: ({ smoke }) => (smoke ? runSmoke() : runFull()),
};

/** What runs beside ours on one input, by its word on the command line. FILE stands for the input. */
interface Contest {
  readonly name: string;
  readonly input: Input;
  /** The head of the same kind of file: what is taken off for starting. */
  readonly small: string;
  readonly rivals: readonly Rival[];
}

interface Rival {
  readonly name: string;
  readonly words: readonly string[];
  /** How many times faster ours is to be. */
  readonly bar?: number;
  readonly repeats: number;
}

const OURS = ['node', path.resolve('build-bench/src/service/cli.js'), 'validate', '--json', 'FILE'];
const INFLATING = ['node', path.resolve('build-bench/bench/files/inflate-alone.js'), 'FILE'];

async function runFull(): Promise<BenchResult> {
  const folder = path.resolve('out/bench/validation');
  const inputs = makeInputs(folder);
  // SEQPLAN_BENCH_FILES: of some kinds only, by the heads of their names.
  const wanted = process.env['SEQPLAN_BENCH_FILES']?.split(',') ?? [''];
  const contests = contestsOf(inputs, folder).filter(({ name }) => wanted.some((head) => name.startsWith(head)));
  const rows = contests.flatMap(runContest);
  if (wanted.some((head) => 'sampled'.startsWith(head))) rows.push(...(await sampleGenomes()));
  const reports = contests.map(({ input }) => verdictOf(input.file));
  return { workload: { ...SIZES }, resultHash: hashOf(reports), rows };
}

function runContest({ name, input, small, rivals }: Contest): BenchRow[] {
  const timed = (words: readonly string[], repeats: number): number => {
    const on = (file: string): number =>
      processTime(
        words.map((word) => (word === 'FILE' ? file : word)),
        repeats,
      ).seconds;
    return on(input.file) - on(small);
  };
  const ours = timed(OURS, 5);
  const row = (checker: string, seconds: number, bar: number | undefined): BenchRow => ({
    input: `${name}, ${input.megabytes.toFixed(0)} MB`,
    checker,
    seconds,
    'MB/s': input.megabytes / seconds,
    'ours is faster by': seconds / ours,
    bar: bar ?? '',
    'bar kept': bar === undefined ? '' : seconds / ours >= bar ? 'yes' : 'NO',
  });
  const rows = [
    row('seqplan validate', ours, undefined),
    ...rivals
      .filter(({ words }) => isThere(words[0] ?? ''))
      .map((rival) => row(rival.name, timed(rival.words, rival.repeats), rival.bar)),
  ];
  for (const one of rows) console.error(Object.values(one).join('  '));
  return rows;
}

const isThere = (command: string): boolean => spawnSync('which', [command]).status === 0;

/** Each on one thread; fastp in three settings, of which the bar means the second, as in the figures that it was set by. */
function contestsOf(inputs: ReturnType<typeof makeInputs>, folder: string): readonly Contest[] {
  const scratch = path.join(folder, 'scratch');
  mkdirSync(scratch, { recursive: true });
  const rival = (name: string, words: string, repeats: number, bar?: number): Rival => ({
    name,
    words: words.split(' '),
    repeats,
    ...(bar !== undefined && { bar }),
  });
  const fastp = `fastp -w 1 -i FILE -j ${scratch}/fastp.json -h ${scratch}/fastp.html`;
  const plainFastp = `${fastp} -A -Q -L -G`;
  const barest = `${plainFastp} --dont_eval_duplication`;
  const fastqc = `fastqc -q -t 1 -o ${scratch} FILE`;
  const ofReads = [rival('seqtk fqchk', 'seqtk fqchk FILE', 2), rival('seqtk seq', 'seqtk seq FILE', 2)];
  const inflating: Rival = { name: 'inflating alone (node:zlib)', words: INFLATING, repeats: 5 };
  const [smallFastq, smallBam, smallVcf] = smallFiles(inputs, scratch);
  return [
    {
      name: 'FASTQ.gz',
      input: inputs.fastqGz,
      small: `${smallFastq}.gz`,
      rivals: [
        { ...inflating, bar: 0.8 },
        rival('gzip -t', 'gzip -t FILE', 2),
        ...ofReads,
        rival('fastp, as it comes', fastp, 1),
        rival('fastp, no trimming, no filters', plainFastp, 2, 8),
        rival('fastp, nor duplicates', barest, 2),
        rival('FastQC', fastqc, 1, 15),
      ],
    },
    {
      name: 'FASTQ, BGZF',
      input: inputs.fastqBgz,
      small: `${smallFastq}.bgz`,
      rivals: [inflating, rival('bgzip -t', 'bgzip -t FILE', 2)],
    },
    {
      name: 'FASTQ',
      input: inputs.fastq,
      small: smallFastq,
      rivals: [...ofReads, rival('fastp, no trimming, no filters', plainFastp, 1)],
    },
    {
      name: 'BAM',
      input: inputs.bam,
      small: smallBam,
      rivals: [
        inflating,
        rival('samtools quickcheck', 'samtools quickcheck FILE', 3),
        rival('samtools view -c', 'samtools view -c FILE', 3),
        rival('samtools stats', 'samtools stats FILE', 3, 3),
      ],
    },
    ...(
      [
        ['VCF, all sites', inputs.sites, smallVcf],
        ['VCF.gz, all sites', inputs.sitesGz, `${smallVcf}.gz`],
        ['VCF, 100 samples', inputs.cohort, smallVcf],
        ['VCF.gz, 100 samples', inputs.cohortGz, `${smallVcf}.gz`],
      ] as const
    ).map(([name, input, small]) => ({
      name,
      input,
      small,
      rivals: [
        rival('bcftools stats', 'bcftools stats FILE', 2, 2.5),
        // Without -s it does not look at the samples.
        rival('bcftools stats -s -', 'bcftools stats -s - FILE', 2),
        rival('bcftools view', 'bcftools view FILE', 2),
      ],
    })),
  ];
}

/** As large as what comes of a human genome read thirty times; made as they are read, stored nowhere. */
const GENOMES: readonly { readonly name: string; readonly source: () => VirtualSource }[] = [
  { name: 'sampled x.fastq', source: () => plainSource('x.fastq', virtualFastq(220e9)) },
  { name: 'sampled x.fastq.gz, BGZF', source: () => blockSource('x.fastq.gz', virtualFastq(220e9)) },
  { name: 'sampled x.bam', source: () => blockSource('x.bam', virtualBam(220e9)) },
  { name: 'sampled x.vcf.gz', source: () => blockSource('x.vcf.gz', virtualVcf(100e9)) },
];

/** Making what is read is in the time. */
async function sampleGenomes(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const { name, source } of GENOMES) {
    const virtual = source();
    const start = performance.now();
    const before = cpuMs();
    const { verdict, findings } = await judgeFile(virtual, { depth: 'sampled' });
    const seconds = (cpuMs() - before) / 1000;
    const wall = (performance.now() - start) / 1000;
    if (verdict !== 'accepted') throw new Error(`${name}: ${JSON.stringify(findings)}`);
    const row: BenchRow = {
      input: `${name}, ${(virtual.size / 1e6).toFixed(0)} MB`,
      checker: `seqplan validate --depth sampled, ${(virtual.bytesRead / 1e6).toFixed(0)} MB read in ${wall.toFixed(1)} s`,
      seconds,
      'MB/s': virtual.bytesRead / 1e6 / seconds,
      'ours is faster by': '',
      bar: 'less than 60 s',
      'bar kept': wall < 60 ? 'yes' : 'NO',
    };
    console.error(Object.values(row).join('  '));
    rows.push(row);
  }
  return rows;
}

/** The first hundred records of the inputs. */
function smallFiles(inputs: ReturnType<typeof makeInputs>, folder: string): readonly [string, string, string] {
  const [fastq, bam, vcf] = ['small.fastq', 'small.bam', 'small.vcf'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  const commands = [
    `head -n 400 ${inputs.fastq.file} > ${fastq}`,
    `gzip -n -c ${fastq} > ${fastq}.gz`,
    `bgzip -c ${fastq} > ${fastq}.bgz`,
    `{ samtools view -H ${inputs.bam.file}; samtools view ${inputs.bam.file} | head -n 100; } | samtools view -b - > ${bam}`,
    `head -n 130 ${inputs.sites.file} > ${vcf}`,
    `bgzip -c ${vcf} > ${vcf}.gz`,
  ];
  for (const command of commands) {
    const { status, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  }
  return [fastq, bam, vcf];
}

/** As the command line gives it; a file that is not accepted has no speed. */
function verdictOf(file: string): FileReport {
  const { stdout } = spawnSync(OURS[0] ?? '', [...OURS.slice(1, -1), file], { encoding: 'utf8' });
  const report = JSON.parse(stdout) as FileReport;
  if (report.verdict !== 'accepted') throw new Error(`${file} is ${report.verdict}: ${stdout}`);
  return { ...report, file: path.basename(file) };
}

/** The same judges on small files, in this process: what they count is pinned. */
async function runSmoke(): Promise<BenchResult> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-bench-'));
  try {
    const genome = makeGenome(20_000, 1);
    const reads = Buffer.concat([...makeReadPairs({ genome, pairs: 500, seed: 2 })].map(([first]) => first));
    const cohort = Buffer.concat([...makeCohort({ samples: 5, records: 200, seed: 1 })]);
    const reports: FileReport[] = [];
    for (const [name, bytes] of [
      ['reads.fastq', reads],
      ['reads.fastq.gz', gzipSync(reads)],
      ['cohort.vcf', cohort],
    ] as const) {
      writeFileSync(path.join(folder, name), bytes);
      reports.push(await judgeFile(sourceOf(name, bytes)));
    }
    const unwelcome = reports.find(({ verdict }) => verdict !== 'accepted');
    if (unwelcome !== undefined) throw new Error(JSON.stringify(unwelcome));
    return {
      workload: { pairs: 500, samples: 5, records: 200 },
      resultHash: hashOf(reports),
      rows: reports.map(({ file, verdict }) => ({ input: file, verdict })),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const sourceOf = (name: string, bytes: Uint8Array) => ({
  name,
  size: bytes.length,
  read: (offset: number, into: Uint8Array): Promise<number> => {
    const piece = bytes.subarray(offset, offset + into.length);
    into.set(piece);
    return Promise.resolve(piece.length);
  },
});

const hashOf = (reports: readonly FileReport[]): string =>
  createHash('sha256').update(JSON.stringify(reports)).digest('hex');
