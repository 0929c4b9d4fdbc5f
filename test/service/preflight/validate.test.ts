import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkScenario, loadScenario, run, validate, type PreflightOptions } from '../../../src/index.ts';
import { openSource } from '../../../src/service/sources/index.ts';
import { seqplan } from '../../support/command.ts';
import { sendPart, serve } from '../sources/misbehaving-server.ts';
import { smallRunText } from '../../validation/preflight/small-run.ts';

type Change = readonly [from: string, to: string];

let folder = '';
const inFolder = (name: string): string => path.join(folder, name);
const write = (name: string, content: string): void => writeFileSync(inFolder(name), content);

/** Line of the scenario, 1-based, that a text begins on; changes to it never change their number. */
const lineOf = (text: string): number => smallRunText().slice(0, smallRunText().indexOf(text)).split('\n').length;
const READS_AT = lineOf('reads:\n');
const SHA256_AT = lineOf('sha256:');
const REGIONS_AT = lineOf('regions: ');
const CALL_TOOL_AT = lineOf("tool:\n          name: cat\n          package: coreutils\n          argv: [cat, '{bam}");
const VERSIONS_AT = lineOf('versions:');
const SHEET_AT = lineOf('sheet:');
const DUE_AT = lineOf('due:');

const READS = '@r\nACGT\n+\nIIII\n';
const FASTA = '>chr1\nACGTACGT\n';
const digest = (kind: string, text: string): string => createHash(kind).update(text).digest('hex');

/** As the files of the folder are. */
const TRUE_DIGESTS: readonly Change[] = [
  ["'00000000000000000000000000000001'", `'${digest('md5', FASTA)}'`],
  [`'${'aa'.padStart(64, '0')}'`, `'${digest('sha256', READS)}'`],
];

const oldPath = process.env['PATH'];

/** A command that tells its version, and that it was started. */
function install(name: string, version: string): void {
  mkdirSync(inFolder('bin'), { recursive: true });
  writeFileSync(inFolder(`bin/${name}`), `#!/bin/sh\necho started > ${inFolder('started')}\necho ${name} ${version}\n`);
  chmodSync(inFolder(`bin/${name}`), 0o755);
  process.env['PATH'] = inFolder('bin');
}

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-preflight-'));
  mkdirSync(inFolder('reads'));
  write('reads/a.fq', READS);
  write('reads/b.fq', READS);
  write('ref.fa', FASTA);
  write('ref.fa.fai', 'chr1\t8\t6\t8\t9\n');
  write('regions.bed', 'chr1\t0\t8\n');
  write('sheet.csv', '[Header]\nFileFormatVersion,2\n[BCLConvert_Data]\nSample_ID,Index\na,AAAACCCC\nb,GTGTTGTG\n');
  install('cat', '9.1');
});

afterEach(() => {
  process.env['PATH'] = oldPath;
});

function scenario(...changes: readonly Change[]): string {
  write('scenario.yaml', smallRunText(...TRUE_DIGESTS, ...changes));
  return inFolder('scenario.yaml');
}

const found = async (file: string, options?: PreflightOptions) =>
  (await validate(file, options)).findings.map(
    ({ severity, code, path: place, line }) => `${severity} ${code} ${place} ${line}`,
  );

