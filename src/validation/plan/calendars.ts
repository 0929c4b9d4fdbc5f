/** Rule 13: a machine is used only while it is available, and not before it is free. */

import { covers, seconds, type Finding } from '../../base/index.ts';
import { breach, when } from './breach.ts';
import { occupationOf } from './occupation.ts';
import type { PlanView } from './plan-view.ts';

export function* checkCalendars(view: PlanView): Iterable<Finding> {
  for (const { id, available } of view.machines.values()) {
    const freeFrom = view.machineSituations.get(id)?.freeFrom;
    for (const { name, path, start, end, isFrozen } of occupationOf(view, id)) {
      if (isFrozen) continue;
      const what = `${name} occupies ${id} from ${when(start)} to ${when(end)}`;
      if (!covers(available, seconds(start), seconds(end))) {
        const message = `${what}, which is not inside one interval of its calendar`;
        yield breach({ code: 'CALENDAR', path, message, hint: 'Fixed maintenance is no part of the calendar.' });
      }
      if (freeFrom !== undefined && start < freeFrom) {
        const message = `${what}; ${id} is not free before ${when(freeFrom)}`;
        yield breach({ code: 'CALENDAR', path, message, hint: 'Start it later, or use another machine.' });
      }
    }
  }
}
