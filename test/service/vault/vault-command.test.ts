import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../src/service/command-line.ts';
import { seqplan } from '../../support/command.ts';

let home = '';
beforeAll(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'seqplan-vault-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const at = (...parts: readonly string[]): string => path.join(home, ...parts);
const place = () => ['--vault', at('vault'), '--key', at('vault.key')];
const by = (actor: string, reason: string) => [...place(), '--actor', actor, '--reason', reason];

const JANE = { name: 'Jane Canary-Roe', mrn: 'MRN-CANARY-77', born: '1970-02-31' };

/** With an identity in its first order. */
function intake(identity: unknown): string {
  const file = at(`intake-${Math.abs(JSON.stringify(identity).length)}.json`);
  writeFileSync(file, JSON.stringify({ name: 'x', orders: [{ id: 'o1', identity }, { id: 'o2' }] }));
  return file;
}

describe('seqplan vault', () => {
  it('makes a folder and a key for its owner alone, once', async () => {
    expect(await seqplan('vault', 'create', at('vault'), '--key', at('vault.key'))).toMatchObject({ exit: 0 });
    expect(statSync(at('vault.key')).mode & 0o777).toBe(0o600);
    expect(statSync(at('vault.key')).size).toBe(32);
    const again = await seqplan('vault', 'create', at('vault'), '--key', at('other.key'));
    expect(again).toMatchObject({ exit: 2, err: expect.stringContaining('not empty') });
    expect(await seqplan('vault', 'create', at('vault2'), '--key', at('vault.key'))).toMatchObject({
      exit: 2,
      err: expect.stringContaining('KEY-EXISTS'),
    });
  });

  it('takes identities out of a scenario, tells them again, finds and erases them, all on record', async () => {
    const made = await seqplan('vault', 'pseudonymize', intake(JANE), ...by('op-1', 'intake'), '--out', at('lab.json'));
    expect(made).toMatchObject({ exit: 0, out: expect.stringContaining('1 subjects') });
    const written = JSON.parse(readFileSync(at('lab.json'), 'utf8')) as { orders: { subject?: string }[] };
    const subject = written.orders[0]?.subject ?? '';
    expect(written).toEqual({ name: 'x', orders: [{ id: 'o1', subject }, { id: 'o2' }] });

    const told = await seqplan('vault', 'resolve', subject, ...by('op-7', 'call back'), '--json');
    expect(JSON.parse(told.out)).toEqual(JANE);
    const one = await seqplan('vault', 'resolve', subject, ...by('op-7', 'call back'), '--field', 'mrn');
    expect(one.out).toBe(`mrn: ${JANE.mrn}`);

    const find = async (value: string) => {
      const out: string[] = [];
      const exit = await runCommandLine(['vault', 'find', '--field', 'name', ...by('op-7', 'second sample')], {
        terminal: { print: (text) => void out.push(text), note: () => {} },
        clock: { nowMs: () => 0 },
        readInput: async () => value,
      });
      return { exit, out };
    };
    expect(await find('jane  canary-roe\n')).toEqual({ exit: 0, out: [subject] });
    expect(await find('John')).toEqual({ exit: 1, out: [] });
    expect(await find(' ')).toMatchObject({ exit: 2 });

    expect(await seqplan('vault', 'erase', subject, ...by('op-9', 'consent withdrawn'))).toMatchObject({ exit: 0 });
    const gone = await seqplan('vault', 'resolve', subject, ...by('op-7', 'again'));
    expect(gone).toMatchObject({ exit: 2, err: expect.stringContaining('VAULT-ERASED') });
    expect(readdirSync(at('vault', 'subjects'))).toEqual([]);

    expect(await seqplan('verify', at('vault', 'ledger'))).toMatchObject({ exit: 0 });
    const record = readdirSync(at('vault', 'ledger', 'segments'))
      .map((name) => readFileSync(at('vault', 'ledger', 'segments', name), 'utf8'))
      .join('');
    for (const word of [
      'subject-added',
      'subject-resolved',
      'subject-sought',
      'subject-erased',
      'access-refused',
      'consent withdrawn',
      '"actor":"op-9"',
    ]) {
      expect(record).toContain(word);
    }
    for (const value of Object.values(JANE)) expect(record).not.toContain(value);
  });

  it('still verifies, and proves, after many erasures', async () => {
    for (let i = 0; i < 5; i++) {
      const out = at(`lab-${i}.json`);
      await seqplan(
        'vault',
        'pseudonymize',
        intake({ name: `Canary Person ${i}` }),
        ...by('op-1', 'intake'),
        '--out',
        out,
      );
      const subject = /sub-[0-9a-f-]{36}/.exec(readFileSync(out, 'utf8'))?.[0] ?? '';
      expect(await seqplan('vault', 'erase', subject, ...by('op-9', 'request'))).toMatchObject({ exit: 0 });
    }
    expect(await seqplan('verify', at('vault', 'ledger'))).toMatchObject({ exit: 0 });
  });

  it('refuses identities that stand elsewhere, with the place in the text and without the value', async () => {
    const file = at('leak.yaml');
    writeFileSync(
      file,
      'name: x\ndescription: for Jane Canary-Roe\norders:\n  - { id: o1, identity: { name: Jane Canary-Roe } }\n',
    );
    const refused = await seqplan('vault', 'pseudonymize', file, ...by('op-1', 'intake'), '--out', at('leak-out.yaml'));
    expect(refused).toMatchObject({ exit: 2, err: expect.stringMatching(/leak\.yaml:2:1|:2:\d+ error IDENTITY-LEAK/) });
    expect(refused.err + refused.out).not.toContain('Canary-Roe');
    expect(existsSync(at('leak-out.yaml'))).toBe(false);
  });

  it('writes YAML where YAML is asked for, and reads no text that is none', async () => {
    const made = await seqplan(
      'vault',
      'pseudonymize',
      intake({ name: 'Somebody' }),
      ...by('op-1', 'intake'),
      '--out',
      at('lab.yaml'),
    );
    expect(made.exit).toBe(0);
    expect(readFileSync(at('lab.yaml'), 'utf8')).toMatch(/^name: x\norders:\n/);
    writeFileSync(at('bad.yaml'), 'a: [');
    const bad = await seqplan('vault', 'pseudonymize', at('bad.yaml'), ...by('op-1', 'intake'), '--out', at('o.yaml'));
    expect(bad).toMatchObject({ exit: 2, err: expect.stringContaining('SYNTAX') });
  });

  it('does nothing with another key, a key that others can read, a link, or a file of another size', async () => {
    const resolve = (key: string) =>
      seqplan('vault', 'resolve', 'sub-x', '--vault', at('vault'), '--key', key, '--actor', 'a', '--reason', 'r');
    writeFileSync(at('wrong.key'), new Uint8Array(32).fill(3), { mode: 0o600 });
    expect(await resolve(at('wrong.key'))).toMatchObject({ exit: 2, err: expect.stringContaining('OTHER-LEDGER') });
    writeFileSync(at('short.key'), 'abc', { mode: 0o600 });
    expect(await resolve(at('short.key'))).toMatchObject({ exit: 2, err: expect.stringContaining('3 bytes') });
    symlinkSync(at('vault.key'), at('link.key'));
    expect(await resolve(at('link.key'))).toMatchObject({ exit: 2, err: expect.stringContaining('KEY-FORMAT') });
    chmodSync(at('vault.key'), 0o640);
    expect(await resolve(at('vault.key'))).toMatchObject({ exit: 2, err: expect.stringContaining('KEY-MODE') });
    chmodSync(at('vault.key'), 0o600);
    expect(await resolve(at('absent.key'))).toMatchObject({ exit: 3 });
    expect(await resolve(at('vault.key'))).toMatchObject({ exit: 2, err: expect.stringContaining('UNKNOWN-SUBJECT') });
  });
});

const FRIDAY = readFileSync(new URL('../../../examples/friday-cfdna.yaml', import.meta.url), 'utf8');

/** The Friday example with persons in both orders, one of them by sample. */
const withPersons = (): string =>
  FRIDAY.replace('- { id: edta,', `- { id: edta, identity: ${JSON.stringify(JANE)},`).replace(
    '- { id: streck,',
    '- { id: streck, identities: { s01: { name: Canary Number One }, s02: { name: Canary Number Two } },',
  );

const CANARIES = [...Object.values(JANE), 'Canary Number One', 'Canary Number Two'];

describe('a scenario', () => {
  it('with identities in it is read by nothing else, and no message repeats one', async () => {
    const file = at('plain.yaml');
    writeFileSync(file, withPersons());
    for (const command of ['validate', 'plan', 'simulate', 'run', 'explain', 'export-problem']) {
      const out = command === 'run' ? ['--out', at('never')] : [];
      const result = await seqplan(command, file, ...out);
      expect(result).toMatchObject({ exit: 2, err: expect.stringContaining('IDENTITY-IN-PLAIN') });
      for (const value of CANARIES) expect(result.out + result.err).not.toContain(value);
    }
  });

  it('with pseudonyms is simulated, and no byte of all that is written holds an identifier', async () => {
    const file = at('persons.yaml');
    writeFileSync(file, withPersons());
    await seqplan('vault', 'pseudonymize', file, ...by('op-1', 'intake'), '--out', at('persons-out.yaml'));
    rmSync(file);
    const result = await seqplan('simulate', at('persons-out.yaml'), '--out', at('canary'), '--budget', '50');
    expect(result).toMatchObject({ exit: 0 });
    for (const format of ['prov', 'ro-crate', 'bco', 'trace']) {
      const exported = await seqplan(
        'export',
        at('canary', 'ledger'),
        '--format',
        format,
        '--out',
        at(`canary-${format}`),
      );
      expect(exported).toMatchObject({ exit: 0 });
    }
    const life = await seqplan('explain', 'edta/s01', '--ledger', at('canary', 'ledger'));
    expect(life.exit).toBe(0);
    const texts = [life.out, result.out, result.err, ...filesUnder(home).map((name) => readFileSync(name, 'latin1'))];
    expect(texts.length).toBeGreaterThan(15);
    // The vault's own files are among them. What is left of the tests above are inputs.
    const outputs = texts.filter((text) => !text.includes('"identity"') && !text.includes('identity:'));
    for (const text of outputs) {
      for (const value of CANARIES) {
        expect(text).not.toContain(value);
        expect(text).not.toContain(Buffer.from(value).toString('base64').replace(/=+$/, ''));
        expect(text).not.toContain(Buffer.from(value).toString('hex'));
        expect(text).not.toContain(createHash('sha256').update(value).digest('hex'));
      }
    }
    expect(texts.some((text) => text.includes('sub-'))).toBe(true);
  });
});

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
