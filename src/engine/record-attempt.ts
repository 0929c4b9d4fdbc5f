/** Puts on record what an attempt did, directly before the fact that ends it: one fact per process, per sample and per stretch of bench work. */

import {
  gateVerdict,
  type BenchRecord,
  type Execution,
  type GateVerdict,
  type Measurement,
  type QualityGate,
  type SampleId,
  type TaskResult,
} from '../model/index.ts';
import { stagesOf } from './lots.ts';
import type { RunningTask, RunState } from './state.ts';
import type { Turn } from './turn.ts';

export interface AttemptDone {
  readonly executions: readonly Execution[];
  readonly bench?: BenchRecord;
  /** Of an attempt that finished. */
  readonly result?: TaskResult;
}

/** Of an attempt that is under way. In the order of what the world told; measurements by sample, in the order of the first of each. */
export function recordAttempt(turn: Turn, running: RunningTask, { executions, bench, result }: AttemptDone): void {
  const { id: task, attempt } = running;
  for (const execution of executions) turn.record({ type: 'execution-recorded', task, attempt, execution });
  if (bench !== undefined) turn.record({ type: 'bench-recorded', task, attempt, bench });
  if (result === undefined) return;
  for (const [sample, measured] of measurementsBySample(result)) {
    const gates = gatesFor(turn.state, running, sample);
    const measurements = measured.map((one) => judged(one, gates));
    turn.record({ type: 'sample-measured', task, attempt, sample, measurements });
  }
  for (const { sample, failure } of result.failedSamples) {
    const { class: failureClass, detail } = failure;
    turn.record({ type: 'sample-failed', task, attempt, sample, failure: { class: failureClass, detail } });
  }
}

type Measured = Omit<Measurement, 'sample' | 'gate'>;

export function measurementsBySample({ measurements }: TaskResult): ReadonlyMap<SampleId, readonly Measured[]> {
  const found = new Map<SampleId, Measured[]>();
  for (const { sample, metric, value, unit } of measurements) {
    const known = found.get(sample);
    if (known === undefined) found.set(sample, [{ metric, value, unit }]);
    else known.push({ metric, value, unit });
  }
  return found;
}

/** The first gate on the metric that is missed, else the first that warns, else the first there is. */
function judged(measured: Measured, gates: readonly QualityGate[]): Omit<Measurement, 'sample'> {
  const own = gates.filter((gate) => gate.metric === measured.metric);
  const saying = (verdict: GateVerdict) => own.find((one) => gateVerdict(one, measured.value) === verdict);
  const gate = saying('fail') ?? saying('warn') ?? own[0];
  if (gate === undefined) return measured;
  const { min, max, warn } = gate;
  return {
    ...measured,
    gate: {
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
      ...(warn === undefined ? {} : { warn }),
      verdict: gateVerdict(gate, measured.value),
    },
  };
}

/** Of the stage that the task does for the sample; none where its lot is closed by now. */
function gatesFor(state: RunState, { members }: RunningTask, sample: SampleId): readonly QualityGate[] {
  const order = state.lookups.orderOfSample.get(sample);
  for (const { lot: name, stage } of members) {
    const lot = state.lots.get(name);
    if (lot !== undefined && lot.order === order) return stagesOf(state, lot).get(stage)?.gates ?? [];
  }
  return [];
}
