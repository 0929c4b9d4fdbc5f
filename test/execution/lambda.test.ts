/**
 * The lambda example with the real bwa, samtools and bcftools, through the engine: what a user gets from
 * `examples/lambda/scenario.yaml`, with a planner that simply lines the stages up.
 */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { drive } from '../../src/engine/index.ts';
import {
  createLocalFiles,
  createLocalProcesses,
  createLocalTimers,
  createRealWorld,
  probe,
} from '../../src/execution/index.ts';
import {
  parseDocument,
  readScenario,
  type Execution,
  type Fact,
  type Scenario,
  type Timed,
} from '../../src/model/index.ts';
import { lineUp } from './line-up.ts';
import { temporaryFolder } from './support.ts';

const EXAMPLE = fileURLToPath(new URL('../../examples/lambda/scenario.yaml', import.meta.url));
const scenarioDirectory = path.dirname(EXAMPLE);

function exampleScenario(): Scenario {
  const parsed = parseDocument(readFileSync(EXAMPLE, 'utf8'), 'yaml');
  if (parsed.kind !== 'ok') throw new Error(JSON.stringify(parsed.findings));
  const read = readScenario(parsed.document, parsed.locate);
  if (read.kind !== 'ok') throw new Error(JSON.stringify(read.findings));
  return read.scenario;
}

const machine = {
  scenarioDirectory,
  processes: createLocalProcesses(),
  files: createLocalFiles(),
  environment: { PATH: process.env['PATH'] },
};

async function runExample(directory: string): Promise<readonly Timed<Fact>[]> {
  const scenario = exampleScenario();
  const { findings, tools } = await probe({ scenario, ...machine });
  expect(findings).toEqual([]);
  const epochMs = Date.now();
  const world = createRealWorld({
    ...machine,
    scenario,
    directory,
    tools,
    timers: createLocalTimers(),
    clock: { nowMs: () => Date.now() },
    epochMs,
    host: 'test',
    planner: (situation) => Promise.resolve(lineUp(scenario, situation)),
  });
  const facts: Timed<Fact>[] = [];
  const epoch = new Date(epochMs).toISOString();
  const run = { world: 'real', scenario: scenario.name, scenarioDigest: '', seed: 1, version: '0', epoch } as const;
  const sink = { append: (fact: Timed<Fact>) => void facts.push(fact), flush: () => Promise.resolve() };
  await drive({ scenario, world, sink, run });
  await world.closed;
  return facts;
}

const executionsOf = (facts: readonly Timed<Fact>[]): readonly Execution[] =>
  facts.flatMap((fact) => (fact.type === 'execution-recorded' ? [fact.execution] : []));

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Data lines of a bgzipped VCF; bgzip is a series of gzip members. */
const callsIn = (file: string): readonly string[] =>
  gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

const SAMPLES = [
  ['phage-a', '11'],
  ['phage-b', '12'],
  ['phage-c', '13'],
] as const;

const { findings: absent } = await probe({ scenario: exampleScenario(), ...machine });
const missing = absent.map((finding) => finding.message).join('; ');

describe('the lambda example', () => {
  it('reads without a finding, and lacks at most tools', () => {
    expect(absent.filter(({ code }) => code !== 'TOOL-ABSENT')).toEqual([]);
  });
});

describe.skipIf(missing !== '')(`the lambda example, run with real tools${missing && ` (${missing})`}`, () => {
  let directory = '';
  let facts: readonly Timed<Fact>[] = [];
  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'seqplan-lambda-'));
    facts = await runExample(directory);
  }, 60_000);
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('delivers every order', () => {
    const closed = facts.flatMap((fact) => (fact.type === 'order-closed' ? [`${fact.order} ${fact.outcome}`] : []));
    expect(closed.toSorted()).toEqual(SAMPLES.map(([order]) => `${order} delivered`));
  });

  it.each(SAMPLES)('calls the planted variants of %s', (order, sample) => {
    const results = path.join(directory, 'results', order, sample);
    const calls = callsIn(path.join(results, 'call', `${sample}.vcf.gz`));
    const positions = new Set(calls.map((line) => line.split('\t')[1]));
    // Substitutions that wgsim planted: NAME, POSITION, BEFORE, AFTER, strand. Insertions and deletions are shifted to the
    // left by the caller, so only substitutions can be compared by position.
    const planted = readFileSync(path.join(results, 'reads', `${sample}.planted.tsv`), 'utf8')
      .split('\n')
      .map((line) => line.split('\t'))
      .filter(([, , before, after]) => /^[ACGT]$/.test(before ?? '') && /^[ACGT]$/.test(after ?? ''));
    const found = planted.filter(([, position]) => positions.has(position));
    // 48,502 bases, one in 1,000 mutated, 85 % of them substitutions: about 41; depth is 5,000 x 200 / 48,502 = 20.
    expect(planted.length).toBeGreaterThan(20);
    expect(found.length / planted.length).toBeGreaterThan(0.9);
  });

  it('records every process with what went in and came out, and no path of this machine', () => {
    const executions = executionsOf(facts);
    // 3 orders x 6 stages.
    expect(executions).toHaveLength(18);
    expect(new Set(executions.map((one) => one.tool))).toEqual(new Set(['bwa', 'wgsim', 'samtools', 'bcftools']));
    for (const { toolVersion, toolDigest, argv, inputs, outputs } of executions) {
      expect(toolVersion).toMatch(/^\d+\.\d+/);
      expect(toolDigest).toMatch(/^[0-9a-f]{64}$/);
      expect(argv.join(' ')).not.toContain('/');
      for (const { path: place, sha256: digest, bytes } of [...inputs, ...outputs]) {
        const file = path.resolve(place.startsWith('results/') ? directory : scenarioDirectory, place);
        expect([place, sha256(file), statSync(file).size]).toEqual([place, digest, bytes]);
      }
    }
  });

  it('tells its facts in order of time, from instant 0', () => {
    const instants = facts.map((fact) => fact.at);
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
    expect(instants[0]).toBe(0);
  });

  it('makes calls that bcftools reads back, and a second run makes the same bytes', async () => {
    const calls = path.join(directory, 'results/phage-a/11/call/11.vcf.gz');
    expect(execFileSync('bcftools', ['query', '-l', calls], { encoding: 'utf8' })).toBe('11\n');
    const again = executionsOf(await runExample(temporaryFolder()));
    const outputs = (executions: readonly Execution[]) => executions.map((one) => one.outputs).toSorted(byPath);
    expect(outputs(again)).toEqual(outputs(executionsOf(facts)));
  });
});

const byPath = (a: Execution['outputs'], b: Execution['outputs']): number =>
  (a[0]?.path ?? '') < (b[0]?.path ?? '') ? -1 : 1;