describe('validate', () => {
  it('finds nothing where scenario, tools and files are as they should be, whatever is to come', async () => {
    for (const purpose of [undefined, 'plan', 'simulate', 'run'] as const) {
      const options = purpose === undefined ? {} : { for: purpose, out: inFolder('out/of/the/run') };
      expect(await validate(scenario(), options)).toEqual({ verdict: 'accepted', findings: [] });
    }
    expect(existsSync(inFolder('out'))).toBe(false);
  });

  it('starts nothing that a document names, unless it is for a run', async () => {
    await validate(scenario());
    expect(existsSync(inFolder('started'))).toBe(false);
    await validate(scenario(), { for: 'run' });
    expect(existsSync(inFolder('started'))).toBe(true);
  });

  it('warns of this machine and its files, and rejects for a run', async () => {
    write('reads/a.fq', '@r\nACGT\n+\nII\n');
    write('regions.bed', 'chr1\t0\t9\n');
    install('cat', '7.6');
    const file = scenario([
      "name: cat\n          package: coreutils\n          argv: [cat, '{bam}']",
      "name: seqplan-absent\n          package: p\n          argv: [seqplan-absent, '{bam}']",
    ]);
    // The version is not asked for.
    expect(await found(file)).toEqual([
      `warning FASTQ-TRUNCATED /orders/0/inputs/reads ${READS_AT}`,
      `warning INPUT-DIGEST /orders/0/inputs/reads/sha256 ${SHA256_AT}`,
      `warning CONTIG-BEYOND /workflows/0/stages/0/tool/inputs/regions ${REGIONS_AT}`,
      `warning TOOL-ABSENT /workflows/0/stages/1/tool ${CALL_TOOL_AT}`,
    ]);
    expect(await found(file, { for: 'run' })).toEqual([
      `error FASTQ-TRUNCATED /orders/0/inputs/reads ${READS_AT}`,
      `error INPUT-DIGEST /orders/0/inputs/reads/sha256 ${SHA256_AT}`,
      `error CONTIG-BEYOND /workflows/0/stages/0/tool/inputs/regions ${REGIONS_AT}`,
      `error TOOL-VERSION /workflows/0/stages/0/tool/versions ${VERSIONS_AT}`,
      `error TOOL-ABSENT /workflows/0/stages/1/tool ${CALL_TOOL_AT}`,
    ]);
    expect(await found(file, { for: 'simulate' })).toEqual([]);
  });

  it('judges references with what lies beside them', async () => {
    // An index of before, of another length.
    write('ref.fa.fai', 'chr1\t9\t6\t8\t9\n');
    utimesSync(inFolder('ref.fa.fai'), 1, 1);
    const codes = (await validate(scenario(), { for: 'run' })).findings.map(({ code }) => code);
    expect(codes).toContain('COMPANION-OLDER');
    expect(codes.some((code) => code.startsWith('FAI-') || code.startsWith('FASTA-'))).toBe(true);
  });

  it('judges by what is stated what does not look like anything', async () => {
    write('regions.dat', 'of no format\n');
    const stated = scenario(["regions: 'file:regions.bed'", "regions: { from: 'file:regions.dat', format: sam }"]);
    expect((await found(stated, { for: 'run' })).join()).toMatch(/^error SAM-/);
    expect(await found(scenario(['file:regions.bed', 'file:regions.dat']), { for: 'run' })).toEqual([]);
  });

  it('knows references by their dictionary too', async () => {
    rmSync(inFolder('ref.fa.fai'));
    write('ref.dict', '@HD\tVN:1.6\n@SQ\tSN:chr1\tLN:8\n');
    write('regions.bed', 'chr1\t0\t9\n');
    expect(await found(scenario(), { for: 'run' })).toEqual([
      `error CONTIG-BEYOND /workflows/0/stages/0/tool/inputs/regions ${REGIONS_AT}`,
    ]);
    // Without either nobody knows what is in it.
    rmSync(inFolder('ref.dict'));
    expect(await found(scenario(), { for: 'run' })).toEqual([]);
  });

  it('passes what is no fault of the scenario on', async () => {
    const broken = { scenario: undefined } as unknown as Awaited<ReturnType<typeof loadScenario>>;
    await expect(validate(broken)).rejects.toThrow(TypeError);
  });

  it('joins sample sheets with the orders that name them', async () => {
    write('sheet.csv', '[Header]\nFileFormatVersion,2\n[BCLConvert_Data]\nSample_ID,Index\na,AAAACCCC\nc,GTGTTGTG\n');
    expect(await found(scenario(), { for: 'run' })).toEqual([
      `warning SHEET-LACKS-SAMPLE /orders/0/inputs/sheet ${SHEET_AT}`,
      `warning SHEET-OTHER-SAMPLE /orders/0/inputs/sheet ${SHEET_AT}`,
    ]);
    const rejected = ['[Header]\nFileFormatVersion,2\n[BCLConvert_Data]\nSample_ID,Index\na,AAAACCCC\nb,AAAACCCC\n'];
    write('sheet.csv', rejected.join(''));
    expect((await found(scenario(), { for: 'run' })).join()).toMatch(/error SHEET-/);
  });

  it('wants room on the disk of the output folder, for what the scenario states', async () => {
    const file = scenario(['size: 1 kB', 'size: 1000 TB']);
    expect(await found(file, { for: 'run', out: inFolder('out') })).toEqual(['error STORAGE-ROOM  1']);
    expect(await found(file, { for: 'run' })).toEqual([]);
  });

  it('takes a document as well, without lines', async () => {
    const { canonical } = await loadScenario(scenario());
    const document = JSON.parse(canonical);
    expect(await validate(document)).toMatchObject({ verdict: 'accepted' });
    const broken = { ...document, orders: [{ ...document.orders[0], workflow: 'other' }] };
    expect(await validate(broken)).toMatchObject({ verdict: 'rejected', findings: [{ code: 'UNKNOWN-REFERENCE' }] });
    const checked = checkScenario(document, folder);
    write('reads/b.fq', '');
    expect(await found2(checked)).toEqual(['FASTQ-EMPTY /orders/0/inputs/reads']);
  });

  it('finds a scenario that cannot be read', async () => {
    await expect(validate(inFolder('absent.yaml'))).resolves.toMatchObject({ findings: [{ code: 'FILE-UNREADABLE' }] });
  });
});

