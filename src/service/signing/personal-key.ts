/**
 * The key of one person: Ed25519, in PKCS #8 encrypted with a passphrase, so that signing takes two things, the file and the
 * word (21 CFR 11.200(a)(1)). Its public half lies beside it as a vkey whose name is the person's pseudonym.
 */

import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { formatVkey, isKeyName, parseVkey, SIGNATURE_TYPE, type NoteSigner } from '../../provenance/index.ts';
import { rejected } from '../errors.ts';
import { createPrivateFile, readPrivateFile } from '../keys/private-file.ts';
import { writeText } from '../write-text.ts';

/** Shorter ones are guessed. */
export const SHORTEST_PASSPHRASE = 8;

/** Makes `file` and `file.pub`; gives the vkey. @throws ServiceError */
export async function createPersonalKey(file: string, name: string, passphrase: string): Promise<string> {
  if (!isKeyName(name) || /["\\]/.test(name))
    throw rejected('SIGNER-NAME', `'${name}' is not one plain word`, 'Use the pseudonym of the person.');
  if (passphrase.length < SHORTEST_PASSPHRASE)
    throw rejected(
      'PASSPHRASE',
      `the passphrase has fewer than ${SHORTEST_PASSPHRASE} characters`,
      'Take a longer one.',
    );
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase });
  await createPrivateFile(file, pem);
  const vkey = formatVkey(name, SIGNATURE_TYPE.ed25519, rawOf(publicKey));
  await writeText(`${file}.pub`, `${vkey}\n`);
  return vkey;
}

/** @throws ServiceError `REJECTED` where the passphrase is wrong, or `.pub` is not the key's. */
export async function openPersonalKey(file: string, passphrase: string): Promise<NoteSigner> {
  const pem = await readPrivateFile(file);
  const vkey = (await readFile(`${file}.pub`, 'utf8').catch(() => '')).trim();
  const named = parseVkey(vkey);
  if (named === undefined) throw rejected('SIGNER-KEY', `${file}.pub holds no vkey`, 'Keep both files together.');
  const key = privateKeyOf(Buffer.from(pem), passphrase);
  if (key?.asymmetricKeyType !== 'ed25519')
    throw rejected(
      'SIGNER-KEY',
      `${file} does not open as an Ed25519 key with this passphrase`,
      'Give file and passphrase of one person.',
    );
  if (!Buffer.from(rawOf(createPublicKey(key))).equals(named.publicKey))
    throw rejected('SIGNER-KEY', `${file}.pub is not the public half of ${file}`, 'Keep both files together.');
  return { vkey, sign: (message) => sign(null, message, key) };
}

function privateKeyOf(pem: Buffer, passphrase: string): ReturnType<typeof createPrivateKey> | undefined {
  try {
    return createPrivateKey({ key: pem, passphrase });
  } catch {
    return undefined;
  }
}

/** The 32 bytes of RFC 8032 at the end of a SubjectPublicKeyInfo. */
const rawOf = (key: ReturnType<typeof createPublicKey>): Uint8Array =>
  key.export({ type: 'spki', format: 'der' }).subarray(-32);
