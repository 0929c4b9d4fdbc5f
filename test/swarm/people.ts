/** People around a world: operators who decide, and somebody who foretells failures. */

import { DAY, HOUR, duration, seconds } from '../../src/base/index.ts';
import type { World } from '../../src/engine/index.ts';
import {
  id,
  type Command,
  type Event,
  type Fact,
  type LotId,
  type Scenario,
  type Timed,
} from '../../src/model/index.ts';
import type { Habits } from './case.ts';
import type { Dice } from './dice.ts';

export interface People {
  /** The world with people in it. */
  readonly world: World;
  /** Has to hear every fact: a held lot is released some time later, or never. */
  hear(fact: Timed<Fact>): void;
}

/** Their doings come as timers of the world's own, so that they are in time with everything else. */
export function withPeople(inner: World, { scenario, habits, dice }: PeopleOptions): People {
  const doings = new Map<string, Event>();
  let isHolding = false;
  let now = 0;
  const plan = (due: number, event: Event): void => {
    const timer = `people:${doings.size}`;
    doings.set(timer, event);
    inner.perform({ type: 'set-timer', timer, due: seconds(Math.round(due)) });
  };
  planWhims(scenario, habits, dice, plan);
  const asIs = (event: Timed<Event>): Timed<Event> => {
    now = event.at;
    const doing = event.type === 'timer' ? doings.get(event.timer) : undefined;
    return doing === undefined ? event : { ...doing, at: event.at };
  };
  const release = (lot: LotId): void => {
    isHolding = false;
    if (!dice.chance(habits.releases)) return;
    plan(now + dice.int(0, 2 * DAY), {
      type: 'operator-decided',
      decision: { operator: 'op-1', reason: 'looked at it', action: { do: 'release-lot', lot } },
    });
  };
  return {
    hear: (fact) => {
      if (fact.type === 'policy-applied' && fact.action === 'hold') isHolding = true;
    },
    world: {
      next: () => {
        const event = inner.next();
        return event instanceof Promise ? event.then(asIs) : asIs(event);
      },
      perform: (command: Command) => {
        if (command.type === 'move-to-storage' && isHolding) release(command.lot);
        inner.perform(command);
      },
    },
  };
}

export interface PeopleOptions {
  readonly scenario: Scenario;
  readonly habits: Habits;
  readonly dice: Dice;
}

function planWhims(scenario: Scenario, habits: Habits, dice: Dice, plan: (due: number, event: Event) => void): void {
  for (let n = 0; n < habits.whims; n++) {
    const order = dice.pick(scenario.orders).id;
    const action = dice.chance(40)
      ? ({ do: 'cancel-order', order } as const)
      : ({
          do: 'set-priority',
          order,
          priority: dice.pick(['stat', 'urgent', 'routine', 'research'] as const),
        } as const);
    plan(dice.int(HOUR, 6 * DAY), {
      type: 'operator-decided',
      decision: { operator: 'op-2', reason: 'asked for', action },
    });
  }
  for (let n = 0; n < habits.prognoses; n++) {
    const machine = dice.pick(scenario.machines).id;
    const probability = dice.pick([0, 0.2, 0.9]);
    plan(dice.int(HOUR, 6 * DAY), {
      type: 'prognosis',
      prognosis: { machine, horizon: duration(2 * DAY), probability, source: id<never>('vendor') },
    });
  }
}
