/** A file that is not read in time is unreadable, unless it was found bad before. The signal is given by hand: no clock. */

import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import type { ByteSource } from '../../../src/validation/files/content-judge.ts';
import { judgeFile } from '../../../src/validation/files/judge-file.ts';
import { reads } from './packed.ts';

/** Goes on for ever; the `stopAt`th read gives the signal. */
function endless(
  text: string,
  stopAt: number,
): { readonly source: ByteSource; readonly signal: AbortSignal; reads: number } {
  const control = new AbortController();
  const record = Buffer.from(text);
  const all = {
    signal: control.signal,
    reads: 0,
    source: {
      name: 'x.fastq',
      size: undefined,
      read(offset: number, into: Uint8Array): Promise<number> {
        if (++all.reads === stopAt) control.abort();
        for (let i = 0; i < into.length; i++) into[i] = record[(offset + i) % record.length] ?? 0;
        return Promise.resolve(into.length);
      },
    },
  };
  return all;
}

it('an endless file is given up at the signal, as unreadable', async () => {
  const given = endless(reads(0, 1), 5);
  const { verdict, findings, metrics } = await judgeFile(given.source, { signal: given.signal });
  expect(findings.map(({ code }) => code)).toEqual(['FILE-TIMEOUT']);
  expect(verdict).toBe('unreadable');
  expect(metrics).toEqual({});
  expect(given.reads).toBe(5);
});

it('one that was found bad before is rejected', async () => {
  const given = endless('@r\nA C\n+\nIII\n', 5);
  const { verdict, findings } = await judgeFile(given.source, { signal: given.signal });
  expect(verdict).toBe('rejected');
  expect(findings.at(-1)?.code).toBe('FILE-TIMEOUT');
});

it('a source that never answers is not waited for', async () => {
  const control = new AbortController();
  const source: ByteSource = { name: 'x.fastq', size: undefined, read: () => new Promise<number>(() => undefined) };
  const report = judgeFile(source, { signal: control.signal });
  control.abort();
  expect((await report).findings.map(({ code }) => code)).toEqual(['FILE-TIMEOUT']);
});

it('a signal that was given before has nothing read', async () => {
  const given = endless(reads(0, 1), 1);
  const { verdict } = await judgeFile(given.source, { signal: AbortSignal.abort() });
  expect(verdict).toBe('unreadable');
  expect(given.reads).toBe(0);
});
