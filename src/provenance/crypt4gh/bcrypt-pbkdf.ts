/**
 * bcrypt_pbkdf of OpenBSD, which turns a passphrase into a key by way of Blowfish: only to read Crypt4GH keys that were made where
 * there was no scrypt. Written from OpenBSD's lib/libutil/bcrypt_pbkdf.c and lib/libc/crypt/blowfish.c.
 */

import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';

const HASH_BYTES = 32;

export interface BcryptPbkdfOptions {
  readonly passphrase: Uint8Array;
  readonly salt: Uint8Array;
  readonly rounds: number;
}

/** 32 bytes: one block of output, which is all that a key takes. About 10 ms a round. */
export function bcryptPbkdf({ passphrase, salt, rounds }: BcryptPbkdfOptions): Uint8Array {
  const hashedPass = sha512(passphrase);
  // Number of the block, of which there is one.
  let block = bcryptHash(hashedPass, sha512(Buffer.concat([salt, Buffer.of(0, 0, 0, 1)])));
  const key = Buffer.from(block);
  for (let round = 1; round < rounds; round++) {
    block = bcryptHash(hashedPass, sha512(block));
    for (const [i, byte] of block.entries()) key.writeUInt8(key.readUInt8(i) ^ byte, i);
  }
  return key;
}

function bcryptHash(pass: Uint8Array, salt: Uint8Array): Uint8Array {
  const state = initialState();
  const [passWords, saltWords] = [wordsOf(pass), wordsOf(salt)];
  expand(state, passWords, saltWords);
  for (let i = 0; i < 64; i++) {
    expand(state, saltWords, NO_SALT);
    expand(state, passWords, NO_SALT);
  }
  const data = wordsOf(Buffer.from('OxychromaticBlowfishSwatDynamite'));
  for (let i = 0; i < 64; i++) for (let j = 0; j < HASH_BYTES; j += 8) encipher(state, data, j);
  return new Uint8Array(data.buffer);
}

/** Words of 32 bits, little-endian; places in them are counted in bytes. */
type Words = DataView<ArrayBuffer>;

interface BlowfishState {
  /** 18 round keys. */
  readonly p: Words;
  /** Four boxes of 256 words, one behind the other. */
  readonly s: Words;
}

const NO_SALT: Words = new DataView(new ArrayBuffer(64));

/** The key goes into the round keys; then all words are replaced in pairs by what a chain of encryptions of the salt gives. */
function expand(state: BlowfishState, key: Words, salt: Words): void {
  const { p, s } = state;
  for (let i = 0; i < p.byteLength; i += 4) {
    p.setUint32(i, p.getUint32(i, true) ^ key.getUint32(i % key.byteLength, true), true);
  }
  const pair = new DataView(new ArrayBuffer(8));
  let place = 0;
  for (const words of [p, s]) {
    for (let i = 0; i < words.byteLength; i += 8) {
      pair.setUint32(0, pair.getUint32(0, true) ^ salt.getUint32(place % 64, true), true);
      pair.setUint32(4, pair.getUint32(4, true) ^ salt.getUint32((place + 4) % 64, true), true);
      place += 8;
      encipher(state, pair, 0);
      words.setUint32(i, pair.getUint32(0, true), true);
      words.setUint32(i + 4, pair.getUint32(4, true), true);
    }
  }
}

/** The words at bytes `at` and `at` + 4, in place. */
function encipher({ p, s }: BlowfishState, words: Words, at: number): void {
  let left = words.getInt32(at, true) ^ p.getInt32(0, true);
  let right = words.getInt32(at + 4, true);
  for (let round = 1; round <= 16; round++) {
    const sum = (s.getInt32((left >>> 24) * 4, true) + s.getInt32((256 + ((left >>> 16) & 255)) * 4, true)) | 0;
    const f = (sum ^ s.getInt32((512 + ((left >>> 8) & 255)) * 4, true)) + s.getInt32((768 + (left & 255)) * 4, true);
    const next = right ^ f ^ p.getInt32(round * 4, true);
    right = left;
    left = next;
  }
  words.setInt32(at, right ^ p.getInt32(17 * 4, true), true);
  words.setInt32(at + 4, left, true);
}

let pi: Words | undefined;

/** Blowfish begins with the fraction of pi: 18 + 4 x 256 words. */
function initialState(): BlowfishState {
  pi ??= fractionOfPi(18 + 1024);
  const { buffer } = pi;
  return { p: new DataView(buffer.slice(0, 18 * 4)), s: new DataView(buffer.slice(18 * 4)) };
}

/** pi = 16 arctan(1/5) - 4 arctan(1/239) (Machin), in fixed point with 64 bits to spare. */
function fractionOfPi(words: number): Words {
  const bits = BigInt(words * 32 + 64);
  const arctanOfInverse = (x: bigint): bigint => {
    let power = (1n << bits) / x;
    let sum = 0n;
    for (let n = 1n; power > 0n; n += 4n) {
      sum += power / n;
      power /= x * x;
      sum -= power / (n + 2n);
      power /= x * x;
    }
    return sum;
  };
  const value = 16n * arctanOfInverse(5n) - 4n * arctanOfInverse(239n) - (3n << bits);
  const hex = (value >> 64n).toString(16).padStart(words * 8, '0');
  return wordsOf(Buffer.from(hex, 'hex'));
}

/** Of big-endian bytes. */
function wordsOf(bytes: Uint8Array): Words {
  return new DataView(new Uint8Array(Buffer.from(bytes).swap32()).buffer);
}

const sha512 = (bytes: Uint8Array): Uint8Array => createHash('sha512').update(bytes).digest();
