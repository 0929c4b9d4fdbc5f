/** An experiment carried out: variants of a laboratory, measured in simulated courses that share their chance, compared. */

import { Piscina } from 'piscina';
import { mustGet } from '../../base/index.ts';
import { runExperiment, type ExperimentResult, type Trial } from '../../simulation/index.ts';
import { ServiceError } from '../errors.ts';
import type { TrialAnswer, TrialTask } from './measure-trial.ts';
import { checkExperiment, type CheckedExperiment, type ExperimentSource } from './read-experiment.ts';
import { openTrialLog, TRIAL_LOG, type TrialLog } from './trial-log.ts';

export interface ExperimentOptions {
  /** Threads; default 1. The result is the same with any number. */
  readonly workers?: number;
  /** Folder for what was measured: what is there already is not measured again. Absent: memory. */
  readonly out?: string;
  /** Ends the experiment early; what was measured until then is kept in `out`. */
  readonly signal?: AbortSignal;
  /** Called after every trial. */
  readonly onTrial?: (progress: ExperimentProgress) => void;
  /** Told of what was found in `out` and cannot be used. */
  readonly onNotice?: (notice: string) => void;
}

export interface ExperimentProgress {
  /** Trials that are measured, earlier ones included. */
  readonly done: number;
  /** Trials of an experiment that does not stop early. */
  readonly most: number;
  readonly trial: Trial;
}

export type ExperimentOutcome =
  | ({ readonly kind: 'done'; readonly name: string } & ExperimentResult)
  | { readonly kind: 'interrupted'; readonly name: string; readonly done: number; readonly most: number };

/**
 * The same document and version give the same result, whatever the threads, and whether or not it was interrupted on the way.
 * @throws ServiceError `REJECTED` for a bad document, `PLAN_BROKEN` where the checker refuses a plan, `IO`.
 */
export async function experiment(
  source: ExperimentSource,
  options: ExperimentOptions = {},
): Promise<ExperimentOutcome> {
  const checked = 'design' in source ? source : await checkExperiment(source);
  const { name, design } = checked;
  const log = await openTrialLog(options.out);
  if (log.damaged.length > 0) options.onNotice?.(noticeOf(log.damaged, options.out));
  const most = design.variants.length * design.replications.max;
  const bench = openBench({ checked, log, most, options });
  try {
    return { kind: 'done', name, ...(await runExperiment(design, bench.measure)) };
  } catch (cause) {
    // Ending the threads makes trials fail; nothing is wrong with them.
    if (options.signal?.aborted !== true) throw cause;
  } finally {
    await bench.close();
    await log.close();
  }
  // Counted now that all that was measured is kept.
  return { kind: 'interrupted', name, done: bench.done(), most };
}

interface BenchInput {
  readonly checked: CheckedExperiment;
  readonly log: TrialLog;
  readonly most: number;
  readonly options: ExperimentOptions;
}

/** Measures trials in threads, each from beginning to end in one of them. */
function openBench({ checked, log, most, options: { workers = 1, signal, onTrial } }: BenchInput) {
  const threads = new Piscina<TrialTask, TrialAnswer>({
    filename: workerFile(),
    name: 'measureTrial',
    minThreads: 0,
    maxThreads: workers,
    idleTimeout: Infinity,
  });
  const stop = (): void => void threads.destroy();
  signal?.addEventListener('abort', stop);
  let done = 0;
  return {
    done: () => done,
    async measure(trial: Trial) {
      signal?.throwIfAborted();
      const { document, digest, planner } = mustGet(checked.variants, trial.variant);
      const task: TrialTask = { document, digest, planner, seed: trial.seed };
      let values = log.get(task);
      if (values === undefined) {
        const answer = await threads.run(task);
        if (answer.kind === 'plan-broken') throw planBroken(trial, answer);
        values = answer.values;
        await log.put(task, values);
      }
      done++;
      onTrial?.({ done, most, trial });
      return values;
    },
    close(): Promise<void> {
      signal?.removeEventListener('abort', stop);
      return threads.destroy();
    },
  };
}

/** Threads cannot run the sources: where those run as they are, the code in `dist` is taken. */
function workerFile(): string {
  const isSource = import.meta.url.endsWith('.ts');
  const file = isSource ? '../../../dist/service/experiment/measure-trial.js' : './measure-trial.js';
  return new URL(file, import.meta.url).href;
}

function planBroken({ variant, seed }: Trial, { findings }: Extract<TrialAnswer, { kind: 'plan-broken' }>) {
  const message = `variant ${variant}, seed ${seed}: the planner broke ${findings.length} of its own rules`;
  return new ServiceError('PLAN_BROKEN', message, { findings });
}

function noticeOf(damaged: readonly number[], out: string | undefined): string {
  const lines = damaged.length === 1 ? `line ${damaged[0]} is` : `lines ${damaged.join(', ')} are`;
  return `${out}/${TRIAL_LOG}: ${lines} damaged and left out; what was measured there is measured again`;
}
