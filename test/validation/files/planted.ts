/** Good files with one planted fault each, made by operators; each must be found by its rule, and where its place is known, there. */

import { Buffer } from 'node:buffer';
import { expect } from 'vitest';
import { createRandom, type Random } from '../../../src/base/index.ts';
import type { FileFormat } from '../../../src/validation/files/content-judge.ts';
import { judgeBytes, sourceOf } from './packed.ts';

export interface Planted {
  readonly bytes: Uint8Array;
  /** The first error: `PLACE CODE` or CODE. */
  readonly wanted: string;
  readonly companions?: Readonly<Partial<Record<FileFormat, Uint8Array>>>;
}

export type Plant<Good> = (good: Good, random: Random) => Planted;

export const SEED = Number(process.env['SEQPLAN_SEED'] ?? 1);
const PER_OPERATOR = 20;

/** Every operator some times on good files; how many mutants there were. Good files by themselves must be accepted. */
export async function findPlanted<Good>(
  name: string,
  operators: Readonly<Record<string, Plant<Good>>>,
  good: (random: Random) => Good,
  bytesOf: (good: Good) => Uint8Array,
): Promise<number> {
  const missed: unknown[] = [];
  let count = 0;
  for (const [operator, plant] of Object.entries(operators)) {
    const random = createRandom(SEED).split(operator);
    for (let i = 0; i < PER_OPERATOR; i++) {
      const one = good(random);
      const whole = await judgeBytes(name, bytesOf(one));
      if (whole.verdict !== 'accepted') missed.push({ operator, i, good: whole.findings });
      const { bytes, wanted, companions = {} } = plant(one, random);
      const report = await judgeBytes(name, bytes, {
        companions: Object.fromEntries(
          Object.entries(companions).map(([format, content]) => [format, sourceOf(`${name}.${format}`, content)]),
        ),
      });
      const [first] = report.findings.filter(({ severity }) => severity === 'error');
      const code = first === undefined ? 'none' : `${first.line ?? first.offset} ${first.code}`;
      const isFound = /^\d/.test(wanted) ? code === wanted : first?.code === wanted;
      if (!isFound || report.verdict !== 'rejected') missed.push({ operator, i, wanted, code });
      count++;
    }
  }
  expect({ seed: SEED, missed }).toEqual({ seed: SEED, missed: [] });
  expect(count).toBe(PER_OPERATOR * Object.keys(operators).length);
  return count;
}

export const textOf = (lines: readonly string[]): Buffer => Buffer.from(`${lines.join('\n')}\n`, 'latin1');

export const pick = (from: string, random: Random): string => from[random.below(from.length)] ?? '';

/** Another character in place of one, or what stands for it. */
export const put = (line: string, at: number, text: string): string => line.slice(0, at) + text + line.slice(at + 1);
