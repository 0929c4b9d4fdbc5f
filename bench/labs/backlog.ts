/**
 * A laboratory whose sequencers never lack work: libraries wait in the freezer, more of them than four weeks of runs can take.
 *
 * What holds utilization down here is staffing, set-ups, maintenance and breakdowns, and what planner and engine make of them.
 */

import { DAY, HOUR } from '../../src/base/index.ts';
import type { ScenarioDocument } from '../../src/model/index.ts';
import { RECIPES, timeText } from './supplies.ts';

type Shift = ScenarioDocument['site']['shifts'][number];

const shift = (name: string, days: Shift['days'], [from, to]: readonly [string, string]): Shift => ({
  name,
  days,
  from,
  to,
  operators: 3,
});

/** Who is there to load a flow cell. */
export const STAFFINGS = {
  'around the clock': [shift('day', 'Mon-Sun', ['00:00', '24:00'])],
  'daily visits': [shift('day', 'Mon-Sun', ['07:00', '22:00'])],
  'weekdays and a weekend visit': [
    shift('weekday', 'Mon-Fri', ['08:00', '18:00']),
    shift('weekend', ['Sat', 'Sun'], ['10:00', '12:00']),
  ],
  'weekdays only': [shift('weekday', 'Mon-Fri', ['08:00', '18:00'])],
} as const satisfies Readonly<Record<string, readonly Shift[]>>;

export type Staffing = keyof typeof STAFFINGS;

export interface BacklogOptions {
  readonly staffing: Staffing;
  readonly weeks: number;
  /** Whether sequencers break down and need flexible maintenance. */
  readonly hasTrouble: boolean;
}

/** Recipes of the large sequencer only: 48, 24, 18 and 21 hours. */
const OWN_RECIPES = RECIPES.filter(({ id }) => id.startsWith('x-'));

export function backlogDocument({ staffing, weeks, hasTrouble }: BacklogOptions): ScenarioDocument {
  return {
    schemaVersion: 1,
    name: 'backlog',
    site: { timeZone: 'UTC', shifts: [...STAFFINGS[staffing]] },
    horizon: { start: timeText(0), length: `${weeks} wk` },
    recipes: OWN_RECIPES,
    instruments: [
      {
        id: 'novaseq-x',
        type: 'NovaSeq X Plus',
        positions: ['A', 'B'],
        recipes: OWN_RECIPES.map(({ id }) => id),
        changeover: { default: '45 min', operators: 1 },
        ...(hasTrouble ? TROUBLE : {}),
      },
    ],
    computePools: [{ id: 'cluster', kind: 'slurm', cores: 2000, memory: '16 TB' }],
    materials: [{ id: 'library', conditions: [{ id: 'freezer' }] }],
    workflows: [
      workflow('genomes', { recipes: ['x-25b-300', 'x-10b-300'], reads: '400 M' }),
      workflow('exomes', { recipes: ['x-10b-300', 'x-1.5b-300'], reads: '60 M' }),
      workflow('transcriptomes', { recipes: ['x-10b-100'], reads: '50 M' }),
    ],
    // Idle hours first, empty lanes after them: what is asked here is how busy sequencers can be.
    objective: {
      levels: [
        [{ term: 'samples-lost' }],
        [{ term: 'weighted-tardiness' }, { term: 'quality-lost', weight: 100 }],
        [{ term: 'sequencer-idle' }],
        [{ term: 'empty-lanes' }, { term: 'failure-cost' }],
      ],
    },
    orders: [
      // A quarter of a 25B flow cell each.
      ...orders('genomes', { count: 36 * weeks, samples: 16 }),
      // Half of a 10B flow cell, or more than one of 1.5B.
      ...orders('exomes', { count: 6 * weeks, samples: 24 }),
      ...orders('transcriptomes', { count: 4 * weeks, samples: 96 }),
    ],
  };
}

/** Hazards as a vendor of a like instrument states its mean time between failures (160 days); repair and service: assumed. */
const TROUBLE: Partial<NonNullable<ScenarioDocument['instruments']>[number]> = {
  maintenance: [
    {
      id: 'wash',
      kind: 'flexible',
      every: '14 d',
      early: '3 d',
      late: '2 d',
      duration: '2 h',
      operators: 1,
      lastDone: timeText(-5 * DAY),
    },
  ],
  reliability: { shape: 1.3, scale: '173 d', age: '40 d', renewal: 0.3, repair: { mean: '2 d', cv: 0.5 } },
};

function workflow(id: string, { recipes, reads }: { readonly recipes: string[]; readonly reads: string }) {
  return {
    id,
    stages: [
      {
        id: 'sequencing',
        kind: 'sequencing' as const,
        recipes,
        reads,
        durationCv: 0.03,
        onError: [{ when: 'equipment-failure' as const, do: 'retry' as const, max: 5 }],
      },
      {
        id: 'calling',
        kind: 'compute' as const,
        after: ['sequencing'],
        pool: 'cluster',
        time: { fixed: '4 h' },
        cores: 8,
        memory: '32 GB',
        parallel: [16],
      },
    ],
  };
}

/** Due long after the horizon: nothing is urgent, so that idle sequencers are what plans differ in. */
const orders = (workflow: string, { count, samples }: { readonly count: number; readonly samples: number }) =>
  Array.from({ length: count }, (_, k) => ({
    id: `${workflow}-${String(k).padStart(3, '0')}`,
    workflow,
    material: 'library',
    samples,
    collected: timeText(-2 * DAY),
    storage: 'freezer',
    received: timeText(-8 * HOUR),
    due: '180 d',
  }));
