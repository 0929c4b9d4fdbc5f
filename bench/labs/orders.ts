/** What is ordered: drawn from a seed, a mix of workflows, sizes, priorities and times. */

import { DAY, HOUR, type Random } from '../../src/base/index.ts';
import type { PriorityClass, ScenarioDocument } from '../../src/model/index.ts';
import { INDEX_SETS, timeText } from './supplies.ts';
import type { KindTraits } from './kind.ts';

type OrderDocument = NonNullable<ScenarioDocument['orders']>[number];

/** An order before its arrival is known: that depends on how much all orders ask for together. */
export interface OrderDraft {
  readonly id: string;
  readonly profile: OrderProfile;
  readonly samples: number;
  readonly priority: PriorityClass;
  readonly indexSet: string;
}

export interface OrderProfile {
  readonly workflow: string;
  /** Among a hundred orders. */
  readonly share: number;
  /** Lowest and highest number of samples, in a laboratory of normal size. */
  readonly samples: readonly [number, number];
  /** Of samples: what fits the smallest machine on the way and the largest flow cell. */
  readonly limit: number;
  /** How the material has been kept, one of them for each order. */
  readonly material: readonly {
    readonly id: string;
    readonly storage: string;
    readonly ageHours: readonly [number, number];
  }[];
  /** Factor on the time to the due date. */
  readonly patience: number;
}

const BLOOD = [
  { id: 'edta-blood', storage: 'fridge', ageHours: [12, 60] },
  { id: 'edta-blood', storage: 'room', ageHours: [3, 14] },
] as const;
const RNA_TUBES = [
  { id: 'paxgene', storage: 'freezer', ageHours: [48, 200] },
  { id: 'paxgene', storage: 'room', ageHours: [3, 14] },
] as const;
const PLASMA_TUBES = [
  { id: 'streck-tube', storage: 'room', ageHours: [3, 20] },
  { id: 'streck-tube', storage: 'room', ageHours: [6, 40] },
] as const;

const PROFILES: readonly OrderProfile[] = [
  { workflow: 'wgs', share: 26, samples: [12, 48], limit: 64, material: BLOOD, patience: 1.3 },
  { workflow: 'wes', share: 26, samples: [16, 64], limit: 96, material: BLOOD, patience: 1 },
  { workflow: 'rna', share: 22, samples: [16, 64], limit: 96, material: RNA_TUBES, patience: 1 },
  { workflow: 'cfdna', share: 14, samples: [8, 24], limit: 40, material: PLASMA_TUBES, patience: 0.9 },
  { workflow: 'amplicon', share: 8, samples: [48, 64], limit: 96, material: BLOOD, patience: 1.2 },
  { workflow: 'rapid', share: 4, samples: [1, 3], limit: 3, material: BLOOD, patience: 0.35 },
];

/** The mix is the same whatever is drawn; sizes, sets and priorities are not. */
export function draftOrders(random: Random, count: number, { size }: KindTraits): OrderDraft[] {
  return Array.from({ length: count }, (_, k) => {
    const draw = random.split(`order ${k}`);
    const profile = profileAt((k * 100 + 50) / count);
    const [least, most] = profile.samples;
    return {
      id: `order-${String(k).padStart(4, '0')}`,
      profile,
      samples: Math.min(profile.limit, Math.max(1, Math.round(between(draw, least, most) * size))),
      priority: profile.workflow === 'rapid' ? 'stat' : priorityOf(draw),
      indexSet: INDEX_SETS[draw.below(INDEX_SETS.length)]?.id ?? '',
    };
  });
}

/** Orders arrive during working hours, evenly over the working days of the first `arrivalDays`. */
export function orderDocument(
  random: Random,
  draft: OrderDraft,
  { traits, arrivalDays }: { readonly traits: KindTraits; readonly arrivalDays: number },
): OrderDocument {
  const draw = random.split(`times of ${draft.id}`);
  const { profile } = draft;
  const received = arrival(draw, arrivalDays);
  const kept = profile.material[draw.below(profile.material.length)] ?? BLOOD[0];
  const urgency = draft.priority === 'urgent' ? 0.75 : 1;
  const due = hoursIn(draw, traits.dueDays, profile.patience * urgency);
  const hasDeadline = draw.uniform() < traits.deadlineShare;
  const grace = hoursIn(draw, traits.graceDays, 1);
  return {
    id: draft.id,
    workflow: profile.workflow,
    material: kept.id,
    samples: draft.samples,
    collected: timeText(received - Math.round(between(draw, ...kept.ageHours)) * HOUR),
    storage: kept.storage,
    received: timeText(received),
    due: `${due} h`,
    ...(hasDeadline ? { deadline: `${due + grace} h` } : {}),
    priority: draft.priority,
    indexSet: draft.indexSet,
  };
}

function profileAt(percent: number): OrderProfile {
  let sum = 0;
  for (const profile of PROFILES) {
    sum += profile.share;
    if (percent < sum) return profile;
  }
  throw new Error(`no order profile at ${percent} %`);
}

function priorityOf(random: Random): PriorityClass {
  const draw = random.below(20);
  if (draw === 0) return 'stat';
  if (draw < 4) return 'urgent';
  return draw < 16 ? 'routine' : 'research';
}

function arrival(random: Random, days: number): number {
  const workingDays = Array.from({ length: Math.ceil(days) }, (_, day) => day).filter((day) => day % 7 < 5);
  const day = workingDays[random.below(workingDays.length)] ?? 0;
  return day * DAY + (7 + random.below(10)) * HOUR;
}

function hoursIn(random: Random, [least, most]: readonly [number, number], factor: number): number {
  return Math.max(24, Math.round(between(random, least, most) * 24 * factor));
}

const between = (random: Random, least: number, most: number): number => least + random.uniform() * (most - least);
