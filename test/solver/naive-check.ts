/**
 * A slow oracle for the planner's tests: docs/PLAN-RULES.md rule by rule, in the plainest words, on the plan alone.
 * It shares nothing with the planner's machinery. Returns one sentence per broken rule, with the rule's number first.
 */

import { levelAt, type Seconds, type StepFunction } from '../../src/base/index.ts';
import type {
  LotSituation,
  Machine,
  Order,
  Plan,
  PlannedTask,
  Scenario,
  Situation,
  Stage,
} from '../../src/model/index.ts';
import { brokenMaintenanceRules } from './naive-maintenance-check.ts';

interface Member {
  readonly lot: LotSituation;
  readonly order: Order;
  readonly stage: Stage;
  readonly n: number;
  readonly task: PlannedTask;
}

export function brokenRules(scenario: Scenario, situation: Situation, plan: Plan): string[] {
  const check = new Check(scenario, situation, plan);
  check.completeness();
  check.times();
  check.machines();
  check.resources();
  check.batches();
  return [...check.findings, ...brokenMaintenanceRules(scenario, situation, plan)];
}

class Check {
  readonly findings: string[] = [];
  readonly members: Member[] = [];
  readonly scenario: Scenario;
  readonly situation: Situation;
  readonly plan: Plan;

  constructor(scenario: Scenario, situation: Situation, plan: Plan) {
    this.scenario = scenario;
    this.situation = situation;
    this.plan = plan;
    for (const task of plan.tasks) {
      for (const { lot: lotId, stage: stageId } of task.members) {
        const lot = situation.lots.find((l) => l.lot === lotId);
        const order = scenario.orders.find((o) => o.id === lot?.order);
        const stage = order && scenario.workflows.get(order.workflow)?.stages.find((s) => s.id === stageId);
        if (!lot || !order || !stage) this.say(1, `${task.id}: unknown member ${lotId} ${stageId}`);
        else this.members.push({ lot, order, stage, n: lot.samples.length, task });
      }
    }
  }

  say(rule: number, message: string): void {
    this.findings.push(`${rule}: ${message}`);
  }

  membersOf(task: PlannedTask): Member[] {
    return this.members.filter((m) => m.task === task);
  }

  completeness(): void {
    const lost = new Set(this.plan.lost.map((l) => l.order));
    const ids = [...this.plan.tasks.map((t) => t.id), ...this.plan.maintenance.map((m) => m.id)];
    if (new Set(ids).size !== ids.length) this.say(2, 'ids are not unique');
    for (const { order, causes } of this.plan.lost) if (causes.length === 0) this.say(3, `${order} has no cause`);
    for (const lot of this.situation.lots) {
      for (const stage of this.stagesOf(lot)) {
        const tasks = this.members.filter((m) => m.lot === lot && m.stage === stage).map((m) => m.task);
        const running = lot.running.find((r) => r.stage === stage.id);
        const isOver = lot.done.some((d) => d.stage === stage.id) || lot.skipped.includes(stage.id);
        const wanted = isOver ? 0 : running || !lost.has(lot.order) ? 1 : 0;
        if (tasks.length !== wanted) this.say(2, `${lot.lot} ${stage.id} is in ${tasks.length} tasks, not ${wanted}`);
        for (const task of tasks) {
          if (task.isFrozen !== (running !== undefined)) this.say(4, `${task.id} frozen: ${task.isFrozen}`);
          if (running && (task.start !== running.start || task.end !== running.end)) this.say(4, `${task.id} moved`);
          if (running && JSON.stringify(task.placement) !== JSON.stringify(running.placement)) {
            this.say(4, `${task.id} placed elsewhere`);
          }
        }
      }
    }
  }

  stagesOf(lot: LotSituation): readonly Stage[] {
    const order = this.scenario.orders.find((o) => o.id === lot.order);
    return (order && this.scenario.workflows.get(order.workflow)?.stages) ?? [];
  }

