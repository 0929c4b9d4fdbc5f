/** The fuzz of all judges of files, in a process of its own so that its memory can be told: 40,000 inputs here, `npm run fuzz` a million. */

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { JUDGED_FORMATS } from '../../../src/validation/files/judged-formats.ts';

const MAIN = fileURLToPath(new URL('../../../tools/fuzz/main.mjs', import.meta.url));
const INPUTS = 40_000;

interface FuzzReport {
  readonly megabytes: number;
  readonly withoutSeeds: readonly string[];
  readonly formats: Readonly<Record<string, { readonly inputs: number; readonly rejected: number }>>;
  readonly failures: readonly unknown[];
}

function fuzz(words: readonly string[]): Promise<FuzzReport> {
  const flags = ['--expose-gc', '--max-old-space-size=64', '--max-semi-space-size=2'];
  // One arena: what threads of zlib leave in arenas of their own is malloc's, not the judges'.
  const env = { ...process.env, MALLOC_ARENA_MAX: '1' };
  const child = spawn(process.execPath, [...flags, MAIN, ...words], { stdio: ['ignore', 'pipe', 'inherit'], env });
  let text = '';
  child.stdout.on('data', (piece: Uint8Array) => (text += new TextDecoder().decode(piece)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(JSON.parse(text) as FuzzReport));
  });
}

it('judges neither throw nor hang, and say the same of any pieces, in 150 MB', { timeout: 600_000 }, async () => {
  const seed = process.env['SEQPLAN_SEED'] ?? '1';
  const { megabytes, withoutSeeds, formats, failures } = await fuzz(['--inputs', String(INPUTS), '--seed', seed]);
  console.log(`fuzz: ${INPUTS} inputs, seed ${seed}, ${megabytes} MB`);
  expect(failures).toEqual([]);
  // Every judge has good files to start from: tools/fuzz/seeds.json.
  expect(withoutSeeds).toEqual([]);
  expect(Object.keys(formats).toSorted()).toEqual(JUDGED_FORMATS.map(({ format }) => format).toSorted());
  for (const { inputs, rejected } of Object.values(formats)) {
    expect(inputs).toBeGreaterThan(INPUTS / 20);
    // Damage that nobody sees would tell nothing, damage that everybody sees little.
    expect(rejected).toBeGreaterThan(inputs / 2);
    expect(rejected).toBeLessThan(inputs);
  }
  expect(megabytes).toBeLessThanOrEqual(150);
});
