/**
 * Which samples a lot holds, which route it follows, and what its samples have become: followed through the facts, as
 * docs/FORMATS.md "Facts" lays down.
 */

import { mustGet } from '../../../base/index.ts';
import {
  id,
  type LotId,
  type Order,
  type OrderId,
  type PolicyAction,
  type SampleId,
  type Scenario,
  type Stage,
  type StageId,
  type WorkflowId,
} from '../../../model/index.ts';
import { ExportError } from '../export-error.ts';

export interface Lot {
  readonly id: LotId;
  readonly order: Order;
  /** In the order's order. */
  samples: readonly SampleId[];
  route: WorkflowId;
}

export interface Lots {
  get(lot: LotId): Lot;
  stageOf(lot: Lot, stage: StageId): Stage;
  /** Materials that a stage of a sample takes: the outputs of the stages before it, else what the order came with. */
  inputsOf(lot: Lot, stage: StageId, sample: SampleId): readonly string[];
  /** From now on `stage` of the sample has given `material`. */
  noteMade(sample: SampleId, stage: StageId, material: string): void;
  /** Returns the step's action as the stage spells it. */
  applyPolicy(policy: PolicyInput): PolicyAction;
  close(sample: SampleId): void;
}

export interface PolicyInput {
  readonly stage: StageId;
  readonly step: number;
  readonly action: PolicyAction['do'];
  readonly samples: readonly SampleId[];
  readonly route?: WorkflowId;
}

/** What leaves a stage: the scenario's name of a material, or `data`; undefined: nothing does. */
export const givenBy = (stage: Stage): string | undefined => (stage.kind === 'bench' ? stage.output?.material : 'data');

/** The name of what a sample is before its first stage. */
export const specimen = (sample: SampleId): string => `specimen/${sample}`;

export function followLots(scenario: Scenario): Lots {
  const lots = new Map<LotId, Lot>();
  const lotOf = new Map<SampleId, Lot>();
  const count = new Map<OrderId, number>();
  /** SAMPLE -> stage -> material. */
  const made = new Map<SampleId, Map<StageId, string>>();
  const routes = new Map([...scenario.workflows].map(([name, w]) => [name, new Map(w.stages.map((s) => [s.id, s]))]));

  for (const order of scenario.orders) {
    const lot = { id: id<LotId>(order.id), order, samples: order.samples.map((s) => s.id), route: order.workflow };
    lots.set(lot.id, lot);
    count.set(order.id, 1);
    for (const { id: sample } of order.samples) lotOf.set(sample, lot);
  }

  const get = (name: LotId): Lot => {
    const lot = lots.get(name);
    if (lot === undefined) throw new ExportError('CONTRADICTION', `lot ${name} is of no order of the scenario`);
    return lot;
  };

  const stageOf = (lot: Lot, stage: StageId): Stage => {
    const found = routes.get(lot.route)?.get(stage);
    if (found === undefined) throw new ExportError('CONTRADICTION', `route ${lot.route} of ${lot.id} has no ${stage}`);
    return found;
  };

  const inputsOf = (lot: Lot, stage: StageId, sample: SampleId): readonly string[] => {
    const { after } = stageOf(lot, stage);
    if (after.length === 0) return [specimen(sample)];
    return [...new Set(after.flatMap((before) => outputsOf(lot, before, sample)))];
  };
  // A stage that makes nothing of its own (a measurement, one that was left out) passes on what it took.
  const outputsOf = (lot: Lot, stage: StageId, sample: SampleId): readonly string[] => {
    const own = made.get(sample)?.get(stage);
    if (own !== undefined) return [own];
    return stageOf(lot, stage).kind === 'compute' ? [] : inputsOf(lot, stage, sample);
  };

  const split = (from: Lot, samples: readonly SampleId[]): Lot => {
    const number = mustGet(count, from.order.id) + 1;
    count.set(from.order.id, number);
    const lot: Lot = {
      ...from,
      id: id<LotId>(`${from.order.id}~${number}`),
      samples: from.samples.filter((s) => samples.includes(s)),
    };
    from.samples = from.samples.filter((s) => !samples.includes(s));
    lots.set(lot.id, lot);
    for (const sample of lot.samples) lotOf.set(sample, lot);
    return lot;
  };

  return {
    get,
    stageOf,
    inputsOf,
    noteMade(sample, stage, material) {
      const of = made.get(sample) ?? new Map<StageId, string>();
      made.set(sample, of.set(stage, material));
    },
    applyPolicy({ stage, step, action, samples, route }) {
      const [whole] = samples.map((sample) => lotOf.get(sample));
      if (whole === undefined) throw new ExportError('CONTRADICTION', `a policy for ${samples[0]}, which is in no lot`);
      if (action === 'quarantine' || action === 'abort') return { do: action };
      const chosen = stageOf(whole, stage).onError[step]?.action;
      if (chosen?.do !== action) {
        throw new ExportError('CONTRADICTION', `step ${step} of ${stage} does not say ${action}`);
      }
      const lot = samples.length < whole.samples.length ? split(whole, samples) : whole;
      if (route !== undefined) lot.route = route;
      return chosen;
    },
    close(sample) {
      const lot = lotOf.get(sample);
      if (lot === undefined) return;
      lot.samples = lot.samples.filter((s) => s !== sample);
      lotOf.delete(sample);
    },
  };
}
