/** Judges one file: source, container, content. */

import { Buffer } from 'node:buffer';
import type { BlockInflater } from './container/bgzf-batch.ts';
import {
  sniffContainer,
  SNIFF_BYTES,
  UNPACK_LIMITS,
  type Container,
  type UnpackLimits,
  type Unpacking,
} from './container/container.ts';
import { CONTAINER_RULES } from './container/container-rules.ts';
import { EOF_MARKER } from './container/bgzf.ts';
import { isWorthSampling, SAMPLES } from './container/sampled.ts';
import { unpack } from './container/unpack.ts';
import { readCompanions, type Companion } from './companions.ts';
import type { ByteSource, Companions, ContentJudge, Depth, FileFormat, FileReport, Metrics } from './content-judge.ts';
import { createPlacedFindings, judgeParts, type PlacedFindings } from './judge-parts.ts';
import { stoppable } from './stoppable.ts';
import { createFindings, type FileFindings, type FileRules } from './file-finding.ts';
import { FILE_RULES } from './file-rules.ts';
import {
  formatOfContent,
  formatOfName,
  isPackedName,
  JUDGED_FORMATS,
  type JudgedFormat,
  type JudgeOptions,
} from './judged-formats.ts';

export interface FileJudging extends Omit<JudgeOptions, 'beside' | 'isPlainGzip'> {
  /** What it is; absent: told by name and first bytes. One of JUDGED_FORMATS. */
  readonly format?: FileFormat;
  /**
   * - `quick`: the first pieces and the end mark.
   * - `sampled`: beginning, end, and pieces spread evenly between them, without companions; of gzip the beginning only. Files up to
   *   half a gigabyte, and those whose size cannot be told, are read whole.
   */
  readonly depth?: Depth;
  /** Of depth `sampled`: pieces between beginning and end; 256 where it is not said. */
  readonly samples?: number;
  readonly limits?: UnpackLimits;
  /** Asked between pieces of the file: once it is aborted, nothing more is read. */
  readonly signal?: AbortSignal;
  /** What belongs to the file: it must agree with it. */
  readonly companions?: Companions;
  /** Inflates BGZF beside the judge, where all of a file is read; the report is the same. */
  readonly inflater?: BlockInflater | undefined;
}

/** Content that a quick look goes through. */
export const QUICK_BYTES = 4 << 20;

export const ALL_RULES: FileRules = Object.assign(
  {},
  FILE_RULES,
  CONTAINER_RULES,
  ...JUDGED_FORMATS.map(({ rules }) => rules),
);

/**
 * Never rejects: what the system refuses is the verdict `unreadable`, and so is what was not read in time, unless it was found bad
 * before. `findings`, of ALL_RULES, are those that the report lists. */
export async function judgeFile(
  from: ByteSource,
  judging: FileJudging = {},
  findings: FileFindings = createFindings(ALL_RULES),
): Promise<FileReport> {
  const source = stoppable(from, judging.signal);
  const beside = new Map<FileFormat, Companion>();
  let container: Container = 'plain';
  const placed = createPlacedFindings(findings);
  const content = createContent(source, placed, { ...judging, beside, isPlainGzip: () => container === 'gzip' });
  let more: Metrics = {};
  try {
    // They speak of all of the file.
    const companions = sizeToSample(source, judging) === undefined ? judging.companions : undefined;
    for (const [format, companion] of await readCompanions(source, companions ?? {}, findings)) {
      beside.set(format, companion);
    }
    const first = new Uint8Array(SNIFF_BYTES);
    container = sniffContainer(first.subarray(0, await source.read(0, first)));
    if (container === 'plain' && isPackedName(source.name)) await notPacked(source, findings);
    // A file that should be packed and has no byte has no content either.
    if (findings.errors === 0) more = await judgeContent(source, container, { content, placed, judging });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const isLate = judging.signal?.aborted === true;
    const verdict = isLate && findings.errors > 0 ? 'rejected' : 'unreadable';
    findings.add(isLate ? 'FILE-TIMEOUT' : 'FILE-UNREADABLE', { offset: 0 }, message);
    return { file: source.name, format: content.format, verdict, findings: findings.list(), metrics: {} };
  }
  return {
    file: source.name,
    format: content.format,
    verdict: findings.errors > 0 ? 'rejected' : 'accepted',
    findings: findings.list(),
    metrics: { ...content.metrics, ...more },
  };
}

/** Of a file that is to be sampled: its size. */
const sizeToSample = (
  { size, isSequential }: ByteSource,
  { depth, samples = SAMPLES }: FileJudging,
): number | undefined =>
  depth === 'sampled' && isSequential !== true && size !== undefined && isWorthSampling(size, samples)
    ? size
    : undefined;

