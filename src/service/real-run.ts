/** A scenario carried out for real on this machine, in real time, with the same engine and ledger as a simulation. */

import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buildReport, type Report } from '../analytics/index.ts';
import { assert, type Clock } from '../base/index.ts';
import { drive } from '../engine/index.ts';
import {
  createLocalFiles,
  createLocalProcesses,
  createLocalTimers,
  createRealWorld,
  probe,
} from '../execution/index.ts';
import type { Fact, Plan, RunIdentity, Scenario, Situation, Timed } from '../model/index.ts';
import { directoryStorage, type LedgerStorage } from '../provenance/index.ts';
import { ServiceError } from './errors.ts';
import { assertNoLedger } from './ledger-folder.ts';
import { createNodeFs } from './node-fs.ts';
import { checkedPlanner, withPool, type PlanOptions } from './planning.ts';
import { auditLedger, startRecording, type LedgerAudit } from './recording.ts';
import { resolveSource, type CheckedScenario, type ScenarioSource } from './scenario-source.ts';
import { packageVersion } from './version.ts';

export interface RunOptions extends PlanOptions {
  /** Folder of the run: `ledger/`, `results/` and `work/` appear in it. It must not hold a run already. */
  readonly directory: string;
  /** Default: this machine's clock. */
  readonly clock?: Clock;
  readonly onFact?: (fact: Timed<Fact>) => void;
}

export interface RunResult {
  readonly scenario: Scenario;
  /** The first plan. */
  readonly plan: Plan;
  readonly report: Report;
  readonly facts: readonly Timed<Fact>[];
  readonly ledger: LedgerStorage;
  readonly audit: LedgerAudit;
}

/**
 * Run a scenario: its stages must be compute stages with a tool. Instant 0 is the moment of the call.
 * @throws ServiceError `REJECTED` for a bad document, an absent tool or input (all findings at once, nothing started).
 */
export async function run(source: ScenarioSource, options: RunOptions): Promise<RunResult> {
  const checked = resolveSource(source);
  const { scenario } = checked;
  const clock = options.clock ?? { nowMs: () => Date.now() };
  const machine = {
    processes: createLocalProcesses(),
    files: createLocalFiles(),
    environment: process.env,
    scenarioDirectory: checked.directory,
  };
  const { findings, tools } = await probe({ scenario, ...machine });
  if (findings.length > 0) {
    throw new ServiceError('REJECTED', 'the scenario cannot be run on this machine', { findings });
  }
  const directory = path.resolve(options.directory);
  await assertNoLedger(directory);
  await mkdir(directory, { recursive: true });

  return withPool(options, async (pool) => {
    const planAnew = checkedPlanner(scenario, pool, options);
    let first: Plan | undefined;
    const planner = async (situation: Situation): Promise<Plan> => {
      const answer = await planAnew(situation);
      first ??= answer;
      return answer;
    };
    const epochMs = clock.nowMs();
    const identity = identify(checked, options.seed ?? 1, epochMs);
    const storage = directoryStorage(createNodeFs(), path.join(directory, 'ledger'));
    const recording = startRecording({
      storage,
      run: identity,
      clock,
      ...(options.onFact && { onFact: options.onFact }),
    });
    const timers = createLocalTimers();
    const world = createRealWorld({
      scenario,
      planner,
      directory,
      tools,
      timers,
      clock,
      epochMs,
      host: os.hostname(),
      ...machine,
    });
    const state = await drive({ scenario, world, sink: recording.sink, run: identity });
    await world.closed;
    const ledger = await recording.close();
    assert(first !== undefined, 'a run asks for a plan first of all');
    return {
      scenario,
      plan: first,
      report: buildReport({ scenario, plan: first, facts: recording.facts, ledger }),
      facts: recording.facts,
      ledger: storage,
      audit: await auditLedger(storage, scenario, state),
    };
  });
}

const identify = ({ scenario, digest }: CheckedScenario, seed: number, epochMs: number): RunIdentity => ({
  world: 'real',
  scenario: scenario.name,
  scenarioDigest: digest,
  seed,
  version: packageVersion(),
  epoch: new Date(epochMs).toISOString(),
});
