/** Each sequence of a FASTA file against its entry in the index and in the dictionary. */

import { excerpt, type FileFindings } from '../file-finding.ts';
import type { DictEntry, Entries, IndexEntry } from './beside.ts';
import type { FastaCode } from './fasta-rules.ts';

/** What the file has. */
export interface Sequence {
  readonly name: string;
  readonly line: number;
  readonly length: number;
  /** Of the first base, in the content. */
  readonly offset: number;
  /** Of the first line: its bases, its bytes with the end; whether all but the last are so. */
  readonly lineBases: number;
  readonly lineWidth: number;
  readonly isEven: boolean;
  readonly lines: number;
}

export interface Comparison {
  sequence(sequence: Sequence, md5: string | undefined): void;
  /** `line`: the last. */
  end(line: number): void;
}

type Add = (code: FastaCode, line: number, message: string) => void;

/** Once a name differs the rest is not compared: everything would. */
export function compareWith(
  index: Entries<IndexEntry> | undefined,
  dict: Entries<DictEntry> | undefined,
  findings: FileFindings,
): Comparison {
  const add: Add = (code, line, message) => findings.add(code, { line }, message);
  const inIndex = index === undefined ? undefined : walk(index, 'FASTA-INDEX-CONTIGS', add);
  const inDict = dict === undefined ? undefined : walk(dict, 'FASTA-DICT-CONTIGS', add);
  return {
    sequence(sequence, md5) {
      const entry = inIndex?.entryOf(sequence);
      if (entry !== undefined) compareIndex(sequence, entry, add);
      const told = inDict?.entryOf(sequence);
      if (told !== undefined) compareDict(sequence, told, md5, add);
    },
    end(line) {
      inIndex?.end(line);
      inDict?.end(line);
    },
  };
}

function walk<Entry extends { readonly name: string; readonly length: number }>(
  entries: Entries<Entry>,
  code: FastaCode,
  add: Add,
) {
  let isLost = false;
  let held = entries.next();
  return {
    entryOf({ name, length, line }: Sequence): Entry | undefined {
      if (isLost) return undefined;
      if (held?.name !== name) {
        // Indexes of samtools leave out sequences without bases.
        if (length === 0) return undefined;
        isLost = true;
        const there = held === undefined ? 'no more' : `'${excerpt(held.name)}'`;
        add(code, line, `'${excerpt(name)}' here, ${there} in ${entries.file}`);
        return undefined;
      }
      const entry = held;
      held = entries.next();
      return entry;
    },
    end(line: number): void {
      if (!isLost && held !== undefined) add(code, line, `no more here, '${excerpt(held.name)}' in ${entries.file}`);
    },
  };
}

function compareIndex(sequence: Sequence, entry: IndexEntry, add: Add): void {
  const { line, length, offset, lines } = sequence;
  const name = excerpt(sequence.name);
  if (length !== entry.length) {
    return add('FASTA-INDEX-LENGTH', line, `'${name}' has ${length} bases, ${entry.length} in the index`);
  }
  if (length === 0) return;
  if (offset !== entry.offset) {
    return add('FASTA-INDEX-OFFSET', line, `'${name}' begins at byte ${offset}, at ${entry.offset} in the index`);
  }
  if (!sequence.isEven) return add('FASTA-INDEX-LINES', line, `the lines of '${name}' are not of one length`);
  // Of a single line nothing is computed with its width.
  if (lines === 1 && entry.lineBases >= length) return;
  if (sequence.lineBases !== entry.lineBases || sequence.lineWidth !== entry.lineWidth) {
    const [here, there] = [sequence, entry].map((one) => `${one.lineBases} bases in ${one.lineWidth} bytes`);
    add('FASTA-INDEX-LINES', line, `the lines of '${name}' have ${here}, ${there} in the index`);
  }
}

function compareDict(sequence: Sequence, entry: DictEntry, md5: string | undefined, add: Add): void {
  const { line, length } = sequence;
  const name = excerpt(sequence.name);
  if (length !== entry.length) {
    return add('FASTA-DICT-LENGTH', line, `'${name}' has ${length} bases, ${entry.length} in the dictionary`);
  }
  if (entry.md5 !== undefined && md5 !== undefined && md5 !== entry.md5) {
    add('FASTA-DICT-MD5', line, `'${name}' has ${md5}, ${entry.md5} in the dictionary`);
  }
}
