import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readmeBlock } from '../support/readme.ts';
import { seqplan } from '../support/command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the README', () => {
  it('shows a first scenario of about twenty lines that plans and simulates', async () => {
    const yaml = readmeBlock('yaml');
    expect(yaml.trim().split('\n').length).toBeLessThanOrEqual(25);
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'seqplan-')), 'first.yaml');
    writeFileSync(file, yaml);
    const { exit, out } = await seqplan('simulate', file, '--seed', '7', '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out).totals).toMatchObject({ samples: 16, delivered: 16 });
  });

  it('shows library code that runs as it stands, against the built package', () => {
    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', readmeBlock('ts')], {
      cwd: root,
      encoding: 'utf8',
    });
    // Three console.log of the steps: task ids by start, a figure, a root hash; then the samples delivered.
    expect(printed).toContain("'patients-1:prep'");
    expect(printed).toMatch(/ceiling: /);
    expect(printed).toMatch(/^[0-9a-f]{64}$/m);
    expect(printed.trim().split('\n').at(-1)).toBe('16');
  });
});
