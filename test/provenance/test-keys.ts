/** Keys that are the same in every run: Ed25519 from a seed of one byte repeated (RFC 8410 wraps it). */

import { Buffer } from 'node:buffer';
import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { formatVkey, parseVkey, SIGNATURE_TYPE, toBase64, type NoteSigner } from '../../src/provenance/index.ts';

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

const privateKey = (seed: number): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, Buffer.alloc(32, seed)]), format: 'der', type: 'pkcs8' });

const publicKey = (seed: number): Uint8Array =>
  createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' }).subarray(-32);

export const testSigner = (name: string, seed: number): NoteSigner => ({
  vkey: formatVkey(name, SIGNATURE_TYPE.ed25519, publicKey(seed)),
  sign: (message) => sign(null, message, privateKey(seed)),
});

export interface TestWitness {
  readonly vkey: string;
  /** A cosignature's line (C2SP tlog-cosignature, type 4), with its newline. */
  cosign(text: string, seconds: number): string;
}

export function testWitness(name: string, seed: number): TestWitness {
  const vkey = formatVkey(name, SIGNATURE_TYPE.cosignature, publicKey(seed));
  return {
    vkey,
    cosign(text, seconds) {
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(BigInt(seconds));
      const message = Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`, 'utf8');
      const signature = Buffer.concat([
        parseVkey(vkey)?.keyId ?? Buffer.alloc(4),
        time,
        sign(null, message, privateKey(seed)),
      ]);
      return `\u2014 ${name} ${toBase64(signature)}\n`;
    },
  };
}
