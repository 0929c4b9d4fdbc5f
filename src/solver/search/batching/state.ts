/** A schedule of batches under search, and the one proposal that is being looked at. */

import { f64, i32 } from '../../columns.ts';
import type { RandomInts } from '../random-ints.ts';
import type { BatchingData } from './data.ts';
import { BatchPool } from './pool.ts';
import { Timetable } from './timetable.ts';

/** How far apart in the order of releases jobs count as released at about the same time. */
const NEAR = 10;

/** Batches with their members, per machine in order. */
export type Sequences = readonly (readonly (readonly number[])[])[];

export class BatchingState {
  readonly data: BatchingData;
  readonly pool: BatchPool;
  readonly table: Timetable;
  readonly random: RandomInts;
  /** Weighted sum, with the penalty of what is unplaced. */
  cost = 0;
  readonly #replaced: number[] = [];

  constructor(data: BatchingData, random: RandomInts) {
    this.data = data;
    this.random = random;
    this.pool = new BatchPool(data);
    this.table = new Timetable(data, this.pool, penaltyOf(data));
  }

  /** Adds batches to the empty schedule. */
  load(sequences: Sequences): void {
    sequences.forEach((sequence, machine) => {
      sequence.forEach((jobs, position) => {
        this.begin();
        const batch = this.pool.draft();
        for (const job of jobs) this.pool.put(batch, job);
        this.table.insert(machine, position, batch);
        this.apply(this.table.evaluate(Number.POSITIVE_INFINITY));
      });
    });
  }

  sequences(): Sequences {
    return this.table.sequences.map((sequence) => sequence.map((batch) => this.pool.membersOf(batch)));
  }

  /** Begins a proposal; the last one is forgotten. */
  begin(): void {
    this.pool.forget();
    this.table.forget();
    this.#replaced.length = 0;
  }

  /** The draft takes the place of the batch. */
  replace(batch: number, draft: number): void {
    this.table.replace(batch, draft);
    this.#replaced.push(batch);
  }

  /** The batch goes; its members are in drafts. */
  dissolve(batch: number): void {
    this.table.remove(batch);
    this.#replaced.push(batch);
  }

  /** The batch without the job, or nothing where it was the last. */
  takeOut(batch: number, job: number): void {
    if (i32(this.pool.count, batch) === 1) return this.dissolve(batch);
    const draft = this.pool.draft();
    this.pool.putAll(draft, batch, job);
    this.replace(batch, draft);
  }

  /** Carries out the proposal, which was priced at `delta`. */
  apply(delta: number): void {
    this.pool.adopt(this.#replaced);
    this.table.apply();
    this.cost += delta;
  }

  anyJob(): number {
    return this.random.below(this.data.jobCount);
  }

  /** A batch, by its number of members. */
  anyBatch(): number {
    return i32(this.pool.batchOf, this.anyJob());
  }

  /** A job of the same family, every other time one that is released at about the same time. */
  sibling(job: number): number {
    const family = this.data.jobsOf[i32(this.data.family, job)] as readonly number[];
    if (this.random.below(2) === 0) return family[this.random.below(family.length)] as number;
    const rank = i32(this.data.rank, job) + this.random.below(2 * NEAR + 1) - NEAR;
    return family[Math.max(0, Math.min(family.length - 1, rank))] as number;
  }

  /** A machine that may take the job. */
  machineFor(job: number): number {
    const machines = this.data.machinesOf[job] as readonly number[];
    return machines[this.random.below(machines.length)] as number;
  }

  /** A place in the sequence of the machine, every other time about where a batch of that release could first run. */
  anyPosition(machine: number, release: number): number {
    const sequence = this.table.sequence(machine);
    if (this.random.below(2) === 0) return this.random.below(sequence.length + 1);
    let low = 0;
    let high = sequence.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (f64(this.table.end, sequence[middle] as number) > release) high = middle;
      else low = middle + 1;
    }
    return Math.max(0, Math.min(sequence.length, low + this.random.below(5) - 1));
  }
}

/** More than one placed job can ever save: its own lateness, run and set-up, several times over. */
function penaltyOf(data: BatchingData): number {
  const run = Math.max(0, ...data.minTime) * data.runTimePrice;
  const setup = data.setupPrice.reduce((most, price) => Math.max(most, price), 0);
  return 5 * data.tardyPrice + 2 * (run + setup) + f64(data.minTime, 0);
}
