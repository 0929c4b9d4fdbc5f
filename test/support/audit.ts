/**
 * Judges a run by its facts alone, with nothing of the engine: what must hold of every run, whatever went wrong in it.
 */

import type { Fact, LotId, OrderId, SampleId, Scenario, Stage, StageId, TaskId, Timed } from '../../src/model/index.ts';

type FactOf<T extends Fact['type']> = Timed<Extract<Fact, { type: T }>>;
type Started = FactOf<'task-started'>;

/** One sentence per violation, in the order of the facts. */
export function audit(scenario: Scenario, facts: readonly Timed<Fact>[]): readonly string[] {
  const auditor = new Auditor(scenario);
  for (const fact of facts) auditor.hear(fact);
  return auditor.conclude(facts.at(-1));
}

/** What the facts so far say of one sample. */
interface Trail {
  readonly order: Scenario['orders'][number];
  readonly stages: readonly Stage[];
  readonly done: Map<StageId, number>;
  readonly skipped: Set<StageId>;
  lot: LotId;
  isReceived: boolean;
  isClosed: boolean;
}

class Auditor {
  readonly #scenario: Scenario;
  readonly #faults: string[] = [];
  readonly #trails = new Map<SampleId, Trail>();
  readonly #lotsMade = new Map<OrderId, number>();
  readonly #quality = new Map<LotId, number>();
  readonly #running = new Map<TaskId, { readonly fact: Started; readonly samples: readonly SampleId[] }>();
  readonly #maintenance = new Map<TaskId, FactOf<'maintenance-started'>>();
  readonly #heldBy = new Map<string, TaskId>();
  readonly #down = new Set<string>();
  readonly #attempts = new Set<string>();
  readonly #closedOrders = new Set<OrderId>();
  #now = -Infinity;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    for (const order of scenario.orders) {
      const stages = scenario.workflows.get(order.workflow)?.stages ?? [];
      const lot = order.id as string as LotId;
      this.#lotsMade.set(order.id, 1);
      for (const { id } of order.samples) {
        const trail = { order, stages, done: new Map(), skipped: new Set<StageId>(), lot };
        this.#trails.set(id, { ...trail, isReceived: false, isClosed: false });
      }
    }
  }

  hear(fact: Timed<Fact>): void {
    if (fact.at < this.#now) this.#fault(fact, `goes back from ${this.#now}`);
    this.#now = fact.at;
    switch (fact.type) {
      case 'order-received':
        for (const sample of fact.samples) this.#trail(sample).isReceived = true;
        return;
      case 'task-started':
        return this.#start(fact);
      case 'task-finished':
      case 'task-failed':
        return this.#end(fact);
      case 'policy-applied':
        return this.#applyPolicy(fact);
      case 'maintenance-started':
        for (const machine of fact.machines) this.#take(fact, machine, fact.task);
        this.#maintenance.set(fact.task, fact);
        return this.#checkStaff(fact);
      case 'maintenance-finished':
        for (const machine of this.#maintenance.get(fact.task)?.machines ?? []) this.#heldBy.delete(machine);
        this.#maintenance.delete(fact.task);
        return;
      case 'machine-down':
        this.#down.add(fact.machine);
        return;
      case 'machine-up':
        this.#down.delete(fact.machine);
        return;
      case 'lot-stored':
        return this.#store(fact);
      case 'sample-closed':
        return this.#closeSample(fact);
      case 'order-closed':
        return this.#closeOrder(fact);
      default:
        return;
    }
  }

  conclude(last: Timed<Fact> | undefined): readonly string[] {
    if (last?.type !== 'run-closed') this.#faults.push(`the last fact is ${last?.type}, not run-closed`);
    for (const { id } of this.#scenario.orders) {
      if (!this.#closedOrders.has(id)) this.#faults.push(`order ${id} is never closed`);
    }
    for (const [id, { isClosed }] of this.#trails) if (!isClosed) this.#faults.push(`sample ${id} is never closed`);
    return this.#faults;
  }

  #fault(fact: Timed<Fact>, text: string): void {
    this.#faults.push(`${fact.at} ${fact.type}: ${text}`);
  }

  #trail(sample: SampleId): Trail {
    const trail = this.#trails.get(sample);
    if (trail === undefined) throw new Error(`the facts name an unknown sample ${sample}`);
    return trail;
  }

  #take(fact: Timed<Fact>, machine: string, task: TaskId): void {
    const other = this.#heldBy.get(machine);
    if (other !== undefined) this.#fault(fact, `${machine} is held by ${other} when ${task} starts`);
    if (this.#down.has(machine)) this.#fault(fact, `${machine} is down when ${task} starts`);
    this.#heldBy.set(machine, task);
  }

  #start(fact: Started): void {
    const attempt = `${fact.task}#${fact.attempt}`;
    if (this.#attempts.has(attempt)) this.#fault(fact, `attempt ${attempt} starts twice`);
    this.#attempts.add(attempt);
    if (fact.placement.kind !== 'pool') this.#take(fact, fact.placement.machine, fact.task);
    const samples: SampleId[] = [];
    for (const { lot, stage } of fact.members) {
      for (const [sample, trail] of this.#trails) {
        if (trail.lot !== lot || trail.isClosed) continue;
        samples.push(sample);
        this.#checkStart(fact, sample, stage);
      }
    }
    if (samples.length === 0) this.#fault(fact, `${fact.task} works on nothing`);
    this.#running.set(fact.task, { fact, samples });
    this.#checkPools(fact);
    this.#checkStaff(fact);
  }

  #checkStart(fact: Started, sample: SampleId, name: StageId): void {
    const { order, stages, done, isReceived, skipped } = this.#trail(sample);
    const workStart = fact.at + fact.setup;
    const stage = stages.find((s) => s.id === name);
    if (stage === undefined) return this.#fault(fact, `${sample} has no stage ${name}`);
    if (!isReceived) this.#fault(fact, `${sample} is not here yet`);
    if (done.has(name)) this.#fault(fact, `${sample} has done ${name} already`);
    for (const other of this.#running.values()) {
      const isThere = other.samples.includes(sample) && other.fact.members.some((m) => m.stage === name);
      if (isThere) this.#fault(fact, `${sample} is at ${name} already, in ${other.fact.task}`);
    }
    if (stage.after.length === 0 && order.expires !== undefined && workStart > order.expires) {
      this.#fault(fact, `${sample} starts ${name} after it expired`);
    }
    for (const { id, hold } of awaited(stages, stage, skipped)) {
      const end = done.get(id);
      if (end === undefined) this.#fault(fact, `${sample} starts ${name} before ${id} is done`);
      else if (workStart < end + hold.min) this.#fault(fact, `${sample} starts ${name} before its minimum hold`);
      else if (hold.max !== undefined && workStart > end + hold.max) {
        this.#fault(fact, `${sample} starts ${name} after its maximum hold`);
      }
    }
  }

  #end(fact: FactOf<'task-finished' | 'task-failed'>): void {
    const task = this.#running.get(fact.task);
    if (task?.fact.attempt !== fact.attempt) return this.#fault(fact, `${fact.task}#${fact.attempt} is not running`);
    this.#running.delete(fact.task);
    const { placement, members } = task.fact;
    if (placement.kind !== 'pool') this.#heldBy.delete(placement.machine);
    if (fact.type === 'task-failed') return;
    // A lot may have been split meanwhile: the samples are those that were started.
    for (const { lot, stage } of members) {
      const order = lot.split('~')[0];
      for (const sample of task.samples) {
        const trail = this.#trail(sample);
        if (trail.order.id === order) trail.done.set(stage, fact.at);
      }
    }
  }

  #applyPolicy(fact: FactOf<'policy-applied'>): void {
    const lots = new Set(fact.samples.map((s) => this.#trail(s).lot));
    const [lot] = lots;
    if (lot === undefined || lots.size > 1) return this.#fault(fact, `${fact.samples.join(', ')} are not of one lot`);
    for (const sample of fact.samples) takeBack(this.#trail(sample), fact);
    if (fact.action === 'quarantine' || fact.action === 'abort') return;
    const open = [...this.#trails.values()].filter((t) => t.lot === lot && !t.isClosed);
    if (open.length === fact.samples.length) return;
    const { order } = this.#trail(fact.samples[0] as SampleId);
    const number = (this.#lotsMade.get(order.id) ?? 1) + 1;
    this.#lotsMade.set(order.id, number);
    const made = `${order.id}~${number}` as LotId;
    for (const sample of fact.samples) this.#trail(sample).lot = made;
    this.#quality.set(made, this.#quality.get(lot) ?? 1);
  }

  #store(fact: FactOf<'lot-stored'>): void {
    const before = this.#quality.get(fact.lot) ?? 1;
    if (fact.quality > before) this.#fault(fact, `${fact.lot} gets better, from ${before} to ${fact.quality}`);
    this.#quality.set(fact.lot, fact.quality);
  }

  #closeSample(fact: FactOf<'sample-closed'>): void {
    const trail = this.#trail(fact.sample);
    if (trail.isClosed) this.#fault(fact, `${fact.sample} is closed twice`);
    trail.isClosed = true;
    if (fact.outcome !== 'delivered' && fact.outcome !== 'delivered-degraded') return;
    const missing = trail.stages.filter((s) => !trail.skipped.has(s.id) && !trail.done.has(s.id));
    for (const stage of missing) this.#fault(fact, `${fact.sample} is delivered without ${stage.id}`);
  }

  #closeOrder(fact: FactOf<'order-closed'>): void {
    if (this.#closedOrders.has(fact.order)) this.#fault(fact, `${fact.order} is closed twice`);
    this.#closedOrders.add(fact.order);
    for (const [sample, { order, isClosed }] of this.#trails) {
      if (order.id === fact.order && !isClosed) this.#fault(fact, `${sample} is still open`);
    }
  }

  #checkPools(fact: Timed<Fact>): void {
    for (const pool of this.#scenario.pools) {
      let [cores, memory, gpus] = [0, 0, 0];
      for (const { fact: task } of this.#running.values()) {
        if (task.placement.kind !== 'pool' || task.placement.pool !== pool.id) continue;
        cores += task.placement.cores;
        memory += task.placement.memoryBytes * task.memoryFactor;
        gpus += task.placement.gpus;
      }
      const level = pool.cores.levels[pool.cores.times.findLastIndex((t) => t <= fact.at)] ?? 0;
      if (cores > level) this.#fault(fact, `${pool.id} has ${level} cores, ${cores} are used`);
      if (memory > pool.memoryBytes) this.#fault(fact, `${pool.id} is out of memory`);
      if (gpus > pool.gpus) this.#fault(fact, `${pool.id} is out of GPUs`);
    }
  }

  /** At this instant and, where the work of what runs begins later, then; by the scenario, not by what the facts claim. */
  #checkStaff(fact: Timed<Fact>): void {
    const running = [...this.#running.values()];
    const later = running.map(({ fact: task }) => task.at + task.setup).filter((t) => t > fact.at);
    for (const instant of [fact.at, ...later]) {
      let used = 0;
      for (const { fact: task, samples } of running) used += operatorsAt(this.#scenario, task, samples, instant);
      for (const { operators, expectedEnd } of this.#maintenance.values()) if (instant < expectedEnd) used += operators;
      const { times, levels } = this.#scenario.staff;
      const level = levels[times.findLastIndex((t) => t <= instant)] ?? 0;
      if (used > level) this.#fault(fact, `${level} operators on shift at ${instant}, ${used} in use`);
    }
  }
}

/** Through skipped stages: one that was left out passes on what it waited for. */
function awaited(stages: readonly Stage[], stage: Stage, skipped: ReadonlySet<StageId>): readonly Stage[] {
  return stage.after.flatMap((name) => {
    const before = stages.find((s) => s.id === name);
    if (before === undefined) return [];
    return skipped.has(name) ? awaited(stages, before, skipped) : [before];
  });
}

/** What a policy's choice makes undone or unnecessary. */
function takeBack({ stages, done, skipped }: Trail, { action, stage, step }: FactOf<'policy-applied'>): void {
  const chosen = stages.find((s) => s.id === stage)?.onError[step]?.action;
  if (action === 'retry' || action === 'hold') done.delete(stage);
  if (action === 'fallback' && chosen?.do === 'fallback') {
    const again = new Set([chosen.to]);
    for (const s of stages) if (s.after.some((a) => again.has(a))) again.add(s.id);
    for (const name of again) done.delete(name);
  }
  if (action === 'degrade' && chosen?.do === 'degrade') {
    skipped.add(chosen.skip);
    for (const s of stages) {
      if (s.isOptional && s.after.length > 0 && s.after.every((a) => skipped.has(a))) skipped.add(s.id);
    }
  }
}

function operatorsAt(scenario: Scenario, task: Started, samples: readonly SampleId[], instant: number): number {
  if (task.placement.kind === 'pool') return 0;
  const { machine: name } = task.placement;
  const machine = scenario.machines.find((m) => m.id === name);
  const workStart = task.at + task.setup;
  if (instant < workStart) return machine?.changeover.operators ?? 0;
  const orders = scenario.orders.filter((o) => o.samples.some((s) => samples.includes(s.id)));
  const stages = orders
    .flatMap((o) => scenario.workflows.get(o.workflow)?.stages ?? [])
    .filter((s) => s.kind === 'bench' && task.members.some((m) => m.stage === s.id));
  let operators = 0;
  let until = workStart;
  for (const stage of stages) {
    if (stage.kind !== 'bench') continue;
    operators = Math.max(operators, stage.attendance.operators);
    until = Math.max(until, stage.attendance.handsOn === undefined ? Infinity : workStart + stage.attendance.handsOn);
  }
  return instant < until ? operators : 0;
}
