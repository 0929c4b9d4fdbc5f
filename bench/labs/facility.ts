/**
 * The laboratory around the orders: as many sequencers as a facility of its size has, and as much of everything else as the
 * orders ask for at the loads of its kind, counted roughly (no batching beyond half of the work, no waiting).
 */

import { DAY, HOUR } from '../../src/base/index.ts';
import { parseDuration, parseReads, type ScenarioDocument, type WorkflowDocument } from '../../src/model/index.ts';
import type { KindTraits } from './kind.ts';
import type { OrderDraft } from './orders.ts';
import { timeText } from './supplies.ts';
import { WORKFLOWS } from './workflows.ts';

type Instrument = NonNullable<ScenarioDocument['instruments']>[number];
type Equipment = NonNullable<ScenarioDocument['equipment']>[number];
type Maintenance = NonNullable<Equipment['maintenance']>[number];

export interface Facility {
  /** Orders arrive over so many days. */
  readonly arrivalDays: number;
  readonly horizonWeeks: number;
  readonly shifts: ScenarioDocument['site']['shifts'];
  readonly instruments: readonly Instrument[];
  readonly equipment: readonly Equipment[];
  readonly computePools: NonNullable<ScenarioDocument['computePools']>;
}

/** Hours on a large sequencer per 1e9 read pairs, flow cells being three quarters full. */
const RUN_HOURS_PER_BILLION = 2.6;
/** Days from receipt to a library that can be sequenced. */
const PREPARATION_DAYS = 3;
/** Staffed hours of a week. */
const STAFFED_HOURS = 5 * 10 + 2 * 4 * 0.4;
/** Lots that share a task, where they may. */
const LOTS_PER_BATCH = 1.6;

/** `sizedFor`: as many sequencers as a laboratory has that gets so many orders; more orders then take longer to come. */
export function facilityFor(orders: readonly OrderDraft[], traits: KindTraits, sizedFor = orders.length): Facility {
  const wanted = countWork(orders);
  const large = largeSequencers(sizedFor);
  const meanDue = (traits.dueDays[0] + traits.dueDays[1]) / 2;
  const sequencingDays = (wanted.billionReads * RUN_HOURS_PER_BILLION) / (2 * large * 24 * traits.sequencing);
  const arrivalDays = Math.max(4, Math.round(sequencingDays - (meanDue - PREPARATION_DAYS)));
  const weeks = (arrivalDays + PREPARATION_DAYS) / 7;
  return {
    arrivalDays,
    horizonWeeks: Math.ceil((arrivalDays + meanDue) / 7) + 1,
    shifts: shiftsFor(wanted.operatorHours / (STAFFED_HOURS * weeks * traits.staff)),
    instruments: instrumentsFor(large),
    equipment: [...wanted.machineHours].map(([name, hours]) =>
      equipmentOf(name, Math.max(1, Math.ceil(hours / (STAFFED_HOURS * weeks * traits.bench)))),
    ),
    computePools: poolsFor(wanted.coreHours / ((weeks + 1) * 168 * traits.compute), arrivalDays),
  };
}

/** One with two positions for fifty orders. A larger laboratory has more of them, and orders further ahead as well. */
const largeSequencers = (orders: number): number => Math.max(1, Math.round((orders / 50) ** 0.65));

interface Work {
  billionReads: number;
  operatorHours: number;
  coreHours: number;
  readonly machineHours: Map<string, number>;
}

function countWork(orders: readonly OrderDraft[]): Work {
  const work: Work = { billionReads: 0, operatorHours: 0, coreHours: 0, machineHours: new Map() };
  for (const order of orders) {
    const workflow = WORKFLOWS.find((candidate) => candidate.id === order.profile.workflow);
    for (const stage of workflow?.stages ?? []) addStage(work, stage, order.samples);
  }
  return work;
}

function addStage(work: Work, stage: WorkflowDocument['stages'][number], samples: number): void {
  switch (stage.kind) {
    case 'sequencing':
      if (!stage.recipes.some((name) => name.startsWith('x-'))) return;
      work.billionReads += (samples * number(parseReads(String(stage.reads ?? 0)))) / 1e9;
      // Load and unload.
      work.operatorHours += 0.5;
      return;
    case 'compute':
      work.coreHours += samples * hoursOf(stage.time.fixed) * stage.cores;
      return;
    case 'bench': {
      const share = stage.batch === undefined ? 1 : 1 / LOTS_PER_BATCH;
      const hours = hoursOf(stage.time.fixed) + samples * hoursOf(stage.time.perSample);
      // Work of a night or longer does not hold up the staffed day.
      const busy = Math.min(hours, 10) + SETUP_HOURS;
      work.machineHours.set(stage.equipment, (work.machineHours.get(stage.equipment) ?? 0) + share * busy);
      work.operatorHours += share * ((stage.operators ?? 0) * hoursOf(stage.handsOn) + SETUP_HOURS);
    }
  }
}

const SETUP_HOURS = 0.35;

const hoursOf = (length: string | number | undefined): number => number(parseDuration(String(length ?? '0 s'))) / HOUR;

function number(quantity: ReturnType<typeof parseDuration> | ReturnType<typeof parseReads>): number {
  if (quantity.kind === 'bad') throw new Error(quantity.message);
  return quantity.value;
}

