/**
 * A trace in the manner of Nextflow's: tab-separated, one line per execution, and one per attempt that ran none (bench and
 * sequencing work). Column names and states are Nextflow's; numbers are as with its `trace.raw`: times in ms since 1970, lengths in
 * ms, memory in bytes, `-` where nothing is known. What the columns mean here: docs/EXPORTS.md.
 */

import { tableCell } from '../../../base/index.ts';
import type { SampleId } from '../../../model/index.ts';
import type { AttemptStory, ExecutionStory, RunStory } from '../story/run-story.ts';

const COLUMNS = [
  'task_id',
  'hash',
  'native_id',
  'process',
  'tag',
  'name',
  'status',
  'exit',
  'submit',
  'start',
  'complete',
  'duration',
  'realtime',
  '%cpu',
  'peak_rss',
  'attempt',
  'container',
  'cpus',
  'memory',
  'hostname',
  'error_action',
  'script',
  'error',
] as const;
type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string | number | undefined>>>;

/** Lines without their newlines, the heading first; one at a time, so that a long trace needs no memory. */
export function* traceLines(story: RunStory): Generator<string, void, void> {
  yield COLUMNS.join('\t');
  let number = 0;
  for (const attempt of story.attempts) {
    for (const row of rowsOf(attempt)) {
      number++;
      yield COLUMNS.map((column) => cell(column === 'task_id' ? number : row[column])).join('\t');
    }
  }
}

/** Texts may be names that others gave. */
const cell = (value: string | number | undefined): string => {
  if (value === undefined || value === '') return '-';
  return typeof value === 'number' ? String(value) : tableCell(value.replaceAll(/[\t\r\n]+/g, ' '));
};

const rowsOf = (attempt: AttemptStory): readonly Row[] =>
  attempt.executions.length > 0
    ? attempt.executions.map((execution) => executionRow(attempt, execution))
    : [attemptRow(attempt)];

function executionRow(attempt: AttemptStory, { id, execution, part, status, error }: ExecutionStory): Row {
  const { used, asked } = execution;
  const start = Date.parse(execution.startedAt);
  const complete = Date.parse(execution.endedAt);
  const seconds = (complete - start) / 1000;
  const cpuSeconds = used?.cpuSeconds;
  return {
    ...shared(attempt, execution.sample),
    hash: execution.key.slice(0, 8),
    native_id: id,
    process: part.stage,
    tag: execution.sample,
    name: `${part.stage} (${execution.sample})`,
    status: { completed: 'COMPLETED', failed: 'FAILED', aborted: 'ABORTED', cached: 'CACHED' }[status],
    exit: execution.exitCode ?? undefined,
    start,
    complete,
    duration: complete - Date.parse(attempt.start),
    realtime: complete - start,
    '%cpu': cpuSeconds === undefined || seconds <= 0 ? undefined : Math.round((1000 * cpuSeconds) / seconds) / 10,
    peak_rss: used?.peakMemoryBytes,
    container: execution.container && `${execution.container.image}@${execution.container.digest}`,
    cpus: asked.cores,
    memory: asked.memoryBytes,
    hostname: execution.host,
    script: execution.argv.join(' '),
    error,
  };
}

function attemptRow(attempt: AttemptStory): Row {
  const { id, parts, placement, start, end, status, failure } = attempt;
  const stages = [...new Set(parts.map(({ stage }) => stage))].join('+');
  const startMs = Date.parse(start);
  const isOver = status !== 'unfinished';
  const complete = isOver ? Date.parse(end) : undefined;
  return {
    ...shared(attempt),
    native_id: id,
    process: stages,
    tag: parts.map(({ lot }) => lot).join('+'),
    name: `${stages} (${parts.map(({ lot }) => lot).join('+')})`,
    status: { completed: 'COMPLETED', failed: 'FAILED', cancelled: 'ABORTED', unfinished: 'RUNNING' }[status],
    start: startMs,
    complete,
    duration: complete === undefined ? undefined : complete - startMs,
    realtime: complete === undefined ? undefined : complete - startMs,
    cpus: placement.kind === 'pool' ? placement.cores : undefined,
    memory: placement.kind === 'pool' ? placement.memoryBytes : undefined,
    hostname: placement.kind === 'pool' ? placement.pool : placement.machine,
    error: failure?.detail,
  };
}

const ERROR_ACTION: Readonly<Record<string, string>> = { retry: 'RETRY', abort: 'TERMINATE', quarantine: 'IGNORE' };

/** `sample`: what was decided about it alone. Nextflow's word for the policy's action where it has one, else our own in capitals. */
const shared = ({ attempt, start, policies }: AttemptStory, sample?: SampleId): Row => {
  const own = policies.filter(({ samples }) => sample === undefined || samples.includes(sample));
  return {
    attempt,
    submit: Date.parse(start),
    error_action: [...new Set(own.map(({ action }) => ERROR_ACTION[action] ?? action.toUpperCase()))].join('+'),
  };
};
