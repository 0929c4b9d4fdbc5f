/** One whole laboratory in the virtual world, recorded, verified and audited, with the time of planning taken out. */

import { createHash } from 'node:crypto';
import { canonicalJson, seconds, WEEK } from '../src/base/index.ts';
import type { Fact, Scenario, Timed } from '../src/model/index.ts';
import { memoryStorage, verifyLedger } from '../src/provenance/index.ts';
import { startRecording } from '../src/service/runs/recording.ts';
import { simulate } from '../src/simulation/index.ts';
import type { PlannerOptions, PlannerPool } from '../src/solver/index.ts';
import { auditRun } from '../src/validation/index.ts';
import { cpuMs } from './processor-time.ts';

export interface LaboratoryRun {
  readonly facts: readonly Timed<Fact>[];
  readonly plans: number;
  /** Processor seconds of all threads. */
  readonly planning: number;
  /** Engine, world and ledger, hashing included. */
  readonly running: number;
  /** Reading the ledger back, every byte of it. */
  readonly verifying: number;
  readonly isVerified: boolean;
  readonly findings: number;
  /** Orders received and not closed, over the days from the first receipt to the last. */
  readonly meanInFlight: number;
  readonly digest: string;
}

export interface LaboratoryRunOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly pool: PlannerPool;
  readonly options: PlannerOptions;
}

const cpuSeconds = (): number => cpuMs() / 1000;

export async function runLaboratory({ scenario, seed, pool, options }: LaboratoryRunOptions): Promise<LaboratoryRun> {
  let [plans, planning] = [0, 0];
  const storage = memoryStorage();
  const run = {
    world: 'simulated',
    scenario: scenario.name,
    scenarioDigest: createHash('sha256').update(scenario.name).digest('hex'),
    seed,
    version: '0',
    epoch: scenario.epoch.iso,
  } as const;
  const recording = await startRecording({ storage, run });
  const from = cpuSeconds();
  await simulate({
    scenario,
    seed,
    run,
    sink: recording.sink,
    planner: async ({ situation }) => {
      const asked = cpuSeconds();
      const plan = await pool.plan(scenario, situation, options);
      planning += cpuSeconds() - asked;
      plans++;
      return plan;
    },
  });
  await recording.close();
  const running = cpuSeconds() - from - planning;
  const read = cpuSeconds();
  const verification = await verifyLedger(storage);
  const verifying = cpuSeconds() - read;
  const { facts } = recording;
  return {
    facts,
    plans,
    planning,
    running,
    verifying,
    isVerified: verification.kind === 'verified',
    findings: auditRun({ scenario, facts }).length,
    meanInFlight: meanInFlight(facts),
    digest: createHash('sha256')
      .update(facts.map((fact) => canonicalJson(fact)).join('\n'))
      .digest('hex'),
  };
}

function meanInFlight(facts: readonly Timed<Fact>[]): number {
  let [open, since, area] = [0, 0, 0];
  let [first, last, areaUntilLast] = [Infinity, 0, 0];
  for (const { at, type } of facts) {
    if (type !== 'order-received' && type !== 'order-closed') continue;
    area += open * (at - since);
    since = at;
    open += type === 'order-received' ? 1 : -1;
    if (type === 'order-closed') continue;
    first = Math.min(first, at);
    last = at;
    areaUntilLast = area;
  }
  return last > first ? areaUntilLast / (last - first) : 0;
}

/** Orders become known on the Monday of the week in which they come, as a laboratory plans its weeks. */
export function announcedWeekly(scenario: Scenario): Scenario {
  return {
    ...scenario,
    orders: scenario.orders.map((order) => {
      const monday = Math.floor(order.release / WEEK) * WEEK;
      return monday <= 0 ? order : { ...order, announced: seconds(monday) };
    }),
  };
}
