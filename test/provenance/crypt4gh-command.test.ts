import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatPublicKey, formatSecretKey, keyPairOf } from '../../src/provenance/index.ts';
import { seqplan } from '../support/command.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-crypt4gh-'));
afterAll(() => rmSync(folder, { recursive: true }));
const inFolder = (name: string): string => path.join(folder, name);
function save(name: string, content: string | Buffer): string {
  writeFileSync(inFolder(name), content, { mode: 0o600 });
  return inFolder(name);
}

const reader = keyPairOf(Buffer.alloc(32, 1));
const other = keyPairOf(Buffer.alloc(32, 2));
const lock = { passphrase: 'secret words', randomBytes: (length: number) => Buffer.alloc(length, 3) };
const publicKey = save('reader.pub', formatPublicKey(reader.publicKey));
const otherPublicKey = save('other.pub', formatPublicKey(other.publicKey));
const secretKey = save('reader.sec', formatSecretKey(reader));
const lockedKey = save('locked.sec', formatSecretKey(reader, lock));
const otherKey = save('other.sec', formatSecretKey(other));
const passphrase = save('passphrase', 'secret words\nand no more\n');

const text = Buffer.from('ACGT\n'.repeat(40_000));
const plain = save('reads.fastq', text);
// 200,000 bytes are 4 segments of at most 65,536; one reader's header has 124 bytes, another's packet 108 more.
const ENCRYPTED_BYTES = 124 + 108 + 200_000 + 4 * 28;
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const leftovers = (): readonly string[] => readdirSync(folder).filter((name) => name.endsWith('.tmp'));

describe('seqplan encrypt and decrypt', () => {
  const encrypted = inFolder('reads.c4gh');

  it('give the file back to each reader, with size and digest of both forms said', async () => {
    const made = await seqplan(
      'encrypt',
      plain,
      '--recipient',
      publicKey,
      otherPublicKey,
      '--out',
      encrypted,
      '--json',
    );
    expect(made).toMatchObject({ exit: 0, err: '' });
    expect(JSON.parse(made.out)).toEqual({
      kind: 'encrypted',
      plain: { bytes: 200_000, sha256: sha256(text) },
      encrypted: { bytes: ENCRYPTED_BYTES, sha256: sha256(readFileSync(encrypted)) },
    });
    for (const key of [secretKey, otherKey]) {
      const out = inFolder('back.fastq');
      const opened = await seqplan('decrypt', encrypted, '--key', key, '--out', out, '--sha256', sha256(text));
      expect(opened).toEqual({ exit: 0, out: `${out}: 200000 bytes, SHA-256 ${sha256(text)}`, err: '' });
      expect(readFileSync(out).equals(text)).toBe(true);
      expect(statSync(out).mode & 0o777).toBe(0o600);
    }
  });

  it('take a passphrase from a file, and say when it is wrong or not there', async () => {
    const argv = ['decrypt', encrypted, '--key', lockedKey, '--out', inFolder('locked.fastq')];
    expect(await seqplan(...argv, '--passphrase-file', passphrase)).toMatchObject({ exit: 0, err: '' });
    expect(await seqplan(...argv)).toMatchObject({ exit: 2, err: `seqplan: ${lockedKey}: no passphrase was given` });
    const wrong = await seqplan(...argv, '--passphrase-file', save('wrong', 'secret word'));
    expect(wrong).toMatchObject({ exit: 2, err: `seqplan: ${lockedKey}: the passphrase does not open it` });
  });

  it('leave nothing behind where a segment was tampered with, the key is not a reader, or the content another', async () => {
    const bytes = readFileSync(encrypted);
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    const tampered = save('tampered.c4gh', bytes);
    // Behind the header and two segments: nothing inside the file tells.
    const cut = save('cut.c4gh', readFileSync(encrypted).subarray(0, 232 + 2 * 65_564));
    const stranger = save('stranger.sec', formatSecretKey(keyPairOf(Buffer.alloc(32, 9))));
    const out = inFolder('never');
    const refusals = [
      ['DAMAGED', tampered, secretKey],
      ['NOT-FOR-KEY', encrypted, stranger],
      ['FORMAT', plain, secretKey],
      ['OTHER-CONTENT', cut, secretKey, '--sha256', sha256(text)],
      ['OTHER-CONTENT', cut, secretKey, '--bytes', '200000'],
    ] as const;
    for (const [code, file, key, ...expected] of refusals) {
      const { exit, err } = await seqplan('decrypt', file, '--key', key, '--out', out, ...expected);
      expect([exit, err.split(': ')[2]]).toEqual([1, code]);
    }
    expect(readdirSync(folder)).not.toContain('never');
    expect(leftovers()).toEqual([]);
    expect(await seqplan('decrypt', cut, '--key', secretKey, '--out', out)).toMatchObject({ exit: 0 });
  });

  it('refuse a private key that others can read', async () => {
    const open = save('open.sec', formatSecretKey(reader));
    chmodSync(open, 0o644);
    const { exit, err } = await seqplan('decrypt', encrypted, '--key', open, '--out', inFolder('open.fastq'));
    expect([exit, err]).toEqual([2, expect.stringContaining('has mode 0644')]);
  });

  it('refuse keys that are none, and tell a missing file from them', async () => {
    const out = inFolder('nothing');
    expect(await seqplan('encrypt', plain, '--recipient', secretKey, '--out', out)).toMatchObject({
      exit: 2,
      err: `seqplan: ${secretKey}: a private key`,
    });
    expect(await seqplan('encrypt', inFolder('missing'), '--recipient', publicKey, '--out', out)).toMatchObject({
      exit: 3,
    });
    expect(await seqplan('decrypt', plain, '--key', secretKey, '--out', out, '--sha256', 'x')).toMatchObject({
      exit: 2,
    });
    expect(leftovers()).toEqual([]);
  });
});
