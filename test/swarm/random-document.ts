/** A small laboratory for a week or so, and everything that may strike it. */

import type { ScenarioDocument } from '../../src/model/index.ts';
import type { Dice } from './dice.ts';
import { randomStages } from './random-workflow.ts';

type Part<K extends keyof ScenarioDocument> = NonNullable<ScenarioDocument[K]>;

/** The same dice always give the same document; the scenario reader accepts it. */
export function randomDocument(dice: Dice): ScenarioDocument {
  const workflows = ['wgs', ...(dice.chance(40) ? ['panel'] : [])].map((id) => ({
    id,
    stages: randomStages(dice.split(id)),
  }));
  const families = workflows.flatMap(({ stages }) =>
    stages.flatMap((s) => (s.kind === 'bench' && s.batch !== undefined ? [s.batch.family] : [])),
  );
  const isAlwaysStaffed = dice.chance(50);
  return {
    schemaVersion: 1,
    name: 'swarm',
    site: {
      timeZone: dice.pick(['UTC', 'Europe/Zurich']),
      shifts: isAlwaysStaffed
        ? [{ name: 'always', days: 'Mon-Sun', from: '00:00', to: '24:00', operators: dice.int(2, 3) }]
        : [
            { name: 'day', days: 'Mon-Fri', from: '08:00', to: '18:00', operators: dice.int(2, 3) },
            { name: 'weekend', days: 'Sat, Sun', from: '09:00', to: '13:00', operators: 2 },
          ],
    },
    horizon: { start: at(0, 0), length: `${dice.int(5, 9)} d` },
    recipes: [recipe('short', '13 h', '400 M', dice), recipe('long', '24 h', '1000 M', dice)],
    instruments: randomInstruments(dice.split('instruments')),
    equipment: randomEquipment(dice.split('equipment'), families.includes('library')),
    computePools: [{ id: 'cluster', kind: 'local', cores: dice.int(8, 24), memory: dice.pick(['32 GB', '64 GB']) }],
    materials: [
      {
        id: 'blood',
        conditions: [
          { id: 'room', lossBegins: '1 d', unusable: '3 d', ...(dice.chance(60) ? { expiry: '60 h' } : {}) },
          { id: 'fridge', lossBegins: '4 d', unusable: '10 d', ...(dice.chance(60) ? { expiry: '5 d' } : {}) },
        ],
      },
      { id: 'dna', conditions: [{ id: 'fridge', lossBegins: '3 d', unusable: '9 d' }] },
      {
        id: 'library',
        conditions: [{ id: 'fridge', lossBegins: '2 d', unusable: '5 d' }, { id: 'freezer' }],
      },
    ],
    indexSets: [{ id: 'set-a' }, { id: 'set-b' }, { id: 'set-c' }],
    workflows,
    orders: [],
    simulation: randomSimulation(dice.split('simulation')),
  };
}

/** Local time on a day after the first, which is a Monday. */
export const at = (day: number, hour: number): string =>
  `${new Date(Date.UTC(2026, 10, 30 + day)).toISOString().slice(0, 10)}T${String(hour).padStart(2, '0')}:00`;

export function randomOrders(dice: Dice, workflows: readonly string[]): Part<'orders'> {
  return Array.from({ length: dice.int(1, 6) }, (_, k) => {
    const own = dice.split(`order ${k}`);
    const hour = own.int(0, 72);
    const received = at(Math.floor(hour / 24), hour % 24);
    const storage = own.chance(30)
      ? [
          { condition: 'room', from: at(-1, 0) },
          { condition: 'fridge', from: at(-1, 6) },
        ]
      : own.pick(['fridge', 'fridge', 'room']);
    return {
      id: `o${k + 1}`,
      workflow: own.pick(workflows),
      material: 'blood',
      samples: own.int(1, 6),
      collected: at(-1, 0),
      storage,
      ...(own.chance(40) ? { announced: at(0, own.int(0, Math.min(23, hour))) } : {}),
      received,
      due: `${own.int(1, 6)} d`,
      ...(own.chance(30) ? { deadline: `${own.int(6, 12)} d` } : {}),
      priority: own.pick(['stat', 'urgent', 'routine', 'routine', 'research'] as const),
      ...(own.chance(70) ? { indexSet: own.pick(['set-a', 'set-b', 'set-c']) } : {}),
    };
  });
}

const recipe = (id: string, runTime: string, readsPerLane: string, dice: Dice): Part<'recipes'>[number] => ({
  id,
  flowCell: id,
  lanes: 2,
  readsPerLane,
  cycles: { read1: 151, read2: 151, index1: 10, index2: 10 },
  runTime,
  indexScope: dice.pick(['lane', 'run'] as const),
});

