/** Rule 14: nothing overlaps on a machine. */

import { by, compareNumbers, compareText, firstOf, type Finding } from '../../base/index.ts';
import { breach, when } from './breach.ts';
import { occupationOf, type Occupation } from './occupation.ts';
import type { PlanView } from './plan-view.ts';

export function* checkOverlaps(view: PlanView): Iterable<Finding> {
  for (const machine of view.machines.keys()) {
    let last: Occupation | undefined;
    for (const next of occupationOf(view, machine).filter(isNotEmpty).toSorted(inTime)) {
      // Two frozen tasks stand where the situation puts them; rule 4 has compared them with it.
      if (last !== undefined && next.start < last.end && !(next.isFrozen && last.isFrozen)) {
        yield breach({
          code: 'OVERLAP',
          path: next.path,
          message: `${next.name} occupies ${machine} from ${when(next.start)}, set-up included, while ${last.name} holds it until ${when(last.end)}`,
          hint: 'Start it later, or use another machine.',
        });
      }
      if (last === undefined || next.end > last.end) last = next;
    }
  }
}

const isNotEmpty = ({ start, end }: Occupation): boolean => start < end;

const inTime = firstOf<Occupation>(
  by((o) => o.start, compareNumbers),
  by((o) => o.end, compareNumbers),
  by((o) => o.path, compareText),
);
