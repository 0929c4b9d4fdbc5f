/** Ed25519 keys that are the same in every run, and which of them is in force after some records (docs/FORMATS.md, "Keys"). */

import { Buffer } from 'node:buffer';
import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';

/** 0 is the first; a rotation goes to the next. */
export type TestKey = number;

export const keyName = (key: TestKey): string => `lab.example/key-${key}`;

export interface TestSigner {
  readonly vkey: string;
  sign(message: Uint8Array): Uint8Array;
}

const signers = new Map<TestKey, TestSigner>();

export function signerOf(key: TestKey): TestSigner {
  const known = signers.get(key);
  if (known !== undefined) return known;
  const secret = createHash('sha256').update(`crash test key ${key}`).digest();
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secret]);
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const signer = {
    vkey: vkeyOf(keyName(key), privateKey),
    sign: (m: Uint8Array) => sign(null, m, privateKey),
  };
  signers.set(key, signer);
  return signer;
}

function vkeyOf(name: string, key: KeyObject): string {
  const bytes = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  const typed = Buffer.concat([Uint8Array.of(1), bytes]);
  const id = createHash('sha256').update(`${name}\n`).update(typed).digest('hex').slice(0, 8);
  return `${name}+${id}+${typed.toString('base64')}`;
}

/** After all of `records`. Few hold the words, so few are parsed. */
export function keyInForce(records: readonly Uint8Array[]): TestKey | undefined {
  for (const record of records.toReversed()) {
    const text = Buffer.from(record).toString('latin1');
    const vkey = /"to":"lab\.example\/key-(\d+)\+|"vkey":"lab\.example\/key-(\d+)\+/.exec(text);
    if (vkey !== null) return Number(vkey[1] ?? vkey[2]);
  }
  return undefined;
}
