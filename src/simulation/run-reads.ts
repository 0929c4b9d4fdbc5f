/**
 * The reads that a sequencing run gives each sample.
 *
 * A run draws its yield; the lots on a lane share what it gives, unevenly, and so do the samples of a lot: what one has too
 * much of, the others lack. A part of a lane that nobody planned gives nobody reads.
 */

import { at, mustGet } from '../base/index.ts';
import type { LotId, SampleId, SimulationModel, TaskPlacement } from '../model/index.ts';
import type { Draw } from './draws.ts';
import { lognormal } from './lognormal.ts';

export interface RunReadsOptions {
  /** Of the run. */
  readonly key: string;
  /** With the key of each sample's try, in order. Not empty. */
  readonly lots: readonly { readonly lot: LotId; readonly samples: readonly (readonly [SampleId, string])[] }[];
  readonly lanes: Extract<TaskPlacement, { kind: 'run' }>['lanes'];
  readonly model: SimulationModel['sequencing'];
  readonly draw: Draw;
}

/** Read pairs, not rounded. The reads of a lane's lots sum to what was planned of it, times the yield of the run. */
export function readsOfRun({ key, lots, lanes, model, draw }: RunReadsOptions): ReadonlyMap<SampleId, number> {
  const spread = { mean: 1, cv: model.balanceCv };
  const runYield = lognormal(draw('yield', key), model.yield);
  // A lot is named by its first sample's try: it keeps its draw when it is in a run with others.
  const shares = new Map(
    lots.map(({ lot, samples }) => [lot, lognormal(draw('lot-balance', at(samples, 0)[1]), spread)]),
  );
  const lotReads = new Map<LotId, number>(lots.map(({ lot }) => [lot, 0]));
  for (const lane of lanes) {
    const loaded = lane.filter(({ lot }) => shares.has(lot));
    const planned = loaded.reduce((sum, { reads }) => sum + reads, 0);
    const weights = loaded.map(({ lot, reads }) => reads * mustGet(shares, lot));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    loaded.forEach(({ lot }, k) => {
      const reads = total === 0 ? 0 : (runYield * planned * at(weights, k)) / total;
      lotReads.set(lot, mustGet(lotReads, lot) + reads);
    });
  }
  return new Map(
    lots.flatMap(({ lot, samples }) => {
      const weights = samples.map(([, sampleKey]) => lognormal(draw('sample-balance', sampleKey), spread));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return samples.map(([sample], k) => [sample, (mustGet(lotReads, lot) * at(weights, k)) / total] as const);
    }),
  );
}
