/** What was found out about the world before anything starts, as plain values: whoever asks for a judgement has looked. */

import type { ContigList, FileReport, SampleSheet } from '../files/index.ts';

export interface FileFacts {
  /** Bytes; absent: not known. */
  readonly bytes?: number;
  /** Of files with a stated digest only; lower-case hex. */
  readonly sha256?: string;
  readonly md5?: string;
  /** Absent: it was not judged. */
  readonly report?: FileReport;
  /** What it speaks of; of a reference from the index or dictionary beside it. */
  readonly contigs?: ContigList;
  /** Of a sample sheet. */
  readonly sheet?: SampleSheet;
  /** Why it cannot be read. */
  readonly problem?: string;
  /** It lies elsewhere, and nobody went to see. */
  readonly isUnseen?: boolean;
}

export interface WorldFacts {
  /** What tools say of themselves, by command; those that are absent are not here. */
  readonly versions: ReadonlyMap<string, string>;
  /** By path, as the scenario names it; those that were not looked at are not here. */
  readonly files: ReadonlyMap<string, FileFacts>;
  /** Of the disk that the outputs go to; absent: not known. */
  readonly freeBytes?: number;
}