  times(): void {
    for (const { lot, order, stage, task } of this.members.filter((m) => !m.task.isFrozen)) {
      const name = `${lot.lot} ${stage.id}`;
      if (task.start - task.setup < this.situation.now) this.say(5, `${name} before now`);
      if (task.start < order.release || task.start < lot.notBefore) this.say(5, `${name} before its release`);
      const before = this.predecessors(lot, stage);
      for (const { end, hold, id } of before) {
        if (end === undefined) this.say(6, `${name}: ${id} is nowhere`);
        else if (task.start < end + hold.min) this.say(6, `${name} starts ${task.start}, ${id} ends ${end}`);
        else if (hold.max !== undefined && task.start > end + hold.max)
          this.say(6, `${name}: hold after ${id} exceeded`);
      }
      if (before.length === 0 && order.expires !== undefined && task.start > order.expires)
        this.say(7, `${name} expired`);
      if (order.deadline !== undefined && task.end > order.deadline) this.say(8, `${name} ends after the deadline`);
      if (stage.kind === 'bench' && stage.startWindows !== undefined) {
        const isInside = stage.startWindows.some((w) => w.start <= task.start && task.start < w.end);
        if (!isInside) this.say(10, `${name} starts outside its windows`);
      }
    }
  }

  predecessors(lot: LotSituation, stage: Stage): { id: string; end: number | undefined; hold: Stage['hold'] }[] {
    return stage.after.flatMap((id) => {
      const before = this.stagesOf(lot).find((s) => s.id === id);
      if (before === undefined) return [];
      if (lot.skipped.includes(id)) return this.predecessors(lot, before);
      const done = lot.done.find((d) => d.stage === id)?.end;
      const planned = this.members.find((m) => m.lot === lot && m.stage === before)?.task.end;
      return [{ id, end: done ?? planned, hold: before.hold }];
    });
  }

  machineOf(task: PlannedTask): Machine | undefined {
    const { placement } = task;
    return placement.kind === 'pool' ? undefined : this.scenario.machines.find((m) => m.id === placement.machine);
  }

  machines(): void {
    for (const task of this.plan.tasks.filter((t) => !t.isFrozen)) {
      const { placement } = task;
      for (const { stage, n } of this.membersOf(task)) {
        const length = task.end - task.start;
        const machine = this.machineOf(task);
        if (stage.kind === 'bench') {
          if (machine?.kind !== 'equipment' || machine.class !== stage.equipment) this.say(11, `${task.id} misplaced`);
          else if (stage.batch === undefined) {
            const wanted = stage.time.fixed * Math.ceil(n / machine.capacity) + stage.time.perSample * n;
            if (length !== wanted) this.say(9, `${task.id} lasts ${length}, not ${wanted}`);
          }
        } else if (stage.kind === 'sequencing') {
          const recipe = placement.kind === 'run' ? placement.recipe : undefined;
          if (machine?.kind !== 'position' || recipe === undefined || !machine.recipes.includes(recipe)) {
            this.say(11, `${task.id} misplaced`);
          } else if (!stage.recipes.includes(recipe)) this.say(11, `${task.id}: recipe ${recipe} not allowed`);
          if (recipe !== undefined && length !== this.scenario.recipes.get(recipe)?.runTime) this.say(9, `${task.id}`);
        } else if (
          placement.kind !== 'pool' ||
          placement.pool !== stage.pool ||
          !stage.parallel.includes(placement.parallel)
        ) {
          this.say(11, `${task.id} misplaced`);
        } else {
          const width = Math.min(placement.parallel, n);
          const wanted = Math.ceil(n / placement.parallel) * (stage.time.fixed + stage.time.perSample);
          if (length !== wanted) this.say(9, `${task.id} lasts ${length}, not ${wanted}`);
          const isRight =
            placement.cores === stage.cores * width &&
            placement.memoryBytes === stage.memoryBytes * width &&
            placement.gpus === stage.gpus * width;
          if (!isRight) this.say(11, `${task.id} takes other than it needs`);
        }
      }
    }
    for (const machine of this.scenario.machines) this.machineTimeline(machine);
  }

