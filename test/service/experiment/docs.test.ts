/** docs/EXPERIMENTS.md says what the code does. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

import { METRICS } from '../../../src/analytics/index.ts';
import { parseDocument } from '../../../src/model/index.ts';
import { applyPatch } from '../../../src/simulation/index.ts';
import { checkExperiment } from '../../../src/service/index.ts';

const text = readFileSync('docs/EXPERIMENTS.md', 'utf8');
const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');

const valueOf = (yaml: string): unknown => {
  const parsed = parseDocument(yaml, 'yaml');
  if (parsed.kind === 'rejected') throw new Error(JSON.stringify(parsed.findings));
  return parsed.document;
};

it('lists every metric with its unit and which way is better, in order', () => {
  const section = text.slice(text.indexOf('### Metrics'), text.indexOf('## How sure it is'));
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const listed = rows.map(([, name, unit, better]) => [name, unit, better]);
  expect(listed).toEqual(Object.entries(METRICS).map(([name, m]) => [`\`${name}\``, m.unit, m.better]));
});

it('shows an experiment that is sound', async () => {
  const checked = await checkExperiment(valueOf(blocks[0] ?? ''), path.resolve('examples/experiments'));
  expect(checked.design.variants).toEqual(['weekdays-only', 'weekend-visit', 'fifo']);
});

it('shows changes that can all be made to examples', () => {
  const operations = valueOf(blocks[1] ?? '') as Parameters<typeof applyPatch>[1];
  expect(operations).toHaveLength(5);
  const core = valueOf(readFileSync('examples/core-facility.yaml', 'utf8'));
  expect(applyPatch(core, operations).faults).toEqual([]);
});

it('shows what every example found', () => {
  for (const name of ['weekend-visit', 'one-more-sequencer', 'maintenance-policy', 'planners']) {
    expect(text).toMatch(new RegExp(`<!-- result: ${name} -->\\n\\nEvery variant in \\d+ replications[^|]+\\| metric`));
  }
});
