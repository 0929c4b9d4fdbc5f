import { Buffer } from 'node:buffer';
import { createCipheriv, pbkdf2Sync } from 'node:crypto';
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

const asPem = (label: string, base64Text: string): Buffer =>
  Buffer.from(`-----BEGIN ${label}-----\n${base64Text}\n-----END ${label}-----\n`);
/** Ed25519: the seed is 32 bytes of 1. */
const ED25519_PKCS8 = 'MC4CAQAwBQYDK2VwBCIEIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB';
const ED25519_SPKI = 'MCowBQYDK2VwAyEAiojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=';
/** READER's key, which OpenSSL locked with "secret" (PBES2: PBKDF2 of 2048 rounds, AES-256-CBC). */
const LOCKED_PKCS8 =
  'MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgOS+kKAUDbXgICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEKc2lyWh5Y+lx9RftrO+wzIEQOdv5Tl3UCxBrMwTqxCMaEXBXWMI3IPw4ERYcaNBwYqDVKuKptWRyxkMBAQibZrAAWaXCmmzxM1eS4tuyf0gbBM=';

/** A `c4gh-v1` locked by PBKDF2 of 1000 rounds with `x`, put together by hand; a comment behind it, as some tools write. */
function lockedByPbkdf2(secret: Uint8Array): Buffer {
  const [salt, nonce] = [Buffer.alloc(16, 3), Buffer.alloc(12, 4)];
  const key = pbkdf2Sync('x', salt, 1000, 32, 'sha256');
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  const sealed = Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  const options = Buffer.concat([Buffer.of(0, 0, 0x03, 0xe8), salt]);
  const fields = [Buffer.from('pbkdf2_hmac_sha256'), options, Buffer.from('chacha20_poly1305'), sealed];
  const comment = Buffer.from('of the lab');
  const written = [...fields, comment].flatMap((bytes) => [Buffer.of(0, bytes.length), bytes]);
  return pem(Buffer.concat([Buffer.from('c4gh-v1'), ...written]));
}

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

  it('in PKCS #8 that is locked is read with its passphrase alone', () => {
    const file = asPem('ENCRYPTED PRIVATE KEY', LOCKED_PKCS8);
    expect(secretKey(file, 'secret').publicKey).toEqual(secretKey(READER.pkcs8).publicKey);
    expect(parseSecretKey(file)).toEqual({ kind: 'locked', message: 'no passphrase was given' });
    expect(parseSecretKey(file, 'Secret')).toEqual({ kind: 'locked', message: 'the passphrase does not open it' });
  });

  it('locked by PBKDF2 is opened', () => {
    const key = keyPairOf(Buffer.alloc(32, 5));
    expect(secretKey(lockedByPbkdf2(key.secret), 'x')).toEqual(key);
    expect(parseSecretKey(lockedByPbkdf2(key.secret), 'y')).toMatchObject({ kind: 'locked' });
  });

  it('that is shorter than what sealing adds is not opened', () => {
    const file = pem(Buffer.from('c4gh-v1\0\x06scrypt\0\x05\0\0\0\0s\0\x11chacha20_poly1305\0\x03abc'));
    expect(parseSecretKey(file, 'x')).toEqual({ kind: 'locked', message: 'the passphrase does not open it' });
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

  it.each<readonly [string, Uint8Array, string]>([
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
    ['31 bytes that are locked', lockedByPbkdf2(Buffer.alloc(31)), 'a key of 31 bytes'],
    ['a half of a length', pem(Buffer.from('c4gh-v1\0\x04none\0\x04none\0')), 'the key ends inside a field'],
    [
      'a derivation without a salt',
      pem(Buffer.from('c4gh-v1\0\x06scrypt\0\x03\0\0\0\0\x11chacha20_poly1305\0\x03abc')),
      '"scrypt" without rounds and salt',
    ],
    ...[0, 10_000_001].map((rounds) => {
      const options = Buffer.alloc(5, 0x73);
      options.writeUInt32BE(rounds);
      const before = Buffer.from('c4gh-v1\0\x12pbkdf2_hmac_sha256\0\x05');
      return [
        `${rounds} rounds of PBKDF2`,
        pem(Buffer.concat([before, options, Buffer.from('\0\x11chacha20_poly1305\0\x03abc')])),
        `PBKDF2 of ${rounds} rounds; 1 to 10000000 are taken`,
      ] as const;
    }),
    ['Ed25519', asPem('PRIVATE KEY', ED25519_PKCS8), 'a key of type ed25519; Crypt4GH has X25519'],
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

describe('a file that holds no public key', () => {
  it.each([
    ['no PEM', Buffer.from('crypt4gh'), 'not a key in PEM'],
    ['more than 16 KiB', Buffer.alloc(16_385, 0x61), 'not a key in PEM'],
    ['Ed25519', asPem('PUBLIC KEY', ED25519_SPKI), 'a key of type ed25519; Crypt4GH has X25519'],
    ['31 bytes', asPem('PUBLIC KEY', base64(new Uint8Array(31))), 'neither 32 bytes nor SubjectPublicKeyInfo'],
  ])('but %s is refused', (_, file, message) => {
    expect(parsePublicKey(file)).toEqual({ kind: 'fault', message });
  });
});

describe('bcrypt_pbkdf', () => {
  it("gives what OpenBSD's regression test expects, as far as one block goes", () => {
    // regress/lib/libutil/bcrypt_pbkdf: 4 rounds, "password", "salt", 32 bytes.
    const key = bcryptPbkdf({ passphrase: Buffer.from('password'), salt: Buffer.from('salt'), rounds: 4 });
    expect(Buffer.from(key).toString('hex')).toBe('5bbf0cc293587f1c3635555c27796598d47e579071bf427e9d8fbe842aba34d9');
  });
});
