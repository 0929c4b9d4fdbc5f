/** When a task may be (docs/PLAN-RULES.md 10, 13). */

import { containing, covers, seconds } from '../../base/index.ts';
import { fault, type Fault } from './codes.ts';
import { membersOf } from './members.ts';
import { machineOf, type FactOf, type Scene } from './scene.ts';

type Started = FactOf<'task-started'>;

/** `[CALENDAR]`, `[START-WINDOW]`: set-up and work, as long as planned, lie inside one interval of the machine's calendar. */
export function* checkCalendar(scene: Scene, fact: Started): Generator<Fault> {
  const name = machineOf(fact.placement);
  const machine = name === undefined ? undefined : scene.index.machines.get(name);
  if (machine !== undefined && !covers(machine.available, fact.at, fact.expectedEnd)) {
    const span = `${fact.at} to ${fact.expectedEnd}`;
    yield fault(
      'CALENDAR',
      `${fact.task} is to take ${name} from ${span}, when it is not available`,
      'See its calendar.',
    );
  }
  const start = seconds(fact.at + fact.setup);
  for (const { lot, stage } of membersOf(scene, fact)) {
    const windows = stage.kind === 'bench' ? stage.startWindows : undefined;
    if (windows === undefined || containing(windows, start) !== undefined) continue;
    yield fault(
      'START-WINDOW',
      `${lot.id}/${stage.id} starts at ${start}, outside its windows`,
      'It has appointments.',
    );
  }
}
