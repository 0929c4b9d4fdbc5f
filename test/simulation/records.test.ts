import { createHash } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import { duration } from '../../src/base/index.ts';
import {
  id,
  simulatedContent,
  simulatedTool,
  type Artifact,
  type Scenario,
  type Stage,
} from '../../src/model/index.ts';
import { ALIGN, WORKFLOW, order, tinyLab } from '../support/tiny-lab.ts';
import { only } from '../engine/harness.ts';
import { audit } from '../support/audit.ts';
import { run, withoutBreakdowns } from './lab.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const digests = ({ name, sha256: digest, bytes }: Artifact) => ({ name, sha256: digest, bytes });

/** The tiny laboratory, whose alignment is followed by a call that reads it. */
function labOf(changes: Partial<Stage> = {}): Scenario {
  const align = { ...ALIGN, ...changes } as Stage;
  const call = { ...ALIGN, id: id<never>('call'), after: [align.id], onError: [], failureRates: new Map() };
  const stages = [...WORKFLOW.stages.filter((stage) => stage.id !== ALIGN.id), align, call];
  const lab = withoutBreakdowns(tinyLab({ orders: [order('o1')] }));
  return { ...lab, workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages }]]) };
}

describe('simulated computations', () => {
  test('leave files whose bytes can be written again from the record, and later stages read them', async () => {
    const { told } = await run(labOf());
    const executions = only(told, 'execution-recorded').map((f) => f.execution);
    // Two stages, four samples.
    expect(executions).toHaveLength(8);
    for (const { sample, stage, key, toolDigest, tool, outputs } of executions) {
      expect(toolDigest).toBe(sha256(simulatedTool(tool)));
      const content = simulatedContent({ sample, stage, output: 'data', key });
      expect(outputs.map(digests)).toEqual([{ name: 'data', sha256: sha256(content), bytes: content.length }]);
    }
    for (const { sample, inputs } of executions.filter((one) => one.stage === id('call'))) {
      const made = executions.find((one) => one.sample === sample && one.stage === ALIGN.id)?.outputs ?? [];
      expect(inputs).toEqual(made.map((one) => ({ ...one, name: `align.${one.name}` })));
    }
    // The run that gave the reads is named by its task and attempt.
    const sequenced = only(told, 'task-finished').find((f) => f.task.includes('sequence'));
    const [aligned] = executions;
    if (sequenced === undefined || aligned === undefined) throw new Error('nothing was computed');
    const reads = { sample: aligned.sample, stage: id<never>('sequence'), output: 'data', key: `${sequenced.task}#1` };
    expect(aligned.inputs.map((one) => one.sha256)).toEqual([sha256(simulatedContent(reads))]);
  });

  test('that fail leave what had ended, what failed and what was stopped; the next attempt takes over what had ended', async () => {
    const again = { do: 'retry', max: 9, backoff: { base: duration(0), factor: 1 }, memoryFactor: 1 } as const;
    const lab = labOf({
      failureRates: new Map([['tool-error', 0.9]]),
      onError: [{ action: again }],
      ...({ parallel: [1] } as Partial<Stage>),
    });
    let taken = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const { told } = await run(lab, { seed });
      expect(audit(lab, told)).toEqual([]);
      for (const failed of only(told, 'task-failed')) {
        const done = only(told, 'execution-recorded')
          .filter((f) => f.task === failed.task && f.attempt === failed.attempt)
          .map((f) => f.execution);
        // One at a time: all but the last had ended, and the last is the one that failed.
        expect(done.map((one) => one.exitCode)).toEqual(done.map((_, k) => (k === done.length - 1 ? 1 : 0)));
        expect(done.map((one) => one.outputs.length)).toEqual(done.map((_, k) => (k === done.length - 1 ? 0 : 1)));
      }
      const executions = only(told, 'execution-recorded').map((f) => f.execution);
      for (const { sample, stage, key, outputs } of executions.filter((one) => one.reused !== undefined)) {
        taken++;
        const first = executions.find(
          (one) => one.sample === sample && one.stage === stage && one.key === key && one.exitCode === 0,
        );
        expect(outputs.map(digests)).toEqual(first?.outputs.map(digests));
      }
    }
    expect(taken).toBeGreaterThan(3);
  });

  test('of a tool that may not be reused are done again', async () => {
    const tool = {
      name: 'aligner',
      package: 'aligner',
      versionArgs: [],
      argv: ['aligner', '{sample}'],
      inputs: new Map(),
      outputs: new Map([['bam', { file: '{sample}.bam', format: 'bam' }]]),
      parameters: new Map([['mode', 'fast']]),
      reuse: false,
    };
    const again = { do: 'retry', max: 9, backoff: { base: duration(0), factor: 1 }, memoryFactor: 1 } as const;
    const lab = labOf({
      failureRates: new Map([['tool-error', 0.9]]),
      onError: [{ action: again }],
      ...({ parallel: [1], tool } as Partial<Stage>),
    });
    const { told } = await run(lab, { seed: 2 });
    const aligned = only(told, 'execution-recorded').filter((f) => f.execution.tool === 'aligner');
    expect(aligned.length).toBeGreaterThan(4);
    expect(aligned.every((f) => f.execution.reused === undefined)).toBe(true);
    const [first] = aligned;
    expect(first?.execution).toMatchObject({ argv: ['aligner', 's1'], parameters: { mode: 'fast' }, host: 'virtual' });
  });
});

describe('simulated bench work', () => {
  test('leaves its machine, its flow cell, lots of its reagents, and operators of the shift', async () => {
    const lab = labOf();
    const stages = [...lab.workflows.values()].flatMap((w) => w.stages);
    const withReagents = stages.map((stage) =>
      stage.kind === 'compute' ? stage : { ...stage, reagents: ['ligase', 'buffer'] },
    );
    const scenario = { ...lab, workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages: withReagents }]]) };
    const { told } = await run(scenario);
    expect(audit(scenario, told)).toEqual([]);
    const records = only(told, 'bench-recorded').map((f) => f.bench);
    // Extraction, preparation and the run.
    expect(records).toHaveLength(3);
    for (const { reagents, operators } of records) {
      // Monday 30 November 2026; 26 weeks later is 31 May 2027.
      expect(reagents).toEqual([
        { name: 'buffer', lot: 'buffer-20261130', expires: '2027-05-31' },
        { name: 'ligase', lot: 'ligase-20261130', expires: '2027-05-31' },
      ]);
      for (const operator of operators) expect(operator).toMatch(/^op-\d+$/);
    }
    const runs = records.filter((one) => one.flowCell !== undefined);
    expect(runs).toHaveLength(1);
    expect(runs[0]?.instrument).toMatchObject({ position: expect.any(String) });
    expect(runs[0]?.flowCell?.id).toMatch(/^FC[0-9A-Z]{9}$/);
  });
});
