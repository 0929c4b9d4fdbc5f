/**
 * What operations need of each bottleneck at least, and when: a cumulative resource, or a set of machines that some
 * operations cannot leave.
 *
 * A shared task begins with its members, lasts as long as the longest, demands the most of any, and the members' sizes fit
 * its capacity. So at every instant it needs at least the sum of what its members would need alone, each times its share
 * (`shares.ts`): shared work is charged once. Only the shortest set-up before and the operation's own length count.
 */

import { f64, i32 } from '../../columns.ts';
import { NONE, THROUGHOUT, type Problem } from '../../problem.ts';
import type { Facts } from '../facts.ts';

export interface Bottleneck {
  /** NONE: the machines. */
  readonly resource: number;
  readonly machines: readonly number[];
}

/** `rate` of a bottleneck during [start + offset, start + offset + length), for an operation that starts at `start`. */
export interface Need {
  readonly bottleneck: number;
  readonly rate: number;
  readonly offset: number;
  readonly length: number;
}

/** A way to run an operation, as far as bottlenecks can tell. */
export interface Way {
  readonly duration: number;
  /** The longest task in this mode. */
  readonly longest: number;
  readonly needs: readonly Need[];
}

export interface Needs {
  readonly bottlenecks: readonly Bottleneck[];
  /** By operation; none of frozen ones, which lessen the supply instead. */
  readonly ways: readonly (readonly Way[])[];
}

export function needsOf(problem: Problem, { openings, heads, shares }: Facts): Needs {
  const { longestTask } = heads;
  const { operations, resources } = problem;
  const bottlenecks: Bottleneck[] = [
    ...Array.from({ length: resources.count }, (_, resource) => ({ resource, machines: [] })),
    ...machineSetsOf(problem).map((machines) => ({ resource: NONE, machines })),
  ];
  const ways = Array.from({ length: operations.count }, (_, o): Way[] => {
    if (i32(operations.frozenTask, o) !== NONE) return [];
    const own = new Map<string, Way>();
    for (let mode = i32(operations.firstMode, o); mode < i32(operations.firstMode, o + 1); mode++) {
      const needs = bottlenecks.flatMap((bottleneck, number) =>
        needsOfMode(problem, { openings, shares }, mode, bottleneck).map((need) => ({ ...need, bottleneck: number })),
      );
      const way = { duration: f64(problem.modes.duration, mode), longest: f64(longestTask, mode), needs };
      own.set(JSON.stringify(way), way);
    }
    return [...own.values()];
  });
  return { bottlenecks, ways };
}

/** The distinct sets of machines that operations can run on, rising. */
function machineSetsOf({ operations, modes }: Problem): number[][] {
  const sets = new Map<string, number[]>();
  for (let o = 0; o < operations.count; o++) {
    if (i32(operations.frozenTask, o) !== NONE) continue;
    const own = modes.machine.subarray(i32(operations.firstMode, o), i32(operations.firstMode, o + 1));
    const machines = [...new Set(own)].toSorted((a, b) => a - b);
    if (machines.length > 0 && !machines.includes(NONE)) sets.set(machines.join(' '), machines);
  }
  return [...sets.values()];
}

function needsOfMode(
  problem: Problem,
  { openings, shares }: Pick<Facts, 'openings' | 'shares'>,
  mode: number,
  bottleneck: Bottleneck,
): Omit<Need, 'bottleneck'>[] {
  const { modes } = problem;
  const share = f64(shares, mode);
  const setup = openings.shortestSetup(mode);
  const length = f64(modes.duration, mode);
  const needs =
    bottleneck.resource === NONE
      ? [
          {
            rate: bottleneck.machines.includes(i32(modes.machine, mode)) ? 1 : 0,
            offset: -setup,
            length: setup + length,
          },
        ]
      : demandsOn(problem, mode, { resource: bottleneck.resource, setup, length });
  return needs
    .filter((need) => need.rate * share > 0 && need.length > 0)
    .map((need) => ({ ...need, rate: need.rate * share }));
}

function demandsOn(
  { modes, machines, demands }: Problem,
  mode: number,
  { resource, setup, length }: { readonly resource: number; readonly setup: number; readonly length: number },
): Omit<Need, 'bottleneck'>[] {
  const needs: Omit<Need, 'bottleneck'>[] = [];
  const machine = i32(modes.machine, mode);
  if (machine !== NONE && i32(machines.setupResource, machine) === resource) {
    needs.push({ rate: f64(machines.setupAmount, machine), offset: -setup, length: setup });
  }
  for (let k = i32(modes.firstDemand, mode); k < i32(modes.firstDemand, mode + 1); k++) {
    if (i32(demands.resource, k) !== resource) continue;
    const span = f64(demands.span, k);
    needs.push({
      rate: f64(demands.amount, k),
      offset: 0,
      length: span === THROUGHOUT ? length : Math.min(span, length),
    });
  }
  return needs;
}
