/** The laboratory as a virtual world: it carries out the engine's commands in virtual time, with seeded chance. */

import { unreachable } from '../base/index.ts';
import type { World } from '../engine/index.ts';
import type { Event, Plan, Scenario, Situation } from '../model/index.ts';
import { scheduleArrivals } from './arrivals.ts';
import { scheduleIncidents } from './incidents.ts';
import { VirtualLab } from './virtual-lab.ts';

/** Answers with a plan from `situation.now` on; a rejection is a failed request. */
export type Planner = (request: { readonly situation: Situation }) => Promise<Plan>;

export interface SimulatedWorldOptions {
  readonly scenario: Scenario;
  readonly planner: Planner;
  readonly seed: number;
  /** Virtual seconds that planning takes; default: what the scenario says. */
  readonly planningDelay?: number;
}

/** `next` gives a promise only while a plan is being worked out. */
export function createSimulatedWorld({ scenario, planner, seed, planningDelay }: SimulatedWorldOptions): World {
  const lab = new VirtualLab(scenario, seed);
  const planningTime = planningDelay ?? scenario.simulation.planningTime;
  scheduleIncidents(lab);
  scheduleArrivals(lab);
  return {
    next: () => lab.next(),
    perform: (command) => {
      switch (command.type) {
        case 'start-task':
          return lab.startTask(command);
        case 'cancel-task':
          return lab.cancelTask(command);
        case 'start-maintenance': {
          const { task, machines, duration } = command;
          return lab.schedule(lab.now + duration, 'end', () => {
            for (const machine of machines) lab.wear.maintain(machine);
            lab.tell({ type: 'maintenance-finished', task });
          });
        }
        case 'set-timer': {
          const { timer, due } = command;
          return lab.schedule(due, 'timer', () => lab.tell({ type: 'timer', timer }));
        }
        case 'request-plan': {
          const answer = ask(planner, command.request, command.situation);
          return lab.schedule(lab.now + planningTime, 'plan', () => lab.tellLater(answer));
        }
        case 'move-to-storage':
          return lab.storeLot(command);
        case 'close':
          return;
        default:
          unreachable(command);
      }
    },
  };
}

/** Never rejects: what goes wrong in the planner is an event like others. */
async function ask(planner: Planner, request: number, situation: Situation): Promise<Event> {
  try {
    return { type: 'plan-arrived', request, plan: await planner({ situation }) };
  } catch (error) {
    return { type: 'plan-failed', request, message: error instanceof Error ? error.message : String(error) };
  }
}
