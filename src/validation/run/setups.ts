/** The set-up before a task (docs/PLAN-RULES.md 12). */

import type { Machine } from '../../model/index.ts';
import { fault, type Fault } from './codes.ts';
import { membersOf } from './members.ts';
import { machineOf, stateAfter, type FactOf, type Scene } from './scene.ts';

type Started = FactOf<'task-started'>;

/** `[SETUP]`: the changeover from what the machine was really set up for. */
export function* checkSetup(scene: Scene, fact: Started): Generator<Fault> {
  const name = machineOf(fact.placement);
  const [member] = membersOf(scene, fact);
  const machine = name === undefined ? undefined : scene.machines.get(name);
  if (name === undefined) {
    if (fact.setup !== 0) yield fault('SETUP', `${fact.task} sets up a pool`, 'Pools need no set-up.');
    return;
  }
  if (machine === undefined || member === undefined) return;
  const to = stateAfter(fact.placement, member.stage);
  const setup = changeover(machine.machine, machine.setUpFor, to);
  if (fact.setup === setup) return;
  const change = `${name} from ${machine.setUpFor ?? 'nothing'} to ${to}`;
  yield fault(
    'SETUP',
    `${fact.task} sets up ${change} in ${fact.setup} s, not ${setup} s`,
    'See the changeover rules.',
  );
}

function changeover({ changeover: { rules, default: usual } }: Machine, from: string | undefined, to: string): number {
  if (from === undefined) return usual;
  const rule = rules.find((r) => (r.from === '*' || r.from === from) && (r.to === '*' || r.to === to));
  return rule?.time ?? usual;
}
