/** The index of BGZF blocks that bgzip writes: how many, then where each but the first begins, stored and in the content; 64 bits each. */

import { Buffer } from 'node:buffer';
import type { Companion } from '../companions.ts';
import type { FileFindings } from '../file-finding.ts';
import type { FastaCode } from './fasta-rules.ts';

export interface GziWatch {
  /** A block that is stored at `offset`, its content at `content`. */
  block(offset: number, content: number): void;
  /** `content`: bytes in all. */
  end(content: number): void;
}

/** undefined where the index itself is wrong, as findings say. */
export function createGziWatch({ name, bytes }: Companion, findings: FileFindings): GziWatch | undefined {
  const add = (code: FastaCode, message: string): void => findings.add(code, { offset: 0 }, `${name}: ${message}`);
  const index = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const fault = faultOf(index);
  if (fault !== undefined) {
    add('GZI-FORMAT', fault);
    return undefined;
  }
  const count = (index.length - 8) / 16;
  let entry = 0;
  let isWrong = false;
  // Empty blocks are not in the index: whether one is, is told by where the next begins.
  let pending: readonly [offset: number, content: number] | undefined;

  const settle = (next: number): void => {
    if (pending === undefined || isWrong) return;
    const [offset, content] = pending;
    if (content === 0 && offset === 0) return;
    const isThere = entry < count && at64(index, 8 + 16 * entry) === offset && at64(index, 16 + 16 * entry) === content;
    if (isThere) entry++;
    else if (next > content) {
      isWrong = true;
      add('GZI-BLOCK', `there is no entry ${entry} of a block at ${offset} with content from ${content} on`);
    }
  };

  return {
    block(offset, content) {
      settle(content);
      pending = [offset, content];
    },
    end(content) {
      settle(content);
      if (pending === undefined) add('GZI-BLOCK', 'the file has no blocks');
      else if (!isWrong && entry < count)
        add('GZI-BLOCK', `${count} entries; the file has ${entry} blocks but the first`);
    },
  };
}

function faultOf(index: Buffer): string | undefined {
  if (index.length < 8) return `${index.length} bytes`;
  const count = at64(index, 0);
  if (index.length !== 8 + 16 * count) return `${count} entries are said to be in ${index.length} bytes`;
  for (let i = 1; i < count; i++) {
    const [here, before] = [8 + 16 * i, 16 * i - 8];
    const rises = at64(index, here) > at64(index, before) && at64(index, here + 8) >= at64(index, before + 8);
    if (!rises) return `entry ${i} is not behind the one before`;
  }
  return undefined;
}

/** Beyond 2^53 it is not exact, and no offset either. */
const at64 = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at) + 2 ** 32 * bytes.readUInt32LE(at + 4);
