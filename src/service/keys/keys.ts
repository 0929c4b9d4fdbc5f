/**
 * Key files: private keys that only their owner can read, and the public halves beside them.
 *
 * Whatever else can sign (a token behind PKCS #11, a remote signer) takes part as a `NoteSigner`; nothing below needs a file.
 */

import { randomBytes } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import {
  formatPrivateKey,
  isKeyName,
  parsePrivateKey,
  parseVkey,
  SEED_BYTES,
  type KeyPurpose,
  type NoteSigner,
  type PrivateKey,
} from '../../provenance/index.ts';
import { ServiceError, rejected } from '../errors.ts';
import { createPrivateFile, readPrivateFile } from './private-file.ts';

/** Names the ledger's key file where no `--key` does. */
export const KEY_VARIABLE = 'SEQPLAN_LEDGER_KEY';

/** One line; what is longer is no vkey. */
const MAX_PUBLIC_BYTES = 4096;

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
  await createPrivateFile(file, `${skey}\n`);
  await writePublic(`${file}.pub`, `${vkey}\n`, file);
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
  const text = (await readPublic(textOrFile)).trimEnd();
  if (parseVkey(text) !== undefined) return text;
  throw rejected(
    'KEY-FORMAT',
    `${textOrFile} is no verifier key, and holds none`,
    'Give NAME+ID+BASE64, or a .pub file.',
  );
}

async function readPrivateKey(file: string): Promise<PrivateKey> {
  const key = parsePrivateKey((await readKey(file)).trimEnd());
  if (key !== undefined) return key;
  throw rejected('KEY-FORMAT', `${file} holds no private key`, 'Make one with: seqplan key create FILE --name NAME');
}

async function readKey(file: string): Promise<string> {
  try {
    return new TextDecoder().decode(await readPrivateFile(file));
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'IO') throw unreadable(file, error.cause);
    throw error;
  }
}

async function readPublic(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    return size > MAX_PUBLIC_BYTES ? '' : await readFile(file, 'utf8');
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** A private key without a public half could sign what nobody can check: it is taken back. */
async function writePublic(file: string, text: string, privateFile: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (cause) {
    await rm(privateFile, { force: true });
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') {
      throw rejected('KEY-EXISTS', `${file} exists already`, 'Keys are never replaced: choose another name.');
    }
    throw new ServiceError('IO', `cannot write ${file}: ${messageOf(cause)}`, { cause });
  }
}

const unreadable = (file: string, cause: unknown): ServiceError =>
  rejected('KEY-UNREADABLE', `cannot read ${file}: ${messageOf(cause)}`, 'Check the path and the permissions.');

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
