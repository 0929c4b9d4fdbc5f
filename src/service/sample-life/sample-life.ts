/** The life of a sample, or of an order's samples, as the ledger has it: every record that concerns it, in words, with its number and time. */

import {
  createWallClock,
  type Order,
  type RunIdentity,
  type SampleId,
  type SampleOutcome,
  type Scenario,
} from '../../model/index.ts';
import { isNotice, type Entry, type ReadRecord, type Verification } from '../../provenance/index.ts';
import { ServiceError } from '../errors.ts';
import { readRecorded, type RecordedRun } from '../ledger/recorded-ledger.ts';
import type { ScenarioSource } from '../scenario-source.ts';
import { createScene } from './scene.ts';
import { tell } from './tell.ts';
import { tellNotice } from './tell-notice.ts';

export interface SampleLife {
  readonly verification: Verification;
  readonly run: RunIdentity;
  /** What was asked for: a sample, or all of an order. */
  readonly samples: readonly SampleId[];
  readonly order: Pick<Order, 'id' | 'workflow' | 'material' | 'priority'>;
  /** ISO 8601 with offset, at the site. */
  readonly collected: string;
  readonly due: string;
  readonly timeZone: string;
  readonly outcomes: readonly Outcome[];
  readonly entries: readonly LifeEntry[];
}

/** What became of a sample; none of one that is still open. */
export interface Outcome {
  readonly sample: SampleId;
  readonly outcome: SampleOutcome;
  readonly reason: string;
  readonly record: number;
}

/** One record. */
export interface LifeEntry {
  /** Its number. */
  readonly record: number;
  /** When it happened: ISO 8601 with offset, at the site. */
  readonly at: string;
  /** When it was written down. */
  readonly recordedAt: string;
  /** Who did it; absent in ledgers of version 1. */
  readonly actor?: string;
  /** One sentence. */
  readonly text: string;
  readonly details: readonly string[];
  /** As recorded. */
  readonly fact: Entry;
}

export type Explained =
  | { readonly kind: 'life'; readonly life: SampleLife }
  /** The ledger does not hold: nothing in it is known to be as it was written. */
  | { readonly kind: 'broken'; readonly verification: Verification };

/**
 * `directory`: a ledger's folder; `name`: id of a sample or an order; `source`: see `readRecorded`. Of a broken ledger nothing is told.
 * @throws ServiceError `REJECTED` for a bad document, one that is not the ledger's, or a name that is not in it.
 */
export async function explainSample(directory: string, name: string, source?: ScenarioSource): Promise<Explained> {
  const ledger = await readRecorded(directory, source);
  const { verification } = ledger;
  if (ledger.kind === 'broken') return { kind: 'broken', verification };
  return { kind: 'life', life: lifeOf(ledger.recorded, name, verification) };
}

/** Of a ledger that was read. Throws as `explainSample`. */
export function lifeOf(
  { checked, run, records, notices }: RecordedRun,
  name: string,
  verification: Verification,
): SampleLife {
  const { scenario } = checked;
  const { order, samples } = subjectNamed(scenario, name);
  const clock = createWallClock(scenario.timeZone, Date.parse(run.epoch));
  const scene = createScene({ scenario, order, samples, write: clock.write });
  const entries: LifeEntry[] = [];
  const told = new Set<number>();
  const all = [...records, ...notices].toSorted((a, b) => a.seq - b.seq);
  for (const record of all) {
    const words = isNotice(record.fact)
      ? tellNotice(record.fact, told)
      : tell(scene, { ...record.fact, at: record.at });
    if (words === undefined) continue;
    told.add(record.seq);
    entries.push({ ...placeOf(record, clock.write(record.at)), ...words });
  }
  const { id, workflow, material, priority } = order;
  return {
    verification,
    run,
    samples,
    order: { id, workflow, material, priority },
    collected: clock.write(order.collected),
    due: clock.write(order.due),
    timeZone: scenario.timeZone,
    outcomes: entries.flatMap(({ fact, record }) => {
      if (fact.type !== 'sample-closed') return [];
      const { sample, outcome, reason } = fact;
      return [{ sample, outcome, reason, record }];
    }),
    entries,
  };
}

function placeOf({ seq, recordedAt, actor, fact }: ReadRecord, at: string) {
  return { record: seq, at, recordedAt, ...(actor !== undefined && { actor }), fact };
}

function subjectNamed(
  scenario: Scenario,
  name: string,
): { readonly order: Order; readonly samples: readonly SampleId[] } {
  for (const order of scenario.orders) {
    if (order.id === name) return { order, samples: order.samples.map((s) => s.id) };
    const sample = order.samples.find((s) => s.id === name);
    if (sample !== undefined) return { order, samples: [sample.id] };
  }
  const [first] = scenario.orders;
  const message = `there is no sample and no order ${name}`;
  const hint = `Samples are written ORDER/NAME, such as ${first?.samples[0]?.id ?? 'ORDER/s01'}.`;
  const finding = { code: 'UNKNOWN-REFERENCE', severity: 'error', path: '', message, hint } as const;
  throw new ServiceError('REJECTED', message, { findings: [finding] });
}
