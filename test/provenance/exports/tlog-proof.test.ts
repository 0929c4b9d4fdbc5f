import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { exportTlog, proveFromTlog } from '../../../src/provenance/index.ts';
import { ORIGIN } from '../sample-ledger.ts';
import { signedLedger } from '../signed-ledger.ts';
import { testSigner } from '../test-keys.ts';

const files = new Map<string, Uint8Array>();
await exportTlog(await signedLedger({ records: 300, signers: [testSigner(ORIGIN, 1)] }), async (path, bytes) => {
  files.set(path, new Uint8Array(bytes));
});
const own = Buffer.from(files.get('checkpoint') ?? []).toString('utf8');

/** Record 3 by a log whose checkpoint is this. */
const prove = (checkpoint: string): ReturnType<typeof proveFromTlog> =>
  proveFromTlog(async (path) => (path === 'checkpoint' ? Buffer.from(checkpoint) : files.get(path)), 3);

const [origin = '', size = '', root = '', , signature = ''] = own.split('\n');
/** Without the checksum line, which our notes alone end with. */
const signed = (text: string): string => `${text}\n${signature}\n`;

describe('a proof from the tiles of another log', () => {
  it('takes a checkpoint with lines of an extension, which ours never has', async () => {
    const foreign = signed(`${origin}\n${size}\n${root}\nof its own\n`);
    const [ours, theirs] = [await prove(own), await prove(foreign)];
    if (ours.kind !== 'proved' || theirs.kind !== 'proved') throw new Error(`${ours.kind}, ${theirs.kind}`);
    // The same path to the same root; the proof ends with the log's checkpoint as it was read.
    const before = Buffer.from(ours.proof).toString('utf8').slice(0, -own.length);
    expect(Buffer.from(theirs.proof).toString('utf8')).toBe(before + foreign);
    expect({ ...theirs, proof: ours.proof }).toEqual(ours);
  });

  it.each([
    ['a signed note that is no checkpoint', signed('a letter\nto somebody\n'), /^size is not a decimal number/],
    ['text that nobody signed', 'a letter\n', /./],
  ])('names as faulty %s', async (_, checkpoint, message) => {
    expect(await prove(checkpoint)).toMatchObject({
      kind: 'fault',
      path: 'checkpoint',
      message: expect.stringMatching(message) as string,
    });
  });
});
