/** SHA-256 and SHA-1 of a file or a text, in one reading. */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';

/** Lower-case hex. SHA-1 only because IEEE 2791 names files by it. */
export interface FileDigests {
  readonly sha256: string;
  readonly sha1: string;
  readonly bytes: number;
}

/** undefined: there is no such regular file, or it cannot be read. */
export async function fileDigests(file: string): Promise<FileDigests | undefined> {
  const sha256 = createHash('sha256');
  const sha1 = createHash('sha1');
  let bytes = 0;
  try {
    const found = await lstat(file);
    if (!found.isFile()) return undefined;
    // A stream costs more than a small file.
    if (found.size <= SMALL_BYTES) return digestsOf(await readFile(file));
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Uint8Array>) {
      sha256.update(chunk);
      sha1.update(chunk);
      bytes += chunk.length;
    }
  } catch {
    return undefined;
  }
  return { sha256: sha256.digest('hex'), sha1: sha1.digest('hex'), bytes };
}

/** Of its UTF-8. */
export const textDigests = (text: string): FileDigests => digestsOf(Buffer.from(text));

const SMALL_BYTES = 1 << 20;

const digestsOf = (bytes: Uint8Array): FileDigests => ({
  sha256: createHash('sha256').update(bytes).digest('hex'),
  sha1: createHash('sha1').update(bytes).digest('hex'),
  bytes: bytes.length,
});
