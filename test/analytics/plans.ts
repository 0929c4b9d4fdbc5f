/** A plan of the tiny lab, made by hand. */

import { HOUR, duration, seconds } from '../../src/base/index.ts';
import { id, type LostOrder, type Plan, type PlannedTask, type TaskPlacement } from '../../src/model/index.ts';
import { lanesOf, membersOf, type RunSpec } from './facts.ts';

export interface TaskSpec {
  readonly id: string;
  readonly lots: readonly string[];
  readonly stage: string;
  readonly placement: TaskPlacement;
  readonly start: number;
  readonly hours: number;
  readonly setup?: number;
}

export const task = (spec: TaskSpec): PlannedTask => ({
  id: id(spec.id),
  members: membersOf(spec.lots, spec.stage),
  placement: spec.placement,
  setup: duration(spec.setup ?? 0),
  start: seconds(spec.start),
  end: seconds(spec.start + spec.hours * HOUR),
  isFrozen: false,
});

export const runPlacement = (machine: string, recipe: string, lanes: RunSpec['lanes']): TaskPlacement => ({
  kind: 'run',
  machine: id(machine),
  recipe: id(recipe),
  lanes: lanesOf(lanes),
});

export const plan = (tasks: readonly PlannedTask[], changes: Partial<Plan> = {}): Plan => ({
  now: seconds(0),
  tasks: tasks.toSorted((a, b) => a.start - b.start),
  maintenance: [],
  lost: [],
  objective: [],
  method: { name: 'by hand', seed: 1, iterations: 0, isReproducible: true },
  ...changes,
});

export const lost = (order: string, ...messages: readonly string[]): LostOrder => ({
  order: id(order),
  causes: messages.map((message) => ({ kind: 'expired', message })),
});
