import { Buffer } from 'node:buffer';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeCheckpoint, toHex } from '../../src/provenance/index.ts';
import { ORIGIN } from '../provenance/sample-ledger.ts';
import { signedLedger } from '../provenance/signed-ledger.ts';
import { testSigner, testWitness } from '../provenance/test-keys.ts';
import { seqplan } from '../support/command.ts';

const SIGNER = testSigner(ORIGIN, 1);
const STRANGER = testSigner(ORIGIN, 2);
const WITNESS = testWitness('witness.example/one', 3);
const RECORDS = 300;
const NAME = `checkpoints/${String(RECORDS).padStart(10, '0')}`;

const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-prove-'));
const inFolder = (name: string): string => path.join(folder, name);

async function writeLedger(name: string, signers: (typeof SIGNER)[]): Promise<string> {
  const storage = await signedLedger({ records: RECORDS, signers, segmentBytes: 5000 });
  for (const [file, bytes] of storage.files()) {
    mkdirSync(path.dirname(inFolder(`${name}/${file}`)), { recursive: true });
    writeFileSync(inFolder(`${name}/${file}`), bytes);
  }
  return inFolder(name);
}

let ledger = '';
let root = '';
const proof = inFolder('17.tlog-proof');
const record = inFolder('17.json');
beforeAll(async () => {
  ledger = await writeLedger('ledger', [SIGNER]);
  const decoded = decodeCheckpoint(readFileSync(path.join(ledger, NAME)));
  root = decoded.kind === 'checkpoint' ? toHex(decoded.checkpoint.root) : '';
  await seqplan('prove', ledger, '17', '--out', proof, '--record', record);
});

describe('seqplan prove', () => {
  it('writes the proof and the record, and says what was proved', async () => {
    const out = inFolder('again.tlog-proof');
    expect(await seqplan('prove', ledger, '17', '--out', out)).toEqual({
      exit: 0,
      out: `record 17 of 300 of ${ORIGIN}: ${out}, ${readFileSync(proof).length} bytes`,
      err: '',
    });
    expect(readFileSync(out).equals(readFileSync(proof))).toBe(true);
    expect(JSON.parse(readFileSync(record, 'utf8'))).toMatchObject({ seq: 17 });
  });

  it('prints the proof where no file is named, and in JSON beside what it is of', async () => {
    const text = readFileSync(proof, 'utf8');
    expect(await seqplan('prove', ledger, '17')).toMatchObject({ exit: 0, out: text.trimEnd() });
    const { exit, out } = await seqplan('prove', ledger, '17', '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toEqual({
      kind: 'proved',
      origin: ORIGIN,
      index: 17,
      size: RECORDS,
      root: Buffer.from(root, 'hex').toString('base64'),
      signers: [ORIGIN],
      proof: text,
    });
  });

  it('exits 1 for a record that no checkpoint is over, and names how many it counts', async () => {
    const { exit, err } = await seqplan('prove', ledger, '300', '--out', inFolder('none.tlog-proof'));
    expect(exit).toBe(1);
    expect(err).toBe('seqplan: no checkpoint is over record 300: the last one counts 300 records');
    expect(existsSync(inFolder('none.tlog-proof'))).toBe(false);
  });

  it('exits 1 for a ledger that is not as it was written, without a stack', async () => {
    const broken = await writeLedger('broken', [SIGNER]);
    const segment = path.join(broken, 'segments/0000000000.seg');
    const bytes = readFileSync(segment);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(segment, bytes);
    const { exit, out, err } = await seqplan('prove', broken, '17', '--json');
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ kind: 'broken', record: 0, code: 'FRAME-CRC' });
    expect(err).toMatch(/^seqplan: ledger broken at record 0: FRAME-CRC, [^\n]*$/);
  });

  it('says that nobody signed, where nobody did, and what the proof is then worth', async () => {
    const unsigned = await writeLedger('unsigned', []);
    const file = inFolder('unsigned.tlog-proof');
    const { exit, err } = await seqplan('prove', unsigned, '17', '--out', file);
    expect(exit).toBe(0);
    expect(err).toContain(`nobody signed this ledger`);
    expect(err).toContain(`check --root ${root}`);
    const byRoot = await seqplan('check', file, '--record', record, '--root', root);
    expect(byRoot.exit).toBe(0);
    expect(byRoot.out).toContain('by the root alone: name and number of records are as the file says');
    expect(await seqplan('check', file, '--record', record, '--vkey', SIGNER.vkey)).toMatchObject({ exit: 1 });
  });

  it('refuses what is no number with exit 2', async () => {
    expect((await seqplan('prove', ledger, 'first')).exit).toBe(2);
    expect((await seqplan('prove', ledger, '-1')).exit).toBe(2);
    expect((await seqplan('prove', ledger)).exit).toBe(2);
    expect((await seqplan('prove', inFolder('absent'), '0')).exit).toBe(2);
  });
});

