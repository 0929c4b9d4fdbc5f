/**
 * The exact question behind `schedule/units.ts`: can these members share a batch, and which unit holds how much of whom?
 *
 * The greedy packing may refuse a set that fits; this does not. Only members that clash with another one need a place
 * decided: the others fill what room is left, so for them the total decides.
 */

import { f64, item } from '../columns.ts';
import { CLASH_BATCH, CLASH_NOTHING } from '../problem.ts';
import type { ClashMatrix, UnitBatch } from '../schedule/units.ts';
import { ModelBuilder } from './builder.ts';
import { fillPattern } from './fill-pattern.ts';
import type { MipBackend, MipLimits, MipModel } from './model.ts';

export interface LaneQuestion {
  readonly clashes: ClashMatrix;
  readonly batch: UnitBatch;
  readonly sizes: readonly number[];
  /** Clash class of each member, NONE: clashes with nobody. */
  readonly classes: readonly number[];
}

/** `loads[i * units + u]` as of `packUnits`: rows sum to the sizes exactly where sizes are whole numbers. */
export type LaneAnswer =
  | { readonly kind: 'fits'; readonly loads: Float64Array }
  | { readonly kind: 'impossible' }
  | { readonly kind: 'unknown' };

/** Whether and how the members fit; `unknown` where the limits end the search first. */
export async function packExactly(question: LaneQuestion, backend: MipBackend, limits: MipLimits): Promise<LaneAnswer> {
  const { batch, sizes } = question;
  const pairs = clashingPairs(question);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total > batch.capacity) return { kind: 'impossible' };
  if (pairs.length > 0 && batch.clashScope === CLASH_BATCH) return { kind: 'impossible' };
  if (pairs.length === 0) return filled(question, () => true);
  const model = laneModel(question, pairs);
  if (model === undefined) return { kind: 'impossible' };
  const { status, values } = await backend.solve(model.model, limits);
  if (status === 'infeasible') return { kind: 'impossible' };
  if (values === undefined) return { kind: 'unknown' };
  return filled(question, (member, unit) => {
    const column = model.place.get(member)?.[unit];
    return column === undefined || f64(values, column) === 1;
  });
}

function filled({ batch, sizes }: LaneQuestion, mayHold: (member: number, unit: number) => boolean): LaneAnswer {
  const loads = fillPattern({ sizes, unit: batch.unit, units: unitsOf(batch), mayHold });
  // A pattern that holds only within the solver's tolerance is none.
  return loads === undefined ? { kind: 'unknown' } : { kind: 'fits', loads };
}

interface LaneModel {
  readonly model: MipModel;
  /** Per member that clashes: the column, per unit, of whether it may be there. */
  readonly place: ReadonlyMap<number, readonly number[]>;
}

/**
 * Feasibility only. Units are alike, so the members of a greedy clique, who share none, get theirs beforehand; undefined
 * where already they need more units than there are. Amounts are counted in units.
 */
function laneModel(question: LaneQuestion, pairs: readonly (readonly [number, number])[]): LaneModel | undefined {
  const { batch, sizes } = question;
  const units = unitsOf(batch);
  const members = [...new Set(pairs.flat())].toSorted((a, b) => a - b);
  const builder = new ModelBuilder();
  const place = new Map(members.map((member) => [member, eachUnit(units, () => builder.binary())]));
  const room = eachUnit(units, (): [number, number][] => []);
  for (const member of members) {
    const size = item(sizes, member) / batch.unit;
    const amounts = eachUnit(units, () => builder.continuous());
    amounts.forEach((amount, unit) => {
      builder.row(
        [
          [1, amount],
          [-Math.min(1, size), place.get(member)?.[unit] ?? 0],
        ],
        { upper: 0 },
      );
      room[unit]?.push([1, amount]);
    });
    builder.equal(
      amounts.map((amount) => [1, amount]),
      size,
    );
    builder.row(
      (place.get(member) ?? []).map((column) => [1, column]),
      { lower: unitsFor(question, member) },
    );
  }
  for (const content of room) builder.row(content, { upper: 1 });
  for (const [a, b] of pairs) {
    for (let unit = 0; unit < units; unit++) {
      builder.row(
        [
          [1, place.get(a)?.[unit] ?? 0],
          [1, place.get(b)?.[unit] ?? 0],
        ],
        { upper: 1 },
      );
    }
  }
  let next = 0;
  for (const member of cliqueOf(pairs, members, sizes)) {
    for (let k = unitsFor(question, member); k > 0; k--) {
      const column = place.get(member)?.[next++];
      if (column === undefined) return undefined;
      builder.equal([[1, column]], 1);
    }
  }
  return { model: builder.build(), place };
}

const unitsOf = ({ capacity, unit }: UnitBatch): number => Math.round(capacity / unit);

const unitsFor = ({ batch, sizes }: LaneQuestion, member: number): number =>
  Math.ceil(item(sizes, member) / batch.unit);

const eachUnit = <T>(units: number, make: () => T): T[] => Array.from({ length: units }, make);

function clashingPairs({ clashes, batch, classes }: LaneQuestion): (readonly [number, number])[] {
  if (batch.clashScope === CLASH_NOTHING) return [];
  return classes.flatMap((a, i) =>
    classes.slice(0, i).flatMap((b, j) => (clashes.clash(a, b) ? [[j, i] as const] : [])),
  );
}

/** Members that all clash with each other: largest first, each that clashes with all chosen before. */
function cliqueOf(pairs: readonly (readonly [number, number])[], members: readonly number[], sizes: readonly number[]) {
  const clashing = new Set(pairs.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));
  const clique: number[] = [];
  for (const member of members.toSorted((a, b) => item(sizes, b) - item(sizes, a) || a - b)) {
    if (clique.every((other) => clashing.has(`${member} ${other}`))) clique.push(member);
  }
  return clique;
}
