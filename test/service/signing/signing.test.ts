import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directoryStorage, readLedger, type Entry } from '../../../src/provenance/index.ts';
import { createNodeFs } from '../../../src/service/node-fs.ts';
import { seqplan } from '../../support/command.ts';

let home = '';
const at = (name: string): string => path.join(home, name);
const FRIDAY = new URL('../../../examples/friday-cfdna.yaml', import.meta.url).pathname;

beforeAll(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), 'seqplan-sign-'));
  writeFileSync(at('pass'), 'correct horse battery\n');
  await seqplan('simulate', FRIDAY, '--out', at('run'), '--budget', '50');
  await seqplan('signer', 'create', at('op-7.pem'), '--name', 'op-7', '--passphrase-file', at('pass'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A copy of the run's ledger for one test. */
function ledger(name: string): string {
  cpSync(at('run/ledger'), at(name), { recursive: true });
  return at(name);
}

async function last(folder: string): Promise<{ readonly seq: number; readonly actor?: string; readonly fact: Entry }> {
  let found;
  for await (const record of readLedger(directoryStorage(createNodeFs(), folder))) found = record;
  if (found === undefined) throw new Error('empty');
  return found;
}

const person = () => ['--signer-key', at('op-7.pem'), '--passphrase-file', at('pass')];

describe('a person signs', () => {
  it('everything up to a checkpoint, with meaning, time and reason, and it verifies', async () => {
    const folder = ledger('signed');
    const signed = await seqplan('sign', folder, ...person(), '--meaning', 'approved', '--reason', 'results released');
    expect(signed).toMatchObject({
      exit: 0,
      out: expect.stringContaining('approved by op-7 at 1970-01-01T00:00:00.000Z'),
    });
    const { seq, actor, fact } = await last(folder);
    expect(actor).toBe('op-7');
    expect(fact).toMatchObject({ type: 'record-signed', signer: 'op-7', meaning: 'approved', records: [], size: seq });
    const verified = await seqplan('verify', folder, '--json');
    expect(JSON.parse(verified.out)).toMatchObject({ kind: 'verified', recordSignatures: 1 });
  });

  it('single records, several people one after the other, and every signature stays good', async () => {
    const folder = ledger('twice');
    await seqplan('signer', 'create', at('op-8.pem'), '--name', 'op-8', '--passphrase-file', at('pass'));
    const first = await seqplan(
      'sign',
      folder,
      ...person(),
      '--meaning',
      'performed',
      '--reason',
      'done',
      '--record',
      '5',
      '--record',
      '3',
      '--record',
      '5',
    );
    expect(first.out).toContain('records 3, 5');
    await seqplan(
      'sign',
      folder,
      '--signer-key',
      at('op-8.pem'),
      '--passphrase-file',
      at('pass'),
      '--meaning',
      'reviewed',
      '--reason',
      'seen',
      '--json',
    );
    expect(JSON.parse((await seqplan('verify', folder, '--json')).out)).toMatchObject({
      kind: 'verified',
      recordSignatures: 2,
    });
  });

  it('not a record that is not there, not with another passphrase, not with the public half of somebody else', async () => {
    const folder = ledger('refused');
    const before = await last(folder);
    const attempt = (...words: readonly string[]) =>
      seqplan('sign', folder, '--meaning', 'approved', '--reason', 'r', ...words);
    expect(await attempt(...person(), '--record', '99999')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('NO-SUCH-RECORD'),
    });
    writeFileSync(at('wrong'), 'another passphrase');
    expect(await attempt('--signer-key', at('op-7.pem'), '--passphrase-file', at('wrong'))).toMatchObject({
      exit: 2,
      err: expect.stringContaining('SIGNER-KEY'),
    });
    writeFileSync(at('empty'), '\n');
    expect(await attempt('--signer-key', at('op-7.pem'), '--passphrase-file', at('empty'))).toMatchObject({
      exit: 2,
      err: expect.stringContaining('PASSPHRASE'),
    });
    cpSync(at('op-7.pem'), at('mixed.pem'));
    await seqplan('signer', 'create', at('op-9.pem'), '--name', 'op-9', '--passphrase-file', at('pass'));
    cpSync(at('op-9.pem.pub'), at('mixed.pem.pub'));
    expect(await attempt('--signer-key', at('mixed.pem'), '--passphrase-file', at('pass'))).toMatchObject({
      exit: 2,
      err: expect.stringContaining('not the public half'),
    });
    rmSync(at('mixed.pem.pub'));
    expect(await attempt('--signer-key', at('mixed.pem'), '--passphrase-file', at('pass'))).toMatchObject({
      exit: 2,
      err: expect.stringContaining('holds no vkey'),
    });
    expect(await attempt(...person(), '--reason', 'two\nlines')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('ONE-LINE'),
    });
    expect(((await last(folder)).fact as { readonly type: string }).type).not.toBe('record-signed');
    expect(before.seq).toBeGreaterThan(100);
  });

  it('nothing that is broken', async () => {
    const folder = ledger('broken');
    const file = path.join(folder, 'segments/0000000000.seg');
    const bytes = readFileSync(file);
    bytes.writeUInt8(bytes.readUInt8(1000) ^ 1, 1000);
    writeFileSync(file, bytes);
    const refused = await seqplan('sign', folder, ...person(), '--meaning', 'approved', '--reason', 'r');
    expect(refused).toMatchObject({ exit: 2, err: expect.stringContaining('LEDGER-BROKEN') });
  });

  it('with a key that is encrypted and for its owner alone', async () => {
    expect(readFileSync(at('op-7.pem'), 'utf8')).toContain('ENCRYPTED PRIVATE KEY');
    expect(statSync(at('op-7.pem')).mode & 0o777).toBe(0o600);
    writeFileSync(at('brief'), 'short');
    for (const [name, pass, code] of [
      ['op-5', at('brief'), 'PASSPHRASE'],
      ['two words', at('pass'), 'SIGNER-NAME'],
    ] as const) {
      const made = await seqplan('signer', 'create', at('new.pem'), '--name', name, '--passphrase-file', pass);
      expect(made).toMatchObject({ exit: 2, err: expect.stringContaining(code) });
    }
    const again = await seqplan('signer', 'create', at('op-7.pem'), '--name', 'op-7', '--passphrase-file', at('pass'));
    expect(again).toMatchObject({ exit: 2, err: expect.stringContaining('KEY-EXISTS') });
  });
});

