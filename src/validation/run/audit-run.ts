/**
 * The judge of runs: what must hold of every run, whatever went wrong in it, by its facts and the scenario alone.
 *
 * It shares no code with the engine, so that one mistake cannot hide in both. Written from docs/PLAN-RULES.md and the vocabulary
 * of facts; each rule is in docs/FINDINGS.md, "The run auditor".
 */

import { compareFindings, type Finding } from '../../base/index.ts';
import type { Fact, Scenario, Timed } from '../../model/index.ts';
import { checkAnnounced, checkReceived } from './arrivals.ts';
import { checkAttendance } from './attendance.ts';
import {
  checkBench,
  checkMeasured,
  checkSampleFailed,
  checkTelling,
  checkUnderWay,
  checkWhole,
  tellingAfter,
} from './attempt-records.ts';
import { checkAttempt, checkEnd, checkLeftRunning, checkMaintenanceEnd, checkMaintenanceStart } from './attempts.ts';
import { checkBatch } from './batches.ts';
import { checkCalendar } from './calendars.ts';
import { checkPool, checkStaffOfMaintenance, checkStaffOfTask } from './capacity.ts';
import { fault, type Fault } from './codes.ts';
import { checkCompanions } from './companions.ts';
import { checkDuration } from './durations.ts';
import { checkExecution, checkOutputs } from './executions.ts';
import { checkClosed, checkFrame } from './frame.ts';
import { checkInputs } from './inputs.ts';
import { checkLanes } from './lanes.ts';
import { checkMachineFree, checkMachinesFree } from './machines.ts';
import { checkMaintenanceDue, checkMaintenanceScope, checkMaintenanceStart as checkWindow } from './maintenance.ts';
import { checkMode } from './modes.ts';
import { checkNames } from './names.ts';
import { openScene } from './open-scene.ts';
import { checkForgotten, checkOrderClosed, checkSampleClosed, checkStalled } from './outcomes.ts';
import { checkOvertaken, checkOvertaking } from './overtaking.ts';
import {
  checkAdoption,
  checkAnswer,
  checkDigest,
  checkMaintenancePlanned,
  checkPlanned,
  checkRequest,
} from './plans.ts';
import { checkAnswered, checkPolicy } from './policies.ts';
import { checkAllStored, checkOrderQuality, checkStored } from './quality.ts';
import type { FactOf, Scene } from './scene.ts';
import { checkSetup } from './setups.ts';
import { shapeFault } from './shape.ts';
import { checkAllTold, checkSkipped, checkSkipsMeant } from './skips.ts';
import { takeIn } from './take-in.ts';

export interface RunCase {
  readonly scenario: Scenario;
  /** In the ledger's order. May be anything that came out of a ledger. */
  readonly facts: Iterable<Timed<Fact>>;
}

type Rule<T extends Fact['type']> = (scene: Scene, fact: FactOf<T>) => Iterable<Fault>;

/** Each sees the books as they were before the fact. */
const RULES: { readonly [T in Fact['type']]?: readonly Rule<T>[] } = {
  'order-announced': [checkAnnounced],
  'order-received': [checkReceived],
  'plan-requested': [checkRequest],
  'task-planned': [checkAnswer],
  'maintenance-planned': [checkAnswer],
  'plan-adopted': [checkAnswer, checkAdoption, checkDigest],
  'plan-refused': [checkAnswer],
  'task-overtook': [checkOvertaking],
  'task-started': [
    checkAttempt,
    checkPlanned,
    checkCompanions,
    checkOvertaken,
    checkMachineFree,
    checkInputs,
    checkDuration,
    checkMode,
    checkSetup,
    checkAttendance,
    checkCalendar,
    checkStaffOfTask,
    checkBatch,
    checkLanes,
    checkPool,
    checkMaintenanceDue,
  ],
  'execution-recorded': [checkUnderWay, checkExecution],
  'bench-recorded': [checkUnderWay, checkBench],
  'sample-measured': [checkUnderWay, checkMeasured],
  'sample-failed': [checkUnderWay, checkSampleFailed],
  'task-finished': [checkEnd, checkOutputs],
  'task-failed': [checkEnd, checkOutputs, checkWhole],
  'policy-applied': [checkPolicy],
  'lot-stored': [checkStored],
  'stage-skipped': [checkSkipped],
  'sample-closed': [checkSampleClosed, checkAllTold],
  'order-closed': [checkOrderClosed, checkOrderQuality],
  'maintenance-started': [
    checkMaintenanceStart,
    checkMaintenancePlanned,
    checkMachinesFree,
    checkMaintenanceScope,
    checkWindow,
    checkStaffOfMaintenance,
  ],
  'maintenance-finished': [checkMaintenanceEnd],
  'run-closed': [checkForgotten, checkLeftRunning, checkStalled],
};

/**
 * Every rule that the run breaks, sorted (`compareFindings`); empty: nothing is wrong with it. `path` is `/` and the number of the
 * fact, from 0; of what is missing at the end, the number of facts. Any facts give findings, never an exception.
 */
export function auditRun({ scenario, facts }: RunCase): readonly Finding[] {
  const scene = openScene(scenario);
  const findings: Finding[] = [];
  let place = 0;
  const report = (faults: Iterable<Fault>): void => {
    for (const found of faults) findings.push({ severity: 'error', path: `/${place}`, ...found });
  };
  for (const fact of facts) {
    hear(scene, fact, report);
    place++;
  }
  report(endOfInstant(scene));
  report(checkClosed(scene));
  return findings.toSorted(compareFindings);
}

function hear(scene: Scene, fact: Timed<Fact>, report: (faults: Iterable<Fault>) => void): void {
  const malformed = shapeFault(fact);
  if (malformed !== undefined) return report([malformed]);
  if (fact.at > scene.now) report(endOfInstant(scene));
  report(checkFrame(scene, fact));
  report(checkTelling(scene, fact));
  scene.telling = tellingAfter(fact);
  scene.now = Math.max(scene.now, fact.at);
  const unknown = [...checkNames(scene, fact)];
  report(unknown);
  if (unknown.length > 0) return;
  const faults: Fault[] = [];
  for (const rule of (RULES[fact.type] ?? []) as readonly Rule<Fact['type']>[]) faults.push(...rule(scene, fact));
  report(faults);
  if (!faults.some(({ code }) => isVoid(fact, code))) takeIn(scene, fact);
}

const ENDS: ReadonlySet<Fact['type']> = new Set(['task-finished', 'task-failed', 'maintenance-finished']);

/** An end without a beginning, a plan that nobody asked for, a second end of a sample: there is nothing to enter. */
const isVoid = ({ type }: Fact, code: Fault['code']): boolean =>
  code === 'PLAN-UNASKED' || code === 'SAMPLE-TWICE' || (code === 'ATTEMPT' && ENDS.has(type));

/** What the instant that is over still owed. */
function endOfInstant(scene: Scene): readonly Fault[] {
  const { instant } = scene;
  const faults = [...checkAnswered(scene), ...checkAllStored(scene), ...checkSkipsMeant(scene)];
  for (const task of instant.overtakings.keys()) {
    faults.push(fault('OVERTAKING', `${task} is said to overtake, and does not start`, 'Facts are true.'));
  }
  instant.setbacks.clear();
  instant.leaving.clear();
  instant.unstored.clear();
  instant.toHold.clear();
  instant.overtakings.clear();
  instant.owedSkips.clear();
  instant.foretoldSkips.clear();
  return faults;
}
