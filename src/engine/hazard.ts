/**
 * How readily a machine fails at present, as a multiple of what its age says: from its own signals and from what others
 * expect of it.
 *
 * The rule from signals is an assumption, not a maker's figure: the hazard doubles with each standard deviation of shift, and no
 * shift makes it more than sixteen times as high. A prognosis sets the multiple with which its own probability comes true.
 */

import { mustGet } from '../base/index.ts';
import type { Machine, MachineId, Prognosis, Reliability } from '../model/index.ts';
import { estimatedShift } from './condition-monitor.ts';
import type { MachineWear } from './state.ts';
import type { Turn } from './turn.ts';

const PER_DEVIATION = 2;
const MOST_BY_SIGNALS = 16;

/** Beyond these a prognosis says no more than "surely" or "never". */
const LEAST = 0.01;
const MOST = 1000;

/** Below this factor a change is noise: not worth a record. */
const NOTICEABLE = 1.2;

/** `shift` >= 0, in standard deviations. */
export const multiplierOfShift = (shift: number): number => Math.min(MOST_BY_SIGNALS, PER_DEVIATION ** shift);

/**
 * The m with which a machine of this age fails within the horizon with the stated probability:
 * 1 - exp(-m (((age + horizon) / scale)^shape - (age / scale)^shape)) = probability.
 */
export function multiplierOfPrognosis(
  { horizon, probability }: Pick<Prognosis, 'horizon' | 'probability'>,
  { shape, scale, age }: Pick<Reliability, 'shape' | 'scale'> & { readonly age: number },
): number {
  const normal = ((age + horizon) / scale) ** shape - (age / scale) ** shape;
  const wanted = -Math.log(1 - Math.min(1, Math.max(0, probability)));
  const multiplier = normal > 0 ? wanted / normal : wanted > 0 ? MOST : LEAST;
  return Math.min(MOST, Math.max(LEAST, multiplier));
}

interface Assessment {
  readonly multiplier: number;
  readonly basis: string;
}

/** The larger of what the signals say, where one alarms, and what was foretold; else what the scenario began with, or 1. */
export function assess(machine: Machine, wear: MachineWear): Assessment {
  let shift = 0;
  let worst = '';
  for (const { name, worse } of machine.signals ?? []) {
    const chart = wear.charts.get(name);
    const found = chart === undefined ? 0 : estimatedShift(chart, worse);
    if (found <= shift) continue;
    shift = found;
    worst = name;
  }
  const bySignals = shift > 0 ? multiplierOfShift(shift) : 0;
  if (bySignals > wear.foretold.multiplier) {
    const basis = `${worst} has shifted by about ${shift.toFixed(1)} standard deviations: hazard x ${bySignals.toFixed(2)}`;
    return { multiplier: rounded(bySignals), basis };
  }
  return { multiplier: rounded(wear.foretold.multiplier), basis: wear.foretold.basis };
}

/** Records what the hazard comes to now, where it has changed noticeably. */
export function reassess(turn: Turn, name: MachineId): void {
  const wear = turn.state.machines.get(name)?.wear;
  if (wear === undefined) return;
  const { multiplier, basis } = assess(mustGet(turn.state.lookups.machines, name), wear);
  if (ratio(multiplier, wear.multiplier) < NOTICEABLE) return;
  turn.record({ type: 'hazard-assessed', machine: name, multiplier, basis });
}

/** >= 1: by what factor two multiples differ. */
export const ratio = (a: number, b: number): number => Math.max(a / b, b / a);

const rounded = (multiplier: number): number => Math.round(multiplier * 1e3) / 1e3;
