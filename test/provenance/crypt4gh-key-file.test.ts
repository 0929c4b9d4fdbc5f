import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/index.ts';
import {
  formatPublicKey,
  formatSecretKey,
  keyPairOf,
  parsePublicKey,
  parseSecretKey,
} from '../../src/provenance/index.ts';
import { bcryptPbkdf } from '../../src/provenance/crypt4gh/bcrypt-pbkdf.ts';
import { BOB, hasCases, READER, secretKey, shared } from './crypt4gh-cases.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const random = createRandom(1);
const randomBytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => random.below(256));
const pem = (bytes: Uint8Array): Buffer =>
  Buffer.from(`-----BEGIN CRYPT4GH PRIVATE KEY-----\n${base64(bytes)}\n-----END CRYPT4GH PRIVATE KEY-----\n`);

describe('a private key', () => {
  it('of other tools, locked by scrypt, is opened: its public half is the one they published', () => {
    expect(base64(secretKey(READER.secret, READER.passphrase).publicKey)).toBe(READER.publicKey);
  });

  it('of other tools, locked by bcrypt, is opened', { timeout: 60_000 }, () => {
    expect(base64(secretKey(BOB.secret, BOB.passphrase).publicKey)).toBe(BOB.publicKey);
  });

  it('in PKCS #8 is read', () => {
    const spki = parsePublicKey(READER.spki);
    expect(spki.kind).toBe('key');
    expect(secretKey(READER.pkcs8).publicKey).toEqual(spki.kind === 'key' && spki.publicKey);
  });

  it('comes back from its file, plain and locked', () => {
    const key = keyPairOf(Buffer.from(randomBytes(32)));
    expect(secretKey(Buffer.from(formatSecretKey(key)))).toEqual(key);
    const file = Buffer.from(formatSecretKey(key, { passphrase: 'Straße', randomBytes }));
    expect(secretKey(file, 'Straße')).toEqual(key);
    expect(parseSecretKey(file)).toEqual({ kind: 'locked', message: 'no passphrase was given' });
    expect(parseSecretKey(file, 'Strasse')).toEqual({ kind: 'locked', message: 'the passphrase does not open it' });
  });

  it.skipIf(!hasCases)('of each of the published pairs fits its public half', { timeout: 60_000 }, () => {
    const pairs = [
      ['uio/reader.sec', 'password', 'uio/reader.pub'],
      ['uio/writer.sec', 'asdf', 'uio/writer.pub'],
      ['uio/reader.sec.pem', '', 'uio/reader.pub.pem'],
      ['uio/writer.sec.pem', '', 'uio/writer.pub.pem'],
      ['ega/alice.sec', 'alice', 'ega/alice.pub'],
      ['crypt4ghjs/testcase1_secret', '', 'crypt4ghjs/testcase1_public'],
      ['crypt4ghjs/testcase2_secret', 'abc', 'crypt4ghjs/testcase2_public'],
    ] as const;
    for (const [secret, passphrase, publicKey] of pairs) {
      const { publicKey: derived } = secretKey(shared(secret), passphrase);
      expect(parsePublicKey(shared(publicKey))).toEqual({ kind: 'key', publicKey: derived });
    }
  });

  it.each([
    ['no PEM', Buffer.from('c4gh-v1'), 'not a key in PEM'],
    ['16 KiB', Buffer.alloc(16_385, 0x61), 'not a key in PEM'],
    ['nothing behind the mark', pem(Buffer.from('c4gh-v1')), 'the key ends inside a field'],
    ['a field that is cut', pem(Buffer.from('c4gh-v1\0\x04non')), 'the key ends inside a field'],
    ['a plain key of 3 bytes', pem(Buffer.from('c4gh-v1\0\x04none\0\x04none\0\x03abc')), 'a key of 3 bytes'],
    [
      'another cipher',
      pem(Buffer.from('c4gh-v1\0\x04none\0\x03aes\0\x03abc')),
      'locked by "aes"; known is chacha20_poly1305',
    ],
    ['neither form', pem(Buffer.from('abc')), 'neither c4gh-v1 nor PKCS #8'],
    [
      'a billion rounds of bcrypt',
      pem(Buffer.from('c4gh-v1\0\x06bcrypt\0\x05\x3b\0\0\0s\0\x11chacha20_poly1305\0\x03abc')),
      'bcrypt of 989855744 rounds; 1 to 1000 are taken',
    ],
    [
      'another derivation',
      pem(Buffer.from('c4gh-v1\0\x06argon2\0\x05\0\0\0\x01s\0\x11chacha20_poly1305\0\x03abc')),
      'a key derived by "argon2"; known are scrypt, bcrypt and pbkdf2_hmac_sha256',
    ],
  ])('with %s is refused', (_, file, message) => {
    expect(parseSecretKey(file, 'x')).toEqual({ kind: 'fault', message });
  });
});

describe('a public key', () => {
  it('comes back from its file', () => {
    const { publicKey } = keyPairOf(randomBytes(32));
    expect(parsePublicKey(Buffer.from(formatPublicKey(publicKey)))).toEqual({
      kind: 'key',
      publicKey: Buffer.from(publicKey),
    });
  });

  it('is not taken from a private one', () => {
    expect(parsePublicKey(READER.secret)).toEqual({ kind: 'fault', message: 'a private key' });
    expect(parsePublicKey(READER.pkcs8)).toEqual({ kind: 'fault', message: 'a private key' });
  });
});

describe('bcrypt_pbkdf', () => {
  it("gives what OpenBSD's regression test expects, as far as one block goes", () => {
    // regress/lib/libutil/bcrypt_pbkdf: 4 rounds, "password", "salt", 32 bytes.
    const key = bcryptPbkdf({ passphrase: Buffer.from('password'), salt: Buffer.from('salt'), rounds: 4 });
    expect(Buffer.from(key).toString('hex')).toBe('5bbf0cc293587f1c3635555c27796598d47e579071bf427e9d8fbe842aba34d9');
  });
});
