/**
 * Gives parts of a file in place of all of it: its beginning, pieces spread evenly, its end. What is stored plain or as BGZF can be
 * entered anywhere; gzip only at its beginning.
 */

import { Buffer } from 'node:buffer';
import { readBlocks } from './bgzf.ts';
import { HELD_BYTES } from './bgzf-batch.ts';
import { blockStart, SEARCH_BYTES } from './bgzf-block.ts';
import type { Container, Unpacked, Unpacking } from './container.ts';
import { readGzip } from './gzip.ts';

/** Pieces between beginning and end, and stored bytes of each: 0.25 % of 100 GB, read and judged in seconds. */
export const SAMPLES = 256;
export const SAMPLE_BYTES: number = 1 << 20;

/** Content of the beginning: as much as this, and then on to where other parts can be judged by themselves, at most this much. */
const [HEAD_BYTES, LONGEST_HEAD_BYTES] = [4 << 20, 64 << 20];
/** Content of gzip that is judged. */
const GZIP_BYTES = 256 << 20;

/** Smaller files are read whole: it takes no longer. */
export const isWorthSampling = (size: number, samples: number): boolean => size > 2 * samples * SAMPLE_BYTES;

export interface Sampling extends Unpacking {
  /** Of the file, in bytes. */
  readonly size: number;
  readonly samples: number;
  /** Told before a part that does not follow the one before, with where it is stored. False: parts cannot be judged by themselves. */
  readonly onGap: (offset: number) => boolean;
}

export interface Sampled {
  readonly unpacked: Unpacked;
  /** Stored bytes whose content was given. */
  readonly bytes: number;
}

/** `size` is worth sampling. Findings and failures as of `unpack`. */
export function readSampled(container: Container, sampling: Sampling): Promise<Sampled> {
  if (container === 'gzip') return readBeginning(sampling);
  return readParts(sampling, container === 'bgzf' ? rangesOfBlocks(sampling) : rangesOfBytes(sampling));
}

async function readBeginning(sampling: Sampling): Promise<Sampled> {
  const { source, onContent } = sampling;
  let content = 0;
  let bytes = 0;
  const unpacked = await readGzip({
    ...sampling,
    source: {
      ...source,
      async read(offset, into) {
        const count = await source.read(offset, into);
        bytes = Math.max(bytes, offset + count);
        return count;
      },
    },
    onContent(piece) {
      content += piece.length;
      return onContent(piece) && content < GZIP_BYTES;
    },
  });
  return { unpacked, bytes };
}

/** Reads what is stored in `[from, to)`, or from the first block in it to the last that begins in it. */
type ReadRange = (from: number, to: number, onContent: Unpacking['onContent']) => Promise<RangeRead>;

interface RangeRead {
  readonly unpacked: Unpacked;
  /** Where what was given ends, and where it began. */
  readonly start: number;
  readonly end: number;
}

async function readParts(sampling: Sampling, read: ReadRange): Promise<Sampled> {
  const { size, samples, onContent, onGap } = sampling;
  let content = 0;
  let isInParts = false;
  const head = await read(0, size, (piece) => {
    content += piece.length;
    if (!onContent(piece)) return false;
    if (content < HEAD_BYTES) return true;
    isInParts = onGap(0);
    return !isInParts && content < LONGEST_HEAD_BYTES;
  });
  let bytes = head.end;
  if (head.unpacked !== 'stopped' || !isInParts) return { unpacked: head.unpacked, bytes };
  const tail = size - SAMPLE_BYTES;
  for (let sample = 0; sample <= samples; sample++) {
    const isLast = sample === samples;
    const at = Math.floor(head.end + ((tail - head.end) * (sample + 0.5)) / samples);
    const from = isLast ? tail : at;
    if (!onGap(from)) return { unpacked: 'stopped', bytes };
    const part = await read(from, isLast ? Number.POSITIVE_INFINITY : from + SAMPLE_BYTES, onContent);
    bytes += part.end - part.start;
    if (part.unpacked === 'broken' || isLast) return { unpacked: part.unpacked, bytes };
  }
  return { unpacked: 'stopped', bytes };
}

function rangesOfBytes({ source }: Sampling): ReadRange {
  const piece = new Uint8Array(SAMPLE_BYTES);
  return async (start, to, onContent) => {
    for (let end = start; ;) {
      if (end >= to) return { unpacked: 'stopped', start, end };
      const count = await source.read(end, piece);
      end += count;
      const goesOn = count === 0 || onContent(piece.subarray(0, count));
      if (!goesOn) return { unpacked: 'stopped', start, end };
      if (count < piece.length) return { unpacked: 'whole', start, end };
    }
  };
}

function rangesOfBlocks(sampling: Sampling): ReadRange {
  const held = Buffer.alloc(HELD_BYTES);
  const first = Buffer.alloc(SEARCH_BYTES);
  return async (from, to, onContent) => {
    let start = from;
    if (from > 0) {
      const count = await sampling.source.read(from, first);
      const at = blockStart(first.subarray(0, count));
      if (at < 0) {
        sampling.findings.add('BGZF-MAGIC', { offset: from }, `no block begins in the ${count} bytes from here on`);
        return { unpacked: 'broken', start: from, end: from };
      }
      start = from + at;
    }
    const { unpacked, end } = await readBlocks({ ...sampling, onContent }, { from: start, to, held });
    return { unpacked, start, end };
  };
}
