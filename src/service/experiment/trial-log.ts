/**
 * What an experiment has measured, kept beside its results: one line of JSON per trial, so that an experiment that was interrupted,
 * or that was given more replications, variants or figures, measures only what is missing.
 *
 * A line is named by all that its values depend on, and carries a digest of itself: one that was cut short or damaged is not
 * believed.
 */

import path from 'node:path';
import { z } from 'zod';
import { METRIC_NAMES, type MetricName, type MetricValues } from '../../analytics/index.ts';
import type { AppendFile } from '../../base/index.ts';
import { digestOf } from '../digest.ts';
import { ServiceError } from '../errors.ts';
import { createNodeFs } from '../node-fs.ts';
import { packageVersion } from '../version.ts';
import type { TrialTask } from './measure-trial.ts';

export interface TrialLog {
  /** undefined: not measured yet. */
  get(task: TrialTask): MetricValues | undefined;
  /** Resolves when the values are durable. */
  put(task: TrialTask, values: MetricValues): Promise<void>;
  /** 1-based numbers of lines that could not be read. */
  readonly damaged: readonly number[];
  /** Waits for what is being written. */
  close(): Promise<void>;
}

export const TRIAL_LOG = 'trials.jsonl';

/** Without `directory`: in memory. @throws ServiceError `IO` */
export async function openTrialLog(directory: string | undefined): Promise<TrialLog> {
  if (directory === undefined) return createLog({ values: new Map(), damaged: [] }, undefined);
  const file = path.join(path.resolve(directory), TRIAL_LOG);
  const fs = createNodeFs();
  try {
    await fs.mkdir(path.dirname(file));
    const text = (await fs.size(file)) === undefined ? '' : new TextDecoder().decode(await fs.readFile(file));
    const append = await fs.openAppend(file);
    // A line that was cut short is ended, so that the next one is a line of its own.
    if (text !== '' && !text.endsWith('\n')) await append.append(ENCODER.encode('\n'));
    return createLog(readLines(text), append);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError('IO', `cannot keep measurements in ${file}: ${message}`, { cause });
  }
}

const ENCODER = new TextEncoder();

interface Lines {
  readonly values: Map<string, MetricValues>;
  readonly damaged: readonly number[];
}

function createLog({ values, damaged }: Lines, file: AppendFile | undefined): TrialLog {
  let last: Promise<void> = Promise.resolve();
  return {
    damaged,
    get: (task) => values.get(keyOf(task)),
    put(task, measured) {
      const key = keyOf(task);
      values.set(key, measured);
      if (file === undefined) return Promise.resolve();
      // One after the other: lines never mix.
      last = last.then(async () => {
        await file.append(ENCODER.encode(`${JSON.stringify(lineOf({ key, seed: task.seed, values: measured }))}\n`));
        await file.sync();
      });
      return last;
    },
    async close() {
      // Whoever put it hears of a failure.
      await last.catch(() => undefined);
      await file?.close();
    },
  };
}

/** All that the values depend on. */
const keyOf = ({ digest, planner, seed }: TrialTask): string =>
  digestOf({ digest, planner, seed, version: packageVersion() });

const lineOf = (content: Omit<Line, 'check'>): Line => ({ ...content, check: digestOf(content) });

/** What has none could not have been written, and ends in an assertion where its digest is taken. */
const hasCanonicalForm = (value: number): boolean => Number.isSafeInteger(value) || !Number.isInteger(value);

const lineSchema = z.strictObject({
  key: z.string().regex(/^[0-9a-f]{64}$/),
  seed: z.int(),
  values: z.record(
    z.enum(METRIC_NAMES as [MetricName, ...MetricName[]]),
    z.number().refine(hasCanonicalForm).nullable(),
  ),
  check: z.string(),
});
type Line = z.output<typeof lineSchema>;

function readLines(text: string): Lines {
  const values = new Map<string, MetricValues>();
  const damaged: number[] = [];
  for (const [k, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const read = readLine(line);
    if (read === undefined) damaged.push(k + 1);
    else values.set(read.key, read.values);
  }
  return { values, damaged };
}

function readLine(line: string): Line | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const { data } = lineSchema.safeParse(value);
  if (data === undefined) return undefined;
  const { check, ...content } = data;
  return digestOf(content) === check ? data : undefined;
}
