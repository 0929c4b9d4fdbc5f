/** Limits of rules 5 to 10, moved past the plan. */

import { duration, interval, seconds } from '../../../src/base/index.ts';
import * as edit from '../plan-edits.ts';
import { withStage } from './change.ts';
import { oneOf, openMembers, lagsOf } from './look.ts';
import type { LimitMutant } from './limit-mutant.ts';

export const RULES_OF_TIME: readonly LimitMutant[] = [
  {
    name: 'released a second after it starts',
    code: 'RELEASE',
    tighten: (good, dice) => {
      const member = oneOf(dice, openMembers(good));
      return member && edit.order(member.order.id, { release: seconds(member.task.start + 1) })(good);
    },
  },
  {
    name: 'a lot held back until a second after it starts',
    code: 'RELEASE',
    tighten: (good, dice) => {
      const member = oneOf(dice, openMembers(good));
      return member && edit.lot(member.order.id, { notBefore: seconds(member.task.start + 1) })(good);
    },
  },
  {
    name: 'expired a second before it starts',
    code: 'EXPIRED',
    tighten: (good, dice) => {
      const member = oneOf(
        dice,
        openMembers(good).filter(({ stage }) => stage.after.length === 0),
      );
      return member && edit.order(member.order.id, { expires: seconds(member.task.start - 1) })(good);
    },
  },
  {
    name: 'a deadline a second before it ends',
    code: 'DEADLINE',
    tighten: (good, dice) => {
      const member = oneOf(dice, openMembers(good));
      return member && edit.order(member.order.id, { deadline: seconds(member.task.end - 1) })(good);
    },
  },
  {
    name: 'a hold a second longer than the wait',
    code: 'PRECEDENCE',
    tighten: (good, dice) => {
      const found = oneOf(
        dice,
        openMembers(good).flatMap((member) => lagsOf(good, member)),
      );
      return (
        found &&
        withStage(good, found.before, (stage) => ({ ...stage, hold: { ...stage.hold, min: duration(found.lag + 1) } }))
      );
    },
  },
  {
    name: 'a hold a second shorter than the wait',
    code: 'HOLD',
    tighten: (good, dice) => {
      const waits = openMembers(good).flatMap((member) => lagsOf(good, member));
      const found = oneOf(
        dice,
        waits.filter(({ lag }) => lag > 0),
      );
      return (
        found &&
        withStage(good, found.before, (stage) => ({ ...stage, hold: { ...stage.hold, max: duration(found.lag - 1) } }))
      );
    },
  },
  {
    name: 'work that takes a second longer',
    code: 'DURATION',
    tighten: (good, dice) => {
      // Of a batch only the longest member counts: a batch of one.
      const alone = openMembers(good).filter(({ task }) => task.members.length === 1);
      const member = oneOf(
        dice,
        alone.filter(({ stage }) => stage.kind !== 'sequencing'),
      );
      return (
        member &&
        withStage(good, member.stage.id, (stage) =>
          stage.kind === 'sequencing'
            ? stage
            : { ...stage, time: { ...stage.time, fixed: duration(stage.time.fixed + 1) } },
        )
      );
    },
  },
  {
    name: 'an appointment that ends when it starts',
    code: 'START-WINDOW',
    tighten: (good, dice) => {
      const member = oneOf(
        dice,
        openMembers(good).filter(({ stage }) => stage.kind === 'bench'),
      );
      return (
        member &&
        withStage(good, member.stage.id, (stage) =>
          stage.kind === 'bench'
            ? { ...stage, startWindows: [interval(member.task.start - 9, member.task.start)] }
            : stage,
        )
      );
    },
  },
];
