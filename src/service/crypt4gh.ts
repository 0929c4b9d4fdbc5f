/** Crypt4GH on files: keys and passphrases from where they lie, output under a temporary name until it is whole. */

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  Crypt4ghError,
  decryptCrypt4gh,
  encryptCrypt4gh,
  MAX_KEY_FILE_BYTES,
  parsePublicKey,
  parseSecretKey,
  type Crypt4ghErrorCode,
  type KeyPair,
} from '../provenance/index.ts';
import { ServiceError } from './errors.ts';
import { readPrivateFile } from './keys/private-file.ts';

/** What a file holds. */
export interface Content {
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

export interface SecretKeySource {
  readonly file: string;
  /** Absent: the key should not be locked. */
  readonly passphrase?: string;
}

export interface EncryptRequest {
  readonly input: string;
  readonly output: string;
  /** Files of public keys. */
  readonly recipients: readonly string[];
  /** The writer's; absent: a new one for this file. */
  readonly key?: SecretKeySource;
}

export interface DecryptRequest {
  readonly input: string;
  readonly output: string;
  readonly key: SecretKeySource;
  /** What is to come out, as it was recorded when the file was made. */
  readonly expected?: Partial<Content>;
}

type BadKey = { readonly kind: 'bad-key'; readonly message: string };

export type Encryption = { readonly kind: 'encrypted'; readonly plain: Content; readonly encrypted: Content } | BadKey;

export type Decryption =
  | { readonly kind: 'decrypted'; readonly plain: Content; readonly encrypted: Content }
  | { readonly kind: 'refused'; readonly code: Crypt4ghErrorCode | 'OTHER-CONTENT'; readonly message: string }
  | BadKey;

/** Throws a `ServiceError`: `IO` where a file cannot be read or written, `REJECTED` where others can read a private key. */
export async function encryptFile({ input, output, recipients, key }: EncryptRequest): Promise<Encryption> {
  const publicKeys: Uint8Array[] = [];
  for (const file of recipients) {
    const parsed = parsePublicKey(await readKeyFile(file));
    if (parsed.kind === 'fault') return badKey(file, parsed.message);
    publicKeys.push(parsed.publicKey);
  }
  const writer = key === undefined ? undefined : await secretKeyOf(key);
  if (writer?.kind === 'bad-key') return writer;
  const [plain, encrypted] = [createMeter(), createMeter()];
  const options = { recipients: publicKeys, randomBytes, ...(writer !== undefined && { writer: writer.key }) };
  try {
    const content = encrypted.watch(encryptCrypt4gh(plain.watch(read(input)), options));
    await writeWhole({ file: output, mode: 0o666, content });
  } catch (error) {
    if (error instanceof Crypt4ghError) return { kind: 'bad-key', message: error.message };
    throw error;
  }
  return { kind: 'encrypted', plain: plain.content(), encrypted: encrypted.content() };
}

/** As `encryptFile`. What is refused leaves no output. */
export async function decryptFile({ input, output, key, expected }: DecryptRequest): Promise<Decryption> {
  const reader = await secretKeyOf(key);
  if (reader.kind === 'bad-key') return reader;
  const { key: pair } = reader;
  const [plain, encrypted] = [createMeter(), createMeter()];
  async function* checked(): AsyncGenerator<Uint8Array, void, void> {
    yield* plain.watch(decryptCrypt4gh(encrypted.watch(read(input)), pair));
    const found = plain.content();
    if (!agrees(found, expected)) throw new OtherContent(found);
  }
  try {
    await writeWhole({ file: output, mode: 0o600, content: checked() });
  } catch (error) {
    if (error instanceof Crypt4ghError) return { kind: 'refused', code: error.code, message: error.message };
    if (error instanceof OtherContent) return { kind: 'refused', code: 'OTHER-CONTENT', message: error.message };
    throw error;
  }
  return { kind: 'decrypted', plain: plain.content(), encrypted: encrypted.content() };
}

/** The first line of a file, which may end in a newline. */
export async function readPassphrase(file: string): Promise<string> {
  return Buffer.from(await readPrivateFile(file))
    .toString('utf8')
    .replace(/\r?\n[^]*$/, '');
}

class OtherContent extends Error {
  constructor({ bytes, sha256 }: Content) {
    super(`${bytes} bytes with SHA-256 ${sha256} came out, and others were recorded`);
  }
}

const agrees = (found: Content, { bytes, sha256 }: Partial<Content> = {}): boolean =>
  (bytes === undefined || bytes === found.bytes) && (sha256 === undefined || sha256 === found.sha256);

async function secretKeyOf({
  file,
  passphrase,
}: SecretKeySource): Promise<{ readonly kind: 'key'; readonly key: KeyPair } | BadKey> {
  const parsed = parseSecretKey(await readPrivateFile(file), passphrase);
  return parsed.kind === 'key' ? parsed : badKey(file, parsed.message);
}

const badKey = (file: string, message: string): BadKey => ({ kind: 'bad-key', message: `${file}: ${message}` });

async function readKeyFile(file: string): Promise<Uint8Array> {
  const { size } = await guarded(file, stat(file));
  return size > MAX_KEY_FILE_BYTES ? new Uint8Array() : guarded(file, readFile(file));
}

async function* read(file: string): AsyncGenerator<Uint8Array, void, void> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) yield chunk as Buffer;
  } catch (error) {
    throw failure(file, error);
  }
}

interface Output {
  readonly file: string;
  /** Before the umask: what was decrypted is for its owner alone. */
  readonly mode: number;
  readonly content: AsyncIterable<Uint8Array>;
}

/** Under a name of its own; durable, and under its right name, when all of it is there. */
async function writeWhole({ file, mode, content }: Output): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await guarded(temporary, open(temporary, 'wx', mode));
    try {
      for await (const chunk of content) await guarded(temporary, handle.appendFile(chunk));
      await guarded(temporary, handle.sync());
    } finally {
      await handle.close();
    }
    await guarded(file, rename(temporary, file));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  const folder = await guarded(file, open(path.dirname(file), 'r'));
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Counts and digests what passes. */
function createMeter() {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    async *watch(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
      for await (const chunk of source) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    },
    content: (): Content => ({ bytes, sha256: hash.copy().digest('hex') }),
  };
}

async function guarded<T>(file: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw failure(file, error);
  }
}

const failure = (file: string, cause: unknown): ServiceError =>
  new ServiceError('IO', `${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
