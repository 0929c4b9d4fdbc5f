/** Crypt4GH files and keys that other tools wrote, and how to read them all at once. */

import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decryptCrypt4gh, parseSecretKey, type KeyPair } from '../../src/provenance/index.ts';

const FOLDER = fileURLToPath(new URL('../../../shared/data/provenance/crypt4gh/', import.meta.url));
export const hasCases = existsSync(FOLDER);
if (!hasCases) console.warn(`skipped: there are no Crypt4GH files of other tools in ${FOLDER}`);

export const shared = (name: string): Buffer => readFileSync(`${FOLDER}${name}`);

export interface Case {
  readonly file: string;
  readonly secret: string;
  readonly passphrase: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** One line each, behind a line of names. */
export const cases: readonly Case[] = !hasCases
  ? []
  : shared('cases.tsv')
      .toString()
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => {
        const [file = '', secret = '', passphrase = '', , bytes = '', sha256 = ''] = line.split('\t');
        return { file, secret, passphrase: passphrase === '-' ? '' : passphrase, bytes: Number(bytes), sha256 };
      });

/** In chunks that fit nothing. */
export async function* stream(bytes: Uint8Array, chunkBytes = 10_007): AsyncGenerator<Uint8Array, void, void> {
  for (let start = 0; start < bytes.length; start += chunkBytes) yield bytes.subarray(start, start + chunkBytes);
}

export async function gather(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export const decrypted = (file: Uint8Array, key: KeyPair): Promise<Buffer> =>
  gather(decryptCrypt4gh(stream(file), key));

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export function secretKey(file: Uint8Array, passphrase = ''): KeyPair {
  const parsed = parseSecretKey(file, passphrase);
  if (parsed.kind !== 'key') throw new Error(parsed.message);
  return parsed.key;
}

const asPem = (label: string, base64: string): Buffer =>
  Buffer.from(`-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`);

/** EGA-archive/crypt4gh `tests/_common` (Apache-2.0): published test keys, locked by bcrypt with 100 rounds. */
export const BOB = {
  passphrase: 'bob',
  secret: asPem(
    'ENCRYPTED PRIVATE KEY',
    'YzRnaC12MQAGYmNyeXB0ABQAAABkb1LLjyLNrcL4IgMD+NuDDQARY2hhY2hhMjBfcG9seTEzMDUAPFfaFm7bJc+pr6IRezakf5AsP7HTZnVfhSBt7XIKQcJBJY/yrPSfLxLvPMY4Edu4r0hyJTX2CNqR7wmwYg==',
  ),
  publicKey: 'JXGe7vpNZpWEhsxrIE/h83xst7sQ+2INpaoiGjtLIDg=',
};

/** uio-bmi/crypt4gh `src/test/resources` (MIT): published test keys, locked by scrypt, and in PKCS #8. */
export const READER = {
  passphrase: 'password',
  secret: asPem(
    'CRYPT4GH ENCRYPTED PRIVATE KEY',
    'YzRnaC12MQAGc2NyeXB0ABQAAAAAbY7POWSS/pYIR8zrPQZJ+QARY2hhY2hhMjBfcG9seTEzMDUAPKc4jWLf1h2T5FsPhNUYMMZ8y36ESATXOuloI0uxKxov3OZ/EbW0Rj6XY0pd7gcBLQDFwakYB7KMgKjiCAAA',
  ),
  publicKey: 'y67skGFKqYN+0n+1P0FyxYa/lHPUWiloN4kdrx7J3BA=',
  pkcs8: asPem('PRIVATE KEY', 'MC4CAQAwBQYDK2VuBCIEIAgmcxu+SNGMEpeYcPrlY9J3nblIio4/W84ZkufQzyRR'),
  spki: asPem('PUBLIC KEY', 'MCowBQYDK2VuAyEAVALMv4OLEuQHp1SRUTA+NAt3Z1YxZjerTW2s+ZBuEz4='),
};