const found2 = async (source: Parameters<typeof validate>[0]) =>
  (await validate(source)).findings.map(({ code, path: place }) => `${code} ${place}`);

describe('inputs elsewhere', () => {
  const remoteScenario = (url: string): string => {
    write('scenario.yaml', smallRunText(...TRUE_DIGESTS, ["file: 'reads/{sample}.fq'", `file: '${url}/{sample}.fq'`]));
    return inFolder('scenario.yaml');
  };

  it('are fetched when told so alone, and never for a run', async () => {
    const { url, asked } = await serve((request, response) => sendPart(Buffer.from(READS), request, response));
    const file = remoteScenario(url);
    expect(await found(file)).toEqual([
      `warning INPUT-UNSEEN /orders/0/inputs/reads ${READS_AT}`,
      `warning INPUT-UNSEEN /orders/0/inputs/reads ${READS_AT}`,
    ]);
    expect(asked).toEqual([]);
    expect(await found(file, { for: 'run' })).toEqual([
      `error INPUT-REMOTE /orders/0/inputs/reads ${READS_AT}`,
      `error INPUT-REMOTE /orders/0/inputs/reads ${READS_AT}`,
    ]);
    expect(asked).toEqual([]);
    expect(await found(file, { remote: true })).toEqual([]);
    expect(asked.length).toBeGreaterThanOrEqual(2);
  });

  it('are judged, compared with their digests, and read through adapters', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/a.fq') sendPart(Buffer.from('@r\nACGT\n+\nJJJJ\n'), request, response);
      else response.writeHead(404).end();
    });
    expect(await found(remoteScenario(url), { remote: true })).toEqual([
      `warning INPUT-SOURCE /orders/0/inputs/reads ${READS_AT}`,
      `warning INPUT-DIGEST /orders/0/inputs/reads/sha256 ${SHA256_AT}`,
    ]);
    const s3 = { schemes: ['s3'], open: (uri: string) => openSource(inFolder(`reads/${uri.slice(-4)}`)) };
    expect(await found(remoteScenario('s3://bucket'), { remote: true, sources: [s3] })).toEqual([]);
    expect(await found(remoteScenario('s3://bucket'), { remote: true })).toHaveLength(2);
  });
});

