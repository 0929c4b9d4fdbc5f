/**
 * Key files: private keys that only their owner can read, and the public halves beside them.
 *
 * Whatever else can sign (a token behind PKCS #11, a remote signer) takes part as a `NoteSigner`; nothing below needs a file.
 */

import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import process from 'node:process';
import {
  formatPrivateKey,
  isKeyName,
  parsePrivateKey,
  parseVkey,
  SEED_BYTES,
  type KeyPurpose,
  type NoteSigner,
  type PrivateKey,
} from '../provenance/index.ts';
import { ServiceError } from './errors.ts';

/** Names the ledger's key file where no `--key` does. */
export const KEY_VARIABLE = 'SEQPLAN_LEDGER_KEY';

/** A key file holds one line; what is longer is none. */
const MAX_KEY_BYTES = 4096;

export interface KeyFileOptions {
  readonly file: string;
  /** Names the key in signature lines, best a URL without scheme. */
  readonly name: string;
  readonly purpose: KeyPurpose;
  /** 32 bytes that nobody can guess; default: from this machine. */
  readonly seed?: Uint8Array;
}

/**
 * Makes a key: `file` with mode 0600, `file.pub` with the vkey, which is returned. Neither may be there.
 * @throws ServiceError `REJECTED`, `IO`
 */
export async function createKeyFile({ file, name, purpose, seed }: KeyFileOptions): Promise<string> {
  if (!isKeyName(name)) {
    throw rejected(
      'KEY-NAME',
      `${name} is no key name`,
      'Choose one without blanks and +, such as lab.example/ledger.',
    );
  }
  const { skey, vkey } = formatPrivateKey({ name, purpose, seed: seed ?? randomBytes(SEED_BYTES) });
  // The public half first: a private key without it could sign what nobody can check.
  await writeNew(`${file}.pub`, `${vkey}\n`, 0o644);
  try {
    await writeNew(file, `${skey}\n`, 0o600);
  } catch (error) {
    await rm(`${file}.pub`, { force: true });
    throw error;
  }
  return vkey;
}

/**
 * Reads a private key. The file must be the reader's own, and nobody else's to read.
 * @throws ServiceError `REJECTED`: no such file, wrong mode, no key, a key for something else. Never tells what is in the file.
 */
export async function readKeyFile(file: string, purpose: KeyPurpose): Promise<NoteSigner> {
  const key = await readPrivateKey(file);
  if (key.purpose === purpose) return key.signer;
  const made = { checkpoint: 'without --witness', witness: 'with --witness' } as const;
  const hint = `Make another key ${made[purpose]}; one key is never used for both.`;
  throw rejected('KEY-PURPOSE', `${file} holds a key that is not for this (${key.purpose})`, hint);
}

/** The signer of the key file that was named, or else of the one that the environment names, or else none. */
export async function ledgerSigner(
  file: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<NoteSigner | undefined> {
  const named = file ?? environment[KEY_VARIABLE];
  return named === undefined || named === '' ? undefined : readKeyFile(named, 'checkpoint');
}

/**
 * A vkey as text, or the file that holds one.
 * @throws ServiceError `REJECTED`
 */
export async function readVkey(textOrFile: string): Promise<string> {
  if (parseVkey(textOrFile) !== undefined) return textOrFile;
  const text = (await readSmall(textOrFile, () => undefined)).trimEnd();
  if (parseVkey(text) !== undefined) return text;
  throw rejected(
    'KEY-FORMAT',
    `${textOrFile} is no verifier key, and holds none`,
    'Give NAME+ID+BASE64, or a .pub file.',
  );
}

async function readPrivateKey(file: string): Promise<PrivateKey> {
  const text = await readSmall(file, async (handle) => assertIsPrivate(file, handle));
  const key = parsePrivateKey(text.trimEnd());
  if (key !== undefined) return key;
  throw rejected('KEY-FORMAT', `${file} holds no private key`, 'Make one with: seqplan key create FILE --name NAME');
}

/** By the open file, not by its name, which may come to mean another file. */
async function assertIsPrivate(file: string, handle: FileHandle): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode, uid } = await handle.stat();
  const rights = (mode & 0o777).toString(8).padStart(4, '0');
  if ((mode & 0o077) !== 0) {
    throw rejected('KEY-MODE', `${file} has mode ${rights}: others may read or change it`, `chmod 600 ${file}`);
  }
  if (uid !== process.getuid?.()) {
    throw rejected('KEY-OWNER', `${file} belongs to user ${uid}`, 'A key is read by the user to whom it belongs.');
  }
}

async function readSmall(file: string, check: (handle: FileHandle) => Promise<void> | undefined): Promise<string> {
  let handle: FileHandle;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw rejected('KEY-UNREADABLE', `cannot read ${file}: ${messageOf(cause)}`, 'Check the path and the permissions.');
  }
  try {
    await check(handle);
    const found = await handle.stat();
    if (!found.isFile() || found.size > MAX_KEY_BYTES) {
      throw rejected(
        'KEY-FORMAT',
        `${file} holds no key: ${found.isFile() ? `${found.size} bytes` : 'no file'}`,
        'Give a key file.',
      );
    }
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

async function writeNew(file: string, text: string, mode: number): Promise<void> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'wx', mode);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') {
      throw rejected('KEY-EXISTS', `${file} exists`, 'Choose another name: keys are never overwritten.');
    }
    throw new ServiceError('IO', `cannot write ${file}: ${messageOf(cause)}`, { cause });
  }
  try {
    await handle.writeFile(text);
    await handle.sync();
  } catch (cause) {
    await rm(file, { force: true });
    throw new ServiceError('IO', `cannot write ${file}: ${messageOf(cause)}`, { cause });
  } finally {
    await handle.close();
  }
}

function rejected(code: string, message: string, hint: string): ServiceError {
  return new ServiceError('REJECTED', message, { findings: [{ code, severity: 'error', path: '', message, hint }] });
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
