/** Bugs that an engine might have, each as a change of one line of ours, and what catches it. */

import type { EnginePatch } from '../support/planted-engine.ts';

export interface PlantedBug {
  readonly name: string;
  readonly patches: readonly EnginePatch[];
  /** A violation that it comes to, within the seeds of the test. */
  readonly code: string;
}

const bug = (name: string, code: string, file: string, find: string, put: string): PlantedBug => ({
  name,
  code,
  patches: [{ file, find, put }],
});

export const PLANTED_BUGS: readonly PlantedBug[] = [
  bug('starts on a machine that is down', 'MACHINE-DOWN', 'dispatch', ' && machine.down === undefined', ''),
  bug('starts on a machine that is taken', 'CRASH', 'dispatch', 'machine.occupiedBy === undefined && ', ''),
  bug('forgets a lot that was split off', 'SAMPLE-FORGOTTEN', 'apply-policy', 'state.lots.set(lot.id, lot);', ''),
  bug(
    'forgets samples that leave a lot',
    'SAMPLE-FORGOTTEN',
    'closing',
    "turn.record({ type: 'sample-closed', sample, outcome, reason });",
    "if (!sample.endsWith('s02')) turn.record({ type: 'sample-closed', sample, outcome, reason }); else lot.samples = lot.samples.filter((s) => s !== sample), lot.samples.length || state.lots.delete(lot.id);",
  ),
  bug('ignores the maximum hold', 'HOLD', 'lots', 'max !== undefined', 'max < 0'),
  bug('ignores the minimum hold', 'PRECEDENCE', 'lots', '? after(end, lotStage(state, lot, name).hold.min)', '? end'),
  bug('ignores hard expiry', 'OVERDUE', 'lots', '.expires ?? NEVER', '.noted ?? NEVER'),
  bug(
    'works on what has not come',
    'RELEASE',
    'lots',
    'if (!mustGet(state.orders, lot.order).isReceived)',
    'if (false)',
  ),
  bug('ignores absent operators', 'STAFF', 'shortages', "of.kind === 'staff' ?", 'false ?'),
  bug('ignores lost nodes', 'POOL', 'shortages', 'parts.length === 0 ? whole : lowered(whole, parts)', 'whole'),
  bug('forgets operators of set-ups', 'STAFF', 'work', 'setup > 0 ? changeover.operators : 0', '0'),
  bug('tries again once too often', 'POLICY-STEP', 'policy', 'used >= action.max', 'used > action.max'),
  bug(
    'forgets the back-off',
    'BACK-OFF',
    'apply-policy',
    'lot.notBefore = seconds(Math.max(lot.notBefore, fact.notBefore ?? fact.at));',
    '',
  ),
  bug(
    'takes the second step of a policy first',
    'POLICY-STEP',
    'policy',
    'when !== undefined && !when.includes(failure)',
    'step === 0 || (when !== undefined && !when.includes(failure))',
  ),
  bug('forgets that memory grew', 'MODE', 'apply-policy', 'progress.memoryFactor *= step.action.memoryFactor;', ''),
  bug('makes quality whole again', 'QUALITY-RISES', 'lot-quality', 'quality: lot.quality }', 'quality: 1 }'),
  bug('ages by the wrong curve', 'QUALITY', 'lot-quality', 'instant - keeping.since', '2 * (instant - keeping.since)'),
  bug(
    'loses the timer of a limit',
    'OVERDUE',
    'limits',
    "turn.command({ type: 'set-timer', timer: `${PREFIX}:${due}:${lot}`, due });",
    '',
  ),
  bug('loses the timer of the next start', 'STALLED', 'step', 'if (next > now && next < NEVER)', 'if (false)'),
  bug(
    'leaves the wrong member behind',
    'LEFT-BEHIND',
    'company',
    'return { members, ready, latest };',
    'return { members: members.slice(0, 1), ready, latest };',
  ),
  bug('skips maintenance', 'MAINTENANCE-WINDOW', 'agenda', 'state.plan?.maintenance.has(id) === true', 'false'),
  bug('overtakes without a word', 'OVERTAKING', 'dispatch', 'if (over.length > 0)', 'if (false)'),
  bug(
    'delivers while a stage is open',
    'OUTCOME',
    'lots',
    'if (!isOver(stage))',
    "if (!isOver(stage) && stage.status !== 'open')",
  ),
  bug(
    'does not look at gates',
    'UNANSWERED',
    'react',
    'const failure = reported.get(sample) ?? missedGate(stage.gates, measured.get(sample) ?? []);',
    'const failure = reported.get(sample);',
  ),
  bug('forgets what a machine is set up for', 'SETUP', 'apply-task', 'machine.setUpFor = task.placement.recipe;', ';'),
  bug(
    'goes on with a lot that is held',
    'HELD',
    'apply-policy',
    'lot.isHeld = true;',
    'state.planning.uncovered.add(lot.id); return;',
  ),
  bug('does not count attempts', 'ATTEMPT', 'apply-task', 'waiting.attempts = fact.attempt;', ';'),
  bug(
    'calls the worst sample the best',
    'ORDER-OUTCOME',
    'closing',
    'BY_MERIT.filter((o)',
    'BY_MERIT.toReversed().filter((o)',
  ),
  bug('stores what comes out somewhere else', 'STORAGE', 'react', 'condition: output.condition', "condition: 'room'"),
  bug(
    'remembers something that no fact says',
    'REPLAY',
    'react',
    'announce(turn, order);\n    const known',
    'announce(turn, order);\n    state.planning.refusals += 1;\n    const known',
  ),
  bug(
    'starts what comes first by chance',
    'TWICE',
    'react',
    "turn.record({ type: 'run-opened', run });",
    "turn.record({ type: 'run-opened', run: { ...run, version: String(Math.random()) } });",
  ),
];