  machineTimeline(machine: Machine): void {
    const present = this.situation.machines.find((m) => m.machine === machine.id);
    const tasks = this.plan.tasks.filter((t) => this.machineOf(t) === machine).toSorted((a, b) => a.start - b.start);
    let state = present?.state ?? machine.initialState;
    for (const task of tasks) {
      const next = this.stateOf(task);
      const rule =
        state === undefined
          ? undefined
          : machine.changeover.rules.find(
              (r) => (r.from === '*' || r.from === state) && (r.to === '*' || r.to === next),
            );
      const wanted = rule?.time ?? machine.changeover.default;
      if (!task.isFrozen && task.setup !== wanted) this.say(12, `${task.id}: set-up ${task.setup}, not ${wanted}`);
      state = next;
    }
    const blocks = [
      ...tasks.map((t) => ({
        id: t.id,
        start: t.isFrozen ? t.start : t.start - t.setup,
        end: t.end,
        frozen: t.isFrozen,
      })),
      ...this.plan.maintenance
        .filter((m) => m.machines.includes(machine.id))
        .map((m) => ({ id: m.id, start: m.start, end: m.end, frozen: false })),
    ];
    for (const block of blocks.filter((b) => !b.frozen)) {
      const isInside = machine.available.some((i) => i.start <= block.start && block.end <= i.end);
      if (!isInside || block.start < (present?.freeFrom ?? -Infinity)) this.say(13, `${block.id} outside the calendar`);
      for (const other of blocks) {
        if (other !== block && block.start < other.end && other.start < block.end)
          this.say(14, `${block.id}, ${other.id}`);
      }
    }
  }

  stateOf(task: PlannedTask): string {
    const [member] = this.membersOf(task);
    if (task.placement.kind === 'run') return task.placement.recipe;
    const stage = member?.stage;
    return stage?.kind === 'bench' && stage.batch ? stage.batch.family : (stage?.id ?? '');
  }

  resources(): void {
    const staff: Use[] = [];
    for (const task of this.plan.tasks) {
      const machine = this.machineOf(task);
      if (machine && task.setup > 0 && !task.isFrozen) {
        staff.push({
          from: task.start - task.setup,
          to: task.start,
          amount: machine.changeover.operators,
          frozen: false,
        });
      }
      const needs = this.membersOf(task).flatMap((m) => (m.stage.kind === 'bench' ? [m.stage.attendance] : []));
      const attended = needs.filter((a) => a.operators > 0);
      if (attended.length === 0) continue;
      const spans = attended.map((a) => a.handsOn ?? task.end - task.start);
      staff.push({
        from: task.start,
        to: task.start + Math.max(...spans),
        amount: Math.max(...attended.map((a) => a.operators)),
        frozen: task.isFrozen,
      });
    }
    for (const m of this.plan.maintenance) {
      const machine = this.scenario.machines.find((x) => x.id === m.machines[0]);
      const rule = machine?.flexibleMaintenance.find((f) => f.id === m.maintenance);
      staff.push({ from: m.start, to: m.end, amount: rule?.operators ?? 0, frozen: false });
    }
    this.within(15, 'staff', staff, this.scenario.staff);
    for (const pool of this.scenario.pools) {
      const uses = (take: (p: { cores: number; memoryBytes: number; gpus: number }) => number): Use[] =>
        this.plan.tasks.flatMap((t) =>
          t.placement.kind === 'pool' && t.placement.pool === pool.id
            ? [{ from: t.start, to: t.end, amount: take(t.placement), frozen: t.isFrozen }]
            : [],
        );
      const constant = (level: number): StepFunction => ({ times: [-(2 ** 40) as Seconds], levels: [level] });
      this.within(
        18,
        `${pool.id} cores`,
        uses((p) => p.cores),
        pool.cores,
      );
      this.within(
        18,
        `${pool.id} memory`,
        uses((p) => p.memoryBytes),
        constant(pool.memoryBytes),
      );
      this.within(
        18,
        `${pool.id} gpus`,
        uses((p) => p.gpus),
        constant(pool.gpus),
      );
    }
  }