async function notPacked(source: ByteSource, findings: FileFindings): Promise<void> {
  const hasBytes = (await source.read(0, new Uint8Array(1))) > 0;
  if (hasBytes) findings.add('GZIP-NAME', { offset: 0 }, 'the first bytes are not those of gzip');
  else findings.add('GZIP-TRUNCATED', { offset: 0 }, 'the file has no byte');
}

async function judgeContent(
  source: ByteSource,
  container: Container,
  {
    content,
    placed,
    judging,
  }: { readonly content: Content; readonly placed: PlacedFindings; readonly judging: FileJudging },
): Promise<Metrics> {
  const { depth, limits = UNPACK_LIMITS, samples = SAMPLES, inflater } = judging;
  // What cannot be entered in the middle is not sampled.
  const isWhole = depth !== 'quick' && !(depth === 'sampled' && source.isSequential === true);
  let given = 0;
  const unpacking: Unpacking = {
    source,
    findings: placed,
    limits,
    onBlock: (offset) => content.block(offset),
    onContent(bytes) {
      content.push(bytes);
      given += bytes.length;
      return content.isKnown && (isWhole || given < QUICK_BYTES);
    },
  };
  const size = sizeToSample(source, judging);
  const { unpacked, metrics } =
    size === undefined
      ? { unpacked: await unpack(container, isWhole ? { ...unpacking, inflater } : unpacking), metrics: {} }
      : await judgeParts({ container, unpacking, size, samples, judge: content, placed });
  // Of content that is missing, what is found at its end is not its fault.
  if (unpacked === 'whole') content.end();
  else if (unpacked === 'stopped' && source.isSequential === true) {
    placed.add('FILE-SEQUENTIAL', { offset: 0 }, `the end of ${source.name} cannot be had by itself`);
  } else if (unpacked === 'stopped' && content.isKnown && container === 'bgzf') await checkEndMark(source, placed);
  else if (unpacked === 'stopped' && content.isKnown && container === 'plain') await giveLast(source, content);
  return metrics;
}

async function giveLast(source: ByteSource, content: Content): Promise<void> {
  if (source.size === undefined) return;
  const offset = Math.max(0, source.size - 64);
  const last = new Uint8Array(64);
  content.last(last.subarray(0, await source.read(offset, last)), offset);
}

async function checkEndMark(source: ByteSource, findings: FileFindings): Promise<void> {
  if (source.size === undefined) return;
  const offset = Math.max(0, source.size - EOF_MARKER.length);
  const last = Buffer.alloc(EOF_MARKER.length);
  const count = await source.read(offset, last);
  if (count < last.length || !last.equals(EOF_MARKER)) {
    findings.add('BGZF-EOF-MISSING', { offset }, 'there is no end-of-file marker');
  }
}

interface Content extends Required<ContentJudge> {
  readonly format: FileFormat | 'unknown';
  /** False once the content turned out to be of no known format. */
  readonly isKnown: boolean;
}

/** The judge of the content, chosen at its first bytes where the name does not say. */
function createContent(
  source: ByteSource,
  findings: FileFindings,
  judging: JudgeOptions & { readonly format?: FileFormat },
): Content {
  let known: JudgedFormat | undefined =
    judging.format === undefined
      ? formatOfName(source.name)
      : JUDGED_FORMATS.find(({ format }) => format === judging.format);
  let judge: ContentJudge | undefined;
  let isKnown = true;
  let firstBlock: number | undefined;
  const start = (first: Uint8Array): ContentJudge | undefined => {
    known ??= formatOfContent(Buffer.from(first.subarray(0, 64)).toString('latin1'));
    isKnown = known !== undefined;
    if (known === undefined) findings.add('FILE-FORMAT', { offset: 0 }, `'${source.name}' is of no known format`);
    const created = known?.create(findings, judging);
    if (firstBlock !== undefined) created?.block?.(firstBlock);
    return created;
  };
  return {
    get format() {
      return known?.format ?? 'unknown';
    },
    get isKnown() {
      return isKnown;
    },
    block(offset) {
      if (judge === undefined) firstBlock = offset;
      else judge.block?.(offset);
    },
    push(bytes) {
      judge ??= start(bytes);
      judge?.push(bytes);
    },
    gap: () => judge?.gap?.() === true,
    last(bytes, offset) {
      judge?.last?.(bytes, offset);
    },
    end() {
      if (isKnown) judge ??= start(new Uint8Array());
      judge?.end();
    },
    get metrics() {
      return judge?.metrics ?? {};
    },
  };
}
