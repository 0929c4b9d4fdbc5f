/** Exact lanes against trying every pattern, and the greedy packing against exact lanes. Needs the built workers in dist/. */

import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createMipSolver, packExactly, type LaneQuestion } from '../../../src/solver/mip/index.ts';
import { fillPattern } from '../../../src/solver/mip/fill-pattern.ts';
import { CLASH_BATCH, CLASH_NOTHING, CLASH_UNIT, NONE } from '../../../src/solver/problem.ts';
import { packUnits } from '../../../src/solver/schedule/units.ts';
import { clashMatrix } from './clash-matrix.ts';

const solver = createMipSolver();
afterAll(() => solver.close());
const PATIENT = { timeMs: 30_000 };

/** Whole sizes in units of 10; every class clashes with itself, pairs of classes as drawn. */
const question = (most: { members: number; units: number }): fc.Arbitrary<LaneQuestion> =>
  fc
    .record({
      members: fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: -1, max: 2 })), {
        minLength: 1,
        maxLength: most.members,
      }),
      units: fc.integer({ min: 1, max: most.units }),
      pairs: fc.subarray([[0, 1] as const, [0, 2] as const, [1, 2] as const]),
      clashScope: fc.constantFrom(CLASH_NOTHING, CLASH_UNIT, CLASH_UNIT, CLASH_UNIT, CLASH_BATCH),
    })
    .map(({ members, units, pairs, clashScope }) => ({
      clashes: clashMatrix(3, [[0, 0], [1, 1], [2, 2], ...pairs]),
      batch: { capacity: 10 * units, unit: 10, clashScope },
      sizes: members.map(([size]) => size),
      classes: members.map(([, clash]) => (clash < 0 ? NONE : clash)),
    }));

describe('exact lanes', () => {
  it('say what trying every pattern says, with loads that obey every rule', async () => {
    const seen = { fits: 0, impossible: 0 };
    await fc.assert(
      fc.asyncProperty(question({ members: 4, units: 3 }), async (asked) => {
        const answer = await packExactly(asked, solver, PATIENT);
        expect(answer.kind).toBe(fitsByTrying(asked) ? 'fits' : 'impossible');
        if (answer.kind === 'fits') expectLawful(asked, answer.loads);
        if (answer.kind !== 'unknown') seen[answer.kind]++;
      }),
      { numRuns: 150 },
    );
    expect(Math.min(seen.fits, seen.impossible)).toBeGreaterThan(20);
  });

  it('take whatever the greedy packing takes', async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(question({ members: 8, units: 5 }), async (asked) => {
        const greedy = packUnits(asked.clashes, asked.batch, asked);
        if (greedy === undefined) return;
        taken++;
        expectLawful(asked, greedy);
        expect((await packExactly(asked, solver, PATIENT)).kind).toBe('fits');
      }),
      { numRuns: 100 },
    );
    expect(taken).toBeGreaterThan(20);
  });

  it('take a set that the greedy packing refuses', async () => {
    const asked = {
      clashes: clashMatrix(2, [
        [0, 0],
        [1, 1],
      ]),
      batch: { capacity: 20, unit: 10, clashScope: CLASH_UNIT },
      sizes: [6, 6, 2, 2],
      classes: [0, 1, 0, 1],
    };
    // 6 and 2 of different classes in each lane. Filling lane after lane splits the second 6 over both, which closes
    // both to the other one of its class.
    expect(packUnits(asked.clashes, asked.batch, asked)).toBeUndefined();
    const answer = await packExactly(asked, solver, PATIENT);
    expect(answer.kind).toBe('fits');
    if (answer.kind === 'fits') expectLawful(asked, answer.loads);
  });

  it('are unknown where the time is over before the answer', async () => {
    const stopped = { name: 'none', solve: () => Promise.resolve({ status: 'stopped' as const }) };
    const asked = { clashes: clashMatrix(1, [[0, 0]]), batch: { capacity: 20, unit: 10, clashScope: CLASH_UNIT } };
    const members = { sizes: [4, 4], classes: [0, 0] };
    expect(await packExactly({ ...asked, ...members }, stopped, PATIENT)).toEqual({ kind: 'unknown' });
  });
});

