/** Too few operators for the set-up or the attended part of a task: none on shift, or all of them busy. */

import { interval } from '../../../base/index.ts';
import type { Machine } from '../../../model/index.ts';
import type { AttendedPart } from '../explanation.ts';
import { shortagesOf, type Shortage } from '../shortage.ts';
import { startsOver, type Blocker, type Question } from './blocker.ts';

/** When operators are needed, relative to the start of the task. */
export interface Attendance {
  readonly part: AttendedPart;
  readonly from: number;
  readonly to: number;
  readonly operators: number;
}

/** Parts without operators or without length are left out. */
export function attendanceOf({ charted, setup }: Question, machine: Machine): readonly Attendance[] {
  const parts = [
    { part: 'set-up', from: -setup, to: 0, operators: machine.changeover.operators },
    { part: 'work', from: 0, to: charted.handsOn, operators: charted.operators },
  ] as const;
  return parts.filter(({ from, to, operators }) => from < to && operators > 0);
}

/** Where operators lack for one part of a task, over all starts asked about. */
export function staffShortages(question: Question, { from, to, operators }: Attendance): readonly Shortage[] {
  const { atlas, within, ignore } = question;
  return shortagesOf({
    supply: atlas.scenario.staff,
    uses: atlas.staffUses.filter((use) => !ignore.has(use.by)),
    needed: operators,
    within: interval(within.start + from, within.end - 1 + to),
  });
}

export function staffBlockers(question: Question, machine: Machine): readonly Blocker[] {
  return attendanceOf(question, machine).flatMap((attendance) =>
    staffShortages(question, attendance).map(({ start, end, users }): Blocker => ({
      starts: startsOver(interval(start, end), attendance.from, attendance.to),
      cause:
        users.length === 0
          ? { kind: 'off-shift', part: attendance.part, operators: attendance.operators, start, end }
          : { kind: 'operators', part: attendance.part, operators: attendance.operators, users },
    })),
  );
}
