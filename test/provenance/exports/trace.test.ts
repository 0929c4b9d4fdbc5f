import { describe, expect, it } from 'vitest';
import { buildStory, traceLines } from '../../../src/provenance/index.ts';
import { handMadeRun } from './hand-made-run.ts';

const [head = '', ...lines] = [...traceLines(buildStory(handMadeRun()))];
const columns = head.split('\t');
const rows = lines.map((line) =>
  Object.fromEntries(line.split('\t').map((cell, index) => [columns[index] ?? '', cell])),
);

describe('the trace of a run', () => {
  it('has a line per execution, and one per attempt that ran none, failed, repeated and reused ones too', () => {
    expect(rows.map((row) => [row['native_id'], row['status'], row['attempt'], row['error_action']])).toEqual([
      ['p1-1/1', 'FAILED', '1', 'RETRY'],
      ['p1-1/2', 'COMPLETED', '2', '-'],
      ['p1-2/1', 'COMPLETED', '1', '-'],
      ['p1-3/1/1', 'FAILED', '1', 'FALLBACK'],
      ['p1-3/1/2', 'ABORTED', '1', 'FALLBACK'],
      ['p1-4/1/1', 'COMPLETED', '1', '-'],
      ['p1-4/1/2', 'FAILED', '1', 'IGNORE'],
      ['p1-5/1/1', 'ABORTED', '1', '-'],
      ['p1-6/1/1', 'CACHED', '1', '-'],
    ]);
  });

  it('gives times in ms since 1970, lengths in ms, memory in bytes, and - for what is not known', () => {
    const row = rows[5];
    // 30 November 2026, 10:00 to 12:00 UTC; 3,600 s of processor time in 7,200 s.
    expect(row).toMatchObject({
      start: String(Date.UTC(2026, 10, 30, 10)),
      complete: String(Date.UTC(2026, 10, 30, 12)),
      realtime: '7200000',
      '%cpu': '50',
      peak_rss: '1000000000',
      cpus: '2',
      memory: '4000000000',
    });
    expect(rows[0]).toMatchObject({ hash: '-', exit: '-', '%cpu': '-', process: 'prep', hostname: 'robot' });
  });

  it('keeps one line a row, whatever a command holds', () => {
    expect(lines.every((line) => line.split('\t').length === columns.length)).toBe(true);
    expect(rows[5]?.['script']).toBe('slow --in reads & more x<y>');
  });
});