const reliability = (dice: Dice) => ({
  shape: 1.5,
  scale: dice.pick(['2 d', '8 d', '40 d']),
  renewal: 0.5,
  repair: { mean: dice.pick(['2 h', '10 h']), cv: 0.5 },
  ...(dice.chance(50) ? { wearOut: { onset: '2 d', hazard: 6, shift: 4 } } : {}),
});

const SIGNALS = [
  { signal: 'chiller', unit: 'degC', expected: 4, sd: 0.3, worse: 'higher' as const },
  { signal: 'q30', unit: '%', expected: 92, sd: 1, worse: 'lower' as const },
];

function randomInstruments(dice: Dice): Part<'instruments'> {
  const maintenance = dice.chance(60)
    ? [
        {
          id: 'wash',
          kind: 'flexible' as const,
          every: dice.pick(['2 d', '4 d']),
          ...(dice.chance(40) ? { everyRuns: dice.int(2, 3) } : {}),
          early: '1 d',
          late: '1 d',
          duration: '2 h',
          operators: dice.int(0, 1),
          scope: dice.pick(['machine', 'instrument'] as const),
        },
      ]
    : [];
  const first = {
    id: 'seq',
    type: 'Two Sides',
    positions: ['A', 'B'],
    recipes: ['short', 'long'],
    changeover: {
      default: '45 min',
      operators: dice.int(0, 1),
      rules: [{ from: 'long', to: 'short', time: '90 min' }],
    },
    maintenance,
    ...(dice.chance(70) ? { reliability: reliability(dice) } : {}),
    ...(dice.chance(60) ? { telemetry: SIGNALS } : {}),
    ...(dice.chance(30) ? { initialRecipe: 'long' } : {}),
  };
  const second = { id: 'mini', type: 'One Side', recipes: ['short'], changeover: { default: '30 min', operators: 1 } };
  return dice.chance(40) ? [first, second] : [first];
}

function randomEquipment(dice: Dice, hasLibraries: boolean): Part<'equipment'> {
  const changeover = {
    default: '20 min',
    operators: dice.int(0, 1),
    rules: hasLibraries ? [{ from: 'library', to: 'library', time: '5 min' }] : [],
  };
  const closed = dice.chance(30) ? { unavailable: [{ from: at(1, 12), to: at(1, 20) }] } : {};
  const care = dice.chance(30)
    ? {
        maintenance: [
          { id: 'clean', kind: 'flexible' as const, every: '3 d', early: '1 d', late: '1 d', duration: '1 h' },
        ],
      }
    : {};
  return [
    { id: 'handler', class: 'handler', capacity: dice.pick([4, 8]), changeover, ...closed, ...care },
    {
      id: 'cycler',
      class: 'cycler',
      count: dice.int(1, 2),
      capacity: dice.pick([8, 12]),
      changeover,
      ...(dice.chance(30) ? { reliability: reliability(dice) } : {}),
    },
    { id: 'reader', class: 'reader', capacity: 12 },
  ];
}

const INCIDENTS = ['absence', 'power-loss', 'node-lost', 'storage-full', 'breakdown'] as const;

function randomSimulation(dice: Dice): Part<'simulation'> {
  const incidents = dice.some(INCIDENTS, dice.int(0, 5)).map((kind, k) => {
    const fields = {
      id: `incident-${k + 1}`,
      ...(dice.chance(50) ? { at: at(dice.int(0, 5), dice.int(0, 23)) } : { every: dice.pick(['1 d', '3 d']) }),
      length: dice.pick(['10 min', '3 h', '1 d']),
      cv: dice.pick([0, 0.5]),
    };
    switch (kind) {
      case 'absence':
        return { ...fields, kind, operators: dice.int(2, 3) };
      case 'node-lost':
        return { ...fields, kind, pool: 'cluster', cores: dice.int(2, 8) };
      case 'storage-full':
        return { ...fields, kind, pool: 'cluster' };
      case 'breakdown':
        return { ...fields, kind, machine: dice.pick(['handler', 'seq/A', 'seq/B', 'reader']) };
      case 'power-loss':
        return { ...fields, kind };
    }
  });
  return {
    planningTime: dice.pick(['0', '0', '0', '1 min', '1 min', '20 min', '50 min', '2 h']),
    arrivals: { delay: dice.pick(['0', '0', '3 h', '1 d']), cv: 0.5, noShow: dice.pick([0, 0, 0.2]) },
    sequencing: { yield: dice.pick([1, 0.9]), yieldCv: dice.pick([0, 0.2]), balanceCv: dice.pick([0, 0.3]) },
    incidents,
  };
}
