import { describe, expect, it } from 'vitest';

import { compare, experimentForest, experimentMarkdown, type Experiment } from '../../../src/analytics/index.ts';
import { elementsOf, readXml } from '../gantt/xml.ts';

const of = (n: number, mean: number | null, halfWidth: number | null) => ({ n, mean, halfWidth });

/** Three variants; differences of every kind. */
const EXPERIMENT: Experiment = {
  name: 'visit <b>',
  baseline: 'today',
  replications: 10,
  stopped: 'narrow-enough',
  variants: [
    {
      name: 'visit & more',
      metrics: [
        { metric: 'samples-lost', mean: of(10, 12, 1), difference: of(10, -3, 1.26) },
        { metric: 'delivered', mean: of(10, 90, 2), difference: of(10, -2, 1) },
        { metric: 'replans', mean: of(10, 7, 1), difference: of(10, 2, 1) },
        { metric: 'lane-fill', mean: of(0, null, null), difference: of(0, null, null) },
      ],
    },
    {
      name: 'today',
      metrics: [
        { metric: 'samples-lost', mean: of(10, 15, 1), difference: null },
        { metric: 'delivered', mean: of(10, 92, 2), difference: null },
        { metric: 'replans', mean: of(10, 5, 1), difference: null },
        { metric: 'lane-fill', mean: of(10, 80.123, 0.5), difference: null },
      ],
    },
    {
      name: 'fifo',
      metrics: [
        { metric: 'samples-lost', mean: of(10, 16, 1), difference: of(10, 1, 1) },
        { metric: 'delivered', mean: of(10, 92, 2), difference: of(10, 0, 0) },
        { metric: 'replans', mean: of(10, 5, 1), difference: of(10, -0.04, 0.1) },
        { metric: 'lane-fill', mean: of(1, 70, null), difference: of(1, -10, null) },
      ],
    },
  ],
};

const verdicts = (metric: string) =>
  compare(EXPERIMENT)
    .find(({ name }) => name === metric)
    ?.rows.map(({ variant, verdict }) => `${variant}: ${verdict}`);

describe('the comparison', () => {
  it('claims a difference only where the interval leaves zero out, and calls it by what is better', () => {
    expect(verdicts('samples-lost')).toEqual(['today: null', 'visit & more: better', 'fifo: open']);
    expect(verdicts('delivered')).toEqual(['today: null', 'visit & more: worse', 'fifo: same']);
    expect(verdicts('replans')).toEqual(['today: null', 'visit & more: different', 'fifo: open']);
    expect(verdicts('lane-fill')).toEqual(['today: null', 'visit & more: open', 'fifo: open']);
  });
});

describe('the Markdown table', () => {
  const lines = experimentMarkdown(EXPERIMENT);
  const cells = lines.filter((line) => line.startsWith('|')).map((line) => line.split('|').map((cell) => cell.trim()));

  it('has the baseline first, then every variant with its difference and the verdict', () => {
    expect(cells.slice(2, 5).map((row) => row.slice(1, -1))).toEqual([
      ['samples not delivered (samples, less is better)', 'today', '15.0 ± 1.0', '', ''],
      ['', 'visit & more', '12.0 ± 1.0', '-3.0 ± 1.3', '**better**'],
      ['', 'fifo', '16.0 ± 1.0', '+1.0 ± 1.0', 'not shown'],
    ]);
  });

  it('shows as many decimals as the metric is worth, no minus before a zero, and a dash for what is not known', () => {
    const text = lines.join('\n');
    expect(text).toContain('80.12 ± 0.50');
    expect(text).toMatch(/\| 0\.0 ± 0\.1 +\| not shown/);
    expect(text).not.toContain('-0.0 ');
    expect(text).toMatch(/\| visit & more \| - +\| - +\| not shown/);
    expect(text).toMatch(/\| fifo +\| 70\.00 +\| -10\.00 +\|/);
  });

  it('says how often it was tried, and why not more often', () => {
    expect(lines[2]).toContain('in 10 replications with common random numbers, which is when');
    expect(experimentMarkdown({ ...EXPERIMENT, stopped: 'most-replications' })[2]).not.toContain('which is when');
  });

  it('is a table: every row has the columns of the first', () => {
    expect(new Set(cells.map((row) => row.length))).toEqual(new Set([7]));
    expect(new Set(lines.filter((line) => line.startsWith('|')).map((line) => line.length)).size).toBe(1);
  });
});

describe('the drawing', () => {
  const all = elementsOf(readXml(experimentForest(EXPERIMENT)));
  const marks = (tooltip: string) =>
    all.filter((e) => e.name === 'g' && e.children.some((c) => c.name === 'title' && c.text.startsWith(tooltip)));

  it('is well-formed, whatever the names', () => {
    expect(all[0]?.children.find((child) => child.name === 'title')?.text).toBe('visit <b>');
    expect(all.filter((e) => e.name === 'text').map((e) => e.text)).toContain('visit & more');
  });

  it('draws each interval from end to end around the line of no difference, in the colour of its verdict', () => {
    // Samples lost: from -4.26 to 2 fit the plot, 240 to 700: 73.48 pixels a sample, zero at 553.0.
    const x = (value: number) => 240 + ((value + 4.26) / 6.26) * 460;
    const [better] = marks('visit & more: -3.0');
    const bar = better?.children.find((e) => e.name === 'line');
    expect(Number(bar?.attributes['x1'])).toBeCloseTo(x(-4.26), 1);
    expect(Number(bar?.attributes['x2'])).toBeCloseTo(x(-1.74), 1);
    expect(bar?.attributes['stroke']).toBe('#009E73');
    const dot = better?.children.find((e) => e.name === 'circle');
    expect(Number(dot?.attributes['cx'])).toBeCloseTo(x(-3), 1);
    const zero = all.find((e) => e.name === 'line' && e.attributes['stroke-dasharray'] === '3 3');
    expect(Number(zero?.attributes['x1'])).toBeCloseTo(x(0), 1);
    const [worse] = marks('visit & more: -2.0');
    expect(worse?.children.find((e) => e.name === 'line')?.attributes['stroke']).toBe('#D55E00');
  });

  it('draws a dot alone where there is no interval, and nothing where there is no figure', () => {
    expect(marks('fifo: -10.00').map((g) => g.children.map((e) => e.name))).toEqual([['title', 'circle']]);
    expect(marks('visit & more: -')).toHaveLength(2);
  });

  it('stays inside its frame', () => {
    const { width, height } = all[0]?.attributes ?? {};
    for (const { attributes: a } of all) {
      for (const key of ['x1', 'x2', 'cx', 'x'])
        if (a[key] !== undefined) expect(Number(a[key])).toBeLessThanOrEqual(Number(width));
      for (const key of ['y1', 'y2', 'cy', 'y'])
        if (a[key] !== undefined) expect(Number(a[key])).toBeLessThanOrEqual(Number(height));
    }
  });
});