  /** Use can only rise above the level where a use begins or the level falls. */
  within(rule: number, name: string, uses: readonly Use[], level: StepFunction): void {
    for (const instant of [...uses.map((u) => u.from), ...level.times]) {
      const present = uses.filter((u) => u.from <= instant && instant < u.to && u.amount > 0);
      const sum = present.reduce((total, u) => total + u.amount, 0);
      if (sum > levelAt(level, instant as Seconds) && present.some((u) => !u.frozen)) {
        this.say(rule, `${name}: ${sum} in use at ${instant}, ${levelAt(level, instant as Seconds)} there`);
      }
    }
  }

  batches(): void {
    for (const task of this.plan.tasks.filter((t) => !t.isFrozen)) {
      const members = this.membersOf(task);
      const [first] = members;
      if (first?.stage.kind === 'bench') this.benchBatch(task, members);
      else if (first?.stage.kind === 'sequencing') this.lanes(task, members);
      else if (members.length > 1) this.say(16, `${task.id} shares compute`);
    }
  }

  benchBatch(task: PlannedTask, members: readonly Member[]): void {
    const families = members.map((m) => (m.stage.kind === 'bench' ? m.stage.batch?.family : undefined));
    if (members.length > 1 && (families[0] === undefined || families.some((f) => f !== families[0]))) {
      this.say(16, `${task.id} mixes families`);
    }
    if (families[0] === undefined) return;
    const machine = this.machineOf(task);
    const samples = members.reduce((sum, m) => sum + m.n, 0);
    if (machine?.kind === 'equipment' && samples > machine.capacity) this.say(16, `${task.id}: ${samples} samples`);
    const wanted = Math.max(
      ...members.map((m) => (m.stage.kind === 'bench' ? m.stage.time.fixed + m.stage.time.perSample * m.n : 0)),
    );
    if (task.end - task.start !== wanted) this.say(9, `${task.id} lasts ${task.end - task.start}, not ${wanted}`);
  }

  lanes(task: PlannedTask, members: readonly Member[]): void {
    if (task.placement.kind !== 'run') return;
    const recipe = this.scenario.recipes.get(task.placement.recipe);
    const { lanes } = task.placement;
    if (recipe === undefined || lanes.length !== recipe.lanes) return this.say(17, `${task.id}: ${lanes.length} lanes`);
    const clash = (a: string, b: string): boolean => {
      const [x, y] = [a, b].map((lot) => members.find((m) => m.lot.lot === lot)?.order.indexSet);
      if (x === undefined || y === undefined) return false;
      return (
        (this.scenario.indexSets.get(x)?.clashes.has(y) ?? false) ||
        (this.scenario.indexSets.get(y)?.clashes.has(x) ?? false)
      );
    };
    const groups =
      recipe.indexScope === 'lane' ? lanes.map((l) => l.map((x) => x.lot)) : [members.map((m) => m.lot.lot)];
    for (const group of groups) {
      group.forEach((a, i) =>
        group.slice(i + 1).forEach((b) => clash(a, b) && this.say(17, `${task.id}: ${a}, ${b} clash`)),
      );
    }
    for (const lane of lanes) {
      if (lane.reduce((sum, l) => sum + l.reads, 0) > recipe.readsPerLane) this.say(17, `${task.id}: lane too full`);
    }
    const onLanes = new Set(lanes.flat().map((l) => l.lot));
    if (onLanes.size !== members.length) this.say(17, `${task.id}: lots on lanes are not the members`);
    for (const { lot, order, stage, n } of members) {
      const wanted = n * (order.readsPerSample ?? (stage.kind === 'sequencing' ? stage.readsPerSample : 0));
      const got = lanes.flat().reduce((sum, l) => sum + (l.lot === lot.lot ? l.reads : 0), 0);
      if (got < wanted) this.say(17, `${task.id}: ${lot.lot} gets ${got} of ${wanted} reads`);
    }
  }
}

interface Use {
  readonly from: number;
  readonly to: number;
  readonly amount: number;
  readonly frozen: boolean;
}
