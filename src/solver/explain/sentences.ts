/** The links of a chain in the words of the laboratory, one sentence each. */

import { at, mustGet } from '../../base/index.ts';
import type { LotId, StageId, TaskId } from '../../model/index.ts';
import type { ChartedTask, PlanAtlas } from './atlas.ts';
import { sayLength, saySpan, timeSpeaker, type SayTime } from './clock-text.ts';
import type { AttendedPart, ChainLink, PoolResource, ReadinessCause, WaitCause } from './explanation.ts';
import type { Ready } from './readiness.ts';
import type { Stretch } from './waits.ts';

export interface Speaker {
  readonly time: SayTime;
  link(link: Omit<ChainLink, 'message'>): string;
  ready(ready: Ready): string;
  wait(wait: Stretch): string;
  sooner(on: string, start: Ready['at']): string;
}

export function speakerFor(atlas: PlanAtlas): Speaker {
  const time = timeSpeaker(atlas.scenario);
  return {
    time,
    link: ({ stage, lot, on, start, end, isFrozen }) =>
      `${stage} of lot ${lot} on ${on}, ${saySpan(time, start, end)}${isFrozen ? ', under way when the plan was made' : ''}`,
    ready: ({ at: instant, because }) => `ready ${time(instant)}: ${readySentence(because, time)}`,
    wait: (wait) =>
      wait.cause.kind === 'choice'
        ? `could have started ${time(wait.from)} on ${wait.cause.on}${alongWords(wait.cause.along)}: the plan has it wait, nothing else does`
        : `waits ${sayLength(wait.until - wait.from)}, ${saySpan(time, wait.from, wait.until)}: ${causeSentence(atlas, wait.cause, time)}`,
    sooner: (on, start) => `${on} could have taken it ${time(start)}, everything else staying where it is`,
  };
}

function readySentence(because: ReadinessCause, time: SayTime): string {
  const companion = 'isCompanion' in because && because.isCompanion ? `its companion ${because.lot} ` : '';
  switch (because.kind) {
    case 'predecessor': {
      const pause = because.hold > 0 ? `, and at least ${sayLength(because.hold)} must pass` : '';
      return companion === ''
        ? `${because.stage} ends ${time(because.end)}${pause}`
        : `${companion}in the same task comes from ${because.stage}, which ends ${time(because.end)}${pause}`;
    }
    case 'release':
      return companion === '' ? 'the order is received' : `${companion}in the same task is received`;
    case 'not-before':
      return companion === '' ? 'the lot may not go on before' : `${companion}in the same task may not go on before`;
    case 'now':
      return 'the plan begins';
  }
}

function causeSentence(atlas: PlanAtlas, cause: WaitCause, time: SayTime): string {
  switch (cause.kind) {
    case 'machine': {
      const { task, members } = mustGet(atlas.byId, cause.task);
      const setup = cause.setup > 0 ? `, then ${sayLength(cause.setup)} of set-up` : '';
      return `${cause.machine} does ${workOf({ task, members })} until ${time(task.end)}${setup}`;
    }
    case 'maintenance': {
      const occurrence = atlas.plan.maintenance.find((m) => m.id === cause.task);
      const span = occurrence === undefined ? '' : `, ${saySpan(time, occurrence.start, occurrence.end)}`;
      return `${cause.machine} has its maintenance ${cause.maintenance}${span}`;
    }
    case 'fixed-maintenance':
      return `${cause.machine} has its maintenance ${cause.maintenance} at a fixed time`;
    case 'run-limit':
      return `${cause.machine} may start no more than ${cause.everyRuns} between two of its maintenance ${cause.maintenance}`;
    case 'closed':
      return `${cause.machine} is not available ${saySpan(time, cause.start, cause.end)}`;
    case 'down':
      return `${cause.machine} is down or occupied until ${time(cause.freeFrom)}`;
    case 'off-shift': {
      const who = cause.operators === 1 ? 'nobody is' : `fewer than ${cause.operators} operators are`;
      return `${who} on shift for ${PART_WORDS[cause.part]} until ${time(cause.end)}`;
    }
    case 'operators':
      return `the operators for ${PART_WORDS[cause.part]} are busy: ${users(atlas, cause.users)}`;
    case 'start-window':
      return `the next start window opens ${time(cause.opens)}`;
    case 'pool-limit':
      return `${cause.pool} has less than ${amount(cause.resource, cause.needed)} until ${time(cause.end)}`;
    case 'pool':
      return `${cause.pool} has too little left of ${amount(cause.resource, cause.needed)}: ${users(atlas, cause.users)}`;
    case 'hold': {
      const because = cause.because === undefined ? '' : `; before, ${causeSentence(atlas, cause.because, time)}`;
      return `held back, since ${cause.stage} must follow within ${sayLength(cause.max)} and starts ${time(cause.nextStart)}${because}`;
    }
    case 'choice':
      return `nothing keeps it from ${cause.on}`;
  }
}

const alongWords = (stages: readonly StageId[]): string =>
  stages.length === 0 ? '' : `, with ${stages.join(' and ')} earlier too`;

const PART_WORDS: Readonly<Record<AttendedPart, string>> = { 'set-up': 'its set-up', work: 'its attended part' };

const MOST_USERS = 3;

function users(atlas: PlanAtlas, tasks: readonly TaskId[]): string {
  const names = tasks.slice(0, MOST_USERS).map((task) => {
    const charted = atlas.byId.get(task);
    return charted === undefined ? task : workOf(charted);
  });
  const rest = tasks.length - names.length;
  return `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** `sequencing of o1`, with the number of further lots. */
function workOf({ task }: Pick<ChartedTask, 'task' | 'members'>): string {
  const first: { lot: LotId; stage: StageId } = at(task.members, 0);
  const more = task.members.length - 1;
  return `${first.stage} of ${first.lot}${more > 0 ? ` and ${more} more` : ''}`;
}

function amount(resource: PoolResource, needed: number): string {
  switch (resource) {
    case 'cores':
      return `${needed} cores`;
    case 'memory':
      return `${Math.round(needed / 1e9)} GB of memory`;
    case 'gpus':
      return `${needed} GPUs`;
  }
}
