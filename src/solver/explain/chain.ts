/**
 * The binding chain: from a task backwards, over what it waited for, to the release of an order or the plan's instant.
 *
 * A link that waits for a machine, operators or a pool goes on to the task that held them when the link was ready; any other
 * goes on to the stage before it, of the lot itself or of the companion it waited for.
 */

import { by, compareNumbers, compareText, firstOf } from '../../base/index.ts';
import type { LotId, MachineId, OrderId, PoolId, StageId, TaskId } from '../../model/index.ts';
import type { ChartedTask, PlanAtlas } from './atlas.ts';
import type { ChainLink } from './explanation.ts';
import { readyOf, type Ready } from './readiness.ts';
import { speakerFor, type Speaker } from './sentences.ts';
import { soonerStart, waitsOf, type Stretch } from './waits.ts';

/** Where a chain passes: a member of a task. */
export interface Place {
  readonly charted: ChartedTask;
  readonly lot: LotId;
}

/** Longer chains are cut: nobody reads on, and every link costs a look at the whole plan. */
const MOST_LINKS = 60;

/** Reads chains of one plan; links that several chains pass through are looked at once. */
export function chainReader(atlas: PlanAtlas): (from: Place) => readonly ChainLink[] {
  const speaker = speakerFor(atlas);
  const known = new Map<string, Step>();
  const stepAt = (place: Place): Step => {
    const key = `${place.charted.task.id}\n${place.lot}`;
    const step = known.get(key) ?? stepFrom(atlas, place, speaker);
    known.set(key, step);
    return step;
  };
  return (from) => {
    const links: ChainLink[] = [];
    const seen = new Set<TaskId>();
    let place: Place | undefined = from;
    while (place !== undefined && !seen.has(place.charted.task.id) && links.length < MOST_LINKS) {
      seen.add(place.charted.task.id);
      const step: Step = stepAt(place);
      links.push(step.link);
      place = step.next;
    }
    return links;
  };
}

interface Step {
  readonly link: ChainLink;
  readonly next: Place | undefined;
}

function stepFrom(atlas: PlanAtlas, place: Place, speaker: Speaker): Step {
  const finding = lookAt(atlas, place);
  return { link: linkOf(atlas, finding, speaker), next: nextPlace(atlas, finding) };
}

/** The order's task that ends last; ties: by lot, then task. */
export function lastPlace(atlas: PlanAtlas, order: OrderId): Place | undefined {
  const places = atlas.tasks.flatMap((charted) =>
    charted.members.filter((m) => m.order.id === order).map((m): Place => ({ charted, lot: m.lot.lot })),
  );
  return places.toSorted(latestEndFirst)[0];
}

const latestEndFirst = firstOf<Place>(
  by((place) => -place.charted.task.end, compareNumbers),
  by((place) => place.lot, compareText),
  by((place) => place.charted.task.id, compareText),
);

interface Finding {
  readonly place: Place;
  readonly ready: Ready | undefined;
  readonly waits: readonly Stretch[];
}

function lookAt(atlas: PlanAtlas, place: Place): Finding {
  if (place.charted.task.isFrozen) return { place, ready: undefined, waits: [] };
  const ready = readyOf(atlas, place.charted, place.lot);
  return { place, ready, waits: waitsOf(atlas, place.charted, ready.at) };
}

function linkOf(atlas: PlanAtlas, { place, ready, waits }: Finding, speaker: Speaker): ChainLink {
  const { task } = place.charted;
  const { placement } = task;
  const on: MachineId | PoolId = placement.kind === 'pool' ? placement.pool : placement.machine;
  const sooner = ready === undefined ? undefined : soonerStart(atlas, place.charted, ready.at);
  const link = {
    task: task.id,
    lot: place.lot,
    stage: stageIn(place),
    on,
    start: task.start,
    end: task.end,
    isFrozen: task.isFrozen,
    ...(ready && { ready: { ...ready, message: speaker.ready(ready) } }),
    waits: waits.map((wait) => ({ ...wait, message: speaker.wait(wait) })),
    ...(sooner && { sooner: { ...sooner, message: speaker.sooner(sooner.on, sooner.start) } }),
  };
  return { ...link, message: speaker.link(link) };
}

const stageIn = ({ charted, lot }: Place): StageId =>
  (charted.members.find((m) => m.lot.lot === lot) ?? charted.members[0])?.stage.id ?? ('' as StageId);

function nextPlace(atlas: PlanAtlas, { place, ready, waits }: Finding): Place | undefined {
  return ready === undefined ? undefined : (holderAt(atlas, place, waits.at(-1)) ?? before(atlas, ready));
}

/** The task that holds what is waited for at first, if it started before the link itself. */
function holderAt(atlas: PlanAtlas, { charted }: Place, wait: Stretch | undefined): Place | undefined {
  const cause = wait?.cause;
  if (cause === undefined) return undefined;
  const holders = cause.kind === 'machine' ? [cause.task] : 'users' in cause ? cause.users : [];
  const earlier = holders
    .flatMap((task) => atlas.byId.get(task) ?? [])
    .filter((other) => other.task.start < charted.task.start)
    .flatMap((other) => other.members.slice(0, 1).map((m): Place => ({ charted: other, lot: m.lot.lot })));
  return earlier.toSorted(latestEndFirst)[0];
}

function before(atlas: PlanAtlas, { because }: Ready): Place | undefined {
  if (because.kind !== 'predecessor') return undefined;
  const charted = atlas.taskOf(because.lot, because.stage);
  return charted === undefined ? undefined : { charted, lot: because.lot };
}
