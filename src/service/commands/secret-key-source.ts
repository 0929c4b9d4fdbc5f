/** Where commands take Crypt4GH's private keys and passphrases from. */

import { isReadableByOthers, readPassphrase, type Content, type SecretKeySource } from '../crypt4gh.ts';
import type { Terminal } from '../terminal.ts';

export interface SecretKeyOptions {
  /** Absent: the passphrase is in the environment, or the key is not locked. */
  readonly passphraseFile?: string | undefined;
}

/** The variable that other tools for Crypt4GH read too. */
const PASSPHRASE_VARIABLE = 'C4GH_PASSPHRASE';

/** Says where a key file lies open to others. */
export async function secretKeySource(
  file: string,
  { passphraseFile }: SecretKeyOptions,
  terminal: Terminal,
): Promise<SecretKeySource> {
  if (await isReadableByOthers(file)) terminal.note(`seqplan: ${file} can be read by others\nchmod 600 ${file}`);
  const passphrase =
    passphraseFile === undefined ? process.env[PASSPHRASE_VARIABLE] : await readPassphrase(passphraseFile);
  return passphrase === undefined ? { file } : { file, passphrase };
}

export const contentLine = (file: string, { bytes, sha256 }: Content): string =>
  `${file}: ${bytes} bytes, SHA-256 ${sha256}`;
