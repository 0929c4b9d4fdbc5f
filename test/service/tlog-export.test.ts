import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeTlog } from '../../src/service/index.ts';
import { ORIGIN } from '../provenance/sample-ledger.ts';
import { recordsOf, signedLedger } from '../provenance/signed-ledger.ts';
import { isLogSound } from '../provenance/naive-tiles.ts';
import { naiveLeaf, naiveRoot } from '../provenance/naive-tree.ts';
import { seqplan } from '../support/command.ts';
import { testSigner } from '../provenance/test-keys.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-tlog-'));
const inFolder = (name: string): string => path.join(folder, name);

async function writeLedger(name: string, isSigned: boolean) {
  const storage = await signedLedger({ records: 300, signers: isSigned ? [testSigner(ORIGIN, 1)] : [] });
  for (const [file, bytes] of storage.files()) {
    mkdirSync(path.dirname(inFolder(`${name}/${file}`)), { recursive: true });
    writeFileSync(inFolder(`${name}/${file}`), bytes);
  }
  return storage;
}

const filesIn = (directory: string): ReadonlyMap<string, Uint8Array> =>
  new Map(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(directory, file).replaceAll(path.sep, '/'), readFileSync(file)]),
  );

describe('the folder of a tiled log', () => {
  it('holds checkpoint, tiles and bundles of the whole ledger, and nothing else', async () => {
    const records = recordsOf(await writeLedger('signed', true));
    const out = inFolder('deep/out');
    const result = await writeTlog(inFolder('signed'), out);
    const files = filesIn(out);
    expect(result).toMatchObject({ kind: 'exported', origin: ORIGIN, size: 300, files: files.size });
    expect(isLogSound(files, 300, naiveRoot(records.map(naiveLeaf)))).toBe(true);
    // Leaf tiles and bundles, full and partial, one tile of level 1, and the checkpoint.
    expect(files.size).toBe(2 + 2 + 1 + 1);
  });

  it('is proved from like the ledger, and says which of its files is not as it was', async () => {
    await writeLedger('whole', true);
    await writeTlog(inFolder('whole'), inFolder('log'));
    const [fromLog, fromLedger] = [inFolder('from-log'), inFolder('from-ledger')];
    expect(await seqplan('prove', inFolder('log'), '17', '--out', fromLog)).toMatchObject({ exit: 0, err: '' });
    await seqplan('prove', inFolder('whole'), '17', '--out', fromLedger);
    expect(readFileSync(fromLog).equals(readFileSync(fromLedger))).toBe(true);
    appendFileSync(inFolder('log/tile/0/000'), 'x');
    expect(await seqplan('prove', inFolder('log'), '17', '--out', fromLog)).toEqual({
      exit: 1,
      out: '',
      err: `seqplan: ${inFolder('log')}/tile/0/000: 8193 bytes; 256 hashes have 8192`,
    });
  });

  it('is not mixed with what is there, nor made of a ledger that nobody signed', async () => {
    await writeLedger('again', true);
    mkdirSync(inFolder('full/tile'), { recursive: true });
    const codes = (promise: Promise<unknown>) =>
      promise.then(
        () => 'written',
        (error: { findings?: readonly { code: string }[] }) => error.findings?.map(({ code }) => code),
      );
    expect(await codes(writeTlog(inFolder('again'), inFolder('full')))).toEqual(['OUT-FOLDER']);
    writeFileSync(inFolder('file'), '');
    expect(await codes(writeTlog(inFolder('again'), inFolder('file')))).toEqual(['OUT-FOLDER']);
    await writeLedger('unsigned', false);
    expect(await codes(writeTlog(inFolder('unsigned'), inFolder('none')))).toEqual(['LEDGER-UNSIGNED']);
    expect(readdirSync(folder)).not.toContain('none');
  });
});
