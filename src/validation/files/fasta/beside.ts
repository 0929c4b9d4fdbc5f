/** Index and dictionary of a FASTA file, gone through line by line as the sequences come. */

import { Buffer } from 'node:buffer';
import type { Companion } from '../companions.ts';
import { createDictJudge } from '../dict/dict-judge.ts';
import { readFaiLine, type FaiEntry } from '../fai/fai-entry.ts';
import { createFaiJudge } from '../fai/fai-judge.ts';
import type { FileFindings } from '../file-finding.ts';
import { judgeCompanion } from '../text/judge-companion.ts';

const [LF, CR] = [0x0a, 0x0d];

/** The entries of a companion, each once and in its order; undefined behind the last. */
export interface Entries<Entry> {
  readonly file: string;
  next(): Entry | undefined;
}

export interface IndexEntry extends FaiEntry {
  readonly name: string;
}

export interface DictEntry {
  readonly name: string;
  readonly length: number;
  /** In lower case. */
  readonly md5: string | undefined;
}

/** undefined where the index itself is wrong, as findings say; it is then not compared. */
export function openIndex(companion: Companion, findings: FileFindings): Entries<IndexEntry> | undefined {
  if (!judgeCompanion(companion, findings, createFaiJudge)) return undefined;
  return entriesOf(companion, (bytes, start, end) => {
    const entry = readFaiLine(bytes, start, end);
    if (typeof entry === 'string') return undefined;
    return { ...entry, name: textOf(bytes, start, start + entry.nameBytes) };
  });
}

export function openDict(companion: Companion, findings: FileFindings): Entries<DictEntry> | undefined {
  if (!judgeCompanion(companion, findings, createDictJudge)) return undefined;
  return entriesOf(companion, (bytes, start, end) => {
    const text = textOf(bytes, start, end);
    if (!text.startsWith('@SQ\t')) return undefined;
    const fields = new Map(text.split('\t').map((field) => [field.slice(0, 3), field.slice(3)]));
    return {
      name: fields.get('SN:') ?? '',
      length: Number(fields.get('LN:')),
      md5: fields.get('M5:')?.toLowerCase(),
    };
  });
}

function entriesOf<Entry>(
  { name, bytes }: Companion,
  read: (bytes: Uint8Array, start: number, end: number) => Entry | undefined,
): Entries<Entry> {
  let at = 0;
  return {
    file: name,
    next() {
      while (at < bytes.length) {
        const start = at;
        const feed = bytes.indexOf(LF, start);
        const end = feed < 0 ? bytes.length : feed;
        at = end + 1;
        const entry = read(bytes, start, end > start && bytes[end - 1] === CR ? end - 1 : end);
        if (entry !== undefined) return entry;
      }
      return undefined;
    },
  };
}

const textOf = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
