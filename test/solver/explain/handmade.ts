/** Laboratories of a few machines with plans written by hand, so that what binds is known by construction. Hours. */

import { HOUR, constantLevel, duration, interval, seconds, sumOfLevels } from '../../../src/base/index.ts';
import {
  id,
  type BenchStage,
  type ComputeStage,
  type Equipment,
  type Order,
  type Plan,
  type PlannedMaintenance,
  type PlannedTask,
  type Scenario,
  type Situation,
  type Stage,
  type TaskPlacement,
} from '../../../src/model/index.ts';
import { explainPlan, planInThread, type OrderExplanation } from '../../../src/solver/index.ts';
import { checkPlan } from '../../../src/validation/index.ts';
import { ALIGN, EXTRACT, HANDLER, order, tinyLab, untouched } from '../../support/tiny-lab.ts';

export const h = (hours: number) => seconds(hours * HOUR);
export const lasting = (hours: number) => duration(hours * HOUR);

/** Unattended, on equipment of the class of its name, nothing before it, no limit after it. */
export const bench = (name: string, hours: number, changes: Partial<BenchStage> = {}): BenchStage => {
  const { output: _output, zone: _zone, ...plain } = EXTRACT;
  return {
    ...plain,
    id: id(name),
    equipment: name,
    time: { fixed: lasting(hours), perSample: duration(0) },
    attendance: { operators: 0 },
    hold: { min: duration(0) },
    ...changes,
  };
};

/** `cores` for the whole lot, whose samples run side by side. */
export const compute = (
  name: string,
  hours: number,
  cores: number,
  changes: Partial<ComputeStage> = {},
): ComputeStage => ({
  ...ALIGN,
  id: id(name),
  time: { fixed: lasting(hours), perSample: duration(0) },
  cores: cores / 4,
  memoryBytes: 1,
  parallel: [4],
  after: [],
  ...changes,
});

/** Always open, no set-up. */
export const machine = (name: string, ofClass: string, changes: Partial<Equipment> = {}): Equipment => ({
  ...HANDLER,
  id: id(name),
  class: ofClass,
  ...changes,
});

/** Received at `at`, due as soon: late whatever happens. Never expires. */
export const hasty = (name: string, at: number, changes: Partial<Order> = {}): Order => {
  const { expires: _expires, ...rest } = order(name);
  return { ...rest, release: h(at), due: h(at), ...changes };
};

export const shift = (operators: number, ...spans: readonly (readonly [number, number])[]) =>
  sumOfLevels([{ intervals: spans.map(([from, to]) => interval(h(from), h(to))), level: operators }]);

/** One workflow of these stages, plenty of operators day and night. */
export function lab(
  stages: readonly Stage[],
  orders: readonly Order[],
  changes: Partial<Omit<Scenario, 'machines'>> & { readonly machines?: readonly Scenario['machines'][number][] } = {},
): Scenario {
  const classes = stages.flatMap((stage) => (stage.kind === 'bench' ? [stage.equipment] : []));
  const machines = [...new Set(classes)].map((name) => machine(name, name));
  const workflow = { id: id<never>('wgs'), name: 'wgs', stages };
  const scenario = tinyLab({
    orders,
    workflows: new Map([[workflow.id, workflow]]),
    staff: constantLevel(10),
    machines,
    ...changes,
  });
  return { ...scenario, machines: scenario.machines.toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
}

interface Line {
  /** `LOT STAGE`, the first gives the task its id. */
  readonly members: readonly string[];
  readonly on: string | TaskPlacement;
  readonly start: number;
  readonly end: number;
  readonly setup?: number;
}

export function task({ members, on, start, end, setup = 0 }: Line, isFrozen = false): PlannedTask {
  const [first = ''] = members;
  return {
    id: id(first.replace(' ', ':')),
    members: members.map((member) => {
      const [lot = '', stage = ''] = member.split(' ');
      return { lot: id(lot), stage: id(stage) };
    }),
    placement: typeof on === 'string' ? { kind: 'machine', machine: id(on) } : on,
    setup: lasting(setup),
    start: h(start),
    end: h(end),
    isFrozen,
  };
}

/** All samples of a lot of four side by side. */
export const inPool = (cores: number): TaskPlacement => ({
  kind: 'pool',
  pool: id('cluster'),
  parallel: 4,
  cores,
  memoryBytes: 4,
  gpus: 0,
});

export const planOf = (tasks: readonly PlannedTask[], maintenance: readonly PlannedMaintenance[] = []): Plan => ({
  now: seconds(0),
  tasks: tasks.toSorted((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1)),
  maintenance,
  lost: [],
  objective: [],
  method: { name: 'by hand', seed: 0, iterations: 0, isReproducible: true },
});

/** The chain of order `o1` in a plan written by hand, after the checker has found nothing wrong with the plan. */
export async function chainOf(
  scenario: Scenario,
  plan: Plan,
  situation: Situation = untouched(scenario),
): Promise<OrderExplanation['chain']> {
  const wrong = checkPlan({ scenario, situation, plan }).filter((finding) => finding.code !== 'OBJECTIVE');
  if (wrong.length > 0) throw new Error(JSON.stringify(wrong, null, 2));
  const replan = () => Promise.reject(new Error('nothing is to be planned again'));
  const orders = [id<never>('o1')];
  const [explanation] = await explainPlan({ scenario, situation, plan, replan, orders, mostChanges: 0 });
  if (explanation === undefined) throw new Error('o1 is not explained');
  return explanation.chain;
}

/** Planned and planned again with a small search, each plan checked. */
export async function explained(
  scenario: Scenario,
  situation: Situation = untouched(scenario),
): Promise<readonly OrderExplanation[]> {
  const replan = (changed: Scenario, from: Situation): Promise<Plan> => {
    const plan = planInThread(changed, from, { seed: 1, budget: { iterations: 30 } });
    const wrong = checkPlan({ scenario: changed, situation: from, plan });
    return wrong.length > 0 ? Promise.reject(new Error(JSON.stringify(wrong, null, 2))) : Promise.resolve(plan);
  };
  const plan = await replan(scenario, situation);
  return explainPlan({ scenario, situation, plan, replan });
}
