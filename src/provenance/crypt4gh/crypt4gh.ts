/**
 * Crypt4GH (GA4GH File Encryption Standard 1.0): files that only the holders of some X25519 keys can read, both ways, in streams.
 *
 * Each segment of 64 KiB is sealed for itself. Nothing tells where a file ends, or that segments are in order: keep the size and
 * SHA-256 of the plaintext, and hold what comes out against them.
 */

import { createBytesReader, type ByteStream } from './bytes-reader.ts';
import { NONCE_BYTES, seal, SEAL_BYTES, unseal } from './chacha.ts';
import { Crypt4ghError } from './crypt4gh-error.ts';
import { applyEdits } from './edit-list.ts';
import { encodeHeader, ephemeralKeyPair, readHeader } from './header.ts';
import { KEY_BYTES, type KeyPair } from './x25519.ts';

/** Plaintext of one segment. */
export const SEGMENT_BYTES = 65_536;

export interface EncryptOptions {
  /** Public keys of 32 bytes, at least one. */
  readonly recipients: readonly Uint8Array[];
  /** Absent: a pair for this file alone. */
  readonly writer?: KeyPair;
  /** Of what is encrypted, what readers are to be shown: skip, keep, ... */
  readonly edits?: readonly number[];
  /** Keys and nonces: of cryptographic quality, or files can be read by others. */
  readonly randomBytes: (length: number) => Uint8Array;
}

/** An empty file has a header and no segment. */
export async function* encryptCrypt4gh(
  source: ByteStream,
  { recipients, writer, edits, randomBytes }: EncryptOptions,
): AsyncGenerator<Uint8Array, void, void> {
  const dataKey = randomBytes(KEY_BYTES);
  const header = edits === undefined ? { dataKeys: [dataKey] } : { dataKeys: [dataKey], edits };
  const keys = { writer: writer ?? ephemeralKeyPair(randomBytes), readers: recipients, randomBytes };
  yield encodeHeader(header, keys);
  const reader = createBytesReader(source);
  for (;;) {
    const plain = await reader.take(SEGMENT_BYTES);
    if (plain.length > 0) yield seal(dataKey, randomBytes(NONCE_BYTES), plain);
    if (plain.length < SEGMENT_BYTES) return;
  }
}

/**
 * What was encrypted, edit list applied. Throws a `Crypt4ghError`, perhaps after good segments came out: what came out counts for
 * nothing until the end.
 */
export async function* decryptCrypt4gh(source: ByteStream, key: KeyPair): AsyncGenerator<Uint8Array, void, void> {
  const reader = createBytesReader(source);
  const { dataKeys, edits } = await readHeader(reader, key);
  const plain = openSegments(() => reader.take(SEGMENT_BYTES + SEAL_BYTES), dataKeys);
  yield* edits === undefined ? plain : applyEdits(plain, edits);
}

async function* openSegments(
  next: () => Promise<Uint8Array>,
  dataKeys: readonly Uint8Array[],
): AsyncGenerator<Uint8Array, void, void> {
  for (let number = 0; ; number++) {
    const sealed = await next();
    if (sealed.length === 0) return;
    if (sealed.length < SEAL_BYTES) throw new Crypt4ghError('TRUNCATED', `the file ends inside segment ${number}`);
    const plain = openWithAny(dataKeys, sealed);
    const isShort = sealed.length < SEGMENT_BYTES + SEAL_BYTES;
    if (plain === undefined) {
      const why = isShort ? ', or the file ends inside it' : '';
      throw new Crypt4ghError('DAMAGED', `segment ${number} is not as it was written${why}`);
    }
    // Others write an empty segment behind the last full one, or into an empty file.
    if (plain.length > 0) yield plain;
    if (isShort) return;
  }
}

function openWithAny(dataKeys: readonly Uint8Array[], sealed: Uint8Array): Uint8Array | undefined {
  for (const key of dataKeys) {
    const plain = unseal(key, sealed);
    if (plain !== undefined) return plain;
  }
  return undefined;
}
