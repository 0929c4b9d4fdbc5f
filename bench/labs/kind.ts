/**
 * The kinds of laboratory that benchmarks are run on: what is scarce, and how much time there is.
 *
 * Loads are work asked for over capacity, by the rough count of `facility.ts`. Where sequencing is loaded beyond about 0.85 of
 * run hours, set-ups, staffed starts and partly filled flow cells make it more than fits; `overload` is about 1.4 times that.
 */

export const LAB_KINDS = ['normal', 'overload', 'tight', 'staff-limited', 'compute-limited'] as const;
export type LabKind = (typeof LAB_KINDS)[number];

export interface KindTraits {
  /** Factor on the number of samples of an order. */
  readonly size: number;
  /** Sequencer hours wanted over sequencer hours between first arrival and last due date. */
  readonly sequencing: number;
  /** Machine, operator and core hours wanted over those on offer while orders arrive and are worked on. */
  readonly bench: number;
  readonly staff: number;
  readonly compute: number;
  /** Days from receipt to due date, lowest and highest, for routine work. */
  readonly dueDays: readonly [number, number];
  /** Share of orders that have a hard deadline, and its days after the due date, lowest and highest. */
  readonly deadlineShare: number;
  readonly graceDays: readonly [number, number];
}

const NORMAL: KindTraits = {
  size: 1,
  sequencing: 0.7,
  bench: 0.55,
  staff: 0.55,
  compute: 0.4,
  dueDays: [8, 13],
  deadlineShare: 0.2,
  graceDays: [3, 7],
};

export const TRAITS: Readonly<Record<LabKind, KindTraits>> = {
  normal: NORMAL,
  overload: {
    ...NORMAL,
    size: 1.5,
    sequencing: 1.5,
    bench: 0.75,
    dueDays: [6, 9],
    deadlineShare: 1,
    graceDays: [1, 3],
  },
  tight: { ...NORMAL, sequencing: 0.65, dueDays: [4.5, 7], deadlineShare: 1, graceDays: [0, 2] },
  'staff-limited': { ...NORMAL, bench: 0.4, staff: 1 },
  'compute-limited': { ...NORMAL, compute: 0.95 },
};