describe('seqplan validate SCENARIO', () => {
  it('tells place, code and what to do, as text and as JSON', async () => {
    write('reads/b.fq', '@r\nACGT\n+\nII\n');
    const file = scenario();
    expect(await seqplan('validate', file)).toEqual({
      exit: 0,
      out: `${file}: accepted`,
      err: `${file}:${READS_AT}:7 warning FASTQ-TRUNCATED /orders/0/inputs/reads\n  reads/b.fq:4: the file ends after 2 of 4 qualities of '@r'\n  Copy or write the file again.`,
    });
    const { exit, out } = await seqplan('validate', file, '--for', 'run', '--json');
    expect(exit).toBe(2);
    expect(JSON.parse(out)).toEqual({
      file,
      verdict: 'rejected',
      findings: [
        {
          code: 'FASTQ-TRUNCATED',
          severity: 'error',
          path: '/orders/0/inputs/reads',
          message: "reads/b.fq:4: the file ends after 2 of 4 qualities of '@r'",
          hint: 'Copy or write the file again.',
          line: READS_AT,
          column: 7,
        },
      ],
    });
  });

  it('refuses a purpose that it does not know', async () => {
    expect((await seqplan('validate', scenario(), '--for', 'fun')).exit).toBe(2);
  });

  it.each([
    'core-facility',
    'compute-backlog',
    'friday-cfdna',
    'weekend',
    'provenance',
    'lambda/scenario',
    ...contention(),
  ])('finds no error in examples/%s.yaml', async (name) => {
    expect(await validate(`examples/${name}.yaml`)).toMatchObject({ verdict: 'accepted' });
    expect(await validate(`examples/${name}.yaml`, { for: 'plan' })).toEqual({ verdict: 'accepted', findings: [] });
  });
});

function contention(): readonly string[] {
  return readdirSync('examples/contention').map((name) => `contention/${name.replace('.yaml', '')}`);
}

describe('before plan, simulate and run', () => {
  /** 4 s of work, due after two. */
  const late = (): string => scenario(['due: 1 h', 'due: 1 s']);

  it.each(['plan', 'simulate'])('seqplan %s warns once, and goes on', async (word) => {
    const { exit, err } = await seqplan(word, late());
    expect(exit).toBe(0);
    expect(err.match(/DUE-IMPOSSIBLE/g)).toHaveLength(1);
    expect(err).toContain(`${inFolder('scenario.yaml')}:${DUE_AT}:5 warning DUE-IMPOSSIBLE /orders/0/due`);
  });

  it('seqplan run rejects with everything at once, and starts nothing', async () => {
    write('reads/b.fq', '');
    install('cat', '7.6');
    const { exit, err } = await seqplan('run', late(), '--out', inFolder('out'));
    expect(exit).toBe(2);
    for (const code of ['DUE-IMPOSSIBLE', 'FASTQ-EMPTY', 'TOOL-VERSION']) expect(err).toContain(code);
    expect(existsSync(inFolder('out'))).toBe(false);
  });

  /** What `cat` writes is neither BAM nor VCF, and outputs are judged. */
  const PLAIN_OUTPUTS: readonly Change[] = [
    ['format: bam, size', 'format: text, size'],
    ['format: vcf, size', 'format: text, size'],
    [', format: bam } }', ' } }'],
  ];

  it('a run is told its warnings, and goes on', async () => {
    process.env['PATH'] = oldPath;
    const warnings: string[] = [];
    const result = await run(await loadScenario(scenario(['due: 1 h', 'due: 1 s'], ...PLAIN_OUTPUTS)), {
      directory: inFolder('out'),
      onWarnings: (told) => warnings.push(...told.map(({ code }) => code)),
    });
    expect(warnings).toEqual(['DUE-IMPOSSIBLE']);
    expect(result.report.totals).toMatchObject({ samples: 2, delivered: 2 });
  });

  it('a file that is changed after it was looked at is refused when it is read', async () => {
    process.env['PATH'] = oldPath;
    const checked = await loadScenario(scenario(...PLAIN_OUTPUTS));
    const result = await run(checked, {
      directory: inFolder('out'),
      // The last thing before anything starts.
      onWarnings: () => write('reads/a.fq', '@r\nACGT\n+\nJJJJ\n'),
    });
    const failed = result.facts.flatMap((fact) => (fact.type === 'task-failed' ? [fact.failure] : []));
    expect(JSON.stringify([failed, result.facts])).toContain('is not what the scenario states');
  });
});
