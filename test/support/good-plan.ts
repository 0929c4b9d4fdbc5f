/**
 * A plan that breaks no rule, made by hand for the tiny laboratory, and the situation it was made for.
 *
 * It holds every kind of thing once: lots alone and in batches, a lot without batch rule, runs with lanes, compute tasks
 * that fill their pool to the last core, maintenance of both scopes and by runs, work under way on all three kinds of
 * resource, skipped and done stages, a lost order. Many limits are met exactly, so that one second more breaks them.
 *
 * Instant 0 is Monday 00:00; it is Monday 8:00 now. Operators: 3, from 8 to 18 on weekdays.
 */

import { MINUTE, duration, seconds } from '../../src/base/index.ts';
import {
  id,
  type LotId,
  type Plan,
  type PlannedMaintenance,
  type PlannedTask,
  type StageId,
  type TaskPlacement,
} from '../../src/model/index.ts';
import type { PlanCase } from '../../src/validation/index.ts';
import { clock, laboratory } from './good-lab.ts';
import { C1_ALIGN, P_PREP, R1_RUN, aligning, machineAt, reads, runOn, situation } from './good-situation.ts';
import { EXTRACT } from './tiny-lab.ts';

interface Line {
  readonly id: string;
  /** `LOT STAGE` */
  readonly members: readonly string[];
  readonly on: TaskPlacement;
  readonly setup?: number;
  readonly start: number;
  readonly end: number;
  readonly isFrozen?: boolean;
}

export const planned = (line: Line): PlannedTask => ({
  id: id(line.id),
  members: line.members.map((member) => {
    const [lot = '', stage = ''] = member.split(' ');
    return { lot: id<LotId>(lot), stage: id<StageId>(stage) };
  }),
  placement: line.on,
  setup: duration(line.setup ?? 0),
  start: seconds(line.start),
  end: seconds(line.end),
  isFrozen: line.isFrozen ?? false,
});

export const maintained = (name: string, on: readonly string[], start: number, end: number): PlannedMaintenance => ({
  id: id(`${name}-of-${on.join('+')}`),
  maintenance: id(name),
  machines: on.map((machine) => id<never>(machine)),
  start: seconds(start),
  end: seconds(end),
});

const MIN = Number(MINUTE);

const LINES: readonly Line[] = [
  // Under way. The batch needs an operator from 7:00 on, when nobody is on shift: frozen work may.
  {
    id: 'run-r1',
    members: ['r1 sequence'],
    on: R1_RUN.placement,
    start: R1_RUN.start,
    end: R1_RUN.end,
    isFrozen: true,
  },
  {
    id: 'prep-p',
    members: ['p1 prep', 'p2 prep'],
    on: P_PREP.placement,
    start: P_PREP.start,
    end: P_PREP.end,
    isFrozen: true,
  },
  {
    id: 'align-c1',
    members: ['c1 align'],
    on: C1_ALIGN.placement,
    start: C1_ALIGN.start,
    end: C1_ALIGN.end,
    isFrozen: true,
  },
  // Four samples one by one: 4 h.
  { id: 'align-c2', members: ['c2 align'], on: aligning(1), start: clock(0, 8), end: clock(0, 12) },
  // 60 min for one load of up to 96 and 1 min for each of 4 samples; an operator for the first 30.
  { id: 'extract-o1', members: ['o1 extract'], on: machineAt('handler-1'), start: clock(0, 8), end: clock(0, 9, 4) },
  {
    id: 'extract-o2',
    members: ['o2 extract'],
    on: machineAt('handler-1'),
    start: clock(0, 9, 4),
    end: clock(0, 10, 8),
  },
  {
    id: 'extract-o3',
    members: ['o3 extract'],
    on: machineAt('handler-1'),
    start: clock(0, 10, 38),
    end: clock(0, 11, 42),
  },
  // tc-1 has no rule from rna-prep: 20 min. Free from 8:30; the order is released at 9:00, when its set-up is over.
  {
    id: 'rna-n1',
    members: ['n1 rna-prep'],
    on: machineAt('tc-1'),
    setup: 20 * MIN,
    start: clock(0, 9),
    end: clock(0, 11),
  },
  {
    id: 'prep-o',
    members: ['o1 prep', 'o2 prep'],
    on: machineAt('tc-1'),
    setup: 20 * MIN,
    start: clock(0, 11, 30),
    end: clock(0, 13, 30),
  },
  {
    id: 'rna-n2',
    members: ['n2 rna-prep'],
    on: machineAt('tc-1'),
    setup: 20 * MIN,
    start: clock(0, 14),
    end: clock(0, 16),
  },
  // From dna-prep to dna-prep: 5 min.
  {
    id: 'prep-o3',
    members: ['o3 prep'],
    on: machineAt('tc-2'),
    setup: 5 * MIN,
    start: clock(0, 12),
    end: clock(0, 14),
  },
  // 4 h after rna-prep, which counts in place of the skipped check.
  { id: 'quant-n1', members: ['n1 rna-quant'], on: machineAt('handler-1'), start: clock(0, 15), end: clock(0, 15, 20) },
  // seq/A was never used: 45 min by default, begun when the machine is free. Three operators until 9:30: here, o2, n1.
  {
    id: 'run-p',
    members: ['p1 sequence', 'p2 sequence'],
    on: runOn('seq/A', 'short', [[reads('p1', 400)], [reads('p2', 400)]]),
    setup: 45 * MIN,
    start: clock(0, 10),
    end: clock(0, 23),
  },
  // The clashing index sets of o1 and o2 keep to lanes of their own. 19 h 15 min after preparation.
  {
    id: 'run-o',
    members: ['o1 sequence', 'o2 sequence'],
    on: runOn('seq/A', 'short', [[reads('o1', 400)], [reads('o2', 400)]]),
    setup: 45 * MIN,
    start: clock(1, 8, 45),
    end: clock(1, 21, 45),
  },
  // From long to short: 90 min.
  {
    id: 'run-o3',
    members: ['o3 sequence'],
    on: runOn('seq/B', 'short', [[reads('o3', 400)], [reads('o3', 200)]]),
    setup: 90 * MIN,
    start: clock(1, 9, 30),
    end: clock(1, 22, 30),
  },
  { id: 'align-r1', members: ['r1 align'], on: aligning(4), start: clock(0, 20, 30), end: clock(0, 21, 30) },
  // Twice 32 cores and 128 GB: the pool is full.
  { id: 'align-p1', members: ['p1 align'], on: aligning(4), start: clock(0, 23), end: clock(1, 0) },
  { id: 'align-p2', members: ['p2 align'], on: aligning(4), start: clock(0, 23), end: clock(1, 0) },
  { id: 'align-o1', members: ['o1 align'], on: aligning(4), start: clock(1, 21, 45), end: clock(1, 22, 45) },
  { id: 'align-o2', members: ['o2 align'], on: aligning(4), start: clock(1, 21, 45), end: clock(1, 22, 45) },
  { id: 'align-o3', members: ['o3 align'], on: aligning(1), start: clock(1, 22, 45), end: clock(2, 2, 45) },
];

