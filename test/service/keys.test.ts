import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePrivateKey, parseVkey } from '../../src/provenance/index.ts';
import { createKeyFile, ledgerSigner, readKeyFile, readVkey } from '../../src/service/keys/keys.ts';
import { runCommandLine } from '../../src/service/command-line.ts';
import { seqplan } from '../support/command.ts';
import { readmeBlock } from '../support/readme.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-keys-'));
let files = 0;
const fresh = (): string => path.join(folder, `key-${files++}`);

/** Of `PRIVATE+KEY+name+id+base64`; base64 has + of its own, at its end too. */
const secretOf = (skey: string): string => skey.trimEnd().split('+').slice(4).join('+');

const checkpointKey = async (): Promise<string> => {
  const file = fresh();
  await createKeyFile({ file, name: 'lab.example/ledger', purpose: 'checkpoint' });
  return file;
};

describe('seqplan key create', () => {
  it('writes a private key that only its owner can read and the public half beside it, and prints the latter', async () => {
    const file = fresh();
    const { exit, out, err } = await seqplan('key', 'create', file, '--name', 'lab.example/ledger');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const skey = readFileSync(file, 'utf8').trimEnd();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(`${file}.pub`, 'utf8')).toBe(`${out}\n`);
    expect(parsePrivateKey(skey)?.signer.vkey).toBe(out);
    expect(parseVkey(out)).toMatchObject({ name: 'lab.example/ledger', type: 1 });
    expect(secretOf(skey)).toHaveLength(44);
    expect(out).not.toContain(secretOf(skey));
  });

  it('makes keys for witnesses, which are of another type', async () => {
    const { out } = await seqplan('key', 'create', fresh(), '--name', 'witness.example/w1', '--witness');
    expect(parseVkey(out)).toMatchObject({ name: 'witness.example/w1', type: 4 });
  });

  it('makes another key each time, and never overwrites one', async () => {
    const [one, other] = [await checkpointKey(), await checkpointKey()];
    expect(readFileSync(one, 'utf8')).not.toBe(readFileSync(other, 'utf8'));
    const before = readFileSync(one, 'utf8');
    const again = await seqplan('key', 'create', one, '--name', 'x');
    expect(again.exit).toBe(2);
    expect(again.err).toContain('KEY-EXISTS');
    expect(readFileSync(one, 'utf8')).toBe(before);
  });

  it('leaves neither half behind where the other cannot be written', async () => {
    const other = fresh();
    writeFileSync(`${other}.pub`, 'x');
    expect((await seqplan('key', 'create', other, '--name', 'x')).err).toContain('KEY-EXISTS');
    expect(existsSync(other)).toBe(false);
    const file = fresh();
    writeFileSync(file, 'something else');
    expect((await seqplan('key', 'create', file, '--name', 'x')).exit).toBe(2);
    expect(existsSync(`${file}.pub`)).toBe(false);
    expect(readFileSync(file, 'utf8')).toBe('something else');
  });

  it('refuses names that signature lines cannot hold, and folders that are not there', async () => {
    for (const name of ['two words', 'a+b', '']) {
      const { exit, err } = await seqplan('key', 'create', fresh(), '--name', name);
      expect([exit, err.includes('KEY-NAME')]).toEqual([2, true]);
    }
    expect((await seqplan('key', 'create', path.join(folder, 'absent', 'key'), '--name', 'x')).exit).toBe(3);
  });
});

