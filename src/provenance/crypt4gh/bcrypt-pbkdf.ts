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
    for (let i = 0; i < HASH_BYTES; i++) key[i] = (key[i] ?? 0) ^ (block[i] ?? 0);
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
  for (let i = 0; i < 64; i++) for (let j = 0; j < data.length; j += 2) encipher(state, data, j);
  const out = Buffer.alloc(HASH_BYTES);
  for (const [i, word] of data.entries()) out.writeUInt32LE(word, i * 4);
  return out;
}

interface BlowfishState {
  /** 18 round keys. */
  readonly p: Uint32Array;
  /** Four boxes of 256 words, one behind the other. */
  readonly s: Uint32Array;
}

const NO_SALT = new Uint32Array(16);

/** The key goes into the round keys; then all words are replaced in pairs by what a chain of encryptions of the salt gives. */
function expand(state: BlowfishState, key: Uint32Array, salt: Uint32Array): void {
  const { p, s } = state;
  for (let i = 0; i < p.length; i++) p[i] = (p[i] ?? 0) ^ (key[i % key.length] ?? 0);
  const pair = new Uint32Array(2);
  let place = 0;
  for (const words of [p, s]) {
    for (let i = 0; i < words.length; i += 2) {
      pair[0] = (pair[0] ?? 0) ^ (salt[place % 16] ?? 0);
      pair[1] = (pair[1] ?? 0) ^ (salt[(place + 1) % 16] ?? 0);
      place += 2;
      encipher(state, pair, 0);
      words[i] = pair[0] ?? 0;
      words[i + 1] = pair[1] ?? 0;
    }
  }
}

/** Words `at` and `at` + 1, in place. */
function encipher({ p, s }: BlowfishState, words: Uint32Array, at: number): void {
  let left = ((words[at] ?? 0) ^ (p[0] ?? 0)) >>> 0;
  let right = words[at + 1] ?? 0;
  for (let round = 1; round <= 16; round++) {
    const sum = (s[left >>> 24] ?? 0) + (s[256 + ((left >>> 16) & 255)] ?? 0);
    const f = ((sum ^ (s[512 + ((left >>> 8) & 255)] ?? 0)) + (s[768 + (left & 255)] ?? 0)) | 0;
    const next = (right ^ f ^ (p[round] ?? 0)) >>> 0;
    right = left;
    left = next;
  }
  words[at] = right ^ (p[17] ?? 0);
  words[at + 1] = left;
}

let pi: Uint32Array | undefined;

/** Blowfish begins with the fraction of pi: 18 + 4 x 256 words. */
function initialState(): BlowfishState {
  pi ??= fractionOfPi(18 + 1024);
  return { p: pi.slice(0, 18), s: pi.slice(18) };
}

/** pi = 16 arctan(1/5) - 4 arctan(1/239) (Machin), in fixed point with 64 bits to spare. */
function fractionOfPi(words: number): Uint32Array {
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
  return Uint32Array.from({ length: words }, (_, i) => Number.parseInt(hex.slice(i * 8, i * 8 + 8), 16));
}

/** Big-endian. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  const buffer = Buffer.from(bytes);
  return Uint32Array.from({ length: buffer.length / 4 }, (_, i) => buffer.readUInt32BE(i * 4));
}

const sha512 = (bytes: Uint8Array): Uint8Array => createHash('sha512').update(bytes).digest();
