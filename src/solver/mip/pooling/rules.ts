/** What a run of some kind can hold, as far as pooling looks at it: necessary rules, the packing of lanes decides finally. */

import { CLASH_BATCH, CLASH_NOTHING, NONE } from '../../problem.ts';
import type { ClashMatrix } from '../../schedule/units.ts';
import type { RunDemand } from './demand.ts';
import { unitsOf, type RunKind } from './supply.ts';

/** A run with company is not planned fuller than this: clashing members do not fit to the brim. */
const FULL = 0.98;

/** What a demand takes of a run's capacity for company, 1 at most; Infinity where it cannot be in such a run. */
export function shareOf(demand: RunDemand, kind: RunKind): number {
  const size = demand.size.get(kind.key);
  if (size === undefined || size > kind.capacity) return Infinity;
  // Who fills a run alone may do so.
  return Math.min(1, size / (FULL * kind.capacity));
}

/** Units that a demand needs at least. */
export const unitsNeeded = (demand: RunDemand, kind: RunKind): number =>
  Math.ceil((demand.size.get(kind.key) ?? 0) / kind.unit);

/** Whether two demands can be in one run of this kind as far as their clashes go. */
export function mayMeet(clashes: ClashMatrix, kind: RunKind, a: RunDemand, b: RunDemand): boolean {
  if (kind.clashScope === CLASH_NOTHING) return true;
  const doClash = a.classes.some((x) => b.classes.some((y) => clashes.clash(x, y)));
  if (!doClash) return true;
  if (kind.clashScope === CLASH_BATCH) return false;
  return unitsNeeded(a, kind) + unitsNeeded(b, kind) <= unitsOf(kind);
}

/** The members of each class that clashes with itself, where they could be too many for the run's units. */
export function crowds(clashes: ClashMatrix, kind: RunKind, members: readonly RunDemand[]): (readonly RunDemand[])[] {
  if (kind.clashScope === CLASH_NOTHING) return [];
  const classes = [...new Set(members.flatMap((member) => member.classes))].filter(
    (clash) => clash !== NONE && clashes.clash(clash, clash),
  );
  const crowd = classes.toSorted((a, b) => a - b).map((clash) => members.filter((m) => m.classes.includes(clash)));
  return crowd.filter((own) => unitsTogether(own, kind) > unitsOf(kind));
}

export function fitsTogether(clashes: ClashMatrix, kind: RunKind, members: readonly RunDemand[]): boolean {
  const load = members.reduce((sum, member) => sum + shareOf(member, kind), 0);
  if (load > 1) return false;
  const canMeet = members.every((a, k) => members.slice(0, k).every((b) => mayMeet(clashes, kind, a, b)));
  return canMeet && crowds(clashes, kind, members).length === 0;
}

const unitsTogether = (members: readonly RunDemand[], kind: RunKind): number =>
  members.reduce((sum, member) => sum + unitsNeeded(member, kind), 0);
