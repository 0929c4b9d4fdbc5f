import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { formatPrivateKey, parsePrivateKey, parseVkey, verifyEd25519 } from '../../src/provenance/index.ts';
import { testKey } from './forge-ledger.ts';

const seed = Buffer.alloc(32, 7);

describe('a private key in text', () => {
  it('has the public half, the id and the signatures that node:crypto makes of its seed', async () => {
    for (const [purpose, type] of [
      ['checkpoint', 1],
      ['witness', 4],
    ] as const) {
      const expected = testKey('lab.example/k', 7, type);
      const { skey, vkey } = formatPrivateKey({ name: 'lab.example/k', purpose, seed });
      expect(vkey).toBe(expected.vkey);
      const secret = Buffer.concat([Buffer.of(type), seed]).toString('base64');
      expect(skey).toBe(`PRIVATE+KEY+lab.example/k+${expected.id.toString('hex')}+${secret}`);
      const key = parsePrivateKey(skey);
      expect(key).toMatchObject({ purpose, signer: { vkey } });
      const message = Buffer.from('text');
      expect(Buffer.from((await key?.signer.sign(message)) ?? [])).toEqual(expected.sign(message));
      const { publicKey } = parseVkey(vkey) ?? { publicKey: Buffer.of() };
      expect(verifyEd25519(publicKey, message, expected.sign(message))).toBe(true);
    }
  });

  const { skey } = formatPrivateKey({ name: 'lab.example/k', purpose: 'checkpoint', seed });
  const typed = (type: number, bytes: number): string =>
    Buffer.alloc(1 + bytes, type)
      .fill(7, 1)
      .toString('base64');
  const head = skey.slice(0, skey.lastIndexOf('+') + 1);

  it.each([
    ['nothing', ''],
    ['a vkey', testKey('lab.example/k', 7).vkey],
    ['another head', skey.replace('PRIVATE', 'SECRET')],
    ['another name', skey.replace('lab', 'lob')],
    ['another id', skey.replace(/\+[0-9a-f]{8}\+/, '+00000000+')],
    ['an id in capitals', skey.replace(/\+[0-9a-f]{8}\+/, (id) => id.toUpperCase())],
    ['another type of key', head + typed(2, 32)],
    ['the type of a witness under the id of a log', head + typed(4, 32)],
    ['a short seed', head + typed(1, 31)],
    ['a long seed', head + typed(1, 33)],
    ['base64 without padding rules', `${skey}=`],
    ['a newline', `${skey}\n`],
    ['a blank in the name', skey.replace('lab.', 'lab ')],
  ])('is refused: %s', (_, text) => {
    expect(parsePrivateKey(text)).toBeUndefined();
  });

  it('is not made with a name that notes cannot carry, or from a seed of another length', () => {
    expect(() => formatPrivateKey({ name: 'a b', purpose: 'checkpoint', seed })).toThrow('no key name');
    expect(() => formatPrivateKey({ name: 'a', purpose: 'checkpoint', seed: seed.subarray(1) })).toThrow('31 bytes');
  });
});
