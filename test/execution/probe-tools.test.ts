import { writeFileSync, chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { createLocalFiles, createLocalProcesses, probe, type ProbeOptions } from '../../src/execution/index.ts';
import { duration, seconds } from '../../src/base/index.ts';
import { id, type Scenario } from '../../src/model/index.ts';
import { ALIGN, EXTRACT, order, tinyLab } from '../support/tiny-lab.ts';
import { computeLab, computeOrder, computeStage, nodeTool, plainTool, temporaryFolder } from './support.ts';

const look = (scenario: Scenario, changes: Partial<ProbeOptions> = {}) =>
  probe({
    scenario,
    scenarioDirectory: temporaryFolder(),
    processes: createLocalProcesses(),
    files: createLocalFiles(),
    environment: { PATH: process.env['PATH'] },
    ...changes,
  });

describe('the probe', () => {
  it('finds tools with their version and the digest of the executable', async () => {
    const { findings, tools } = await look(computeLab([computeStage('a', { tool: nodeTool('') })]));
    expect(findings).toEqual([]);
    expect([...tools.values()]).toEqual([
      {
        name: process.execPath,
        path: process.execPath,
        version: process.versions.node,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  it('names every absent tool once, with the Debian package that brings it', async () => {
    const tool = (name: string, brings: string) => plainTool(name, { package: brings });
    const stages = [
      computeStage('a', { tool: tool('seqplan-absent-1', 'brings-1') }),
      computeStage('b', { tool: tool('seqplan-absent-1', 'brings-1') }),
      computeStage('c', { tool: tool('seqplan-absent-2', 'brings-2') }),
    ];
    const { findings, tools } = await look(computeLab(stages));
    expect(tools.size).toBe(0);
    expect(findings).toEqual([
      {
        code: 'TOOL-ABSENT',
        severity: 'error',
        path: '/workflows/compute/stages/a/tool',
        message: 'seqplan-absent-1 is not installed; 2 stages need it, and the Debian package brings-1 brings it',
        hint: 'apt-get install -y --no-install-recommends brings-1',
      },
      {
        code: 'TOOL-ABSENT',
        severity: 'error',
        path: '/workflows/compute/stages/c/tool',
        message: 'seqplan-absent-2 is not installed; 1 stage needs it, and the Debian package brings-2 brings it',
        hint: 'apt-get install -y --no-install-recommends brings-2',
      },
    ]);
  });

  it('looks for tools on the PATH it is given, in order, and only in absolute folders', async () => {
    const folder = temporaryFolder();
    for (const [place, version] of [
      ['first', '1.1'],
      ['second', '2.2'],
    ] as const) {
      mkdirSync(path.join(folder, place));
      const script = path.join(folder, place, 'mytool');
      writeFileSync(script, `#!${process.execPath}\nconsole.log('mytool ${version}')\n`);
      chmodSync(script, 0o755);
    }
    const scenario = computeLab([computeStage('a', { tool: plainTool('mytool') })]);
    const versionOn = async (...folders: readonly string[]) =>
      (await look(scenario, { scenarioDirectory: folder, environment: { PATH: folders.join(':') } })).tools.get(
        'mytool',
      )?.version;
    expect(await versionOn(path.join(folder, 'first'), path.join(folder, 'second'))).toBe('1.1');
    expect(await versionOn('/nonexistent', path.join(folder, 'second'), path.join(folder, 'first'))).toBe('2.2');
    expect(await versionOn('first', '.', '')).toBeUndefined();
  });

  it('refuses work that no process can do, unless it is done', async () => {
    const stages = [EXTRACT, { ...ALIGN, after: [EXTRACT.id] }];
    const workflow = { id: id<never>('wgs'), name: 'wgs', stages };
    const lab = (progress: boolean) => {
      const done = { stage: EXTRACT.id, start: seconds(-100), end: seconds(-1), on: id<never>('handler-1') };
      return tinyLab({
        workflows: new Map([[workflow.id, workflow]]),
        orders: [order('o1', { progress: progress ? [done] : [] })],
      });
    };
    const said = async (progress: boolean) =>
      (await look(lab(progress))).findings.map((one) => `${one.code} ${one.path}: ${one.message}`);
    const noTool = 'STAGE-NOT-EXECUTABLE /workflows/wgs/stages/align: stage align names no tool';
    const bench =
      'STAGE-NOT-EXECUTABLE /workflows/wgs/stages/extract: stage extract is bench work, which no process can do';
    expect(await said(false)).toEqual([noTool, bench]);
    expect(await said(true)).toEqual([noTool]);
  });

  it('reports missing inputs of every sample, and everything else, at once', async () => {
    const read = plainTool('seqplan-absent', {
      package: 'none',
      args: ['{reads}', '{oops}'],
      inputs: new Map([
        ['reads', 'order:reads'],
        ['ref', 'file:ref.fa'],
      ]),
    });
    const inputs = new Map([
      ['s1/reads', 's1.fq'],
      ['s2/reads', 's2.fq'],
    ]);
    const gates = [{ metric: 'depth', unit: 'x', min: 30 }];
    const scenario = computeLab(
      [computeStage('a', { tool: read, gates, time: { fixed: duration(1), perSample: duration(0) } })],
      [computeOrder('o1', ['s1', 's2'], { inputs })],
    );
    const scenarioDirectory = temporaryFolder();
    writeFileSync(path.join(scenarioDirectory, 's2.fq'), '@r');
    const { findings } = await look(scenario, { scenarioDirectory });
    expect(findings.map((one) => `${one.code} ${one.message}`)).toEqual([
      'GATE-NOT-MEASURED no check of the outputs measures depth',
      'PLACEHOLDER-UNKNOWN {oops} in argument {oops} is no input, output or parameter',
      'TOOL-ABSENT seqplan-absent is not installed; 1 stage needs it, and the Debian package none brings it',
      'INPUT-ABSENT there is no file s1.fq',
      'INPUT-ABSENT there is no file ref.fa',
    ]);
  });
});
