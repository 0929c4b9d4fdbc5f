/** Looks at what a tool made, after exit code 0: present, regular, not empty, well-formed; with digests and metrics. */

import path from 'node:path';

import { resultFolder, type Artifact, type Invocation, type Measurement } from '../model/index.ts';
import type { AttemptContext, SampleJob } from './attempt-context.ts';
import { combineMeasurements, type MeasuredOutput } from './combine-measurements.ts';

export interface Made {
  /** Every output that is a regular file. */
  readonly artifacts: readonly Artifact[];
  /** One sentence per fault; empty: all is well. */
  readonly damage: readonly string[];
  readonly measurements: readonly Omit<Measurement, 'sample'>[];
}

export const NOTHING_MADE: Made = { artifacts: [], damage: [], measurements: [] };

export async function inspectOutputs(context: AttemptContext, job: SampleJob, invocation: Invocation): Promise<Made> {
  const target = resultFolder(job.order.id, job.sample.name, job.stage.id);
  const artifacts: Artifact[] = [];
  const damage: string[] = [];
  const measurements: MeasuredOutput[] = [];
  const asked = job.stage.gates.map(({ metric }) => metric);
  for (const { name, file, format } of invocation.outputs) {
    const at = path.join(job.folder, file);
    const kind = await context.files.kind(at);
    // A link could lead to a file that the tool never wrote, or outside the run.
    if (kind !== 'file') {
      damage.push(`output ${name} (${file}) is ${kind === 'absent' ? 'missing' : 'not a regular file'}`);
      continue;
    }
    const { sha256, bytes } = await context.files.digest(at);
    artifacts.push({ name, path: path.posix.join(target, file), format, sha256, bytes });
    if (bytes === 0) {
      damage.push(`output ${name} (${file}) is empty`);
      continue;
    }
    for (const check of context.checks.filter((one) => one.formats.includes(format))) {
      const verdict = await check.inspect(at, format, asked);
      damage.push(...verdict.damage.map((what) => `output ${name} (${file}): ${what}`));
      measurements.push(...verdict.measurements.map((one) => ({ ...one, format })));
    }
  }
  return { artifacts, damage, measurements: combineMeasurements(measurements, job.stage.gates) };
}
