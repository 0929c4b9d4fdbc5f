/** The sequences that a file says it is about: those of a reference, of a header, or the names that its lines bear. */

import type { FileFormat } from '../content-judge.ts';

export interface Contig {
  readonly name: string;
  /** Bases; absent where the file does not say. */
  readonly length?: number;
  /** Of BED, which has no lengths: the largest end of an interval. */
  readonly reach?: number;
  /** MD5 of the sequence in upper case, 32 hexadecimal digits in lower case (SAMv1 1.3.2). */
  readonly md5?: string;
}

export interface ContigList {
  readonly kind: 'contigs';
  /** For messages. */
  readonly file: string;
  readonly format: FileFormat;
  /** In the order of the file; a name that comes again is left out. */
  readonly contigs: readonly Contig[];
}

/** Why there is no list: the header is damaged or missing, or the system refused (`message` says so). */
export interface NoContigs {
  readonly kind: 'none';
  readonly file: string;
  readonly message: string;
}

/** More are not held: the wheat genome in its worst draft has fewer. */
export const MOST_CONTIGS = 5_000_000;
