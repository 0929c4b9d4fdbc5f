/** What a file is packed in, told by its first bytes; and what unpacking is given and gives. */

import type { BlockInflater } from './bgzf-batch.ts';
import type { ByteSource } from '../content-judge.ts';
import type { FileFindings } from '../file-finding.ts';

export type Container = 'plain' | 'gzip' | 'bgzf';

/** As many bytes as `sniffContainer` wants. */
export const SNIFF_BYTES = 18;

/** gzip where the first two bytes say so; BGZF where its first extra subfield is BC (SAMv1 4.1). */
export function sniffContainer(first: Uint8Array): Container {
  if (first[0] !== 31 || first[1] !== 139) return 'plain';
  const hasExtra = ((first[3] ?? 0) & 4) !== 0;
  return hasExtra && first[12] === 66 && first[13] === 67 ? 'bgzf' : 'gzip';
}

/** Beyond them a file is not read on. */
export interface UnpackLimits {
  readonly contentBytes: number;
  /** Content to stored bytes, once there is more content than `ratioFrom`. DEFLATE gets to 1032. */
  readonly ratio: number;
  readonly ratioFrom: number;
}

/** A thirtyfold human genome has about 0.2 TB of FASTQ, packed 3 to 20 times. */
export const UNPACK_LIMITS: UnpackLimits = { contentBytes: 2 ** 43, ratio: 500, ratioFrom: 2 ** 26 };

export interface Unpacking {
  readonly source: ByteSource;
  readonly findings: FileFindings;
  readonly limits: UnpackLimits;
  /** The next bytes of the content; good during the call only. False: enough, stop here. */
  readonly onContent: (bytes: Uint8Array) => boolean;
  /** Of BGZF: the content given next is that of the block stored there. */
  readonly onBlock?: (offset: number) => void;
  /** Of BGZF: inflates in place of the thread that judges; findings are the same. */
  readonly inflater?: BlockInflater | undefined;
}

/**
 * - `whole`: all of the content was given.
 * - `broken`: it was not; a finding says why.
 * - `stopped`: as `onContent` asked.
 */
export type Unpacked = 'whole' | 'broken' | 'stopped';

/** What was read so far against what came of it; a finding where it is too much. */
export function isBomb({ findings, limits }: Unpacking, stored: number, content: number): boolean {
  const isTooLarge = content > limits.contentBytes;
  const isTooDense = content > limits.ratioFrom && content > limits.ratio * stored;
  if (isTooLarge) findings.add('GZIP-BOMB', { offset: stored }, `more than ${limits.contentBytes} bytes of content`);
  else if (isTooDense) {
    findings.add(
      'GZIP-BOMB',
      { offset: stored },
      `${content} bytes of content from ${stored}; limit ${limits.ratio} to 1`,
    );
  }
  return isTooLarge || isTooDense;
}
