import { describe, expect, it } from 'vitest';

import { DAY, HOUR, NEVER, duration, seconds } from '../../src/base/index.ts';
import {
  fitDegradation,
  id,
  initialSituation,
  qualityAfter,
  type IndexSetId,
  type LotId,
  type StageProgress,
} from '../../src/model/index.ts';
import { order, tinyLab, untouched } from '../support/tiny-lab.ts';
import { LAB_TEXT, documentOf, scenarioOf } from './read.ts';

const entry = (stage: string, start: number, end: number, on: string, recipe?: string): StageProgress => ({
  stage: id(stage),
  start: seconds(start * HOUR),
  end: seconds(end * HOUR),
  on: id<never>(on),
  ...(recipe === undefined ? {} : { recipe: id(recipe) }),
});

const EXTRACTED = entry('extract', -12, -10, 'handler-1');
const PREPARED = entry('prep', -9, -7, 'tc-1');
const running = (recipe: string) => entry('sequence', -6, 7, 'seq/A', recipe);

it('without progress nothing has happened', () => {
  const scenario = tinyLab();
  expect(initialSituation(scenario)).toEqual(untouched(scenario));
});

describe('progress', () => {
  it('that has ended is done, that ends later is running; the rest is open', () => {
    const lots = initialSituation(
      tinyLab({ orders: [order('o1', { progress: [EXTRACTED, PREPARED, running('short')] })] }),
    ).lots;
    expect(lots).toMatchObject([
      {
        lot: 'o1',
        order: 'o1',
        samples: ['o1/s1', 'o1/s2', 'o1/s3', 'o1/s4'],
        done: [
          { stage: 'extract', end: -10 * HOUR },
          { stage: 'prep', end: -7 * HOUR },
        ],
        running: [{ stage: 'sequence', start: -6 * HOUR, end: 7 * HOUR }],
        skipped: [],
        notBefore: -NEVER,
      },
    ]);
  });

  it('that is complete leaves nothing to deliver', () => {
    const progress = [
      EXTRACTED,
      PREPARED,
      entry('sequence', -6, -3, 'seq/A', 'short'),
      entry('align', -2, 0, 'cluster'),
    ];
    const scenario = tinyLab({ orders: [order('o1', { progress }), order('o2')] });
    expect(initialSituation(scenario).lots.map((lot) => lot.lot)).toEqual(['o2']);
  });

  it('says what waits now, how it is kept and what is left of it', () => {
    // The extract waits in the fridge since -10 h; blood was in the fridge from collection (-24 h) to extraction (-12 h).
    const [lot] = initialSituation(
      tinyLab({
        orders: [
          order('o1', {
            collected: seconds(-24 * HOUR),
            storage: [{ condition: id('fridge'), from: seconds(-24 * HOUR) }],
            progress: [EXTRACTED],
          }),
        ],
      }),
    ).lots;
    const quality = Math.exp(-(((12 * HOUR) / (10 * DAY)) ** 1.5));
    expect(lot?.keeping).toMatchObject({ material: 'extract', condition: 'fridge', since: -10 * HOUR });
    expect(lot?.keeping?.quality).toBeCloseTo(quality, 12);
  });

  it('carries quality from stage to stage', () => {
    // shared lab: blood 2 d at room temperature (of 3 d / 10 d anchors), then 6 d in the fridge (7 d / 30 d) until extraction;
    // DNA in the fridge and libraries in the freezer do not degrade.
    const { lots } = initialSituation(scenarioOf(documentOf(LAB_TEXT)));
    const room = fitDegradation({ lossBegins: duration(3 * DAY), unusable: duration(10 * DAY) });
    const fridge = fitDegradation({ lossBegins: duration(7 * DAY), unusable: duration(30 * DAY) });
    const keeping = lots.find((lot) => lot.lot === 'wgs-02')?.keeping;
    expect(keeping).toMatchObject({ material: 'library', condition: 'freezer', since: -13 * HOUR });
    expect(keeping?.quality).toBeCloseTo(qualityAfter(qualityAfter(1, room, 2 * DAY), fridge, 6 * DAY), 12);
  });
});

describe('a run under way', () => {
  const lanesOf = (names: readonly string[], clashes: readonly (readonly [string, string])[], recipe: string) => {
    const orders = names.map((name) => order(name, { progress: [EXTRACTED, PREPARED, running(recipe)] }));
    const scenario = tinyLab({ orders });
    const sets = new Map(
      [...scenario.indexSets].map(([set, value]) => {
        const others = clashes.flatMap(([a, b]) =>
          `set-${a}` === set ? [`set-${b}`] : `set-${b}` === set ? [`set-${a}`] : [],
        );
        return [
          set,
          { ...value, clashes: new Set([...value.clashes, ...others.map((other) => id<IndexSetId>(other))]) },
        ] as const;
      }),
    );
    return initialSituation({ ...scenario, indexSets: sets }).lots.map((lot) => {
      const placement = lot.running[0]?.placement;
      return placement?.kind === 'run'
        ? placement.lanes.map((lane) => lane.map((load) => [load.lot, load.reads / 1e6]))
        : undefined;
    });
  };
  const lot = (name: string, millions: number) => [id<LotId>(name), millions];

  it('holds every order that names its machine and start, lane after lane', () => {
    // `long` has two lanes of 1,000 M; each order wants 400 M: 400 + 400 + 200, then 200.
    const lanes = [[lot('o1', 400), lot('o2', 400), lot('o3', 200)], [lot('o3', 200)]];
    expect(lanesOf(['o1', 'o2', 'o3'], [], 'long')).toEqual([lanes, lanes, lanes]);
  });

  it('keeps clashing indexes on different lanes', () => {
    const lanes = [[lot('o1', 400), lot('o3', 400)], [lot('o2', 400)]];
    expect(lanesOf(['o1', 'o2', 'o3'], [['o1', 'o2']], 'long')).toEqual([lanes, lanes, lanes]);
  });
});

it('compute under way runs in the mode whose length is nearest to the stated one', () => {
  // One hour per sample: four samples one by one last 4 h, side by side 1 h.
  const placement = (hours: number) => {
    const progress = [
      EXTRACTED,
      PREPARED,
      entry('sequence', -6, -3, 'seq/A', 'short'),
      entry('align', -1, hours - 1, 'cluster'),
    ];
    return initialSituation(tinyLab({ orders: [order('o1', { progress })] })).lots[0]?.running[0]?.placement;
  };
  expect(placement(1.5)).toEqual({
    kind: 'pool',
    pool: 'cluster',
    parallel: 4,
    cores: 32,
    memoryBytes: 128e9,
    gpus: 0,
  });
  expect(placement(4)).toEqual({ kind: 'pool', pool: 'cluster', parallel: 1, cores: 8, memoryBytes: 32e9, gpus: 0 });
});