function shiftsFor(operators: number): ScenarioDocument['site']['shifts'] {
  const day = Math.max(3, Math.ceil(operators));
  const early = Math.ceil(day * 0.6);
  return [
    { name: 'early', days: 'Mon-Fri', from: '07:00', to: '15:30', operators: early },
    { name: 'late', days: 'Mon-Fri', from: '10:00', to: '18:30', operators: Math.max(2, day - early) },
    { name: 'weekend', days: ['Sat', 'Sun'], from: '09:00', to: '13:00', operators: Math.max(2, Math.ceil(day * 0.4)) },
  ];
}

function instrumentsFor(large: number): Instrument[] {
  const numbers = (count: number) => Array.from({ length: count }, (_, k) => k);
  return [
    ...numbers(large).map((k): Instrument => ({
      id: `x-${k + 1}`,
      type: 'NovaSeq X Plus',
      positions: ['A', 'B'],
      recipes: ['x-25b-300', 'x-10b-300', 'x-10b-100', 'x-1.5b-300'],
      changeover: {
        default: '60 min',
        operators: 1,
        rules: [
          { from: 'x-25b-300', to: 'x-25b-300', time: '40 min' },
          { from: 'x-10b-300', to: 'x-10b-300', time: '40 min' },
          { from: 'x-1.5b-300', to: '*', time: '50 min' },
        ],
      },
      initialRecipe: { A: 'x-25b-300', B: 'x-10b-300' },
      maintenance: [
        flexible('wash', { everyDays: 14, early: 3, late: 2, hours: 2, sinceDays: (3 * k) % 9 }),
        flexible('service', { everyDays: 28, early: 6, late: 5, hours: 6, sinceDays: 14 + ((2 * k) % 9), both: true }),
      ],
      reliability: {
        shape: 1.3,
        scale: '170 d',
        age: `${20 + ((17 * k) % 90)} d`,
        renewal: 0.3,
        hazardMultiplier: k % 3 === 1 ? 2.5 : 1,
        repair: { mean: '2 d', cv: 0.5 },
      },
    })),
    ...numbers(large).map((k): Instrument => ({
      id: `next-${k + 1}`,
      type: 'NextSeq 2000',
      recipes: ['ns-p3-100', 'ns-p3-300'],
      changeover: { default: '30 min', operators: 1 },
      maintenance: [
        flexible('check', { everyDays: 28, everyRuns: 6, early: 6, late: 5, hours: 2, sinceDays: 7 + ((5 * k) % 15) }),
      ],
      reliability: { shape: 1.2, scale: '180 d', age: '20 d', renewal: 0.3, repair: { mean: '2 d', cv: 0.5 } },
    })),
    ...numbers(Math.max(1, Math.ceil(large * 0.6))).map((k): Instrument => ({
      id: `miseq-${k + 1}`,
      type: 'MiSeq',
      recipes: ['miseq-v3-600'],
      changeover: { default: '60 min', operators: 1 },
      maintenance: [
        flexible('monthly-wash', { everyDays: 30, early: 7, late: 3, hours: 1.5, sinceDays: 10 + ((3 * k) % 15) }),
      ],
      reliability: { shape: 1, scale: '200 d', age: '100 d', renewal: 0.3, repair: { mean: '3 d', cv: 0.5 } },
    })),
  ];
}

const CAPACITY: Readonly<Record<string, number>> = { centrifuge: 48 };

function equipmentOf(name: string, count: number): Equipment {
  const isHandler = name === 'liquid-handler';
  return {
    id: name,
    class: name,
    count,
    capacity: CAPACITY[name] ?? 96,
    changeover: {
      default: isHandler ? '30 min' : '10 min',
      operators: 1,
      rules: isHandler
        ? [
            { from: 'dna-extraction', to: 'dna-extraction', time: '15 min' },
            { from: 'clean-up', to: '*', time: '10 min' },
          ]
        : [],
    },
    maintenance:
      name === 'thermocycler' || isHandler
        ? [flexible('calibration', { everyDays: 21, everyRuns: 40, early: 5, late: 4, hours: 1, sinceDays: 5 })]
        : [],
  };
}

interface FlexibleOptions {
  readonly everyDays: number;
  readonly everyRuns?: number;
  /** Days before and after it is due. */
  readonly early: number;
  readonly late: number;
  readonly hours: number;
  /** Days since the last one, at instant 0. */
  readonly sinceDays: number;
  /** Whether both positions stand still. */
  readonly both?: boolean;
}

function flexible(id: string, options: FlexibleOptions): Maintenance {
  const { everyDays, everyRuns, early, late, hours, sinceDays, both = false } = options;
  return {
    id,
    kind: 'flexible',
    every: `${everyDays} d`,
    ...(everyRuns === undefined ? {} : { everyRuns }),
    early: `${early} d`,
    late: `${late} d`,
    duration: `${hours} h`,
    operators: 1,
    lastDone: timeText(-sinceDays * DAY),
    scope: both ? 'instrument' : 'machine',
  };
}

/** The widest choice of any stage must fit; a night of it is reserved for others. */
function poolsFor(cores: number, arrivalDays: number): NonNullable<ScenarioDocument['computePools']> {
  const whole = Math.max(24 * 16, Math.ceil(cores / 16) * 16);
  const night = Math.round(arrivalDays * 0.6) * DAY;
  return [
    {
      id: 'cluster',
      kind: 'slurm',
      partition: 'main',
      cores: whole,
      memory: `${whole * 6} GB`,
      gpus: Math.max(4, Math.ceil(whole / 128)),
      reserved: [{ from: timeText(night), to: timeText(night + 12 * HOUR), cores: Math.floor(whole / 2) }],
    },
  ];
}
