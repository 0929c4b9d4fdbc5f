import { describe, expect, it } from 'vitest';
import { seconds } from '../../src/base/index.ts';
import type { Fact, RunIdentity, Timed } from '../../src/model/index.ts';
import { memoryStorage, readLedger, verifyLedger, type LedgerStorage } from '../../src/provenance/index.ts';
import { startRecording } from '../../src/service/runs/recording.ts';
import { testSigner } from '../provenance/log-support.ts';

const run: RunIdentity = {
  world: 'real',
  scenario: 'test',
  scenarioDigest: 'ab'.repeat(32),
  seed: 1,
  version: '0.1.0',
  epoch: '2026-11-30T00:00:00.000Z',
};

const fact = (at: number): Timed<Fact> => ({ type: 'plan-refused', at: seconds(at), request: 1, reason: 'test' });

describe('a recording', () => {
  it('writes facts down at their own instants where no clock is given: the same bytes each time', async () => {
    const record = async () => {
      const storage = memoryStorage();
      const recording = await startRecording({ storage, run: { ...run, world: 'simulated' } });
      for (const at of [60, 90]) recording.sink.append(fact(at));
      await recording.sink.flush();
      await recording.close();
      return storage;
    };
    const storage = await record();
    expect(storage.files()).toEqual((await record()).files());
    const stamps: string[] = [];
    for await (const { recordedAt } of readLedger(storage)) stamps.push(recordedAt.slice(11, 19));
    expect(stamps).toEqual(['00:00:00', '00:01:00', '00:01:30']);
    expect(await storage.list('checkpoints')).toEqual(['0000000003']);
  });

  it('of a run in real time has checkpoints on the way, at every 1,000 records or 10 seconds', async () => {
    const storage = memoryStorage();
    let nowMs = Date.parse(run.epoch);
    const recording = await startRecording({ storage, run, clock: { nowMs: () => nowMs } });
    for (let i = 0; i < 1200; i++) recording.sink.append(fact(i));
    await recording.sink.flush();
    nowMs += 10_000;
    recording.sink.append(fact(0));
    await recording.sink.flush();
    await recording.close();
    expect(await storage.list('checkpoints')).toEqual(['0000001201', '0000001202']);
  });

  it('is signed where a signer is given', async () => {
    const storage = memoryStorage();
    const signer = testSigner('lab.example/ledger', 1);
    const recording = await startRecording({ storage, run, signer });
    await recording.close();
    expect(await verifyLedger(storage, { trusted: [signer.vkey] })).toMatchObject({ kind: 'verified', records: 1 });
  });

  it('is of one run: a place that holds a record is refused', async () => {
    const storage = memoryStorage();
    await (await startRecording({ storage, run })).close();
    await expect(startRecording({ storage, run })).rejects.toMatchObject({ code: 'NOT-EMPTY' });
  });

  it('waits for space where it is told how, in flushing and in closing', async () => {
    const inner = memoryStorage();
    let failures = 0;
    const storage: LedgerStorage = {
      ...inner,
      async openAppend(name) {
        const file = await inner.openAppend(name);
        return {
          ...file,
          append: async (bytes) => {
            if (failures-- > 0) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
            await file.append(bytes);
          },
        };
      },
    };
    let waits = 0;
    const whenFull = { everyMs: 1, mostMs: 10, wait: async () => void waits++, tell: () => {} };
    const recording = await startRecording({ storage, run, whenFull });
    failures = 3;
    recording.sink.append(fact(0));
    await recording.sink.flush();
    failures = 2;
    recording.sink.append(fact(0));
    expect(await recording.close()).toMatchObject({ records: 3 });
    expect(waits).toBe(5);
  });
});
