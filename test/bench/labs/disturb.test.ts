import { describe, expect, it } from 'vitest';
import { advance, disturb, DISTURBANCES, makeLab, type Lab } from '../../../bench/labs/index.ts';
import { at, DAY, HOUR, seconds } from '../../../src/base/index.ts';
import type { Plan, Situation } from '../../../src/model/index.ts';
import { planInThread } from '../../../src/solver/index.ts';
import { checkPlan } from '../../../src/validation/index.ts';

const planFor = ({ scenario, situation }: Lab): Plan =>
  planInThread(scenario, situation, { seed: 1, rule: 'edd', budget: { iterations: 1 } });

const lab = makeLab({ seed: 2, pipelines: 14, kind: 'normal' });
const plan = planFor(lab);
/** A Wednesday morning, by when the first orders are at work. */
const now = seconds(2 * DAY + 10 * HOUR);

const running = ({ lots }: Situation) => lots.flatMap(({ lot, running: stages }) => stages.map((s) => ({ lot, ...s })));

describe('a laboratory under way', () => {
  const { situation } = advance(lab, plan, now);

  it('has done what the plan ended by now, and runs what it began and did not end, but for lots that are finished', () => {
    const present = new Set(situation.lots.map(({ lot }) => lot));
    const members = (isIn: (task: Plan['tasks'][number]) => boolean) =>
      plan.tasks
        .filter(isIn)
        .flatMap((task) => task.members.filter(({ lot }) => present.has(lot)))
        .map(({ lot, stage }) => `${lot} ${stage}`);
    const done = situation.lots.flatMap((entry) => entry.done.map(({ stage }) => `${entry.lot} ${stage}`));
    const inWork = running(situation).map(({ lot, stage }) => `${lot} ${stage}`);
    expect(done.length).toBeGreaterThan(0);
    expect(inWork.length).toBeGreaterThan(0);
    expect(done.toSorted()).toEqual(members(({ end }) => end <= now).toSorted());
    const isUnderWay = ({ start, setup, end }: Plan['tasks'][number]) => start - setup < now && end > now;
    expect(inWork.toSorted()).toEqual(members(isUnderWay).toSorted());
  });

  it('may go on by the plan in force: the checker finds nothing wrong with what is left of it', () => {
    const left = situation.planInForce;
    if (left === undefined) throw new Error('no plan in force');
    const codes = checkPlan({ scenario: lab.scenario, situation, plan: left }).map(({ code }) => code);
    // Values of the whole plan say nothing about what is left.
    expect(codes.filter((code) => code !== 'OBJECTIVE')).toEqual([]);
  });
});

describe('a disturbance', () => {
  for (const what of DISTURBANCES) {
    it(`(${what}) leaves a laboratory that can be planned without a finding, again and again`, () => {
      const first = disturb({ lab, plan, now, seed: 3, what });
      const again = planFor(first);
      expect(checkPlan({ ...first, plan: again })).toEqual([]);
      const second = disturb({ lab: first, plan: again, now: seconds(now + DAY), seed: 4 });
      expect(checkPlan({ ...second, plan: planFor(second) })).toEqual([]);
    });
  }

  it('is the same for the same seed', () => {
    const once = disturb({ lab, plan, now, seed: 5 });
    expect(disturb({ lab, plan, now, seed: 5 })).toEqual(once);
  });

  it('overrun: something under way ends later than planned', () => {
    const calm = new Map(running(advance(lab, plan, now).situation).map((s) => [`${s.lot} ${s.stage}`, s.end]));
    const late = running(disturb({ lab, plan, now, seed: 1, what: 'overrun' }).situation);
    expect(late).toHaveLength(calm.size);
    expect(late.some((s) => s.end > (calm.get(`${s.lot} ${s.stage}`) ?? Infinity))).toBe(true);
  });

  it('breakdown: a machine that was at work is not free for six hours or more, and its work is open again', () => {
    const before = running(advance(lab, plan, now).situation);
    const { situation } = disturb({ lab, plan, now, seed: 1, what: 'breakdown' });
    const down = situation.machines.filter(({ freeFrom }) => freeFrom >= now + 6 * HOUR);
    expect(down).toHaveLength(1);
    const { machine } = at(down, 0);
    const isOn = ({ placement }: (typeof before)[number]) => placement.kind !== 'pool' && placement.machine === machine;
    expect(before.some(isOn)).toBe(true);
    expect(running(situation)).toEqual(before.filter((s) => !isOn(s)));
  });

  it('failure: what failed waits an hour; arrival: an order is in no plan', () => {
    const failed = disturb({ lab, plan, now, seed: 1, what: 'failure' }).situation;
    expect(failed.lots.some(({ notBefore }) => notBefore === now + HOUR)).toBe(true);
    const arrived = disturb({ lab, plan, now, seed: 1, what: 'arrival' }).situation;
    const planned = new Set(arrived.planInForce?.tasks.flatMap(({ members }) => members.map(({ lot }) => lot)));
    expect(plan.lost).toEqual([]);
    expect(arrived.lots.some(({ lot }) => !planned.has(lot))).toBe(true);
  });
});
