import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { runCommandLine } from '../../../src/service/command-line.ts';
import { seqplan } from '../../support/command.ts';
import { temporaryFolder, writeExperiment } from './support.ts';

const file = writeExperiment();
/** Of an experiment that is carried out once, by the first test that needs it. */
const done = temporaryFolder();
const straight = seqplan('experiment', file, '--out', done);

describe('seqplan experiment', () => {
  it('prints the table, and leaves result, table and drawing in the folder', async () => {
    const { exit, out: printed } = await straight;
    expect(exit).toBe(0);
    const read = (name: string): string => readFileSync(path.join(done, name), 'utf8');
    expect(printed).toContain(read('experiment.md').trimEnd());
    expect(printed).toMatch(/second-robot +\| .* \*\*better\*\*/);
    expect(read('experiment.svg')).toContain('</svg>');
    const result = JSON.parse(read('experiment.json'));
    expect(result).toMatchObject({ resultVersion: 1, name: 'small', replications: 6, stopped: 'most-replications' });
    expect(result.variants[0].metrics[0].values).toHaveLength(6);
    expect(result.comparison[0].rows.map((row: { variant: string }) => row.variant)).toEqual([
      'today',
      'same',
      'second-robot',
      'fifo',
    ]);
  });

  it('prints the same as one JSON document where that is asked for', async () => {
    await straight;
    const { out } = await seqplan('experiment', file, '--json', '--out', done);
    expect(`${out}\n`).toBe(readFileSync(path.join(done, 'experiment.json'), 'utf8'));
  });

  it('keeps what is done when it is interrupted, says how to go on, and does', async () => {
    const out = temporaryFolder();
    const notes: string[] = [];
    const prints: string[] = [];
    let stop: (() => void) | undefined;
    let released = 0;
    // One minute a look: every trial is told, and the third one is followed by Ctrl-C.
    let now = 0;
    const exit = await runCommandLine(['experiment', file, '--out', out], {
      terminal: {
        print: (text) => void prints.push(text),
        note: (text) => {
          notes.push(text);
          if (text.startsWith('3 of at most 24')) stop?.();
        },
      },
      clock: { nowMs: () => (now += 60_000) },
      onInterrupt: (ask) => {
        stop = ask;
        return () => void released++;
      },
    });
    expect(exit).toBe(1);
    expect(prints).toEqual([]);
    expect(released).toBe(1);
    const kept = readFileSync(path.join(out, 'trials.jsonl'), 'utf8');
    // What was on its way to the disk when the stop came is kept too.
    const count = kept.trimEnd().split('\n').length;
    expect(count).toBeGreaterThanOrEqual(3);
    expect(count).toBeLessThan(24);
    expect(notes.at(-1)).toBe(
      `interrupted after ${count} of at most 24 simulated courses: they are kept in ${out}/; the same command goes on from there`,
    );

    const resumed = await seqplan('experiment', file, '--out', out, '--json');
    expect(resumed.exit).toBe(0);
    expect(readFileSync(path.join(out, 'trials.jsonl'), 'utf8').startsWith(kept)).toBe(true);
    await straight;
    expect(`${resumed.out}\n`).toBe(readFileSync(path.join(done, 'experiment.json'), 'utf8'));
  });

  it('refuses a bad experiment with every finding and exit 2', async () => {
    const bad = writeExperiment(['baseline: today', 'baseline: yesterday'], ['max: 6', 'max: 2']);
    const { exit, err } = await seqplan('experiment', bad);
    expect(exit).toBe(2);
    expect(err).toContain('UNKNOWN-REFERENCE /baseline');
    expect(err).toContain('OUT-OF-RANGE /replications/max');
    expect(err).toContain('seqplan: the experiment has 2 errors');
  });
});
