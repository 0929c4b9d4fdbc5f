/** Which keys a witness takes for which logs, from the words of the command line. */

import { parseVkey, SIGNATURE_TYPE, type VerifierKey } from '../../provenance/index.ts';
import { ServiceError } from '../errors.ts';

interface Trust {
  /** An origin; ending in `*`, all that begin so. */
  readonly origin: string;
  readonly key: VerifierKey;
}

/**
 * `VKEY`: for the log whose origin is the key's name. `ORIGIN=VKEY`: for that one. `PREFIX*=VKEY`: for all whose origin begins so.
 * @throws ServiceError `REJECTED` for what is none of these.
 */
export function trustedKeys(words: readonly string[]): (origin: string) => readonly VerifierKey[] {
  const trusts = words.map(parseTrust);
  return (origin) => trusts.filter((trust) => isOf(trust.origin, origin)).map(({ key }) => key);
}

const isOf = (pattern: string, origin: string): boolean =>
  pattern.endsWith('*') ? origin.startsWith(pattern.slice(0, -1)) : origin === pattern;

function parseTrust(word: string): Trust {
  const whole = logKey(word);
  if (whole !== undefined) return { origin: whole.name, key: whole };
  // Origins and names may hold = themselves; the key id fits one cut only.
  for (let cut = word.indexOf('='); cut >= 0; cut = word.indexOf('=', cut + 1)) {
    const key = logKey(word.slice(cut + 1));
    if (key !== undefined) return { origin: word.slice(0, cut), key };
  }
  const message = `${word} is not VKEY, ORIGIN=VKEY or PREFIX*=VKEY with a key that signs checkpoints`;
  const finding = { code: 'WITNESS-TRUST', severity: 'error', path: '--trust', message } as const;
  throw new ServiceError('REJECTED', message, { findings: [{ ...finding, hint: 'Give the text of the .pub file.' }] });
}

function logKey(text: string): VerifierKey | undefined {
  const key = parseVkey(text);
  return key?.type === SIGNATURE_TYPE.ed25519 ? key : undefined;
}