describe('a key file', () => {
  it('signs with the key that it holds', async () => {
    const file = await checkpointKey();
    const signer = await readKeyFile(file, 'checkpoint');
    expect(`${signer.vkey}\n`).toBe(readFileSync(`${file}.pub`, 'utf8'));
    expect(await signer.sign(new Uint8Array(3))).toHaveLength(64);
  });

  it('that group or others may read or change is refused, whoever calls, without a word of what is in it', async () => {
    const file = await checkpointKey();
    const secret = secretOf(readFileSync(file, 'utf8'));
    expect(secret).toHaveLength(44);
    for (const mode of [0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o777]) {
      chmodSync(file, mode);
      const refusal = await readKeyFile(file, 'checkpoint').catch((error: unknown) => error);
      expect(refusal).toMatchObject({
        code: 'REJECTED',
        findings: [{ code: 'KEY-MODE', hint: `chmod 600 ${file}, if you still trust it.` }],
      });
      expect(JSON.stringify(refusal) + String(refusal)).not.toContain(secret);
    }
    chmodSync(file, 0o400);
    expect(await readKeyFile(file, 'checkpoint')).toMatchObject({ vkey: await readVkey(`${file}.pub`) });
  });

  it('is given itself, not by a link, which may come to mean another', async () => {
    const file = await checkpointKey();
    const link = fresh();
    symlinkSync(file, link);
    await expect(readKeyFile(link, 'checkpoint')).rejects.toMatchObject({ findings: [{ code: 'KEY-FORMAT' }] });
  });

  it('that is absent, holds something else, or is far too long is refused', async () => {
    const other = fresh();
    for (const [text, code] of [
      ['', 'KEY-FORMAT'],
      ['PRIVATE+KEY+x', 'KEY-FORMAT'],
      ['x'.repeat(70_000), 'KEY-FORMAT'],
    ] as const) {
      writeFileSync(other, text, { mode: 0o600 });
      await expect(readKeyFile(other, 'checkpoint')).rejects.toMatchObject({ findings: [{ code }] });
    }
    await expect(readKeyFile(fresh(), 'checkpoint')).rejects.toMatchObject({ findings: [{ code: 'KEY-UNREADABLE' }] });
    chmodSync(folder, 0o700);
    await expect(readKeyFile(folder, 'checkpoint')).rejects.toMatchObject({ findings: [{ code: 'KEY-FORMAT' }] });
  });

  it('for the one purpose is not taken for the other', async () => {
    const file = await checkpointKey();
    await expect(readKeyFile(file, 'witness')).rejects.toMatchObject({ findings: [{ code: 'KEY-PURPOSE' }] });
    const witness = fresh();
    await createKeyFile({ file: witness, name: 'w', purpose: 'witness' });
    await expect(readKeyFile(witness, 'checkpoint')).rejects.toMatchObject({ findings: [{ code: 'KEY-PURPOSE' }] });
  });
});

describe('the signer of a ledger', () => {
  it('is the key file named, else the one of the environment, else nobody', async () => {
    const [named, other] = [await checkpointKey(), await checkpointKey()];
    const environment = { SEQPLAN_LEDGER_KEY: other };
    expect(await ledgerSigner(named, environment)).toMatchObject({ vkey: await readVkey(`${named}.pub`) });
    expect(await ledgerSigner(undefined, environment)).toMatchObject({ vkey: await readVkey(`${other}.pub`) });
    expect(await ledgerSigner(undefined, {})).toBeUndefined();
    expect(await ledgerSigner(undefined, { SEQPLAN_LEDGER_KEY: '' })).toBeUndefined();
  });
});

describe('a verifier key on the command line', () => {
  it('is the key itself or a file that holds it', async () => {
    const file = await checkpointKey();
    const vkey = readFileSync(`${file}.pub`, 'utf8').trimEnd();
    expect(await readVkey(vkey)).toBe(vkey);
    expect(await readVkey(`${file}.pub`)).toBe(vkey);
    await expect(readVkey(file)).rejects.toMatchObject({ findings: [{ code: 'KEY-FORMAT' }] });
    await expect(readVkey(vkey.slice(1))).rejects.toMatchObject({ findings: [{ code: 'KEY-UNREADABLE' }] });
  });
});

