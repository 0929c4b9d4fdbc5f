/**
 * Judges a chain by moving its tasks: what is said to be in the way must break a rule of the plan checker when the task is
 * moved there, and what is said to be free must break none. Nothing of the explanation's own reasoning is used.
 */

import { duration, seconds } from '../../../src/base/index.ts';
import type { MachineId, Plan, PlannedTask, TaskPlacement } from '../../../src/model/index.ts';
import type { OrderExplanation } from '../../../src/solver/index.ts';
import { checkPlan, type PlanCase } from '../../../src/validation/index.ts';

type Link = OrderExplanation['chain'][number];
type Wait = Link['waits'][number];

/** The finding that the checker must give for a task moved into a wait of each kind. */
const CODE_OF: Readonly<Record<Exclude<Wait['cause']['kind'], 'choice'>, string>> = {
  machine: 'OVERLAP',
  maintenance: 'OVERLAP',
  'fixed-maintenance': 'CALENDAR',
  'run-limit': 'MAINTENANCE-RUNS',
  closed: 'CALENDAR',
  // A set-up before `now` breaks another rule than one before the machine is free.
  down: 'CALENDAR',
  'off-shift': 'STAFF',
  operators: 'STAFF',
  'start-window': 'START-WINDOW',
  'pool-limit': 'POOL',
  pool: 'POOL',
  hold: 'HOLD',
};

/** A plan with a moved task has another worth: not what an explanation speaks of. */
const EXPECTED = new Set(['OBJECTIVE']);

/** One sentence per claim that does not hold; the plan is the one that the chains were read from. */
export function brokenClaims(planCase: PlanCase, chains: readonly (readonly Link[])[]): readonly string[] {
  // Chains of several orders share links.
  const links = new Map(chains.flat().map((link) => [`${link.task} ${link.lot}`, link]));
  return [
    ...chains.flatMap((chain) => [...orderFaults(chain)]),
    ...[...links.values()].flatMap((link) => linkFaults(planCase, link)),
  ];
}

function* orderFaults(chain: readonly Link[]): Iterable<string> {
  for (const [k, link] of chain.entries()) {
    const next = chain[k + 1];
    if (next !== undefined && next.start > link.start) yield `${next.task} comes after ${link.task} but starts later`;
  }
}

function linkFaults(planCase: PlanCase, link: Link): readonly string[] {
  const { ready, waits, isFrozen } = link;
  if (ready === undefined) return isFrozen ? [] : [`${link.task} is ready without a moment`];
  return [
    ...tilingFaults(link),
    // A second before it is ready, something that it needs is not there.
    ...expectCode(planCase, link, { at: ready.at - 1, codes: ['PRECEDENCE', 'RELEASE'] }),
    ...waits.flatMap((wait) => waitFaults(planCase, link, wait)),
    ...soonerFaults(planCase, link),
  ];
}

/** The waits go from the start back to the moment of readiness, without a gap. */
function* tilingFaults({ task, start, ready, waits }: Link): Iterable<string> {
  let until = start;
  for (const wait of waits) {
    if (wait.until !== until || wait.from >= wait.until) yield `${task}: a gap in the waits at ${until}`;
    until = wait.from;
  }
  if (ready !== undefined && until !== Math.min(ready.at, start)) yield `${task}: the waits do not reach back to ready`;
}

function waitFaults(planCase: PlanCase, link: Link, { from, until, cause }: Wait): readonly string[] {
  const instants = [...new Set([from, Math.floor((from + until) / 2), until - 1])];
  if (cause.kind === 'choice') {
    return instants.flatMap((at) =>
      cause.along.length === 0 ? expectFree(planCase, link, { at }) : expectFreeTogether(planCase, link, at),
    );
  }
  const code = CODE_OF[cause.kind];
  return instants.flatMap((at) => expectCode(planCase, link, { at, codes: [code] }));
}

const soonerFaults = (planCase: PlanCase, link: Link): readonly string[] =>
  link.sooner === undefined ? [] : expectFree(planCase, link, { at: link.sooner.start, on: link.sooner.on });

interface Move {
  readonly at: number;
  readonly on?: MachineId;
}

