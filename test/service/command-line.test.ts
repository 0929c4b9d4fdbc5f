import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { seqplan } from '../support/command.ts';
import { readmeBlock } from '../support/readme.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-cli-'));
const first = path.join(folder, 'first.yaml');
const inFolder = (name: string): string => path.join(folder, name);

/** The README's scenario with one text replaced. */
function variant(name: string, ...changes: readonly (readonly [from: string, to: string])[]): string {
  let text = readmeBlock('yaml');
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  writeFileSync(inFolder(name), text);
  return inFolder(name);
}

beforeAll(() => {
  writeFileSync(first, readmeBlock('yaml'));
});

describe('seqplan validate', () => {
  it('accepts a good scenario with exit 0', async () => {
    expect(await seqplan('validate', first)).toMatchObject({ exit: 0, out: `${first}: accepted`, err: '' });
  });

  it('reports every finding of a bad one at once, with place, value and hint, and exits 2', async () => {
    const bad = variant('bad.yaml', ['length: 1 wk', 'length: 1 fortnight'], ['workflow: panel', 'workflow: pannel']);
    const { exit, out, err } = await seqplan('validate', bad, '--json');
    expect(exit).toBe(2);
    const { verdict, findings } = JSON.parse(out);
    expect(verdict).toBe('rejected');
    expect(findings).toMatchObject([
      { code: 'BAD-QUANTITY', path: '/horizon/length', line: 6 },
      { code: 'UNKNOWN-REFERENCE', path: '/orders/0/workflow' },
    ]);
    for (const finding of findings) expect(finding.hint).not.toBe('');
    expect(err).toContain('1 fortnight');
    expect(err).toContain(`${bad}:6:`);
  });

  it('reports a file that is not there as a finding, not as a stack', async () => {
    const { exit, err } = await seqplan('validate', inFolder('absent.yaml'));
    expect(exit).toBe(2);
    expect(err).toContain('FILE-UNREADABLE');
    expect(err).not.toContain(' at ');
  });
});

describe('seqplan plan', () => {
  it('prints the plan as one JSON document, with the usual planners beside it', async () => {
    const { exit, out } = await seqplan('plan', first, '--json');
    expect(exit).toBe(0);
    const { plan, comparison } = JSON.parse(out);
    expect(plan.tasks.map((task: { id: string }) => task.id)).toEqual([
      'patients-1:prep',
      'patients-1:sequencing',
      'patients-1:calling',
    ]);
    expect(comparison.map((row: { name: string }) => row.name)).toEqual(['seqplan', 'fifo', 'fifo-batch', 'edd']);
  });

  it('exits 1 and names order and reason where an order cannot be saved', async () => {
    // 4 h of preparation and 29 h of sequencing cannot end 20 h after receipt.
    const late = variant('late.yaml', ['due: 4 d', 'due: 10 h, deadline: 20 h']);
    const { exit, out } = await seqplan('plan', late);
    expect(exit).toBe(1);
    expect(out).toContain('lost: patients-1');
    expect(out).toMatch(/lost: patients-1\n {2}\S+/);
  });

  it('refuses words that it does not know with exit 2', async () => {
    expect((await seqplan('plan', first, '--sed', '7')).exit).toBe(2);
    expect((await seqplan('plan', first, '--budget', 'soon')).exit).toBe(2);
    expect((await seqplan('plan', first, '--seed', '-1')).exit).toBe(2);
    expect((await seqplan('plann', first)).exit).toBe(2);
    expect((await seqplan('--help')).exit).toBe(0);
  });
});

