/** Recipes, materials and index sets of benchmark laboratories. Figures are those of examples/core-facility.yaml. */

import type { ScenarioDocument } from '../../src/model/index.ts';

/** Instant 0: a Monday, midnight. */
const EPOCH_MS = Date.UTC(2026, 10, 30);

/** Seconds after instant 0 as the documents write them, in whole minutes. */
export const timeText = (seconds: number): string => new Date(EPOCH_MS + seconds * 1000).toISOString().slice(0, 16);

const LONG = { read1: 151, read2: 151, index1: 10, index2: 10 };
const SHORT = { ...LONG, read1: 51, read2: 51 };

export const RECIPES: NonNullable<ScenarioDocument['recipes']> = [
  recipe('x-25b-300', '25B', { lanes: 8, readsPerLane: '3250 M', hours: 48 }),
  recipe('x-10b-300', '10B', { lanes: 8, readsPerLane: '1250 M', hours: 24 }),
  { ...recipe('x-10b-100', '10B', { lanes: 8, readsPerLane: '1250 M', hours: 18 }), cycles: SHORT },
  recipe('x-1.5b-300', '1.5B', { lanes: 2, readsPerLane: '800 M', hours: 21 }),
  { ...recipe('ns-p3-100', 'P3', { lanes: 1, readsPerLane: '1200 M', hours: 19 }), indexScope: 'run', cycles: SHORT },
  { ...recipe('ns-p3-300', 'P3', { lanes: 1, readsPerLane: '1200 M', hours: 48 }), indexScope: 'run' },
  { ...recipe('miseq-v3-600', 'v3', { lanes: 1, readsPerLane: '25 M', hours: 56 }), indexScope: 'run' },
];

function recipe(
  id: string,
  flowCell: string,
  { lanes, readsPerLane, hours }: { readonly lanes: number; readonly readsPerLane: string; readonly hours: number },
) {
  return { id, flowCell, lanes, readsPerLane, runTime: `${hours} h`, cycles: LONG };
}

export const MATERIALS: NonNullable<ScenarioDocument['materials']> = [
  {
    id: 'edta-blood',
    conditions: [
      { id: 'room', lossBegins: '3 d', unusable: '10 d', expiry: '14 d' },
      { id: 'fridge', lossBegins: '14 d', unusable: '60 d' },
    ],
  },
  { id: 'streck-tube', conditions: [{ id: 'room', lossBegins: '5 d', unusable: '12 d', expiry: '14 d' }] },
  {
    id: 'paxgene',
    conditions: [{ id: 'room', lossBegins: '3 d', unusable: '5 d', expiry: '5 d' }, { id: 'freezer' }],
  },
  { id: 'dna', conditions: [{ id: 'fridge', lossBegins: '180 d', unusable: '400 d' }] },
  {
    id: 'rna',
    conditions: [{ id: 'freezer' }, { id: 'ice', lossBegins: '6 h', unusable: '24 h', expiry: '24 h' }],
  },
  { id: 'plasma', conditions: [{ id: 'freezer', lossBegins: '90 d', unusable: '365 d' }] },
  {
    id: 'library',
    conditions: [
      { id: 'fridge', lossBegins: '7 d', unusable: '14 d', expiry: '14 d' },
      { id: 'freezer', lossBegins: '30 d', unusable: '90 d' },
    ],
  },
  { id: 'captured-library', conditions: [{ id: 'freezer', lossBegins: '30 d', unusable: '90 d' }] },
];

/** Plates A and B hold one pair in common, so that they clash with each other as each does with itself. */
export const INDEX_SETS: NonNullable<ScenarioDocument['indexSets']> = [
  { id: 'plate-A', pairs: [pair('ACGTACGTAC', 'TTGACCATGA'), pair('GGATCCTTAA', 'CATGCATGCC')] },
  { id: 'plate-B', pairs: [pair('ACGTACGTAC', 'TTGACCATGA'), pair('CCTAGGAATT', 'GTACGTACGG')] },
  { id: 'plate-C', pairs: [pair('TGCATGCATG', 'AACTGGTACT')] },
  { id: 'plate-D', pairs: [pair('CATTGACCGT', 'GGTCAATCGA')] },
  { id: 'plate-E' },
  { id: 'plate-F' },
];

function pair(i7: string, i5: string) {
  return { i7, i5 };
}
