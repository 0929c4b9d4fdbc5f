/** Error policies against real processes: the engine decides, the real world carries out. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { duration } from '../../src/base/index.ts';
import { drive } from '../../src/engine/index.ts';
import {
  createLocalFiles,
  createLocalProcesses,
  createLocalTimers,
  createRealWorld,
  probe,
} from '../../src/execution/index.ts';
import {
  id,
  type ErrorPolicyStep,
  type Fact,
  type Scenario,
  type Timed,
  type ToolInvocation,
} from '../../src/model/index.ts';
import { lineUp } from './line-up.ts';
import { computeLab, computeOrder, computeStage, nodeTool, temporaryFolder } from './support.ts';

async function runToEnd(scenario: Scenario): Promise<{ directory: string; facts: readonly Timed<Fact>[] }> {
  const directory = temporaryFolder();
  const machine = {
    scenario,
    scenarioDirectory: directory,
    processes: createLocalProcesses(),
    files: createLocalFiles(),
    environment: { PATH: process.env['PATH'] },
  };
  const { findings, tools } = await probe(machine);
  expect(findings).toEqual([]);
  const world = createRealWorld({
    ...machine,
    directory,
    tools,
    timers: createLocalTimers(),
    clock: { nowMs: () => Date.now() },
    epochMs: Date.now(),
    host: 'test',
    planner: (situation) => Promise.resolve(lineUp(scenario, situation)),
  });
  const facts: Timed<Fact>[] = [];
  const sink = { append: (fact: Timed<Fact>) => void facts.push(fact), flush: () => Promise.resolve() };
  const run = { world: 'real', scenario: 'x', scenarioDigest: '', seed: 1, version: '0', epoch: '' } as const;
  await drive({ scenario, world, sink, run });
  await world.closed;
  return { directory, facts };
}

/** What happened to tasks and samples, in order. */
const story = (facts: readonly Timed<Fact>[]): readonly string[] =>
  facts.flatMap((fact) => {
    switch (fact.type) {
      case 'task-started':
      case 'task-finished':
        return [`${fact.type} ${fact.attempt}`];
      case 'task-failed':
        return [`${fact.type} ${fact.attempt}: ${fact.failure.class}`];
      case 'policy-applied':
        return [`${fact.action}: ${fact.failure} of ${fact.samples.join(' ')}`];
      case 'sample-closed':
        return [`${fact.sample} ${fact.outcome}`];
      default:
        return [];
    }
  });

const ONCE: readonly ErrorPolicyStep[] = [
  {
    when: ['transient'],
    action: { do: 'retry', max: 1, backoff: { base: duration(0), factor: 1 }, memoryFactor: 1 },
  },
  { action: { do: 'quarantine' } },
];

const writing = (script: string): ToolInvocation =>
  nodeTool(`const fs = require('fs'), sample = process.argv[1]; ${script}`, {
    args: ['{sample}'],
    outputs: new Map([['out', { file: 'out.txt', format: 'text' }]]),
  });

const lab = (tool: ToolInvocation, samples: readonly string[]) =>
  computeLab([computeStage('work', { tool, onError: ONCE })], [computeOrder('o1', samples)]);

describe('recovery in the real world', () => {
  it('retries what passes, as the policy says, and delivers', async () => {
    const flag = JSON.stringify(path.join(temporaryFolder(), 'flag'));
    const tool = writing(
      `if (!fs.existsSync(${flag})) { fs.writeFileSync(${flag}, ''); console.error('fork: Resource temporarily unavailable'); process.exit(1) }
       fs.writeFileSync('out.txt', 'second')`,
    );
    const { directory, facts } = await runToEnd(lab(tool, ['s1']));
    expect(story(facts)).toEqual([
      'task-started 1',
      'task-failed 1: transient',
      'retry: transient of o1/s1',
      'task-started 2',
      'task-finished 2',
      'o1/s1 delivered',
    ]);
    expect(readFileSync(path.join(directory, 'results/o1/s1/work/out.txt'), 'utf8')).toBe('second');
  });

  it('quarantines the sample whose output is missing, and delivers the other', async () => {
    const { directory, facts } = await runToEnd(
      lab(writing(`if (sample === 's2') fs.writeFileSync('out.txt', 'x')`), ['s1', 's2']),
    );
    expect(story(facts)).toEqual([
      'task-started 1',
      'task-finished 1',
      'quarantine: corrupt-output of o1/s1',
      'o1/s1 quarantined',
      'o1/s2 delivered',
    ]);
    expect(existsSync(path.join(directory, 'results/o1/s1'))).toBe(false);
  });

  it('hands later stages only the samples that are left', async () => {
    const first = writing(`if (sample !== 's2') fs.writeFileSync('out.txt', sample)`);
    const second = nodeTool(`require('fs').copyFileSync('out.txt', 'copy.txt')`, {
      inputs: new Map([['in', 'work:out']]),
      outputs: new Map([['copy', { file: 'copy.txt', format: 'text' }]]),
    });
    const stages = [
      computeStage('work', { tool: first, onError: ONCE }),
      computeStage('copy', { tool: second, after: [id('work')], onError: ONCE }),
    ];
    const { facts } = await runToEnd(computeLab(stages, [computeOrder('o1', ['s1', 's2', 's3'])]));
    const done = facts.flatMap((fact) =>
      fact.type === 'execution-recorded' ? [`${fact.execution.stage} ${fact.execution.sample}`] : [],
    );
    expect(done).toEqual(['work o1/s1', 'work o1/s2', 'work o1/s3', 'copy o1/s1', 'copy o1/s3']);
  });
});
