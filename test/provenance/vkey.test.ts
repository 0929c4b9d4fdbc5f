import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { formatVkey, parseVkey } from '../../src/provenance/index.ts';
import { parseNote } from '../../src/provenance/note/open-note.ts';
import { signNote, verifyEd25519 } from '../../src/provenance/note/signed-note.ts';
import { testSigner } from './test-keys.ts';

describe('a public key', () => {
  /** The vkey of these 32 bytes. */
  const vkeyOf = (hex: string): string => formatVkey('lab.example/k', 1, Buffer.from(hex, 'hex'));

  it.each([
    ['of order 1', `01${'00'.repeat(31)}`],
    ['of order 2', `ec${'ff'.repeat(30)}7f`],
    ['of order 4', '00'.repeat(32)],
    ['of order 4, with the other sign', `${'00'.repeat(31)}80`],
    ['of order 8', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
    ['of order 8, with the other sign', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'],
    ['of order 1, with a sign that nothing has', `01${'00'.repeat(30)}80`],
    ['spelled beyond the prime', `ee${'ff'.repeat(30)}7f`],
  ])('%s is none', (_, hex) => {
    expect(parseVkey(vkeyOf(hex))).toBeUndefined();
  });

  it('is known by its id: with another one it is none', () => {
    const vkey = vkeyOf(`58${'66'.repeat(31)}`);
    const [name, id = '', base64] = vkey.split('+');
    expect(parseVkey(`${name}+${id}+${base64}`)).toMatchObject({ name: 'lab.example/k' });
    expect(parseVkey(`${name}+${id.slice(0, 7)}${id.endsWith('0') ? '1' : '0'}+${base64}`)).toBeUndefined();
  });

  it('of another length than 32 bytes verifies nothing, not even with a good key at its head', async () => {
    const signer = testSigner('lab.example', 1);
    const message = Buffer.from('text\n');
    const [good, signature] = [parseVkey(signer.vkey)?.publicKey ?? Buffer.of(), await signer.sign(message)];
    expect(verifyEd25519(good, message, signature)).toBe(true);
    for (const key of [good.subarray(1), Buffer.concat([good, Buffer.of(0)])]) {
      expect(verifyEd25519(key, message, signature)).toBe(false);
    }
  });

  it('that is none signs no note', async () => {
    await expect(signNote('text\n', { ...testSigner('lab.example', 1), vkey: 'lab.example' })).rejects.toThrow(
      'lab.example is no vkey',
    );
  });

  it('of full order is one', () => {
    // The base point: y = 4/5 (RFC 8032 section 5.1).
    expect(parseVkey(vkeyOf(`58${'66'.repeat(31)}`))).toBeDefined();
  });
});

describe('a note', () => {
  it('of 131,072 bytes is read, and none longer', () => {
    const line = '\n\u2014 lab.example AAAAAAA=\n';
    // The dash has three bytes.
    const noteOf = (bytes: number) => Buffer.from(`${'x'.repeat(bytes - line.length - 3)}\n${line}`);
    expect(noteOf(131_072)).toHaveLength(131_072);
    expect(parseNote(noteOf(131_072))).toMatchObject({ lines: [{ name: 'lab.example' }] });
    expect(parseNote(noteOf(131_073))).toMatchObject({
      code: 'MALFORMED',
      message: '131073 bytes; the limit is 131072',
    });
  });
});
