/** A real run is killed at some fact, or a little later, and taken up again: needs the tools of examples/lambda, and `npm run build`. */

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import { seconds } from '../../src/base/index.ts';
import { id, type Fact, type RunIdentity, type Timed } from '../../src/model/index.ts';
import { directoryStorage, isNotice, openLedger, readLedger, type ReadRecord } from '../../src/provenance/index.ts';
import { audit, loadScenario, replayLedger, run, verify } from '../../src/service/index.ts';
import { createNodeFs } from '../../src/service/node-fs.ts';

const LAMBDA = fileURLToPath(new URL('../../examples/lambda/scenario.yaml', import.meta.url));
const DRIVER = fileURLToPath(new URL('../support/run-and-die.mjs', import.meta.url));
const TOOLS = ['bwa', 'samtools', 'bcftools', 'wgsim'];

const found = TOOLS.map((tool) => spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).stdout.trim());
const isInstalled = found.every((file) => file !== '');
if (!isInstalled) console.warn(`resume: not all of ${TOOLS.join(', ')} are installed, nothing is run`);

/** A folder for PATH in which each tool first writes down where it is run. */
function loggedTools(folder: string): { readonly path: string; readonly runs: () => readonly string[] } {
  const [bin, log] = [path.join(folder, 'bin'), path.join(folder, 'log')];
  mkdirSync(bin);
  writeFileSync(log, '');
  for (const [k, tool] of TOOLS.entries()) {
    writeFileSync(path.join(bin, tool), `#!/bin/sh\necho "$PWD" >> '${log}'\nexec ${found[k]} "$@"\n`);
    chmodSync(path.join(bin, tool), 0o755);
  }
  const runs = () => readFileSync(log, 'utf8').split('\n');
  // Those that ask for versions run elsewhere.
  return { path: `${bin}:${process.env['PATH']}`, runs: () => runs().filter((line) => line.includes('/run/work/')) };
}

interface Crash {
  /** Number of the fact at which it dies. */
  readonly fact: number;
  readonly laterMs: number;
}

async function recordsOf(ledger: string): Promise<readonly ReadRecord[]> {
  const records: ReadRecord[] = [];
  for await (const record of readLedger(directoryStorage(createNodeFs(), ledger))) records.push(record);
  return records;
}

const executionsIn = (records: readonly ReadRecord[]) =>
  records.flatMap(({ fact }) => (fact.type === 'execution-recorded' ? [fact] : []));

/** `SAMPLE/STAGE` of every execution of a task that finished. */
function doneIn(records: readonly ReadRecord[]): readonly string[] {
  const finished = new Set(records.flatMap(({ fact }) => (fact.type === 'task-finished' ? [keyOf(fact)] : [])));
  return executionsIn(records)
    .filter((fact) => finished.has(keyOf(fact)))
    .map(({ execution }) => `${execution.sample}/${execution.stage}`);
}

const keyOf = ({ task, attempt }: Extract<Fact, { attempt: number; task: unknown }>): string => `${task}#${attempt}`;

