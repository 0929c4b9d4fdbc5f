/** Where the laboratory of the good plan stands on Monday, 8:00: some work done, some under way, machines in some state. */

import { NEVER, seconds } from '../../src/base/index.ts';
import {
  id,
  type Keeping,
  type LaneLoad,
  type LotId,
  type LotSituation,
  type Situation,
  type StageId,
  type TaskPlacement,
} from '../../src/model/index.ts';
import { CLEAN, ORDERS, RNA_CHECK, RNA_QUANT, clock } from './good-lab.ts';
import { ALIGN, PREP, SEQUENCE } from './tiny-lab.ts';

/** Of a lane. */
export const reads = (name: string, millions: number): LaneLoad => ({ lot: id<LotId>(name), reads: millions * 1e6 });
export const machineAt = (machine: string): TaskPlacement => ({ kind: 'machine', machine: id(machine) });
export const runOn = (machine: string, recipe: string, lanes: readonly (readonly LaneLoad[])[]): TaskPlacement => ({
  kind: 'run',
  machine: id(machine),
  recipe: id(recipe),
  lanes,
});
/** An alignment takes 8 cores and 32 GB for each of the lot's four samples that is computed at once. */
export const aligning = (parallel: number): TaskPlacement => ({
  kind: 'pool',
  pool: id('cluster'),
  parallel,
  cores: 8 * parallel,
  memoryBytes: 32e9 * parallel,
  gpus: 0,
});

const kept = (material: string, since: number, quality: number): Keeping => ({
  material: id(material),
  condition: id('fridge'),
  since: seconds(since),
  quality,
});

const done = (...ends: readonly (readonly [string, number])[]) =>
  ends.map(([stage, end]) => ({ stage: id<StageId>(stage), end: seconds(end) }));

export const R1_RUN = {
  start: clock(-1, 20),
  end: clock(0, 20),
  placement: runOn('seq/B', 'long', [[reads('r1', 400)], []]),
};
export const P_PREP = { start: clock(0, 7), end: clock(0, 9), placement: machineAt('tc-2') };
export const C1_ALIGN = { start: clock(0, 8), end: clock(0, 9), placement: aligning(4) };

const PAST: Readonly<Record<string, Partial<LotSituation>>> = {
  c1: {
    done: done(['extract', clock(-3, 0)], ['prep', clock(-2, 0)], ['sequence', clock(0, 7)]),
    running: [{ stage: ALIGN.id, ...C1_ALIGN }],
    keeping: kept('library', clock(-1, 6), 0.95),
  },
  c2: {
    done: done(['extract', clock(-3, 0)], ['prep', clock(-2, 0)], ['sequence', clock(0, 5)]),
    keeping: kept('library', clock(-1, 6), 0.9),
  },
  n1: { skipped: [RNA_CHECK.id] },
  n2: { skipped: [RNA_CHECK.id, RNA_QUANT.id] },
  p1: {
    done: done(['extract', clock(-1, 22, 4)]),
    running: [{ stage: PREP.id, ...P_PREP }],
    keeping: kept('extract', clock(-1, 22, 4), 0.98),
  },
  p2: { done: done(['extract', clock(-1, 22, 4)]), running: [{ stage: PREP.id, ...P_PREP }] },
  r1: {
    done: done(['extract', clock(-1, 10)], ['prep', clock(-1, 19)]),
    running: [{ stage: SEQUENCE.id, ...R1_RUN }],
    keeping: kept('library', clock(-1, 19), 0.99),
    // Its alignment may not begin before 20:30.
    notBefore: clock(0, 20, 30),
  },
};

export const situation = (): Situation => ({
  now: clock(0, 8),
  lots: ORDERS.map((o) => ({
    lot: id<LotId>(o.id),
    order: o.id,
    samples: o.samples.map((s) => s.id),
    done: [],
    running: [],
    skipped: [],
    notBefore: seconds(-NEVER),
    ...PAST[o.id],
  })),
  machines: [
    // The third run since cleaning is the second extraction of today.
    {
      machine: id('handler-1'),
      freeFrom: clock(0, 8),
      maintenance: [{ id: CLEAN.id, lastDone: clock(-3, 9), runsSince: 1 }],
    },
    // Thawing can begin at 9:15.
    { machine: id('seq/A'), freeFrom: clock(0, 9, 15), maintenance: [] },
    { machine: id('seq/B'), freeFrom: seconds(-NEVER), state: 'long', maintenance: [] },
    { machine: id('tc-1'), freeFrom: clock(0, 8, 30), state: 'rna-prep', maintenance: [] },
    { machine: id('tc-2'), freeFrom: seconds(-NEVER), state: 'dna-prep', maintenance: [] },
  ],
});
