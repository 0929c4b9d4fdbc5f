import { expect, it } from 'vitest';
import { DEFAULT_LIMITS, MEASURED_FORMATS, QUALITY_METRICS } from '../../../src/model/index.ts';
import { METRIC_DEFINITIONS, QUALITY_FORMATS } from '../../../src/validation/index.ts';
import { FIXTURES, readFixture } from './fixtures.ts';
import { readdirSync } from 'node:fs';

/** How units of judges are spelled in gates and on record; flags are no measure. */
const UNITS = { count: '1', ratio: '1', quality: '1', bases: 'bp', percent: '%', depth: 'x' } as const;

const numbers = Object.entries(METRIC_DEFINITIONS).filter(([, { per, unit }]) => per === undefined && unit !== 'flag');

/** Says how a file was written, not how good it is. */
const NO_MEASURE = new Set([
  'quality_offset',
  'references',
  'samples',
  'duplication_tracked_sequences',
  'coverage_bases_left_out',
  'coverage_pairs_not_joined',
]);

it('the dictionary has every number that judges of files measure, in the same unit', () => {
  expect(numbers.length).toBeGreaterThan(80);
  for (const [id, { unit }] of numbers) {
    if (NO_MEASURE.has(id) || unit === 'flag') continue;
    expect({ id, unit: QUALITY_METRICS.get(id)?.unit }).toEqual({ id, unit: UNITS[unit] });
  }
});

it('ids of GA4GH are told as such, in both places', () => {
  for (const [id, { isGa4gh }] of numbers) {
    if (!NO_MEASURE.has(id))
      expect([id, QUALITY_METRICS.get(id)?.source]).toEqual([id, isGa4gh ? 'GA4GH WGS-QC' : 'seqplan']);
  }
});

const FORMATS = [...new Set(numbers.flatMap(([, { from }]) => Object.keys(from) as (keyof typeof from)[]))];

it.each(FORMATS)('gates on %s may ask for exactly what its judge measures', (format) => {
  const judged = numbers.filter(([id, { from }]) => from[format] !== undefined && !NO_MEASURE.has(id));
  expect(MEASURED_FORMATS[format]?.toSorted()).toEqual(judged.map(([id]) => id).toSorted());
});

it('every format of outside tools, and every metric that is measured or has a limit, is known', () => {
  const formats = [...FORMATS, ...QUALITY_FORMATS.filter((format) => format !== 'seqplan-report')];
  expect(Object.keys(MEASURED_FORMATS).toSorted()).toEqual(formats.toSorted());
  for (const metric of Object.values(MEASURED_FORMATS).flat()) expect(QUALITY_METRICS.has(metric) || metric).toBe(true);
  for (const { metric } of DEFAULT_LIMITS) expect(QUALITY_METRICS.has(metric) || metric).toBe(true);
});

it('outside tools tell nothing but what gates on their format may ask for', () => {
  let told = 0;
  for (const name of readdirSync(FIXTURES)) {
    const { format, samples } = readFixture(name);
    for (const metric of samples.flatMap(({ metrics }) => Object.keys(metrics))) {
      expect(MEASURED_FORMATS[format]).toContain(metric);
      told++;
    }
  }
  expect(told).toBeGreaterThan(80);
});
