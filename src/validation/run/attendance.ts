/** How many operators a task binds, and until when (docs/PLAN-RULES.md 15). */

import type { Stage } from '../../model/index.ts';
import { fault, type Fault } from './codes.ts';
import { membersOf } from './members.ts';
import { machineOf, type FactOf, type Scene } from './scene.ts';

type Started = FactOf<'task-started'>;

/** `[ATTENDANCE]`: operators are said to be bound as the stages want them. */
export function* checkAttendance(scene: Scene, fact: Started): Generator<Fault> {
  const start = fact.at + fact.setup;
  const { operators, until } = attendanceOf(scene, fact);
  const name = machineOf(fact.placement);
  const atSetup =
    name === undefined || fact.setup === 0 ? 0 : (scene.index.machines.get(name)?.changeover.operators ?? 0);
  const isBound = until > start || atSetup > 0;
  const bound = until > start ? operators : atSetup;
  const attended = isBound ? until : fact.at;
  if (fact.operators === bound && fact.attendedUntil === attended) return;
  const text = `${fact.operators} operators until ${fact.attendedUntil}`;
  yield fault('ATTENDANCE', `${fact.task} binds ${text}, not ${bound} until ${attended}`, 'By docs/PLAN-RULES.md 15.');
}

/** Of the work itself, by the scenario: the most of any member, for the longest of any, at most until the expected end. */
export function attendanceOf(scene: Scene, fact: Started): { readonly operators: number; readonly until: number } {
  return attendanceOfWork(
    membersOf(scene, fact).map((m) => m.stage),
    { start: fact.at + fact.setup, end: fact.expectedEnd },
  );
}

export function attendanceOfWork(
  stages: readonly Stage[],
  { start, end }: { readonly start: number; readonly end: number },
): { readonly operators: number; readonly until: number } {
  let operators = 0;
  let until = start;
  for (const stage of stages) {
    if (stage.kind !== 'bench' || stage.attendance.operators === 0) continue;
    operators = Math.max(operators, stage.attendance.operators);
    const { handsOn } = stage.attendance;
    until = Math.max(until, handsOn === undefined ? end : Math.min(end, start + handsOn));
  }
  return { operators, until };
}