describe('seqplan check', () => {
  const check = (...words: readonly string[]) => seqplan('check', proof, '--record', record, ...words);

  it('exits 0 and says what is proven, with no ledger in reach', async () => {
    expect(await check('--vkey', SIGNER.vkey, '--origin', ORIGIN, '--root', root)).toEqual({
      exit: 0,
      out: `proven: these bytes are record 17 of the 300 in ${ORIGIN}\nsigned by ${SIGNER.vkey}`,
      err: '',
    });
    const file = inFolder('ledger.pub');
    writeFileSync(file, `${SIGNER.vkey}\n`);
    const { exit, out } = await check('--vkey', STRANGER.vkey, '--vkey', file, '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ kind: 'proven', index: 17, size: 300, signedBy: [SIGNER.vkey] });
  });

  it('exits 1 with the code of what is wrong', async () => {
    const other = inFolder('other.json');
    writeFileSync(other, readFileSync(record, 'utf8').replace('"seq":17', '"seq":18'));
    const codeOf = async (...words: readonly string[]) => {
      const { exit, out } = await seqplan('check', proof, '--json', ...words);
      return [exit, JSON.parse(out).code];
    };
    const key = ['--vkey', SIGNER.vkey];
    expect(await codeOf('--record', other, ...key)).toEqual([1, 'INCLUSION']);
    expect(await codeOf('--record', record, '--vkey', STRANGER.vkey)).toEqual([1, 'SIGNATURE-MISSING']);
    expect(await codeOf('--record', record, ...key, '--origin', 'lab.example/run-8')).toEqual([1, 'ORIGIN']);
    expect(await codeOf('--record', record, ...key, '--root', '0'.repeat(64))).toEqual([1, 'ROOT']);
    expect(await codeOf('--record', record, ...key, '--witness', WITNESS.vkey)).toEqual([1, 'WITNESS-MISSING']);
    const { exit, out } = await seqplan('check', record, '--record', record, ...key);
    expect([exit, out]).toEqual([1, 'not proven: PROOF-FORMAT, no empty line between proof and checkpoint']);
  });

  it('takes cosignatures that were added to the proof later, and as many of them as are asked for', async () => {
    const cosigned = inFolder('cosigned.tlog-proof');
    const text = readFileSync(proof, 'utf8');
    const note = text.slice(text.indexOf('\n\n') + 2);
    const line = WITNESS.cosign(note.slice(0, note.indexOf('\n\n') + 1), Date.UTC(2026, 11, 1) / 1000);
    writeFileSync(cosigned, text + line);
    const far = inFolder('far.tlog-proof');
    writeFileSync(far, text + WITNESS.cosign(note.slice(0, note.indexOf('\n\n') + 1), 2 ** 50));
    const later = await seqplan('check', far, '--record', record, '--vkey', SIGNER.vkey, '--witness', WITNESS.vkey);
    expect(later.out).toContain(`seen by ${WITNESS.vkey} at 1125899906842624 s after 1970`);
    const absent = testWitness('witness.example/two', 4);
    const words = ['--record', record, '--vkey', SIGNER.vkey, '--witness', WITNESS.vkey];
    const { exit, out } = await seqplan('check', cosigned, ...words);
    expect(exit).toBe(0);
    expect(out).toContain(`seen by ${WITNESS.vkey} at 2026-12-01T00:00:00.000Z`);
    expect((await seqplan('check', cosigned, ...words, '--witness', absent.vkey)).exit).toBe(1);
    expect((await seqplan('check', cosigned, ...words, '--witness', absent.vkey, '--threshold', '1')).exit).toBe(0);
  });

  it('exits 2 where it cannot be tried: no key, a key of another kind, no such file', async () => {
    const codeOf = async (...words: readonly string[]) => {
      const { exit, err } = await seqplan(...words);
      return [exit, /[A-Z]+-[A-Z]+|THRESHOLD/.exec(err)?.[0]];
    };
    expect(await codeOf('check', proof, '--record', record)).toEqual([2, 'NOTHING-TRUSTED']);
    expect(await codeOf('check', proof, '--record', record, '--vkey', 'lab')).toEqual([2, 'KEY-UNREADABLE']);
    expect(await codeOf('check', proof, '--record', record, '--vkey', record)).toEqual([2, 'KEY-FORMAT']);
    expect(await codeOf('check', proof, '--record', record, '--vkey', WITNESS.vkey)).toEqual([2, 'KEY-PURPOSE']);
    const key = ['--vkey', SIGNER.vkey];
    expect(await codeOf('check', proof, '--record', record, ...key, '--witness', SIGNER.vkey)).toEqual([
      2,
      'KEY-PURPOSE',
    ]);
    expect(await codeOf('check', proof, '--record', record, '--root', 'A'.repeat(64))).toEqual([2, 'BAD-ROOT']);
    expect(await codeOf('check', proof, '--record', record, ...key, '--threshold', '1')).toEqual([2, 'THRESHOLD']);
    expect(await codeOf('check', inFolder('absent'), '--record', record, ...key)).toEqual([2, 'FILE-UNREADABLE']);
    expect(await codeOf('check', proof, '--record', inFolder('absent'), ...key)).toEqual([2, 'FILE-UNREADABLE']);
    expect((await seqplan('check', proof, ...key)).exit).toBe(2);
  });

  it('prints no control characters of a file that nobody signed', async () => {
    const file = inFolder('control.tlog-proof');
    writeFileSync(file, readFileSync(proof, 'utf8').replace(`\n\n${ORIGIN}`, '\n\nlab\u009b2J\u202e'));
    const { exit, out } = await seqplan('check', file, '--record', record, '--root', root);
    expect([exit, out.split('\n')[0]]).toEqual([0, 'proven: these bytes are record 17 of the 300 in lab?2J?']);
    const other = await seqplan('check', file, '--record', record, '--root', root, '--origin', ORIGIN);
    expect([other.exit, other.out]).toEqual([1, `not proven: ORIGIN, the proof is not about ${ORIGIN}`]);
  });

  it('reads no more of a file than the longest proof or record has', async () => {
    const long = inFolder('long');
    writeFileSync(long, Buffer.concat([readFileSync(proof), Buffer.alloc(1_000_000, 'a')]));
    const { exit, out } = await seqplan('check', long, '--record', record, '--vkey', SIGNER.vkey);
    expect([exit, out]).toEqual([1, 'not proven: PROOF-FORMAT, 163841 bytes; the limit is 163840']);
  });
});
