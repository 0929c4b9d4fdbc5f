import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import {
  cosign,
  cosignatureTime,
  formatPrivateKey,
  formatSignatureLine,
  parsePrivateKey,
  parseVkey,
  verifyCosignature,
} from '../../src/provenance/index.ts';
import { cosignaturesBy } from '../../src/provenance/note/cosignature.ts';
import { parseSignatureLine } from '../../src/provenance/note/signed-note.ts';
import { LAB, lineBy, textOf, WITNESS } from './forge-ledger.ts';

const TEXT = textOf({ size: 3, root: Buffer.alloc(32, 5) });
const TIME = 1_679_315_147;
const witness = parseVkey(WITNESS.vkey);
const signerOf = ({ name, seed, type }: typeof WITNESS) =>
  parsePrivateKey(formatPrivateKey({ name, seed, purpose: type === 4 ? 'witness' : 'checkpoint' }).skey)?.signer;

describe('a cosignature', () => {
  it('is eight bytes of time and Ed25519 over header, time and text', async () => {
    const signer = signerOf(WITNESS);
    if (signer === undefined || witness === undefined) throw new Error('the test key is one');
    const line = await cosign(TEXT, TIME, signer);
    expect(formatSignatureLine(line)).toBe(lineBy(WITNESS, TEXT, TIME));
    expect(line.signature).toHaveLength(72);
    expect(cosignatureTime(line.signature)).toBe(TIME);
    expect(verifyCosignature(witness, TEXT, line.signature)).toBe(TIME);
  });

  it('holds for that text, that time, that key and that kind of key alone, to the bit', async () => {
    const signer = signerOf(WITNESS);
    const lab = parseVkey(LAB.vkey);
    if (signer === undefined || witness === undefined || lab === undefined) throw new Error('the test keys are such');
    const { signature } = await cosign(TEXT, TIME, signer);
    expect(verifyCosignature(witness, `${TEXT}more\n`, signature)).toBeUndefined();
    expect(verifyCosignature(lab, TEXT, signature)).toBeUndefined();
    expect(verifyCosignature({ ...witness, type: 1 }, TEXT, signature)).toBeUndefined();
    expect(verifyCosignature({ ...witness, publicKey: lab.publicKey }, TEXT, signature)).toBeUndefined();
    for (let bit = 0; bit < 8 * 72; bit++) {
      const changed = Buffer.from(signature);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (verifyCosignature(witness, TEXT, changed) !== undefined) expect({ bit }).toEqual('refused');
    }
    for (const length of [0, 8, 64, 71]) expect(cosignatureTime(signature.subarray(0, length))).toBeUndefined();
  });

  it('has a time: zero, or one past what a number holds, is none', () => {
    const at = (time: bigint): Buffer => {
      const bytes = Buffer.alloc(72);
      bytes.writeBigUInt64BE(time);
      return bytes;
    };
    expect(cosignatureTime(at(1n))).toBe(1);
    for (const time of [0n, 2n ** 53n, 2n ** 64n - 1n]) expect(cosignatureTime(at(time))).toBeUndefined();
  });

  it('is picked out of the lines of a note: by that witness, and good', () => {
    if (witness === undefined) throw new Error('the test key is one');
    const other = textOf({ size: 4, root: Buffer.alloc(32, 5) });
    const texts = [lineBy(LAB, TEXT), lineBy(WITNESS, other, TIME), lineBy(WITNESS, TEXT, TIME)];
    const lines = texts.map((text) => parseSignatureLine(text.trimEnd())).filter((line) => line !== undefined);
    expect(lines).toHaveLength(3);
    expect(cosignaturesBy(witness, TEXT, lines)).toEqual(lines.slice(2));
  });

  it('is not made with a key that signs checkpoints', async () => {
    const signer = signerOf(LAB);
    if (signer === undefined) throw new Error('the test key is one');
    await expect(cosign(TEXT, TIME, signer)).rejects.toThrow('no key of a witness');
  });
});
