/** Contigs of BAM and BCF: a text between lengths, and of BAM a list after it (SAMv1 4.2, VCFv4.3 6.2). */

import { Buffer } from 'node:buffer';
import type { Contig } from './contig-list.ts';
import { createSamContigs, createVcfContigs, type ContigLines } from './header-contigs.ts';

/** Takes contigs from the first bytes of a content. */
export interface ContigBytes {
  /** False: no more bytes are wanted. */
  push(bytes: Uint8Array): boolean;
  /** No more bytes. A text where they cannot be told. */
  end(): readonly Contig[] | string;
}

/** Larger headers are not read. */
export const LARGEST_HEADER_BYTES = 256 << 20;

/** `read` is given all bytes so far, and undefined where it wants more. */
function createHead(read: (bytes: Buffer) => readonly Contig[] | string | undefined): ContigBytes {
  const pieces: Buffer[] = [];
  let total = 0;
  // Doubled each time: the head is not read again for every piece of it.
  let next = 1 << 16;
  let result: readonly Contig[] | string | undefined;
  const look = (): boolean => {
    const whole = Buffer.concat(pieces, total);
    pieces.splice(0, pieces.length, whole);
    result = read(whole);
    return result === undefined;
  };
  return {
    push(bytes) {
      if (result !== undefined) return false;
      pieces.push(Buffer.from(bytes));
      total += bytes.length;
      if (total < next) return true;
      next = 2 * total;
      if (!look()) return false;
      if (total > LARGEST_HEADER_BYTES) result = `the header is larger than ${LARGEST_HEADER_BYTES} bytes`;
      return result === undefined;
    },
    end() {
      if (result === undefined) look();
      return result ?? 'the file ends in its header';
    },
  };
}

const linesOf = (text: Buffer, lines: ContigLines): void => {
  for (let at = 0; at < text.length;) {
    const feed = text.indexOf(0x0a, at);
    const end = feed < 0 ? text.length : feed;
    if (!lines.line(text.toString('utf8', at, end))) return;
    at = end + 1;
  }
};

/** Names and lengths of the list; checksums of the text. */
export const createBamContigs = (): ContigBytes =>
  createHead((bytes) => {
    if (bytes.length < 12) return undefined;
    if (bytes.toString('latin1', 0, 4) !== 'BAM\u0001') return 'the first bytes are not those of BAM';
    const textBytes = bytes.readInt32LE(4);
    if (textBytes < 0 || textBytes > LARGEST_HEADER_BYTES) return `the header text has ${textBytes} bytes`;
    let at = 8 + textBytes;
    if (bytes.length < at + 4) return undefined;
    const count = bytes.readInt32LE(at);
    at += 4;
    const contigs: Contig[] = [];
    for (let i = 0; i < count; i++) {
      if (bytes.length < at + 4) return undefined;
      const nameBytes = bytes.readInt32LE(at);
      if (nameBytes < 1 || nameBytes > 65_536) return `reference ${i} has a name of ${nameBytes} bytes`;
      if (bytes.length < at + 8 + nameBytes) return undefined;
      const name = bytes.toString('utf8', at + 4, at + 3 + nameBytes);
      contigs.push({ name, length: bytes.readInt32LE(at + 4 + nameBytes) });
      at += 8 + nameBytes;
    }
    const text = createSamContigs();
    linesOf(bytes.subarray(8, 8 + textBytes), text);
    const told = new Map(text.contigs().map(({ name, md5 }) => [name, md5]));
    return contigs.map((contig) => {
      const md5 = told.get(contig.name);
      return md5 === undefined ? contig : { ...contig, md5 };
    });
  });

export const createBcfContigs = (): ContigBytes =>
  createHead((bytes) => {
    if (bytes.length < 9) return undefined;
    if (bytes.toString('latin1', 0, 4) !== 'BCF\u0002') return 'the first bytes are not those of BCF 2';
    const textBytes = bytes.readUInt32LE(5);
    if (textBytes > LARGEST_HEADER_BYTES) return `the header text has ${textBytes} bytes`;
    if (bytes.length < 9 + textBytes) return undefined;
    const lines = createVcfContigs();
    linesOf(bytes.subarray(9, 9 + textBytes), lines);
    return lines.contigs();
  });
