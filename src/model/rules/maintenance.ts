/** Maintenance that can be kept. */

import { at, type Interval } from '../../base/index.ts';
import type { ParsedMaintenance } from '../document.ts';
import { intervalOf } from '../resolve/time-context.ts';
import { formatDuration } from '../quantity.ts';
import { instant, machineEntries, type RuleContext } from './context.ts';

type Flexible = Extract<ParsedMaintenance, { kind: 'flexible' }>;
type Fixed = Extract<ParsedMaintenance, { kind: 'fixed' }>;

export function checkMaintenance(context: RuleContext): void {
  for (const { path, value } of machineEntries(context)) {
    for (const [k, m] of value.maintenance.entries()) {
      if (m.kind === 'flexible') checkFlexible(context, `${path}/maintenance/${k}`, m, 'class' in value);
    }
    checkOverlaps(context, path, value.maintenance);
  }
}

function checkFlexible(context: RuleContext, path: string, m: Flexible, isEquipment: boolean): void {
  const { report } = context;
  const add = (message: string, hint: string): void => report.add('MAINTENANCE-RULE', path, message, hint);
  if (m.every === undefined && m.everyRuns === undefined) add(`${m.id} is never due`, 'Add every or everyRuns.');
  if (m.duration <= 0) add(`${m.id} lasts no time`, "Write a positive duration, e.g. '2 h'.");
  if (m.every !== undefined && m.every <= m.early + m.duration) {
    const spent = `early + duration = ${formatDuration(m.early + m.duration)}`;
    add(`${m.id} is due every ${formatDuration(m.every)}, but ${spent}`, 'Make every longer than both together.');
  }
  if (isEquipment && m.scope === 'instrument') add(`${m.id} has scope: instrument on equipment`, 'Remove scope.');
  const lastDone = instant(context, m.lastDone);
  if (lastDone !== undefined && lastDone > 0) {
    const message = `${m.id} was last done at ${m.lastDone}, after the horizon begins`;
    report.add(
      'MAINTENANCE-LAST-DONE',
      `${path}/lastDone`,
      message,
      'Give a time before the start, or plan it as fixed.',
    );
  }
}

/** Two fixed ones of one machine at the same time: allowed, but rarely meant. */
function checkOverlaps(context: RuleContext, path: string, maintenance: readonly ParsedMaintenance[]): void {
  const { clock, report } = context;
  if (clock === undefined) return;
  const fixed = maintenance.flatMap((m, k) => {
    const isTimed =
      m.kind === 'fixed' && instant(context, m.from) !== undefined && instant(context, m.to) !== undefined;
    return isTimed ? [{ k, m, at: intervalOf(clock, m) }] : [];
  });
  for (let i = 0; i < fixed.length; i++) {
    for (let j = i + 1; j < fixed.length; j++) {
      const [a, b] = [at(fixed, i), at(fixed, j)];
      if (!overlap(a.at, b.at) || !share(a.m, b.m)) continue;
      const message = `${b.m.id} overlaps ${a.m.id}`;
      report.add('MAINTENANCE-OVERLAP', `${path}/maintenance/${b.k}`, message, 'Check the dates.');
    }
  }
}

const overlap = (a: Interval, b: Interval): boolean => a.start < b.end && b.start < a.end;

const share = (a: Fixed, b: Fixed): boolean =>
  a.positions === undefined || b.positions === undefined || a.positions.some((p) => b.positions?.includes(p));
