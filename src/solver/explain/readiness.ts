/** When a task has everything but its resources: its lots are there, and the stages before it are done. */

import { after, at, by, compareNumbers, compareText, firstOf, seconds, type Seconds } from '../../base/index.ts';
import type { LotId, TaskId } from '../../model/index.ts';
import { endOfStage, predecessorsOf, type ChartedTask, type PlanAtlas } from './atlas.ts';
import type { ReadinessCause } from './explanation.ts';

export interface Ready {
  readonly at: Seconds;
  readonly because: ReadinessCause;
}

/** When it has everything but its resources and what task `without` brings. */
export function readyWithout(atlas: PlanAtlas, charted: ChartedTask, without: TaskId): Seconds {
  const brings = (because: ReadinessCause): boolean =>
    because.kind === 'predecessor' && atlas.taskOf(because.lot, because.stage)?.task.id === without;
  const [first] = charted.members;
  const conditions = first === undefined ? [] : conditionsOf(atlas, charted, first.lot.lot);
  return seconds(Math.max(...conditions.filter((c) => !brings(c.because)).map((c) => c.at)));
}

/** The latest of all conditions; of equal ones, those of `lot` first, then stages before receipts before the plan's instant. */
export function readyOf(atlas: PlanAtlas, charted: ChartedTask, lot: LotId): Ready {
  return at(conditionsOf(atlas, charted, lot).toSorted(latestFirst), 0);
}

function conditionsOf(atlas: PlanAtlas, { task, members }: ChartedTask, lot: LotId): Ready[] {
  const conditions: Ready[] = [{ at: after(atlas.plan.now, task.setup), because: { kind: 'now' } }];
  for (const member of members) {
    const name = member.lot.lot;
    const isCompanion = name !== lot;
    conditions.push(
      { at: member.order.release, because: { kind: 'release', lot: name, isCompanion } },
      { at: member.lot.notBefore, because: { kind: 'not-before', lot: name, isCompanion } },
    );
    for (const { id, hold } of predecessorsOf(atlas.scenario, member)) {
      const end = endOfStage(atlas, member.lot, id);
      if (end === undefined) continue;
      const because = { kind: 'predecessor', lot: name, stage: id, end, hold: hold.min, isCompanion } as const;
      conditions.push({ at: after(end, hold.min), because });
    }
  }
  return conditions;
}

const RANK: Readonly<Record<ReadinessCause['kind'], number>> = { predecessor: 0, release: 1, 'not-before': 2, now: 3 };

const latestFirst = firstOf<Ready>(
  by((c) => -c.at, compareNumbers),
  by((c) => ('isCompanion' in c.because && c.because.isCompanion ? 1 : 0), compareNumbers),
  by((c) => RANK[c.because.kind], compareNumbers),
  by((c) => ('lot' in c.because ? c.because.lot : ''), compareText),
  by((c) => ('stage' in c.because ? c.because.stage : ''), compareText),
);