const MAINTENANCE: readonly PlannedMaintenance[] = [
  maintained('clean', ['handler-1'], clock(0, 10, 8), clock(0, 10, 38)),
  // Due on day 14, two days either way; day 14 is a Monday.
  maintained('wash', ['seq/A'], clock(14, 8), clock(14, 10)),
  maintained('wash', ['seq/B'], clock(14, 10), clock(14, 12)),
  maintained('service', ['seq/A', 'seq/B'], clock(21, 8), clock(21, 12)),
];

/**
 * Worth, with everything that waited as x = sum of wait / tau in days and q = exp(-x^1.5); r1, c1 and c2 are past their last
 * wait but r1's first hour.
 *
 * samples-lost: l1, weight 10 x 4 samples = 40.
 * weighted-tardiness: o3 ends 2 h 45 min after day 2, 4 samples: 11 h.
 * quality-lost, 4 samples each, by Python's math module from the waits below:
 *   c1 keeps 0.95, c2 keeps 0.9; n1 and n2 do not degrade;
 *   o1: blood 8 h / 10 d, extract 9:04-11:30 / 30 d, library 13:30-32:45 / 14 d;
 *   o2: blood 9 h 4 min, extract 10:08-11:30, library 13:30-32:45;
 *   o3: blood 10 h 38 min, extract 11:42-12:00, library 14:00-33:30;
 *   p1: 0.98, extract 8 h 56 min / 30 d, library 9:00-10:00 / 14 d;
 *   p2: blood 6 h at room / 4 d and 3 h in the fridge / 10 d, then as p1;
 *   r1: 0.99, library 1 h / 14 d.
 */
export const GOOD_TERMS = { 'samples-lost': 40, 'weighted-tardiness': 11, 'quality-lost': 1.219120297 };

export function goodCase(): PlanCase {
  const byStart = <T extends { start: number; id: string }>(a: T, b: T) => a.start - b.start || (a.id < b.id ? -1 : 1);
  const plan: Plan = {
    now: clock(0, 8),
    tasks: LINES.map(planned).toSorted(byStart),
    maintenance: MAINTENANCE.toSorted(byStart),
    lost: [
      {
        order: id('l1'),
        causes: [
          {
            kind: 'expired',
            stage: EXTRACT.id,
            message: 'blood of l1 expired on Monday 7:00, before now, Monday 8:00',
          },
        ],
      },
    ],
    objective: [
      { value: 40, terms: [{ term: 'samples-lost', value: GOOD_TERMS['samples-lost'] }] },
      {
        // 1 x tardiness + 100 x quality
        value: GOOD_TERMS['weighted-tardiness'] + 100 * GOOD_TERMS['quality-lost'],
        terms: [
          { term: 'weighted-tardiness', value: GOOD_TERMS['weighted-tardiness'] },
          { term: 'quality-lost', value: GOOD_TERMS['quality-lost'] },
        ],
      },
      // Nobody checks these.
      { value: 0, terms: [] },
      { value: 0, terms: [] },
    ],
    method: { name: 'by hand', seed: 0, iterations: 0, isReproducible: true },
  };
  return { scenario: laboratory(), situation: situation(), plan };
}
