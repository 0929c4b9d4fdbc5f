/** The formats that have a judge: their rules, and how they are told by name and first bytes. */

import { createBamJudge, type BamJudging } from './bam/bam-judge.ts';
import { BAM_RULES } from './bam/bam-rules.ts';
import { createBcfJudge } from './bcf/bcf-judge.ts';
import { BCF_RULES } from './bcf/bcf-rules.ts';
import { createBedJudge } from './bed/bed-judge.ts';
import { BED_RULES } from './bed/bed-rules.ts';
import type { Companion } from './companions.ts';
import type { ContentJudge, FileFormat, MetricsLevel } from './content-judge.ts';
import { createCraiJudge } from './crai/crai-judge.ts';
import { CRAI_RULES } from './crai/crai-rules.ts';
import { createCramJudge } from './cram/cram-judge.ts';
import { CRAM_RULES } from './cram/cram-rules.ts';
import { createDictJudge } from './dict/dict-judge.ts';
import { DICT_RULES } from './dict/dict-rules.ts';
import { createFaiJudge } from './fai/fai-judge.ts';
import { FAI_RULES } from './fai/fai-rules.ts';
import { besideFasta } from './fasta/beside-names.ts';
import { createFastaJudge } from './fasta/fasta-judge.ts';
import { FASTA_RULES } from './fasta/fasta-rules.ts';
import { createFastqJudge, type FastqJudging } from './fastq/fastq-judge.ts';
import { FASTQ_RULES } from './fastq/fastq-rules.ts';
import type { FileFindings, FileRules } from './file-finding.ts';
import { createBaiJudge, createCsiJudge, createTbiJudge } from './index-files/index-judge.ts';
import { INDEX_RULES } from './index-files/index-rules.ts';
import { createSamJudge } from './sam/sam-judge.ts';
import { SAM_RULES } from './sam/sam-rules.ts';
import { createSheetJudge, SAMPLE_SHEET_RULES } from './sample-sheet/index.ts';
import { createVcfJudge } from './vcf/vcf-judge.ts';
import { VCF_RULES } from './vcf/vcf-rules.ts';

/** What judges of single formats are told beside. */
export interface JudgeOptions extends FastqJudging, BamJudging {
  /** Absent: `basic`. */
  readonly metrics?: MetricsLevel;
  /** What belongs to the file, read whole, by format. */
  readonly beside?: ReadonlyMap<FileFormat, Companion>;
  /** Whether gzip without blocks has packed it; not known before the first byte is pushed. */
  readonly isPlainGzip?: () => boolean;
}

export interface JudgedFormat {
  readonly format: FileFormat;
  readonly rules: FileRules;
  readonly create: (findings: FileFindings, options: JudgeOptions) => ContentJudge;
  /** Ends of names, without what says how they are packed. */
  readonly extensions: readonly string[];
  /** Of the first line of content, or of what there is of it; one character a byte. */
  readonly firstLine: RegExp;
  /** What may lie beside a file of that name: its format, and the names looked for, the first that is there is taken. */
  readonly companions?: (name: string) => Readonly<Partial<Record<FileFormat, readonly string[]>>>;
}

/** What has no mark of its own. */
const BY_NAME_ONLY = /^(?!)/;

