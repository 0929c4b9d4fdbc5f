import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportLedger } from '../../src/service/index.ts';
import { seqplan } from '../support/command.ts';

const SCENARIO = 'examples/provenance.yaml';
const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-export-'));
const ledger = path.join(folder, 'run/ledger');
const place = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  const { exit, err } = await seqplan('simulate', SCENARIO, '--seed', '9', '--out', place('run'));
  expect(err).not.toContain('error');
  expect([0, 1]).toContain(exit);
});
afterAll(() => rmSync(folder, { recursive: true }));

const exportTo = (format: string, name: string, ...more: readonly string[]) =>
  seqplan('export', ledger, '--format', format, '--out', place(name), '--scenario', SCENARIO, ...more);

describe('seqplan export', () => {
  it('tells of failures, repetitions, reuse, a fallback and a lost sample: the example has them all with seed 9', async () => {
    expect(await exportTo('trace', 'trace.tsv')).toMatchObject({ exit: 0 });
    const [head = '', ...lines] = readFileSync(place('trace.tsv'), 'utf8').trimEnd().split('\n');
    const column = (name: string): ReadonlySet<string> => {
      const at = head.split('\t').indexOf(name);
      return new Set(lines.flatMap((line) => line.split('\t')[at]?.split('+') ?? []));
    };
    expect([...column('status')]).toEqual(expect.arrayContaining(['COMPLETED', 'FAILED', 'ABORTED', 'CACHED']));
    expect([...column('error_action')]).toEqual(expect.arrayContaining(['RETRY', 'FALLBACK', 'IGNORE']));
  });

  it('writes a crate whose files are what the metadata says, digest for digest', async () => {
    const { exit, out } = await exportTo('ro-crate', 'crate');
    expect({ exit, out }).toMatchObject({ exit: 0, out: expect.stringContaining('exported ro-crate') });
    const { '@graph': graph } = JSON.parse(readFileSync(place('crate/ro-crate-metadata.json'), 'utf8')) as {
      '@graph': readonly { '@id': string; sha256?: string; contentSize?: string; '@type': unknown }[];
    };
    const files = graph.filter((entity) => entity.contentSize !== undefined);
    // Simulated files are written again from the record: not one is only named.
    expect(files.filter(({ '@id': id }) => id.includes(':'))).toEqual([]);
    for (const { '@id': id, sha256, contentSize } of files) {
      const bytes = readFileSync(place(`crate/${id}`));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
      expect(String(bytes.length)).toBe(contentSize);
    }
    // Two aligners' outputs, reads, calls, reports and what stands beside: no easy pass of an empty list.
    expect(files.length).toBeGreaterThan(30);
    const onDisk = readdirSync(place('crate'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    expect(onDisk).toHaveLength(files.length + 1);
    expect(existsSync(place('crate.partial'))).toBe(false);
  });

  it('writes no sample of an order into the workflow file', () => {
    const workflow = readFileSync(place('crate/workflow.json'), 'utf8');
    expect(workflow).toContain('align-careful');
    expect(workflow).not.toContain('order-1');
  });

  it('overwrites no folder that holds anything', async () => {
    const { exit, err } = await exportTo('ro-crate', 'crate');
    expect(exit).toBe(2);
    expect(err).toContain('OUT-FOLDER');
  });

  it('gives the same bytes for the same ledger', async () => {
    for (const format of ['prov', 'bco', 'trace']) {
      expect(await exportTo(format, `${format}-1`)).toMatchObject({ exit: 0 });
      expect(await exportTo(format, `${format}-2`)).toMatchObject({ exit: 0 });
      expect(readFileSync(place(`${format}-1`)).equals(readFileSync(place(`${format}-2`)))).toBe(true);
    }
  });

  it('puts SHA-1 beside every file whose bytes it has', () => {
    const { io_domain: io } = JSON.parse(readFileSync(place('bco-1'), 'utf8')) as {
      io_domain: { output_subdomain: readonly { uri: { sha1_checksum?: string } }[] };
    };
    expect(io.output_subdomain.length).toBeGreaterThan(5);
    for (const { uri } of io.output_subdomain) expect(uri.sha1_checksum).toMatch(/^[0-9a-f]{40}$/);
  });

  it('refuses a scenario that the ledger is not of, and a ledger that is not there', async () => {
    const other = ['--scenario', 'examples/weekend.yaml'];
    const refused = await seqplan('export', ledger, '--format', 'prov', '--out', place('other'), ...other);
    expect(refused).toMatchObject({ exit: 2, err: expect.stringContaining('LEDGER-SCENARIO') });
    const absent = await seqplan('export', place('nowhere'), '--format', 'prov', '--out', place('other'), ...other);
    expect(absent).toMatchObject({ exit: 2, err: expect.stringContaining('LEDGER-ABSENT') });
    expect(existsSync(place('other'))).toBe(false);
  });

  it('refuses a broken ledger, names the record, and writes nothing', async () => {
    const segment = path.join(ledger, 'segments/0000000000.seg');
    const bytes = readFileSync(segment);
    const changed = Buffer.from(bytes);
    const at = statSync(segment).size - 100;
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(segment, changed);
    try {
      for (const format of ['prov', 'ro-crate', 'bco', 'trace']) {
        const result = await exportTo(format, `broken-${format}`);
        expect(result).toMatchObject({ exit: 1, err: expect.stringContaining('FRAME-CRC') });
        expect(existsSync(place(`broken-${format}`))).toBe(false);
      }
      const outcome = await exportLedger(ledger, { format: 'prov', out: place('broken'), scenario: SCENARIO });
      expect(outcome.kind).toBe('broken');
    } finally {
      writeFileSync(segment, bytes);
    }
  });

  it('refuses a ledger of version 1, which holds no executions to export', async () => {
    const scenario = ['--scenario', 'examples/friday-cfdna.yaml'];
    const old = 'test/provenance/golden/v1-friday';
    const { exit, err } = await seqplan('export', old, '--format', 'prov', '--out', place('old'), ...scenario);
    expect({ exit, err }).toMatchObject({ exit: 2, err: expect.stringContaining('LEDGER-VERSION') });
    expect(existsSync(place('old'))).toBe(false);
  });

  it('does not write a tiled log of a ledger that nobody signed', async () => {
    const result = await exportTo('tlog', 'tlog');
    expect(result).toMatchObject({ exit: 2, err: expect.stringContaining('LEDGER-UNSIGNED') });
  });

  it('needs no scenario where the ledger keeps it, and writes the same', async () => {
    const kept = await seqplan('export', ledger, '--format', 'bco', '--out', place('kept'));
    expect(kept).toMatchObject({ exit: 0 });
    expect(readFileSync(place('kept')).equals(readFileSync(place('bco-1')))).toBe(true);
  });

  it('gives a program the outcome as JSON', async () => {
    const { exit, out } = await exportTo('prov', 'prov-3', '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ kind: 'exported', format: 'prov', timeFaults: [] });
  });
});