describe('seqplan simulate', () => {
  it('gives identical bytes for the same seed, ledger root included, and others for another seed', async () => {
    const [once, again, other] = [
      await seqplan('simulate', first, '--seed', '7', '--json'),
      await seqplan('simulate', first, '--seed', '7', '--json'),
      await seqplan('simulate', first, '--seed', '8', '--json'),
    ];
    expect(once.exit).toBe(0);
    expect(again.out).toBe(once.out);
    expect(JSON.parse(other.out).ledger.root).not.toBe(JSON.parse(once.out).ledger.root);
  });

  it('writes plan, report, figures and a ledger that verifies, and may be repeated over its own output', async () => {
    const out = inFolder('out');
    for (let round = 0; round < 2; round++) {
      const { exit, out: text } = await seqplan('simulate', first, '--out', out);
      expect(exit).toBe(0);
      expect(text).toContain('ledger verified');
    }
    expect(readdirSync(out).toSorted()).toEqual(['actual.svg', 'ledger', 'plan.json', 'plan.svg', 'report.json']);
    const { ledger } = JSON.parse(readFileSync(path.join(out, 'report.json'), 'utf8'));
    const verified = await seqplan('verify', path.join(out, 'ledger'), '--root', ledger.root);
    expect(verified).toMatchObject({
      exit: 0,
      out: expect.stringContaining(`ledger verified: ${ledger.records} records`),
    });
  });

  it('never overwrites what is not the ledger of a simulation', async () => {
    const out = inFolder('occupied');
    mkdirSync(path.join(out, 'ledger'), { recursive: true });
    writeFileSync(path.join(out, 'ledger', 'checkpoint'), 'seqplan/real/0/1\n');
    const { exit, err } = await seqplan('simulate', first, '--out', out);
    expect(exit).toBe(2);
    expect(err).toContain('LEDGER-EXISTS');
    expect(readFileSync(path.join(out, 'ledger', 'checkpoint'), 'utf8')).toBe('seqplan/real/0/1\n');
  });
});

describe('seqplan verify', () => {
  it('exits 1 and names the record after one byte has changed', async () => {
    const out = inFolder('tampered');
    await seqplan('simulate', first, '--out', out);
    const segments = path.join(out, 'ledger', 'segments');
    const [segment = ''] = readdirSync(segments);
    const bytes = readFileSync(path.join(segments, segment));
    // Somewhere inside the record with this text: frames are length, checksum, bytes, and hold JSON.
    const place = bytes.indexOf('"type":"task-started"');
    const before = bytes.subarray(0, place).toString('latin1');
    const record = before.split('"v":2}').length - 1;
    bytes[place + 9] = (bytes[place + 9] ?? 0) ^ 1;
    writeFileSync(path.join(segments, segment), bytes);
    const { exit, out: text } = await seqplan('verify', path.join(out, 'ledger'));
    expect(exit).toBe(1);
    expect(text).toContain(`ledger broken at record ${record}:`);
  });

  it('tells a whole other ledger by the root kept outside', async () => {
    const [one, other] = [inFolder('one'), inFolder('other')];
    await seqplan('simulate', first, '--seed', '1', '--out', one);
    await seqplan('simulate', first, '--seed', '2', '--out', other);
    const { ledger } = JSON.parse(readFileSync(path.join(one, 'report.json'), 'utf8'));
    cpSync(path.join(other, 'ledger'), path.join(one, 'ledger'), { recursive: true, force: true });
    const { exit, out } = await seqplan('verify', path.join(one, 'ledger'), '--root', ledger.root);
    expect(exit).toBe(1);
    expect(out).toContain('EXPECTED-ROOT');
  });

  it('refuses a root that is no hash with exit 2', async () => {
    expect((await seqplan('verify', inFolder('one'), '--root', 'abc')).exit).toBe(2);
  });
});

describe('seqplan run', () => {
  it('needs a folder for its record', async () => {
    expect(await seqplan('run', first)).toMatchObject({ exit: 2 });
  });

  it('starts nothing where stages are not executable, and says so for each', async () => {
    const { exit, err } = await seqplan('run', first, '--out', inFolder('real'));
    expect(exit).toBe(2);
    expect(err.match(/STAGE-NOT-EXECUTABLE/g)?.length).toBeGreaterThanOrEqual(3);
    expect(readdirSync(folder)).not.toContain('real');
  });
});
