/** Rules 1 to 4 and 22: what is there changes under the plan. */

import { seconds } from '../../../src/base/index.ts';
import { id } from '../../../src/model/index.ts';
import * as edit from '../plan-edits.ts';
import { inScenario } from './change.ts';
import { openTasks, oneOf, openMembers } from './look.ts';
import type { LimitMutant } from './limit-mutant.ts';

export const RULES_OF_THE_WHOLE: readonly LimitMutant[] = [
  {
    name: 'a pool that is gone',
    code: 'UNKNOWN',
    tighten: (good, dice) => {
      const task = oneOf(
        dice,
        openTasks(good).filter(({ placement }) => placement.kind === 'pool'),
      );
      const pools = good.scenario.pools.filter(
        ({ id: name }) => task?.placement.kind === 'pool' && name !== task.placement.pool,
      );
      return task && inScenario(good, { pools });
    },
  },
  {
    name: 'a stage that nobody planned',
    code: 'MISSING',
    tighten: (good, dice) => {
      const lot = oneOf(
        dice,
        good.situation.lots.filter(({ order }) => !good.plan.lost.some((lost) => lost.order === order)),
      );
      const workflow = good.scenario.workflows.get(
        good.scenario.orders.find((o) => o.id === lot?.order)?.workflow ?? id<never>(''),
      );
      const first = workflow?.stages[0];
      return (
        workflow &&
        first &&
        inScenario(good, {
          workflows: new Map([
            ...good.scenario.workflows,
            [workflow.id, { ...workflow, stages: [...workflow.stages, { ...first, id: id<never>('new'), after: [] }] }],
          ]),
        })
      );
    },
  },
  {
    name: 'a computation that was done meanwhile',
    code: 'DUPLICATE',
    tighten: (good, dice) => {
      const member = oneOf(
        dice,
        openMembers(good).filter(({ stage }) => stage.kind === 'compute'),
      );
      const lot = member && good.situation.lots.find((l) => l.order === member.order.id);
      return lot && edit.lot(lot.lot, { done: [...lot.done, { stage: member.stage.id, end: member.task.end }] })(good);
    },
  },
  {
    name: 'a planned order listed as lost',
    code: 'LOST-PLANNED',
    tighten: (good, dice) => {
      const member = oneOf(dice, openMembers(good));
      return member && edit.lose(member.order.id, [{ kind: 'no-time', message: 'no time' }])(good);
    },
  },
  {
    name: 'a cause that is not told',
    code: 'LOST-UNEXPLAINED',
    tighten: (good, dice) => {
      const lost = oneOf(dice, good.plan.lost);
      return lost && edit.lose(lost.order, [])(good);
    },
  },
  {
    name: 'work under way that began a second earlier than planned',
    code: 'FROZEN',
    tighten: (good, dice) => {
      const task = oneOf(
        dice,
        good.plan.tasks.filter((t) => t.isFrozen),
      );
      return task && edit.task(task.id, ({ start }) => ({ start: seconds(start - 1) }))(good);
    },
  },
  {
    name: 'an order that weighs more than was thought',
    code: 'OBJECTIVE',
    tighten: (good, dice) => {
      const lost = oneOf(dice, good.plan.lost);
      return lost && edit.order(lost.order, { weight: 7 })(good);
    },
  },
  {
    name: 'an order that is due earlier than was thought',
    code: 'OBJECTIVE',
    tighten: (good, dice) => {
      const member = oneOf(dice, openMembers(good));
      return member && edit.order(member.order.id, { due: seconds(member.order.due - 1e6) })(good);
    },
  },
];