function expectCode(planCase: PlanCase, link: Link, { at, codes }: Move & { codes: readonly string[] }): string[] {
  const found = codesAfter(planCase, link, { at });
  return codes.some((code) => found.has(code))
    ? []
    : [`${link.task} at ${at}: ${codes.join(' or ')} expected, found ${[...found].join(', ') || 'nothing'}`];
}

function expectFree(planCase: PlanCase, link: Link, move: Move): string[] {
  const found = [...codesAfter(planCase, link, move)].filter((code) => !EXPECTED.has(code));
  return found.length === 0 ? [] : [`${link.task} at ${move.at}${move.on ?? ''}: free expected, found ${found.join()}`];
}

/** Some of the stages after it, moved to some minute, make the move free; HOLD is left to stages further on. */
function expectFreeTogether({ scenario, situation, plan }: PlanCase, link: Link, at: number): string[] {
  const shifted = moved(plan, link.task, { at });
  const end = at + link.end - link.start;
  const lots = new Set(plan.tasks.find((task) => task.id === link.task)?.members.map((member) => member.lot));
  const next = plan.tasks.filter((task) => task.start >= link.end && task.members.some((m) => lots.has(m.lot)));
  const isFree = (candidate: Plan): boolean => {
    const tasks = withSetups({ scenario, situation, plan: candidate });
    const findings = checkPlan({ scenario, situation, plan: { ...plan, tasks } });
    return findings.every(({ code, path }) => EXPECTED.has(code) || (code === 'HOLD' && !path.endsWith(link.task)));
  };
  for (const task of next.slice(0, 2)) {
    for (let start = Math.ceil(end / 300) * 300; start <= task.start; start += 300) {
      if (isFree(moved(shifted, task.id, { at: start }))) return [];
    }
  }
  return [`${link.task} at ${at}: free with the next stage expected`];
}

function codesAfter({ scenario, situation, plan }: PlanCase, link: Link, move: Move): ReadonlySet<string> {
  const tasks = withSetups({ scenario, situation, plan: moved(plan, link.task, move) });
  const findings = checkPlan({ scenario, situation, plan: { ...plan, tasks } });
  return new Set(findings.map((finding) => finding.code));
}

function moved(plan: Plan, name: string, { at, on }: Move): Plan {
  const tasks = plan.tasks.map((task): PlannedTask => {
    if (task.id !== name) return task;
    const end = seconds(at + task.end - task.start);
    return { ...task, start: seconds(at), end, placement: placedOn(task.placement, on) };
  });
  return { ...plan, tasks: tasks.toSorted((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1)) };
}

const placedOn = (placement: TaskPlacement, machine: MachineId | undefined): TaskPlacement =>
  machine === undefined || placement.kind === 'pool' ? placement : { ...placement, machine };

/** The tasks with the set-ups that rule 12 asks for in their present sequence; frozen ones keep theirs. */
function withSetups({ scenario, situation, plan }: PlanCase): readonly PlannedTask[] {
  const stateOf = ({ placement, members }: PlannedTask): string => {
    if (placement.kind === 'run') return placement.recipe;
    const stages = [...scenario.workflows.values()].flatMap((workflow) => workflow.stages);
    const stage = stages.find((candidate) => candidate.id === members[0]?.stage);
    return (stage?.kind === 'bench' ? stage.batch?.family : undefined) ?? String(stage?.id);
  };
  const states = new Map<string, string | undefined>();
  for (const { id, initialState } of scenario.machines) states.set(id, initialState);
  for (const { machine, state } of situation.machines) if (state !== undefined) states.set(machine, state);
  return plan.tasks.map((task) => {
    if (task.placement.kind === 'pool') return task;
    const { machine: name } = task.placement;
    const from = states.get(name);
    const to = stateOf(task);
    states.set(name, to);
    if (task.isFrozen) return task;
    const { rules = [], default: usual = 0 } = scenario.machines.find((m) => m.id === name)?.changeover ?? {};
    const rule = rules.find((r) => [from, '*'].includes(r.from) && [to, '*'].includes(r.to) && from !== undefined);
    return { ...task, setup: duration(rule?.time ?? usual) };
  });
}