describe('filling a pattern', () => {
  it('moves earlier members on where a later one has fewer places', () => {
    // The second may only be in unit 0, which the first filled: the first moves on to unit 1.
    const loads = fillPattern({
      sizes: [10, 6],
      unit: 10,
      units: 2,
      mayHold: (member, unit) => member === 0 || unit === 0,
    });
    expect(loads).toEqual(Float64Array.of(4, 6, 6, 0));
  });

  it('holds all exactly where no group of members has more than the units they may be in', () => {
    const allowed = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 });
    const seen = new Set<boolean>();
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 14 }), { minLength: 1, maxLength: 4 }),
        allowed,
        (sizes, places) => {
          const mayHold = (member: number, unit: number) => places[member * 3 + unit] === true;
          const loads = fillPattern({ sizes, unit: 10, units: 3, mayHold });
          seen.add(loads !== undefined);
          expect(loads !== undefined).toBe(canFlow(sizes, 3, mayHold));
          sizes.forEach((size, member) => {
            if (loads !== undefined) expect(sum(loads.subarray(member * 3, member * 3 + 3))).toBe(size);
          });
        },
      ),
      { numRuns: 500 },
    );
    expect(seen.size).toBe(2);
  });
});

/** Every choice, per member, of the units it may be in, such that nobody clashes. */
function fitsByTrying({ clashes, batch, sizes, classes }: LaneQuestion): boolean {
  const clash = (i: number, j: number) => clashes.clash(classes[i] ?? NONE, classes[j] ?? NONE);
  const anyClash = sizes.some((_, i) => sizes.some((__, j) => j < i && clash(i, j)));
  if (batch.clashScope === CLASH_BATCH && anyClash) return false;
  const units = batch.capacity / batch.unit;
  const visit = (chosen: readonly number[]): boolean => {
    if (chosen.length === sizes.length) {
      return canFlow(sizes, units, (member, unit) => (((chosen[member] ?? 0) >> unit) & 1) === 1);
    }
    for (let places = 0; places < 1 << units; places++) {
      const isFree = chosen.every(
        (other, j) => batch.clashScope === CLASH_NOTHING || (other & places) === 0 || !clash(chosen.length, j),
      );
      if (isFree && visit([...chosen, places])) return true;
    }
    return false;
  };
  return visit([]);
}

/** Hall: all fits exactly where no set of members is larger than the units that any of them may be in. Units hold 10. */
function canFlow(sizes: readonly number[], units: number, mayHold: (member: number, unit: number) => boolean): boolean {
  for (let set = 1; set < 1 << sizes.length; set++) {
    const members = sizes.map((_, member) => member).filter((member) => ((set >> member) & 1) === 1);
    let room = 0;
    for (let unit = 0; unit < units; unit++) if (members.some((member) => mayHold(member, unit))) room += 10;
    if (members.reduce((load, member) => load + (sizes[member] ?? 0), 0) > room) return false;
  }
  return true;
}

function expectLawful({ clashes, batch, sizes, classes }: LaneQuestion, loads: Float64Array): void {
  const units = batch.capacity / batch.unit;
  const at = (member: number, unit: number) => loads[member * units + unit] ?? NaN;
  sizes.forEach((size, member) => expect(sum(loads.subarray(member * units, (member + 1) * units))).toBe(size));
  for (let unit = 0; unit < units; unit++) {
    const inside = sizes.map((_, member) => member).filter((member) => at(member, unit) > 0);
    expect(inside.reduce((load, member) => load + at(member, unit), 0)).toBeLessThanOrEqual(batch.unit);
    expect(loads.every((load) => load >= 0)).toBe(true);
    if (batch.clashScope === CLASH_NOTHING) continue;
    for (const a of inside) {
      for (const b of inside) {
        if (a !== b) expect(clashes.clash(classes[a] ?? NONE, classes[b] ?? NONE)).toBe(false);
      }
    }
  }
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
