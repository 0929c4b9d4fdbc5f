/**
 * How files are judged: bytes come from a source in large pieces, pass the container (plain, gzip, BGZF), and are pushed
 * through the judge of the content. Nothing is held but the piece in hand: memory does not grow with the file.
 */

import type { FileFinding } from './file-finding.ts';

/** A file to be read, local or remote. Adapters are in `service/`. */
export interface ByteSource {
  /** For messages. */
  readonly name: string;
  /** Bytes; undefined where it cannot be told. */
  readonly size: number | undefined;
  /** Last change, milliseconds since 1970; absent where it cannot be told. */
  readonly modifiedMs?: number;
  /** It can be read from its beginning only: parts further back are not looked at again. */
  readonly isSequential?: boolean;
  /** Fills `into` from `offset`; resolves with how many bytes there were: fewer only at the end. Rejects with system errors. */
  read(offset: number, into: Uint8Array): Promise<number>;
}

export type FileFormat =
  | 'fastq'
  | 'sam'
  | 'bam'
  | 'vcf'
  | 'bcf'
  | 'fasta'
  | 'fai'
  | 'gzi'
  | 'dict'
  | 'bed'
  | 'cram'
  | 'crai'
  | 'bai'
  | 'csi'
  | 'tbi'
  | 'sample-sheet';

/** Files that belong to the one that is judged, by format: its index, its dictionary. */
export type Companions = Readonly<Partial<Record<FileFormat, ByteSource>>>;

/** - `quick`: header, first and last records, end mark; `sampled`: pieces spread over the file; `full`: every byte. */
export type Depth = 'quick' | 'sampled' | 'full';

/** Numbers by name, GA4GH WGS-QC ids where there are some; a list where there is one for each cycle, length or depth. */
export type Metrics = Readonly<Record<string, number | readonly number[]>>;

/** - `basic`: what costs nothing beside the check; `all`: every metric of docs/METRICS.md. */
export type MetricsLevel = 'basic' | 'all';

/** Judges the inflated content of one format. Never throws, whatever the bytes. */
export interface ContentJudge {
  /**
   * Of BGZF only: the byte pushed next is the first of the block that is stored at `offset`. Virtual offsets of indexes count
   * from it (SAMv1 4.1.1).
   */
  block?(offset: number): void;
  /** The next bytes, in order. Whatever the judge needs of them later it copies: the caller uses the memory again. */
  push(bytes: Uint8Array): void;
  /**
   * What is pushed next does not follow what was pushed before: the record in hand is dropped, and bytes are passed over up to where
   * one begins. False: no part of this file can be judged by itself yet (its header is not over, or nothing tells where its records
   * begin), and nothing has changed. Judges without it are given files from their beginning on only.
   */
  gap?(): boolean;
  /** No more bytes. */
  end(): void;
  /** In place of `end` where the rest is not read, of a file that is not packed: its last bytes, which begin at `offset`; 64 or less. */
  last?(bytes: Uint8Array, offset: number): void;
  readonly metrics: Metrics;
}

export interface FileReport {
  readonly file: string;
  readonly format: FileFormat | 'unknown';
  /** `unreadable`: the system refused, or time ran out; nothing is known about the content. */
  readonly verdict: 'accepted' | 'rejected' | 'unreadable';
  readonly findings: readonly FileFinding[];
  readonly metrics: Metrics;
}
