/** What recording costs a simulated run: the same facts recorded again by themselves, against the whole run with its plans. */

import { createPlannerPool } from '../src/solver/index.ts';
import { memoryStorage } from '../src/provenance/index.ts';
import type { Fact, Timed } from '../src/model/index.ts';
import { startRecording } from '../src/service/runs/recording.ts';
import { makeLab } from './labs/index.ts';
import { runLaboratory } from './laboratory-run.ts';
import { rowOf, type Measured } from './ledger-row.ts';
import { cpuMs } from './processor-time.ts';

export async function recordingShare(pipelines: number): Promise<readonly Measured[]> {
  const { scenario } = makeLab({ seed: 1, pipelines, kind: 'normal' });
  const pool = createPlannerPool({ workers: 1 });
  try {
    const options = { seed: 1, budget: { iterations: 60 } };
    const outcome = await runLaboratory({ scenario, seed: 1, pool, options });
    const whole = outcome.planning + outcome.running;
    const alone: number[] = [];
    for (let k = 0; k < 5; k++) alone.push(await recordAgain(outcome.facts, scenario.epoch.iso));
    const least = Math.min(...alone);
    const share = (100 * least) / whole;
    const withoutPlanning = (100 * least) / outcome.running;
    const detail = `${pipelines} pipelines, ${outcome.facts.length} facts: ${least.toFixed(3)} of ${whole.toFixed(2)} s; of engine, world and ledger alone ${withoutPlanning.toFixed(0)} %`;
    return [
      {
        row: rowOf('recording, of a simulated run', `${share.toFixed(2)} %`, '<= 3 %', detail),
        result: outcome.digest,
      },
    ];
  } finally {
    await pool.close();
  }
}

/** Processor seconds. Facts of one instant are flushed together, as the engine does. */
async function recordAgain(facts: readonly Timed<Fact>[], epoch: string): Promise<number> {
  const run = {
    world: 'simulated',
    scenario: 'x',
    scenarioDigest: 'x'.repeat(64),
    seed: 1,
    version: '0',
    epoch,
  } as const;
  const from = cpuMs();
  const recording = await startRecording({ storage: memoryStorage(), run });
  for (const [k, fact] of facts.entries()) {
    recording.sink.append(fact);
    if (facts[k + 1]?.at !== fact.at) await recording.sink.flush();
  }
  await recording.close();
  return (cpuMs() - from) / 1000;
}
