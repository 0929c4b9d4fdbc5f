import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, limitWords, MEASURED_FORMATS, QUALITY_METRICS } from '../../../src/model/index.ts';
import { METRIC_DEFINITIONS, QUALITY_FORMATS } from '../../../src/validation/index.ts';

const GATES = readFileSync('docs/GATES.md', 'utf8');

/** Rows of the table in a section, without its head. */
const rowsOf = (title: string): readonly (readonly string[])[] =>
  (GATES.split('\n## ').find((text) => text.startsWith(`${title}\n`)) ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

const code = (text: string): string => `\`${text}\``;

describe('docs/GATES.md lists', () => {
  it('every default limit, in order, with its source', () => {
    const known = DEFAULT_LIMITS.map(({ metric, assays, instrument, upToCycles, perLane, source, ...limits }) => {
      const where = [...(instrument ? [instrument] : []), ...(upToCycles ? [`up to ${upToCycles} cycles`] : [])];
      const words = limitWords(limits) + (perLane ? ' by samples of the lane' : '');
      const unit = QUALITY_METRICS.get(metric)?.unit;
      return [code(metric), unit, words, assays?.join(', ') ?? 'all', where.join(', ') || 'any', source];
    });
    expect(rowsOf('Default limits')).toEqual(known);
  });

  it('every format that is read, with what it tells', () => {
    const rows = rowsOf('Files of metrics');
    expect(rows.map(([format]) => format).toSorted()).toEqual(QUALITY_FORMATS.map(code).toSorted());
    for (const [format = '', , metrics] of rows.filter(([name]) => name !== '`seqplan-report`')) {
      expect(metrics).toBe(MEASURED_FORMATS[format.slice(1, -1)]?.map(code).join(', '));
    }
  });

  it('every metric that docs/METRICS.md does not define', () => {
    const others = [...QUALITY_METRICS.values()].filter(({ id }) => !Object.hasOwn(METRIC_DEFINITIONS, id));
    expect(rowsOf('Metrics of outside tools')).toEqual(
      others.map(({ id, unit, meaning }) => [code(id), unit, meaning]),
    );
  });
});
