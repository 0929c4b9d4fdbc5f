import { describe, expect, it } from 'vitest';
import { combineValues, gateVerdict, inUnit, limitWords, readThresholds } from '../../../src/model/index.ts';
import { judgeMetrics } from '../../../src/validation/index.ts';

describe('judgeMetrics', () => {
  const said = (values: Readonly<Record<string, number>>, more: object = {}) => {
    const { verdict, metrics } = judgeMetrics(values, { assay: 'wgs', ...more });
    return [verdict, ...metrics.filter((one) => one.value !== undefined).map((one) => `${one.metric} ${one.verdict}`)];
  };

  it('gives the number, the limit, the verdict and who says so, the worst of all first', () => {
    expect(said({ pct_autosomes_15x: 95, pct_reads_duplicate: 20 })).toEqual([
      'pass',
      'pct_autosomes_15x pass',
      'pct_reads_duplicate pass',
    ]);
    expect(said({ pct_autosomes_15x: 95, pct_reads_duplicate: 20.1 })[0]).toBe('warn');
    expect(said({ pct_autosomes_15x: 94.9, pct_reads_duplicate: 20.1 })[0]).toBe('fail');
    const found = judgeMetrics({ pct_reads_duplicate: 31 }, { assay: 'wgs' }).metrics;
    expect(found.find(({ metric }) => metric === 'pct_reads_duplicate')).toEqual({
      metric: 'pct_reads_duplicate',
      value: 31,
      unit: '%',
      verdict: 'fail',
      limit: 'at most 30, warned above 20',
      source: expect.stringContaining('Broad WARP'),
    });
  });

  it('says what was not measured, and judges nothing that has no limit', () => {
    expect(said({ pct_gc: 41, unheard_of: 3 })).toEqual(['not-measured']);
    const { metrics } = judgeMetrics({}, { assay: 'wgs' });
    expect(metrics.every(({ verdict }) => verdict === 'not-measured')).toBe(true);
    expect(metrics.length).toBeGreaterThan(20);
    expect(said({ constructor: 1, toString: 2 })).toEqual(['not-measured']);
  });

  it('fails what is no number', () => {
    expect(said({ mean_coverage: Number.NaN })).toEqual(['fail', 'mean_coverage fail']);
  });

  it('takes PhiX from the reads that belong to no sample, as checkQC does', () => {
    expect(said({ pct_undetermined: 10, pct_phix: 1.5 })[0]).toBe('pass');
    expect(said({ pct_undetermined: 10.6, pct_phix: 1.5 })[0]).toBe('fail');
    expect(said({ pct_undetermined: 9.5 })[0]).toBe('fail');
    expect(said({ pct_undetermined: 1, pct_phix: 1.5 })[0]).toBe('pass');
  });

  it('takes limits of the laboratory in place of defaults, in their unit', () => {
    const overrides = [
      { metric: 'pct_reads_duplicate', unit: '%', max: 40 },
      { metric: 'yield_bp_q30', unit: 'Gb', min: 60, warn: { min: 80 }, source: 'contract' },
      { metric: 'mean_coverage', unit: 'x' },
    ];
    expect(said({ pct_reads_duplicate: 35, yield_bp_q30: 70e9, mean_coverage: 1 }, { overrides })).toEqual([
      'warn',
      'pct_reads_duplicate pass',
      'yield_bp_q30 warn',
    ]);
    const { metrics } = judgeMetrics({ yield_bp_q30: 70e9 }, { assay: 'wgs', overrides });
    expect(metrics.find(({ metric }) => metric === 'yield_bp_q30')).toMatchObject({
      value: 70,
      unit: 'Gb',
      limit: 'at least 60, warned below 80',
      source: 'contract',
    });
    const strange = [{ metric: 'pct_q30', unit: 'kg', min: 1 }];
    expect(said({ pct_q30: 90 }, { overrides: strange })).toEqual(['not-measured']);
  });
});

describe('a limit', () => {
  it('lets pass what is at it, and warns only of what passes', () => {
    const limits = { min: 1, max: 9, warn: { min: 3, max: 7 } };
    const verdicts = [0.9, 1, 2.9, 3, 7, 7.1, 9, 9.1, Number.NaN].map((value) => gateVerdict(limits, value));
    expect(verdicts).toEqual(['fail', 'warn', 'warn', 'pass', 'pass', 'warn', 'warn', 'fail', 'fail']);
    expect(limitWords(limits)).toBe('at least 1, at most 9, warned below 3 or above 7');
    expect(limitWords({})).toBe('');
  });
});

describe('units', () => {
  it('become each other where they measure the same', () => {
    expect(inUnit(85e9, 'bp', 'Gb')).toBe(85);
    expect(inUnit(300, 'M', '1')).toBe(300e6);
    expect(inUnit(0.02, '1', '%')).toBe(2);
    expect(inUnit(3, 'ng', 'ng')).toBe(3);
    expect(inUnit(3, 'ng', 'nM')).toBe(undefined);
    expect(inUnit(3, 'constructor', 'toString')).toBe(undefined);
  });
});

describe('values of one metric', () => {
  it('add up over parts of a sample where they are counts of all of it; else the worst stands', () => {
    const [one, two] = [
      { bases: 10, pct_q30: 90, pct_n: 1, records: 3, mean_insert_size: 400 },
      { bases: 12, pct_q30: 80, pct_n: 2, records: 2, mean_insert_size: 300 },
    ];
    expect(combineValues([one, two], 'add')).toEqual({
      bases: 22,
      pct_q30: 80,
      pct_n: 2,
      records: 2,
      // Neither way is good: the first.
      mean_insert_size: 400,
    });
    expect(combineValues([one, two], 'worst')).toMatchObject({ bases: 10 });
    expect(combineValues([], 'add')).toEqual({});
  });
});

describe('a file of thresholds', () => {
  const codes = (document: unknown) => {
    const reading = readThresholds(document);
    return reading.kind === 'ok' ? reading.gates : reading.findings.map(({ code, path }) => `${code} ${path}`);
  };

  it('is a list of gates as stages have them', () => {
    const gate = { metric: 'pct_q30', unit: '%', min: 75, warn: { min: 80 }, source: 'SOP 12' };
    expect(codes({ gates: [gate] })).toEqual([gate]);
  });

  it('is refused with every finding', () => {
    expect(
      codes({
        gates: [
          { metric: 'pct_q30', unit: '%' },
          { metric: 'reeds', unit: '1', min: 3, max: 2 },
        ],
      }),
    ).toEqual(['GATE-RANGE /gates/0', 'GATE-RANGE /gates/1', 'UNKNOWN-REFERENCE /gates/1/metric']);
    expect(codes({ gates: [{ metric: 'pct_q30', unit: 'kg', min: 3 }] })).toEqual(['BAD-QUANTITY /gates/0/unit']);
    expect(codes({ limits: [] })).toEqual(['MISSING-KEY /gates', 'UNKNOWN-KEY /limits']);
  });
});
