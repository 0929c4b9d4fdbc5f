/** A scenario carried out for real on this machine, in real time, with the same engine and ledger as a simulation. */

import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { hasErrors, seconds, type Clock, type Finding } from '../../base/index.ts';
import { drive } from '../../engine/index.ts';
import {
  createLocalFiles,
  createLocalProcesses,
  createLocalTimers,
  createRealWorld,
  type EarlierExecution,
} from '../../execution/index.ts';
import type { Fact, Timed } from '../../model/index.ts';
import { directoryStorage, type NoteSigner } from '../../provenance/index.ts';
import { ServiceError } from '../errors.ts';
import { assertNoLedger } from '../ledger/ledger-folder.ts';
import { createNodeFs } from '../node-fs.ts';
import { createOutputChecks } from '../output-checks.ts';
import { preflight } from '../preflight/index.ts';
import { checkedPlanner, withPool, type PlanOptions } from '../planning.ts';
import { scenarioOf } from '../ledger/recorded-ledger.ts';
import { identify, recordRun, type RunResult } from './recorded-run.ts';
import { endsOf, recordedIdentity } from './resume.ts';
import { resolveSource, type ScenarioSource } from '../scenario-source.ts';

export interface RunOptions extends PlanOptions {
  /** Folder of the run: `ledger/`, `results/` and `work/` appear in it. It must not hold a run already. */
  readonly directory: string;
  /** Default: this machine's clock. */
  readonly clock?: Clock;
  /** Signs the ledger's checkpoints; absent: nobody does. */
  readonly signer?: NoteSigner;
  readonly onFact?: (fact: Timed<Fact>) => void;
  /** Go on with the run that `directory` holds, whose program died; what is on record as done is not done again. */
  readonly resume?: boolean;
  /** Told once, before anything starts, what does not keep the scenario from being run. */
  readonly onWarnings?: (warnings: readonly Finding[]) => void;
  /** Told, in one sentence, what somebody should see to while the run goes on: a disk that is full. */
  readonly onNotice?: (message: string) => void;
}

/** Asks anew once a second, for an hour. */
const FULL_DISK = { everyMs: 1000, mostMs: 3_600_000 };

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
  const checks = createOutputChecks();
  const directory = path.resolve(options.directory);
  const { resume = false } = options;
  // A run that is taken up again has part of its outputs on the disk.
  const { findings, tools } = await preflight(checked, { for: 'run', ...(!resume && { out: directory }) });
  if (hasErrors(findings)) {
    throw new ServiceError('REJECTED', 'the scenario cannot be run on this machine', { findings });
  }
  options.onWarnings?.([...checked.warnings, ...findings]);
  const storage = directoryStorage(createNodeFs(), path.join(directory, 'ledger'));
  if (!resume) await assertNoLedger(directory);
  const before = resume ? await recordedIdentity(storage) : undefined;
  if (before !== undefined) await scenarioOf(storage, before, directory, checked);
  await mkdir(directory, { recursive: true });

  const epoch = new Date(clock.nowMs()).toISOString();
  const platform = { node: process.versions.node, system: `${process.platform}-${process.arch}` };
  const run = before ?? identify(checked, { world: 'real', seed: options.seed ?? 1, epoch, platform });
  const epochMs = Date.parse(run.epoch);
  return withPool(options, (pool) =>
    recordRun({
      checked,
      run,
      storage,
      resume,
      planner: checkedPlanner(scenario, pool, options),
      clock,
      whenFull: { ...FULL_DISK, wait: (ms) => setTimeout(ms), tell: options.onNotice ?? (() => {}) },
      ...(options.signer && { signer: options.signer }),
      ...(options.onFact && { onFact: options.onFact }),
      carryOut: async ({ planner, sink, taken }) => {
        if (taken?.state.phase === 'closed' && taken.decision.facts.length === 0) return taken.state;
        const at = seconds(Math.max(taken?.state.now ?? 0, Math.floor((clock.nowMs() - epochMs) / 1000)));
        const timers = createLocalTimers();
        const place = { directory, tools, timers, clock, epochMs, host: os.hostname(), checks, ...machine };
        const world = createRealWorld({
          scenario,
          planner,
          ...place,
          ...(taken && { notBefore: at, published: taken.published, earlier: executionsIn(taken.facts) }),
        });
        const state = await drive({
          scenario,
          world,
          sink,
          run,
          ...(taken && { from: { ...taken, at, ends: endsOf(taken, at) } }),
        });
        await world.closed;
        return state;
      },
    }),
  );
}

/** Work that the run has on record: what it made need not be made again. */
const executionsIn = (facts: readonly Timed<Fact>[]): readonly EarlierExecution[] =>
  facts.flatMap((fact) => (fact.type === 'execution-recorded' ? [fact] : []));
