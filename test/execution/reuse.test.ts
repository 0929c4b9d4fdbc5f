import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { id, type ToolInvocation } from '../../src/model/index.ts';
import {
  computeLab,
  computeOrder,
  computeStage,
  failure,
  finished,
  nodeTool,
  openBench,
  temporaryFolder,
} from './support.ts';

/** Writes its sample's name, and a mark into `marks` for every time that it runs; the last sample fails while `broken` is there. */
function counting(marks: string, changes: Partial<ToolInvocation> = {}): ToolInvocation {
  const script = [
    `const fs = require('fs'); const sample = process.argv[1]`,
    `fs.appendFileSync(${JSON.stringify(path.join(marks, 'runs'))}, sample + ' ')`,
    `if (sample === 's3' && fs.existsSync(${JSON.stringify(path.join(marks, 'broken'))})) process.exit(7)`,
    `fs.writeFileSync('out.txt', sample)`,
  ].join('; ');
  const outputs = new Map([['out', { file: 'out.txt', format: 'text' }]]);
  return nodeTool(script, { args: ['{sample}'], outputs, ...changes });
}

const runsIn = (marks: string): string => readFileSync(path.join(marks, 'runs'), 'utf8').trim();

async function failedOnce(changes: Partial<ToolInvocation> = {}) {
  const marks = temporaryFolder();
  writeFileSync(path.join(marks, 'broken'), '');
  const stage = computeStage('work', { tool: { ...counting(marks), ...changes } });
  const bench = await openBench(computeLab([stage], [computeOrder('o1', ['s1', 's2', 's3'])]));
  bench.start('work');
  const lost = failure(await bench.next());
  rmSync(path.join(marks, 'broken'));
  return { bench, marks, lost };
}

describe('work that was done already', () => {
  it('is kept by an attempt that fails as a whole, told where it lies, and not published', async () => {
    const { bench, lost } = await failedOnce();
    expect(lost.executions.map(({ exitCode, outputs }) => [exitCode, outputs.length])).toEqual([
      [0, 1],
      [0, 1],
      [7, 0],
    ]);
    for (const { outputs } of lost.executions.slice(0, 2)) {
      expect(outputs[0]?.path).toMatch(/^work\//);
      expect(existsSync(path.join(bench.directory, outputs[0]?.path ?? ''))).toBe(true);
    }
    expect(existsSync(path.join(bench.directory, 'results'))).toBe(false);
  });

  it('is taken over by the next attempt, which says so and publishes it', async () => {
    const { bench, marks, lost } = await failedOnce();
    bench.start('work', { attempt: 2 });
    const { executions } = finished(await bench.next());
    // s1 and s2 ran once, s3 twice.
    expect(runsIn(marks)).toBe('s1 s2 s3 s3');
    const by = { task: 't:o1/work', attempt: 1 };
    expect(executions.map((one) => one.reused)).toEqual([by, by, undefined]);
    expect(executions.map((one) => one.key)).toEqual(lost.executions.map((one) => one.key));
    for (const { sample, exitCode, used, startedAt, endedAt, outputs } of executions.slice(0, 2)) {
      expect([exitCode, used, endedAt]).toEqual([0, undefined, startedAt]);
      const [, name = ''] = sample.split('/');
      expect(outputs[0]?.path).toBe(`results/o1/${name}/work/out.txt`);
      expect(readFileSync(path.join(bench.directory, outputs[0]?.path ?? ''), 'utf8')).toBe(name);
    }
  });

  it('is taken over from what was published, and still after that was published anew', async () => {
    const marks = temporaryFolder();
    const bench = await openBench(computeLab([computeStage('work', { tool: counting(marks) })]));
    for (const attempt of [1, 2, 3]) {
      bench.start('work', { attempt });
      const { executions } = finished(await bench.next());
      const by = attempt === 1 ? undefined : { task: 't:o1/work', attempt: 1 };
      expect(executions.map((one) => one.reused)).toEqual([by]);
    }
    expect(runsIn(marks)).toBe('s1');
  });

  it('is done again where one byte of its files has changed', async () => {
    const { bench, marks, lost } = await failedOnce();
    const [first] = lost.executions;
    writeFileSync(path.join(bench.directory, first?.outputs[0]?.path ?? ''), 's0');
    bench.start('work', { attempt: 2 });
    const { executions } = finished(await bench.next());
    expect(runsIn(marks)).toBe('s1 s2 s3 s1 s3');
    expect(executions.map((one) => one.reused !== undefined)).toEqual([false, true, false]);
  });

  it('is done again by a tool whose results differ each time', async () => {
    const { bench, marks } = await failedOnce({ reuse: false });
    bench.start('work', { attempt: 2 });
    const { executions } = finished(await bench.next());
    expect(runsIn(marks)).toBe('s1 s2 s3 s1 s2 s3');
    expect(executions.every((one) => one.reused === undefined)).toBe(true);
  });

  it('is done again where an input has changed: the key is another', async () => {
    const marks = temporaryFolder();
    const input = new Map([['x', 'file:in.txt']]);
    const bench = await openBench(computeLab([computeStage('work', { tool: { ...counting(marks), inputs: input } })]));
    const keys: string[] = [];
    for (const [attempt, text] of [
      [1, 'a'],
      [2, 'b'],
      [3, 'a'],
    ] as const) {
      writeFileSync(path.join(bench.scenarioDirectory, 'in.txt'), text);
      bench.start('work', { attempt });
      keys.push(...finished(await bench.next()).executions.map((one) => one.key));
    }
    expect(keys[1]).not.toBe(keys[0]);
    expect(keys[2]).toBe(keys[0]);
    // The second replaced what the first had published, but by the same bytes: the third needs nothing else.
    expect(runsIn(marks)).toBe('s1 s1');
  });

  it('of an earlier life of the run is taken over from its record', async () => {
    const { bench, marks, lost } = await failedOnce();
    const earlier = lost.executions.map((execution) => ({ task: id<never>('t:o1/work'), attempt: 1, execution }));
    const stage = computeStage('work', { tool: counting(marks) });
    const scenario = computeLab([stage], [computeOrder('o1', ['s1', 's2', 's3'])]);
    const again = await openBench(scenario, { directory: bench.directory, earlier });
    again.start('work', { attempt: 2 });
    finished(await again.next());
    expect(runsIn(marks)).toBe('s1 s2 s3 s3');
  });
});
