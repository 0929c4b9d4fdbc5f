import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { combineMeasurements } from '../../src/execution/combine-measurements.ts';
import { createFileChecks, createQualityChecks, type OpenFile } from '../../src/execution/index.ts';
import { missedGate } from '../../src/execution/output-check.ts';

const opening = (text: string): OpenFile => {
  const bytes = Buffer.from(text);
  return (path) =>
    Promise.resolve({
      name: path,
      size: bytes.length,
      read: (offset, into) => Promise.resolve(bytes.copy(into, 0, offset)),
      close: () => Promise.resolve(),
    });
};

const judged = async (format: string, text: string, asked: readonly string[] = []) => {
  const checks = [...createFileChecks(opening(text)), ...createQualityChecks(opening(text))];
  const [check, ...others] = checks.filter(({ formats }) => formats.includes(format));
  if (check === undefined) throw new Error(`nobody judges ${format}`);
  expect(others).toEqual([]);
  const { damage, measurements } = await check.inspect(`/made/out.${format}`, format, asked);
  for (const { metric } of measurements) expect(check.metrics).toContain(metric);
  return { damage, values: Object.fromEntries(measurements.map(({ metric, value }) => [metric, value])), measurements };
};

describe('an output that is a file of sequencing', () => {
  it('is judged at full depth, under any of its names, and measured', async () => {
    for (const format of ['fastq', 'fq']) {
      const { damage, values } = await judged(format, '@a\nACGT\n+\nII#I\n');
      expect(damage).toEqual([]);
      expect(values).toMatchObject({ reads: 1, bases: 4, pct_q30: 75 });
      expect(values).not.toHaveProperty('mean_quality');
    }
  });

  it('is measured in full where a gate asks for it', async () => {
    // Of 40, 40, 2 and 40.
    expect((await judged('fastq', '@a\nACGT\n+\nII#I\n', ['mean_quality'])).values).toMatchObject({
      mean_quality: 30.5,
    });
  });

  it('is damaged where a rule of its format is broken: the first few are told, with code and place', async () => {
    const { damage } = await judged('fastq', '@a\nACGT\n+\nII#\n');
    expect(damage).toHaveLength(1);
    expect(damage[0]).toMatch(/^FASTQ-[A-Z-]+ at line \d+: /);
    const many = await judged(
      'vcf',
      '##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n'.concat('1\tx\t.\tA\n'.repeat(9)),
    );
    expect(many.damage).toHaveLength(4);
    expect(many.damage[3]).toMatch(/^and \d+ more$/);
  });
});

describe('an output that tells quality', () => {
  it('is read, in the units of the dictionary', async () => {
    const table = '#SEQ_ID\tRG\tFREEMIX\nS1\tALL\t0.25\n';
    const { damage, measurements } = await judged('verifybamid', table);
    expect([damage, measurements]).toEqual([[], [{ metric: 'cross_contamination_rate', value: 0.25, unit: '1' }]]);
  });

  it('is damaged where it is of another tool, or cannot be read', async () => {
    expect((await judged('fastp-json', '#SEQ_ID\tRG\tFREEMIX\nS1\tALL\t0.25\n')).damage).toEqual([
      'it is verifybamid, not fastp-json',
    ]);
    expect((await judged('fastp-json', '{')).damage).toEqual([
      'QC-JSON at line 1: the content is not well-formed JSON',
    ]);
  });
});

describe('measurements of a sample', () => {
  const of = (format: string, metric: string, value: number, unit: string) => ({ format, metric, value, unit });

  it('add up over files of one format, and are the worst of several formats', () => {
    const measured = [
      of('fastq', 'bases', 10, 'bp'),
      of('fastq', 'pct_q30', 90, '%'),
      of('fastq', 'bases', 12, 'bp'),
      of('fastq', 'pct_q30', 80, '%'),
      of('fastp-json', 'bases', 21, 'bp'),
    ];
    expect(combineMeasurements(measured, [])).toEqual([
      { metric: 'bases', value: 21, unit: 'bp' },
      { metric: 'pct_q30', value: 80, unit: '%' },
    ]);
  });

  it('are told in the unit of their gate, where it measures the same', () => {
    const measured = [of('fastq', 'bases', 3e9, 'bp'), of('text', 'length', 5, 'chars')];
    const gates = [
      { metric: 'bases', unit: 'Gb', min: 3 },
      { metric: 'length', unit: 'words', min: 1 },
    ];
    const combined = combineMeasurements(measured, gates);
    expect(combined).toEqual([
      { metric: 'bases', value: 3, unit: 'Gb' },
      { metric: 'length', value: 5, unit: 'chars' },
    ]);
    expect(missedGate(gates, combined)).toBe('length was measured in chars, its limit is in words');
  });

  it('that are missing miss no gate that only warns, and none that is a default', () => {
    const warned = { metric: 'din', unit: '1', warn: { min: 7 } };
    const byDefault = { metric: 'pct_15x', unit: '%', min: 90, ifMeasured: true } as const;
    expect(missedGate([warned, byDefault], [])).toBe(undefined);
    expect(missedGate([byDefault], [{ metric: 'pct_15x', value: 89, unit: '%' }])).toBe(
      'pct_15x is 89 %, less than 90',
    );
    expect(
      missedGate([{ metric: 'x', unit: '1', max: 2, source: 'SOP' }], [{ metric: 'x', value: 3, unit: '1' }]),
    ).toBe('x is 3, more than 2 (SOP)');
  });
});
