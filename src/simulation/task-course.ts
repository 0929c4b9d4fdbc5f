/** The course that a started task takes in the virtual world: how long, whether it fails, which samples miss what. */

import { assert, at, mustGet } from '../base/index.ts';
import {
  FAILURE_CLASSES,
  PER_SAMPLE_FAILURES,
  type Failure,
  type FailureClass,
  type Measurement,
  type QualityGate,
  type SampleId,
  type SimulationModel,
  type Stage,
  type TaskResult,
  type TaskWork,
} from '../model/index.ts';
import type { Draw, Tries } from './draws.ts';
import { lognormal } from './lognormal.ts';
import { readsOfRun } from './run-reads.ts';
import { timeToFailure, type Wear } from './weibull.ts';

export type Course =
  | { readonly kind: 'finishes'; readonly length: number; readonly result: CourseResult }
  | { readonly kind: 'fails'; readonly length: number; readonly failure: Failure };

/** What chance has to say of a task that finishes. */
export type CourseResult = Pick<TaskResult, 'measurements' | 'failedSamples'>;

export interface CourseInput {
  /** Names this try at the work. */
  readonly key: string;
  readonly work: TaskWork;
  /** Of each member, in order. */
  readonly stages: readonly Stage[];
  /** Of the machine, where it has one that fails. */
  readonly wear: Wear | undefined;
  readonly sequencing: SimulationModel['sequencing'];
  readonly draw: Draw;
  readonly tries: Tries;
}

/** `length`: of the work, set-up not counted, in whole seconds >= 0. The first failure to strike before the end wins. */
export function courseOf(input: CourseInput): Course {
  const { key, work, stages, wear, draw } = input;
  const cv = Math.max(...stages.map((s) => s.durationCv));
  const planned = work.planned;
  const length = planned === 0 ? 0 : Math.max(1, Math.round(lognormal(draw('duration', key), { mean: planned, cv })));
  let course = earliestFailure(input, length);
  if (wear !== undefined) {
    const breakdown = Math.floor(timeToFailure(draw('breakdown', key), wear));
    if (breakdown < (course?.length ?? length)) course = failing('equipment-failure', breakdown);
  }
  return course ?? { kind: 'finishes', length, result: resultOf(input) };
}

function earliestFailure({ key, stages, draw }: CourseInput, length: number) {
  let first: ReturnType<typeof failing> | undefined;
  for (const failure of FAILURE_CLASSES) {
    if (PER_SAMPLE_FAILURES.has(failure)) continue;
    const rate = Math.max(...stages.map((s) => s.failureRates.get(failure) ?? 0));
    if (rate === 0 || draw('failure', `${key}/${failure}`) >= rate) continue;
    const strikes = Math.floor(draw('failure-time', `${key}/${failure}`) * length);
    if (first === undefined || strikes < first.length) first = failing(failure, strikes);
  }
  return first;
}

const failing = (failure: FailureClass, length: number) =>
  ({
    kind: 'fails',
    length,
    failure: { class: failure, detail: `simulated after ${length} s of work` },
  }) as const;

/** Samples draw for themselves, so that it does not matter which lots they share a batch with. */
function resultOf({ key: run, work, stages, sequencing, draw, tries }: CourseInput): CourseResult {
  const { members, placement } = work;
  const measurements: Measurement[] = [];
  const failedSamples: { sample: SampleId; failure: Failure }[] = [];
  const lots = members.map(({ lot, stage, samples }) => ({
    lot,
    samples: samples.map((sample) => [sample, tries.next(sample, stage)] as const),
  }));
  const reads =
    placement.kind === 'run'
      ? readsOfRun({ key: run, lots, lanes: placement.lanes, model: sequencing, draw })
      : undefined;
  lots.forEach(({ samples }, k) => {
    const { gates, failureRates } = at(stages, k);
    // Reads are measured, not drawn; of the other gates the first that can be missed is the one that a failing sample misses.
    const drawn = gates.filter(({ metric }) => reads === undefined || metric !== READS);
    const missed = drawn.findIndex(({ min, max }) => min !== undefined || max !== undefined);
    for (const [sample, key] of samples) {
      const failed = sampleFailure(failureRates, key, draw);
      if (failed !== undefined) {
        const detail =
          failed === 'quality-gate' ? 'simulated: a gate was missed' : 'simulated: the check of the data failed';
        failedSamples.push({ sample, failure: { class: failed, detail } });
      }
      if (reads !== undefined) measurements.push(inMillions(sample, mustGet(reads, sample)));
      drawn.forEach((gate, g) => {
        const isMissed = failed === 'quality-gate' && g === missed;
        const value = isMissed ? outside(gate) : within(gate, draw('gate', `${key}/${gate.metric}`));
        measurements.push({ sample, metric: gate.metric, value, unit: gate.unit });
      });
    }
  });
  return { measurements, failedSamples };
}

/** Read pairs of a sample in a run, in millions: measured of every run, whether a gate judges it or not. */
const READS = 'reads';

/** To the thousand. */
const inMillions = (sample: SampleId, reads: number): Measurement => ({
  sample,
  metric: READS,
  value: Math.round(reads / 1000) / 1000,
  unit: 'M',
});

function sampleFailure(rates: Stage['failureRates'], key: string, draw: Draw): FailureClass | undefined {
  for (const failure of PER_SAMPLE_FAILURES) {
    const rate = rates.get(failure) ?? 0;
    if (rate > 0 && draw('sample-failure', `${key}/${failure}`) < rate) return failure;
  }
  return undefined;
}

/** Between the limits; beside a single one, up to as far from it as it is from 0, and at least 1. */
function within({ metric, warn = {}, ...hard }: QualityGate, u: number): number {
  // Values that nothing is said about: limits of warnings are narrower than those that fail.
  const { min, max } = { ...hard, ...warn };
  assert(min !== undefined || max !== undefined, `gate ${metric} without a limit`);
  const low = min ?? (max ?? 0) - reach(max ?? 0);
  const high = max ?? low + reach(low);
  return low + u * (high - low);
}

/** A tenth of the limit's size beyond it. */
function outside({ min, max }: QualityGate): number {
  return min === undefined ? (max ?? 0) + reach(max ?? 0) / 10 : min - reach(min) / 10;
}

const reach = (limit: number): number => Math.max(1, Math.abs(limit));
