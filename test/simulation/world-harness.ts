/** The virtual world without an engine: tasks are started by hand, and all that it tells is written down. */

import { duration, seconds } from '../../src/base/index.ts';
import type { World } from '../../src/engine/index.ts';
import {
  QUIET_WORLD,
  id,
  type Event,
  type Incident,
  type Scenario,
  type SimulationModel,
  type TaskPlacement,
  type TaskWork,
  type Timed,
} from '../../src/model/index.ts';
import { createSimulatedWorld } from '../../src/simulation/index.ts';
import { order, tinyLab } from '../support/tiny-lab.ts';
import { withoutBreakdowns } from './lab.ts';

export const noPlanner = () => Promise.reject(new Error('nobody plans here'));

export const worldOf = (scenario: Scenario, seed = 1): World =>
  createSimulatedWorld({ scenario, planner: noPlanner, seed });

/** A laboratory where nothing fails by itself, with this model. */
export const labUnder = (simulation: Partial<SimulationModel>, changes: Partial<Scenario> = {}): Scenario =>
  withoutBreakdowns(tinyLab({ orders: [], ...changes, simulation: { ...QUIET_WORLD, ...simulation } }));

export const incident = (kind: object, when: Incident['when'], length: number, cv = 0): Incident =>
  ({ id: 'it', when, length: { mean: duration(length), cv }, ...kind }) as Incident;

export const at = (instant: number): Incident['when'] => ({ at: seconds(instant) });
export const every = (mean: number): Incident['when'] => ({ every: duration(mean) });

interface Work {
  readonly placement: TaskPlacement;
  readonly lot?: string;
  readonly stage?: string;
  readonly samples?: readonly string[];
  readonly length: number;
  readonly setup?: number;
  readonly memoryFactor?: number;
}

export function start(world: World, name: string, work: Work, attempt = 1): void {
  const { placement, lot = name, stage = 'align', samples = ['s'], length, setup = 0, memoryFactor = 1 } = work;
  const member = { lot: id<never>(lot), order: id<never>(lot), route: id<never>('wgs'), stage: id<never>(stage) };
  const taskWork: TaskWork = {
    members: [{ ...member, samples: samples.map((s) => id<never>(`${lot}/${s}`)) }],
    placement,
    memoryFactor,
    setup: duration(setup),
    planned: duration(length),
  };
  world.perform({ type: 'start-task', task: id(name), attempt, work: taskWork });
}

/** On the cluster of 64 cores and 256 GB. */
export const onCores = (cores: number, memoryBytes = 1e9): TaskPlacement => ({
  kind: 'pool',
  pool: id('cluster'),
  parallel: 1,
  cores,
  memoryBytes,
  gpus: 0,
});

/** Everything that is told until the world closes, that included. `hear` may act on the world. */
export async function listen(world: World, hear: (event: Timed<Event>) => void = () => {}): Promise<Timed<Event>[]> {
  const told: Timed<Event>[] = [];
  for (;;) {
    const event = await world.next();
    told.push(event);
    if (event.type === 'closed') return told;
    hear(event);
  }
}

export const ofType = <T extends Event['type']>(
  events: readonly Timed<Event>[],
  type: T,
): readonly Timed<Extract<Event, { type: T }>>[] =>
  events.filter((e): e is Timed<Extract<Event, { type: T }>> => e.type === type);

/** `AT TYPE WHAT`, one line an event. */
export const lines = (events: readonly Timed<Event>[]): readonly string[] =>
  events.map((event) => {
    const what =
      event.type === 'task-failed'
        ? ` ${event.task} ${event.failure.class}`
        : event.type === 'task-finished'
          ? ` ${event.task}`
          : event.type === 'machine-down' || event.type === 'machine-up'
            ? ` ${event.machine}`
            : event.type === 'shortage-began'
              ? ` ${event.shortage.id}`
              : event.type === 'shortage-ended'
                ? ` ${event.shortage}`
                : '';
    return `${event.at} ${event.type}${what}`;
  });

export const orders = (count: number, changes: Parameters<typeof order>[1] = {}) =>
  Array.from({ length: count }, (_, k) => order(`o${String(k + 1).padStart(4, '0')}`, changes));