describe('a signed ledger', () => {
  const first = path.join(folder, 'first.yaml');
  const vkeyOf = (file: string): string => readFileSync(`${file}.pub`, 'utf8').trimEnd();

  /** A simulation's ledger, signed by the key in `file`. */
  async function simulated(file: string): Promise<string> {
    writeFileSync(first, readmeBlock('yaml'));
    const out = fresh();
    expect((await seqplan('simulate', first, '--out', out, '--key', file)).exit).toBe(0);
    return path.join(out, 'ledger');
  }

  it('is what simulate --key writes, and verify tells by whom', async () => {
    const file = await checkpointKey();
    const ledger = await simulated(file);
    const verified = await seqplan('verify', ledger, '--vkey', `${file}.pub`);
    expect(verified.exit).toBe(0);
    expect(verified.out).toContain(`signed by ${vkeyOf(file)}: a key that you gave`);
    expect((await seqplan('verify', ledger, '--vkey', vkeyOf(await checkpointKey()))).out).toContain('KEY-UNTRUSTED');
  });

  it('is signed by the key that the environment names, and by none that others may read', async () => {
    writeFileSync(first, readmeBlock('yaml'));
    const file = await checkpointKey();
    const out = fresh();
    const errors: string[] = [];
    const run = () =>
      runCommandLine(['simulate', first, '--out', out], {
        terminal: { print: () => {}, note: (text) => void errors.push(text) },
        clock: { nowMs: () => 0 },
        environment: { SEQPLAN_LEDGER_KEY: file },
      });
    expect(await run()).toBe(0);
    expect((await seqplan('verify', path.join(out, 'ledger'), '--vkey', vkeyOf(file))).exit).toBe(0);
    chmodSync(file, 0o640);
    expect(await run()).toBe(2);
    expect(errors.join('\n')).toContain('KEY-MODE');
  });

  it('is handed over with the reason on record, and verifies by whichever key the reader has', async () => {
    const [old, next] = [await checkpointKey(), await checkpointKey()];
    const ledger = await simulated(old);
    const rotated = await seqplan('key', 'rotate', ledger, '--key', old, '--new', next, '--reason', 'yearly');
    expect(rotated.exit).toBe(0);
    expect(rotated.out).toMatch(new RegExp(`^handed over at \\d+ records to `));
    expect(rotated.out).toContain(vkeyOf(next));
    // The checkpoint that ends with the handing over is still by the old key, and by the new one too.
    expect((await seqplan('verify', ledger, '--vkey', vkeyOf(old))).exit).toBe(0);
    // The next time it is opened, the new key is the one in force: the old one hands nothing over any more.
    const again = await seqplan('key', 'rotate', ledger, '--key', old, '--new', next, '--reason', 'again');
    expect([again.exit, again.err]).toEqual([2, expect.stringContaining('LEDGER-OTHER-KEY')]);
    const back = await seqplan('key', 'rotate', ledger, '--key', next, '--new', old, '--reason', 'back');
    expect(back.exit).toBe(0);
    const verified = await seqplan('verify', ledger, '--vkey', vkeyOf(next), '--json');
    expect(JSON.parse(verified.out)).toMatchObject({ kind: 'verified', signedBy: [vkeyOf(old), vkeyOf(next)] });
  });

  it('is handed over to no key that is none, for no reason of two lines, and not at all where nobody signs', async () => {
    const [old, next] = [await checkpointKey(), await checkpointKey()];
    const ledger = await simulated(old);
    const witness = fresh();
    await createKeyFile({ file: witness, name: 'w', purpose: 'witness' });
    for (const [to, reason, code] of [
      [old, 'x', 'KEY-SAME'],
      [witness, 'x', 'KEY-PURPOSE'],
      [next, 'a\nb', 'KEY-REASON'],
      [next, '', 'KEY-REASON'],
    ] as const) {
      const { exit, err } = await seqplan('key', 'rotate', ledger, '--key', old, '--new', to, '--reason', reason);
      expect([exit, err]).toEqual([2, expect.stringContaining(code)]);
    }
    const out = fresh();
    await seqplan('simulate', first, '--out', out);
    const unsigned = await seqplan(
      'key',
      'rotate',
      path.join(out, 'ledger'),
      '--key',
      old,
      '--new',
      next,
      '--reason',
      'x',
    );
    expect([unsigned.exit, unsigned.err]).toEqual([2, expect.stringContaining('LEDGER-OTHER-KEY')]);
  });
});
