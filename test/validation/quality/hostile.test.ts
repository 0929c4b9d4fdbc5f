import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LARGEST_QUALITY_FILE, QUALITY_RULES, readQualityFile } from '../../../src/validation/index.ts';
import { bytesOf, codesOf, FIXTURES, readText } from './fixtures.ts';

const names = readdirSync(FIXTURES);

/** Whatever the bytes: a report, its codes known, its values numbers. */
function expectSound(name: string, bytes: Uint8Array): void {
  const { findings, samples } = readQualityFile(name, bytes);
  for (const { code } of findings) expect(Object.keys(QUALITY_RULES)).toContain(code);
  for (const { metrics } of samples) {
    for (const value of Object.values(metrics)) expect(Number.isFinite(value) && value >= 0).toBe(true);
  }
}

describe('readQualityFile', () => {
  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expectSound('made.region.dist.txt', bytes);
        expectSound('made.json', Buffer.concat([Buffer.from('{"summary":'), bytes]));
      }),
    );
  });

  it('never throws where a few bytes of a good file are others', () => {
    const change = fc.record({ at: fc.nat(1e6), to: fc.uint8Array({ minLength: 1, maxLength: 4 }), cut: fc.nat(6) });
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.array(change, { minLength: 1, maxLength: 8 }), (name, changes) => {
        let bytes = Buffer.from(bytesOf(name));
        for (const { at, to, cut } of changes) {
          const place = at % bytes.length;
          bytes = Buffer.concat([bytes.subarray(0, place), to, bytes.subarray(place + cut)]);
          if (bytes.length === 0) return;
        }
        expectSound(name, bytes);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['{"summary":{"before_filtering":{}},"filtering_result":[1]}', 'QC-FORMAT'],
    ['{"wgs_qc_metrics":{"__proto__":{"reads":1},"constructor":3,"pct_reads_mapped":"many"}}', 'QC-NUMBER'],
    ['{"wgs_qc_metrics":{"pct_reads_mapped":{}}}', 'QC-NUMBER'],
    ['{"wgs_qc_metrics":{"pct_reads_mapped":1e3}}', 'QC-RANGE'],
    ['{"a":1', 'QC-JSON'],
    ['{"a":"\\', 'QC-JSON'],
    ['{"a":NaN', 'QC-JSON'],
    ['', 'QC-FORMAT'],
    ['[1,2]', 'QC-FORMAT'],
    ['{}', 'QC-FORMAT'],
    ['>chr1\nACGT\n', 'QC-FORMAT'],
  ])('refuses %j', (text, code) => {
    expect(codesOf(readText(text))).toEqual([code]);
  });

  it('refuses JSON that is nested beyond reason, and a file beyond 64 MiB', () => {
    const deep = `{"wgs_qc_metrics":${'['.repeat(1e6)}${']'.repeat(1e6)}}`;
    expect(codesOf(readText(deep))).toEqual(['QC-JSON']);
    expect(codesOf(readQualityFile('made', new Uint8Array(LARGEST_QUALITY_FILE + 1)))).toEqual(['QC-SIZE']);
  });

  it('does not mistake the words of a text for numbers of Python', () => {
    const text = '{"wgs_qc_metrics":{"note":"NaN \\" Infinity","pct_reads_mapped":NaN,"mean_insert_size":-Infinity}}';
    expect(readText(text)).toMatchObject({ findings: [], samples: [{ metrics: {} }] });
  });

  it('keeps few findings of many faults, and reads a wide and a long table in bounds', () => {
    const rows = Array.from({ length: 20_000 }, (_, k) => `SN\tnumber ${k}:\t${k},5`).join('\n');
    const { findings } = readText(`# This file was produced by samtools stats\n${rows}\n`);
    expect(findings.filter(({ code }) => code === 'QC-DECIMAL-COMMA')).toHaveLength(5);
    const wide = `## METRICS CLASS\tx\n${'A\t'.repeat(2e5)}PCT_CHIMERAS\n${'1\t'.repeat(2e5)}1\n`;
    expect(codesOf(readText(wide))).toEqual(['QC-NOT-READ']);
    expectSound('made.txt', Buffer.from(`chrom\tlength\tbases\tmean\tmin\tmax\n${'\n'.repeat(1e6)}`));
  });
});
