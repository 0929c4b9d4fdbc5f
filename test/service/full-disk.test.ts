import { describe, expect, it } from 'vitest';
import { LedgerError } from '../../src/provenance/index.ts';
import { waitForSpace } from '../../src/service/runs/full-disk.ts';

const full = new LedgerError('NO-SPACE', 'ENOSPC: no space left on device');

/** Work that fails so many times, and what was waited and told meanwhile. */
function patience(failures: number, error: Error = full) {
  const waits: number[] = [];
  const told: string[] = [];
  let calls = 0;
  const run = waitForSpace({
    everyMs: 1000,
    mostMs: 5000,
    wait: async (ms) => void waits.push(ms),
    tell: (message) => void told.push(message),
  });
  const work = async () => {
    if (++calls <= failures) throw error;
    return 'done';
  };
  return { attempt: () => run(work), waits, told };
}

describe('patience with a full disk', () => {
  it('is not needed where there is space', async () => {
    const { attempt, waits, told } = patience(0);
    expect(await attempt()).toBe('done');
    expect([waits, told]).toEqual([[], []]);
  });

  it('asks anew at intervals, and tells once that it waits and once that it goes on', async () => {
    const { attempt, waits, told } = patience(3);
    expect(await attempt()).toBe('done');
    expect(waits).toEqual([1000, 1000, 1000]);
    expect(told).toEqual([
      'nothing can be recorded, so the run waits for space on the disk (ENOSPC: no space left on device)',
      'there is space again: the run goes on',
    ]);
  });

  it('ends: after five seconds of waiting, here, the failure is passed on', async () => {
    const { attempt, waits } = patience(Infinity);
    await expect(attempt()).rejects.toBe(full);
    expect(waits).toHaveLength(5);
  });

  it('is for lack of space alone', async () => {
    for (const error of [new LedgerError('WRITE-FAILED', 'EIO'), new Error('odd')]) {
      const { attempt, waits } = patience(1, error);
      await expect(attempt()).rejects.toBe(error);
      expect(waits).toEqual([]);
    }
  });
});