describe('a value is corrected', () => {
  it('by a record of its own with old, new, who and why; the next correction starts from the last', async () => {
    const folder = ledger('corrected');
    const correct = (value: string, ...more: readonly string[]) =>
      seqplan(
        'correct',
        folder,
        '--record',
        '1',
        '--path',
        '/run/seed',
        '--value',
        value,
        '--by',
        'op-7',
        '--reason',
        'typed wrong',
        ...more,
      );
    expect(await correct('8')).toMatchObject({
      exit: 0,
      out: expect.stringContaining('/run/seed of record 1: 1 -> 8, by op-7'),
    });
    expect(await last(folder)).toMatchObject({
      actor: 'op-7',
      fact: {
        type: 'value-corrected',
        record: 1,
        path: '/run/seed',
        old: 1,
        new: 8,
        by: 'op-7',
        reason: 'typed wrong',
      },
    });
    const second = await correct('9', '--json');
    expect(JSON.parse(second.out)).toMatchObject({ old: 8, new: 9 });
    expect(await correct('9')).toMatchObject({ exit: 2, err: expect.stringContaining('SAME-VALUE') });
    expect(await correct('nine')).toMatchObject({ exit: 2, err: expect.stringContaining('NOT-JSON') });
    expect(JSON.parse((await seqplan('verify', folder, '--json')).out)).toMatchObject({ kind: 'verified' });
  });

  it('only where there is one', async () => {
    const folder = ledger('nowhere');
    for (const pointer of ['/run/nothing', '/run/seed/deeper', 'run', '', '/__proto__/x']) {
      const refused = await seqplan(
        'correct',
        folder,
        '--record',
        '1',
        '--path',
        pointer,
        '--value',
        '1',
        '--by',
        'a',
        '--reason',
        'r',
      );
      expect(refused).toMatchObject({ exit: 2, err: expect.stringContaining('NO-SUCH-VALUE') });
    }
    const far = await seqplan(
      'correct',
      folder,
      '--record',
      '99999',
      '--path',
      '/type',
      '--value',
      '1',
      '--by',
      'a',
      '--reason',
      'r',
    );
    expect(far).toMatchObject({ exit: 2, err: expect.stringContaining('NO-SUCH-VALUE') });
  });
});
