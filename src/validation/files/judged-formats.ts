/** The formats that have a judge: their rules, and how they are told by name and first bytes. */

import type { Companion } from './companions.ts';
import type { ContentJudge, FileFormat, MetricsLevel } from './content-judge.ts';
import { createFastqJudge, type FastqJudging } from './fastq/fastq-judge.ts';
import { FASTQ_RULES } from './fastq/fastq-rules.ts';
import type { FileFindings, FileRules } from './file-finding.ts';
import { createSamJudge } from './sam/sam-judge.ts';
import { SAM_RULES } from './sam/sam-rules.ts';
import { createVcfJudge } from './vcf/vcf-judge.ts';
import { VCF_RULES } from './vcf/vcf-rules.ts';

/** What judges of single formats are told beside. */
export interface JudgeOptions extends FastqJudging {
  /** Absent: `basic`. */
  readonly metrics?: MetricsLevel;
  /** What belongs to the file, read whole, by format. */
  readonly beside?: ReadonlyMap<FileFormat, Companion>;
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

/** In the order in which first bytes are looked at: FASTQ takes whatever begins with @. */
export const JUDGED_FORMATS: readonly JudgedFormat[] = [
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
  },
  {
    format: 'fastq',
    rules: FASTQ_RULES,
    create: createFastqJudge,
    extensions: ['.fastq', '.fq'],
    firstLine: /^@/,
  },
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
  return known?.companions?.(name) ?? {};
};
