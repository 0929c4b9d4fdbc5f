/** Where commands take Crypt4GH's private keys and passphrases from. */

import { readPassphrase, type Content, type SecretKeySource } from '../crypt4gh.ts';
import type { CommandContext } from '../command-context.ts';

export interface SecretKeyOptions {
  /** Absent: the passphrase is in the environment, or the key is not locked. */
  readonly passphraseFile?: string | undefined;
}

/** The variable that other tools for Crypt4GH read too. */
const PASSPHRASE_VARIABLE = 'C4GH_PASSPHRASE';

export async function secretKeySource(
  file: string,
  { passphraseFile }: SecretKeyOptions,
  { environment = {} }: CommandContext,
): Promise<SecretKeySource> {
  const passphrase =
    passphraseFile === undefined ? environment[PASSPHRASE_VARIABLE] : await readPassphrase(passphraseFile);
  return passphrase === undefined ? { file } : { file, passphrase };
}

export const contentLine = (file: string, { bytes, sha256 }: Content): string =>
  `${file}: ${bytes} bytes, SHA-256 ${sha256}`;