/** In the order in which first bytes are looked at: FASTQ takes whatever begins with @. */
export const JUDGED_FORMATS: readonly JudgedFormat[] = [
  {
    format: 'bam',
    rules: BAM_RULES,
    create: createBamJudge,
    extensions: ['.bam'],
    // oxlint-disable-next-line no-control-regex -- the magic number
    firstLine: /^BAM\x01/,
    companions: (name) => ({
      bai: [`${name}.bai`, name.replace(/\.bam$/i, '.bai')],
      csi: [`${name}.csi`, name.replace(/\.bam$/i, '.csi')],
    }),
  },
  {
    format: 'bai',
    rules: INDEX_RULES,
    create: createBaiJudge,
    extensions: ['.bai'],
    // oxlint-disable-next-line no-control-regex -- the magic number
    firstLine: /^BAI\x01/,
  },
  {
    format: 'csi',
    rules: INDEX_RULES,
    create: createCsiJudge,
    extensions: ['.csi'],
    // oxlint-disable-next-line no-control-regex -- the magic number
    firstLine: /^CSI\x01/,
  },
  {
    format: 'tbi',
    rules: INDEX_RULES,
    create: createTbiJudge,
    extensions: ['.tbi'],
    // oxlint-disable-next-line no-control-regex -- the magic number
    firstLine: /^TBI\x01/,
  },
  {
    format: 'sam',
    rules: SAM_RULES,
    create: createSamJudge,
    extensions: ['.sam'],
    firstLine: /^@(?:HD|SQ|RG|PG|CO)\t/,
  },
  {
    format: 'vcf',
    rules: VCF_RULES,
    create: createVcfJudge,
    extensions: ['.vcf'],
    firstLine: /^##fileformat=VCF/,
    companions: (name) => (isPackedName(name) ? { tbi: [`${name}.tbi`], csi: [`${name}.csi`] } : {}),
  },
  {
    format: 'bcf',
    rules: BCF_RULES,
    create: createBcfJudge,
    extensions: ['.bcf'],
    companions: (name) => ({ csi: [`${name}.csi`] }),
    // oxlint-disable-next-line no-control-regex -- the magic number
    firstLine: /^BCF\x02/,
  },
  {
    format: 'sample-sheet',
    rules: SAMPLE_SHEET_RULES,
    create: createSheetJudge,
    // Names say nothing: other tables are called SampleSheet.csv too.
    extensions: [],
    firstLine:
      /^(?:\xEF\xBB\xBF)?[\s,;]*"?\[(?:Header|Data|Reads|Settings|BCLConvert_(?:Settings|Data))\]"? *(?:[,;\t\r\n]|$)/i,
  },
  {
    format: 'fastq',
    rules: FASTQ_RULES,
    create: createFastqJudge,
    extensions: ['.fastq', '.fq'],
    firstLine: /^@/,
  },
  {
    format: 'fasta',
    rules: FASTA_RULES,
    create: createFastaJudge,
    extensions: ['.fasta', '.fa', '.fna', '.ffn', '.frn', '.faa', '.fas'],
    firstLine: /^>/,
    companions: besideFasta,
  },
  {
    format: 'bed',
    rules: BED_RULES,
    create: createBedJudge,
    extensions: ['.bed'],
    firstLine: /^(?:track|browser) |^[^\s@>#]+\t\d+\t\d+(?:\s|$)/,
  },
  {
    format: 'cram',
    rules: CRAM_RULES,
    create: createCramJudge,
    extensions: ['.cram'],
    firstLine: /^CRAM/,
    companions: (name) => ({ crai: [`${name}.crai`, name.replace(/\.cram$/i, '.crai')] }),
  },
  {
    format: 'crai',
    rules: CRAI_RULES,
    create: (findings) => createCraiJudge(findings),
    extensions: ['.crai'],
    firstLine: BY_NAME_ONLY,
  },
  { format: 'fai', rules: FAI_RULES, create: createFaiJudge, extensions: ['.fai'], firstLine: BY_NAME_ONLY },
  { format: 'dict', rules: DICT_RULES, create: createDictJudge, extensions: ['.dict'], firstLine: BY_NAME_ONLY },
];

const PACKED = /\.(?:gz|bgz|bgzf)$/i;

export const isPackedName = (name: string): boolean => PACKED.test(name);

export function formatOfName(name: string): JudgedFormat | undefined {
  const bare = name.replace(PACKED, '').toLowerCase();
  return JUDGED_FORMATS.find(({ extensions }) => extensions.some((extension) => bare.endsWith(extension)));
}

export const formatOfContent = (start: string): JudgedFormat | undefined =>
  JUDGED_FORMATS.find(({ firstLine }) => firstLine.test(start));

/** What may lie beside a file of that name. */
export const companionNames = (
  name: string,
  format?: FileFormat,
): Readonly<Partial<Record<FileFormat, readonly string[]>>> => {
  const known = format === undefined ? formatOfName(name) : JUDGED_FORMATS.find((one) => one.format === format);
  const named = Object.entries(known?.companions?.(name) ?? {});
  // A name without the usual end stays as it is where that would be replaced: no file lies beside itself.
  return Object.fromEntries(named.map(([beside, names]) => [beside, names.filter((one) => one !== name)]));
};