describe.skipIf(!isInstalled)('a run of examples/lambda that is killed and taken up again', () => {
  const cases: readonly { readonly name: string; readonly crashes: readonly Crash[] }[] = [
    { name: 'at its first fact', crashes: [{ fact: 0, laterMs: 0 }] },
    { name: 'in the middle of a plan', crashes: [{ fact: 9, laterMs: 0 }] },
    { name: 'while its first tools run', crashes: [{ fact: 28, laterMs: 100 }] },
    {
      name: 'twice',
      crashes: [
        { fact: 40, laterMs: 50 },
        { fact: 20, laterMs: 0 },
      ],
    },
    { name: 'at its last fact', crashes: [{ fact: 87, laterMs: 0 }] },
  ];
  it.each(cases)(
    '$name: ends as it would have, and does nothing again that is on record as done',
    async ({ crashes }) => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-'));
      const [directory, ledger] = [path.join(folder, 'run'), path.join(folder, 'run', 'ledger')];
      const tools = loggedTools(folder);
      const env = { ...process.env, PATH: tools.path };
      const drive = (resume: boolean, { fact, laterMs }: Crash) =>
        spawnSync(process.execPath, [DRIVER, LAMBDA, directory, resume ? 'yes' : 'no', `${fact}`, `${laterMs}`], {
          env,
          encoding: 'utf8',
          timeout: 60_000,
        });
      for (const [k, crash] of crashes.entries()) expect(drive(k > 0, crash).signal).toBe('SIGKILL');
      const runsBefore = tools.runs().length;
      const { status, stdout, stderr } = drive(true, { fact: -1, laterMs: 0 });
      expect([status, stderr]).toEqual([0, '']);
      // As without a crash.
      expect(JSON.parse(stdout)).toMatchObject({
        orders: ['phage-a: delivered', 'phage-b: delivered', 'phage-c: delivered'],
        audit: { verification: { kind: 'verified' }, isReplayIdentical: true, findings: [] },
      });
      const results = execFileSync('find', ['results', '-name', '*.vcf.gz'], { cwd: directory, encoding: 'utf8' });
      expect(results.trim().split('\n')).toHaveLength(3);

      const records = await recordsOf(ledger);
      const resumed = records.findLastIndex(({ fact }) => isNotice(fact) && fact.type === 'ledger-resumed');
      const [before, after] = [records.slice(0, Math.max(0, resumed)), records.slice(Math.max(0, resumed))];
      const again = executionsIn(after).map(({ execution }) => `${execution.sample}/${execution.stage}`);
      const done = new Set(doneIn(before));
      expect(again.filter((one) => done.has(one))).toEqual([]);
      // 3 orders of 6 stages: all of them once, none twice.
      expect(doneIn(records).toSorted()).toEqual([...new Set(doneIn(records))].toSorted());
      expect(doneIn(records)).toHaveLength(18);
      // And no process that is not on record.
      expect(tools.runs().length - runsBefore).toBe(again.length);

      expect(await verify(ledger)).toMatchObject({ kind: 'verified', records: records.length });
      expect((await audit(ledger)).findings).toEqual([]);
      expect(await replayLedger(ledger)).not.toHaveProperty('difference');
    },
    150_000,
  );
});

describe('a run that cannot be taken up again', () => {
  /** A ledger of this scenario with facts that somebody made up. */
  async function ledgerWith(facts: (run: RunIdentity) => readonly Timed<Fact>[]): Promise<string> {
    const directory = mkdtempSync(path.join(os.tmpdir(), 'seqplan-'));
    const { digest, scenario } = await loadScenario(LAMBDA);
    const storage = directoryStorage(createNodeFs(), path.join(directory, 'ledger'));
    const about = { world: 'real', scenario: scenario.name, scenarioDigest: digest, seed: 1, version: '0' } as const;
    const identity: RunIdentity = { ...about, epoch: '2026-12-01T00:00:00.000Z' };
    const origin = `seqplan/real/${digest.slice(0, 16)}/1/${identity.epoch}`;
    const { writer } = await openLedger({ storage, clock: { nowMs: () => 0 }, origin, version: '0' });
    for (const fact of facts(identity)) writer.append(fact);
    await writer.flush();
    await writer.close();
    return directory;
  }

  it.skipIf(!isInstalled)('because its facts are not what the engine decides, or are of another scenario', async () => {
    const at = seconds(0);
    const forged = await ledgerWith((run) => [
      { type: 'run-opened', run, at },
      { type: 'order-closed', order: id('phage-a'), outcome: 'delivered', quality: 1, at },
    ]);
    const scenario = await loadScenario(LAMBDA);
    const found = (code: string) => ({ code: 'REJECTED', findings: [expect.objectContaining({ code })] });
    await expect(run(scenario, { directory: forged, resume: true })).rejects.toMatchObject(found('LEDGER-REPLAY'));
    const other = await ledgerWith((identity) => [
      { type: 'run-opened', run: { ...identity, scenarioDigest: '0'.repeat(64) }, at },
    ]);
    await expect(run(scenario, { directory: other, resume: true })).rejects.toMatchObject(found('LEDGER-SCENARIO'));
    // Without the word nothing is ever continued.
    await expect(run(scenario, { directory: forged })).rejects.toMatchObject(found('LEDGER-EXISTS'));
  });
});
