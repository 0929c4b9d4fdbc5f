/** Unpacks gzip files of any number of members (RFC 1952); zlib checks CRC-32 and length of each. */

import { constants, createGunzip, type Gunzip } from 'node:zlib';
import { asBytes, createGiveBack } from './give-back.ts';
import { isBomb, type Unpacked, type Unpacking } from './container.ts';
import type { ContainerCode } from './container-rules.ts';

// Measured: small pieces halve the speed.
const PIECE_BYTES = 1 << 18;

export async function readGzip(unpacking: Unpacking): Promise<Unpacked> {
  const { source, findings, onContent } = unpacking;
  const gunzip = createGunzip({ chunkSize: PIECE_BYTES });
  const giveBack = createGiveBack(1);
  let stored = 0;
  let content = 0;
  let stop: Unpacked | undefined;
  let isOver = false;
  let failure: Error | undefined;
  const over = new Promise<void>((resolve) => {
    const end = (error?: Error): void => {
      isOver = true;
      failure = error;
      resolve();
    };
    gunzip.on('end', () => end());
    gunzip.on('close', () => end(failure));
    gunzip.on('error', end);
  });
  gunzip.on('data', (bytes: Uint8Array) => {
    if (stop !== undefined) return;
    content += bytes.length;
    if (isBomb(unpacking, stored, content)) stop = 'broken';
    else if (!onContent(asBytes(bytes))) stop = 'stopped';
    if (stop !== undefined) gunzip.destroy();
    // A chunk that is not full yet is written on.
    else if (bytes.byteOffset + bytes.length === bytes.buffer.byteLength) giveBack(bytes.buffer);
  });

  // Two pieces by turns: one is read while the other is unpacked.
  const pieces = [new Uint8Array(PIECE_BYTES), new Uint8Array(PIECE_BYTES)] as const;
  try {
    let reading = source.read(0, pieces[0]);
    for (let turn = 0; !isOver; turn++) {
      const piece = turn % 2 === 0 ? pieces[0] : pieces[1];
      const count = await reading;
      stored += count;
      const isLast = count < piece.length;
      if (!isLast) {
        reading = source.read(stored, turn % 2 === 0 ? pieces[1] : pieces[0]);
        // Waited for below, in order; until then nobody else hears of its failure.
        reading.catch(() => undefined);
      }
      await Promise.race([write(gunzip, piece.subarray(0, count), isLast), over]);
      if (isLast) break;
    }
    await over;
  } finally {
    gunzip.destroy();
  }
  if (stop !== undefined) return stop;
  if (failure !== undefined) {
    const [code, message] = faultOf(failure, content);
    findings.add(code, { offset: Math.max(0, gunzip.bytesWritten) }, message);
    return 'broken';
  }
  return tail(unpacking, gunzip.bytesWritten);
}

function write(gunzip: Gunzip, bytes: Uint8Array, isLast: boolean): Promise<void> {
  return new Promise((resolve) => {
    // What fails is told by 'error'.
    const done = (): void => resolve();
    if (isLast) gunzip.end(bytes, done);
    else gunzip.write(bytes, done);
  });
}

const FAULTS: readonly (readonly [text: string, code: ContainerCode])[] = [
  ['incorrect data check', 'GZIP-CRC'],
  ['incorrect length check', 'GZIP-ISIZE'],
  ['unknown compression method', 'GZIP-HEADER'],
  ['unknown header flags set', 'GZIP-HEADER'],
  ['header crc mismatch', 'GZIP-HEADER'],
];

function faultOf(failure: Error, content: number): readonly [ContainerCode, string] {
  const { errno } = failure as { readonly errno?: number };
  if (errno === constants.Z_BUF_ERROR) return ['GZIP-TRUNCATED', `the file ends after ${content} bytes of content`];
  // The first member begins as it should, or nobody would take the file for gzip.
  if (failure.message === 'incorrect header check') return ['GZIP-TRAILING', 'bytes that are no member follow one'];
  const known = FAULTS.find(([text]) => failure.message === text);
  return [known?.[1] ?? 'GZIP-DATA', failure.message];
}

/** zlib stops at a zero byte after a member. Zeros up to the end are padding, as tapes have it. */
async function tail({ source, findings }: Unpacking, from: number): Promise<Unpacked> {
  const piece = new Uint8Array(PIECE_BYTES);
  let offset = from;
  for (;;) {
    const count = await source.read(offset, piece);
    const other = piece.subarray(0, count).findIndex((byte) => byte !== 0);
    if (other >= 0) {
      findings.add('GZIP-TRAILING', { offset: offset + other }, 'bytes follow the last member and zeros');
      return 'broken';
    }
    offset += count;
    if (count < piece.length) break;
  }
  if (offset > from) findings.add('GZIP-PADDING', { offset: from }, `zero bytes at the end: ${offset - from}`);
  return 'whole';
}
