import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { at } from '../../../src/base/index.ts';
import {
  experiment,
  loadExperiment,
  type ExperimentOptions,
  type ExperimentOutcome,
} from '../../../src/service/index.ts';
import { temporaryFolder, writeExperiment } from './support.ts';

const file = writeExperiment();

const perform = async (options: ExperimentOptions = {}): Promise<ExperimentOutcome> =>
  experiment(await loadExperiment(file), options);

/** Done once, from beginning to end in one thread; what it measured is there for others to begin with. */
const kept = temporaryFolder();
const straight = perform({ out: kept });

async function withEverythingMeasured(): Promise<string> {
  await straight;
  const out = temporaryFolder();
  copyFileSync(logOf(kept), logOf(out));
  return out;
}

async function doneOf(outcome: ExperimentOutcome | Promise<ExperimentOutcome>) {
  const done = await outcome;
  if (done.kind !== 'done') throw new Error('interrupted');
  return done;
}

const logOf = (out: string): string => path.join(out, 'trials.jsonl');
const linesOf = (out: string): readonly string[] => readFileSync(logOf(out), 'utf8').trimEnd().split('\n');

/** Interrupts after so many trials. */
async function interrupted(out: string, after: number): Promise<ExperimentOutcome> {
  const controller = new AbortController();
  return perform({
    out,
    signal: controller.signal,
    onTrial: ({ done }) => {
      if (done === after) controller.abort();
    },
  });
}

describe('an experiment on simulated courses', () => {
  it('shares its chance between variants: what is the same is exactly the same', async () => {
    const { variants, replications } = await doneOf(straight);
    expect(replications).toBe(6);
    const [today, same] = variants;
    expect(same?.metrics.map(({ values }) => values)).toEqual(today?.metrics.map(({ values }) => values));
    for (const { difference } of same?.metrics ?? []) expect(difference).toEqual({ n: 6, mean: 0, halfWidth: 0 });
    // The seeds are different courses: else the test above would prove nothing.
    expect(new Set(today?.metrics[0]?.values).size).toBeGreaterThan(1);
  });

  it('finds what a variant changes', async () => {
    const { variants } = await doneOf(straight);
    const delivered = variants.find(({ name }) => name === 'second-robot')?.metrics[1]?.difference;
    // Sixteen more samples, of which a part is lost.
    expect((delivered?.mean ?? 0) - (delivered?.halfWidth ?? 0)).toBeGreaterThan(0);
  });

  it('gives the same bytes with one thread and with two', async () => {
    expect(JSON.stringify(await perform({ workers: 2 }))).toBe(JSON.stringify(await straight));
  });

  it('goes on where it was interrupted, and ends with the same bytes', async () => {
    const out = temporaryFolder();
    const stopped = await interrupted(out, 5);
    const first = linesOf(out);
    expect(first.length).toBeGreaterThanOrEqual(5);
    expect(first.length).toBeLessThan(24);
    expect(stopped).toEqual({ kind: 'interrupted', name: 'small', done: first.length, most: 24 });
    const again: string[] = [];
    const resumed = await perform({ out, onTrial: ({ trial }) => void again.push(`${trial.variant} ${trial.seed}`) });
    expect(JSON.stringify(resumed)).toBe(JSON.stringify(await straight));
    expect(again).toHaveLength(24);
    // What was there is not measured again. `same` is measured as often as `today`, unless that was kept already.
    const lines = linesOf(out);
    expect(lines.slice(0, first.length)).toEqual(first);
    expect(lines.length).toBeLessThanOrEqual(24);
  });

  it('measures nothing where everything is there', async () => {
    const out = await withEverythingMeasured();
    const before = readFileSync(logOf(out), 'utf8');
    expect(JSON.stringify(await perform({ out }))).toBe(JSON.stringify(await straight));
    expect(readFileSync(logOf(out), 'utf8')).toBe(before);
  });

  it('does not believe a line that was changed or cut short, and says so', async () => {
    const out = await withEverythingMeasured();
    const lines = [...linesOf(out)];
    const count = lines.length;
    lines[1] = at(lines, 1).replace('"delivered":', '"delivered":1');
    lines[3] = at(lines, 3).slice(0, 40);
    lines[4] = '{"key":1}';
    writeFileSync(logOf(out), `${lines.join('\n')}\n`);
    appendFileSync(logOf(out), at(lines, 0).slice(0, 50));
    const notices: string[] = [];
    const repaired = await perform({ out, onNotice: (notice) => void notices.push(notice) });
    expect(JSON.stringify(repaired)).toBe(JSON.stringify(await straight));
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain(`lines 2, 4, 5, ${count + 1} are damaged`);
    // Three were measured again (or fewer, where a variant that is the same has the values), on lines of their own.
    const after: string[] = [];
    await perform({ out, onNotice: (notice) => void after.push(notice) });
    expect(after).toEqual(notices);
  });

  it('does not take what another planner, seed or scenario has measured', async () => {
    const out = await withEverythingMeasured();
    const before = linesOf(out).length;
    const other = writeExperiment(['budget: 5,', 'budget: 6,']);
    await experiment(await loadExperiment(other), { out });
    // All but fifo, which has the budget too, though it does not use it.
    expect(linesOf(out).length).toBeGreaterThan(before);
    const later = writeExperiment(['seed: 11', 'seed: 14']);
    const reused: number[] = [];
    const lines = linesOf(out).length;
    await experiment(await loadExperiment(later), { out, onTrial: ({ trial }) => void reused.push(trial.seed) });
    // Seeds 14 to 16 were measured as replications 4 to 6 before; 17 to 19 are new.
    expect(new Set(reused)).toEqual(new Set([14, 15, 16, 17, 18, 19]));
    expect(linesOf(out).length - lines).toBeGreaterThan(0);
    expect(linesOf(out).length - lines).toBeLessThanOrEqual(12);
  });

  it('is interrupted before it begins where that was asked for', async () => {
    const signal = AbortSignal.abort();
    expect(await perform({ signal })).toEqual({ kind: 'interrupted', name: 'small', done: 0, most: 24 });
  });
});
