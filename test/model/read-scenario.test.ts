import { describe, expect, it } from 'vitest';

import { DAY, HOUR, at, levelAt, mustGet, seconds } from '../../src/base/index.ts';
import { defineScenario, defineWorkflow, id, readScenario, type Scenario, type Stage } from '../../src/model/index.ts';
import { LAB_TEXT, documentOf, goodDocument, readText, scenarioOf } from './read.ts';

/** Instant 0 is Monday, 2026-11-30, 00:00 in Zurich, which is UTC+1 in winter: 2026-11-29T23:00Z. */
const lab: Scenario = scenarioOf(documentOf(LAB_TEXT));
const stages: readonly Stage[] = mustGet(lab.workflows, id('wgs')).stages;
const stage = (name: string) => stages.find((candidate) => candidate.id === name);
const machine = (name: string) => lab.machines.find((candidate) => candidate.id === name);
const order = (name: string) => lab.orders.find((candidate) => candidate.id === name);

describe('the document that uses every feature', () => {
  it('is read without findings', () => {
    expect(readText(LAB_TEXT)).toMatchObject({ kind: 'ok', warnings: [] });
  });

  it('has its epoch at the local start, and calendars of twice four weeks', () => {
    expect(lab.epoch).toEqual({ iso: '2026-11-30T00:00:00+01:00', ms: Date.UTC(2026, 10, 29, 23) });
    expect(lab.horizon).toBe(28 * DAY);
    expect(lab.calendarEnd).toBe(56 * DAY);
    expect(lab.timeZone).toBe('Europe/Zurich');
  });

  it('staffs weekdays, weekend visits and no holidays', () => {
    const operatorsAt = (day: number, hour: number) => levelAt(lab.staff, seconds(day * DAY + hour * HOUR));
    expect([operatorsAt(0, 7.99), operatorsAt(0, 8), operatorsAt(4, 17.99), operatorsAt(4, 18)]).toEqual([0, 4, 4, 0]);
    // Saturday and Sunday, 10-12.
    expect([operatorsAt(5, 11), operatorsAt(6, 11), operatorsAt(6, 12)]).toEqual([1, 1, 0]);
    // 2026-12-25 is day 25, a Friday; the 24th is worked.
    expect([operatorsAt(24, 9), operatorsAt(25, 9)]).toEqual([4, 0]);
  });

  it('counts run times fixed or by the cycle', () => {
    expect(mustGet(lab.recipes, id('x-25b-300'))).toMatchObject({
      runTime: 48 * HOUR,
      readsPerLane: 3_250_000_000,
      indexScope: 'lane',
    });
    // 322 cycles x 405 s + 8 h = 130,410 + 28,800 s, the 44 h of the specification.
    expect(mustGet(lab.recipes, id('s4-300'))).toMatchObject({
      runTime: 159_210,
      readsPerLane: 2_500_000_000,
      indexScope: 'run',
    });
  });

  it('names one machine per position, per counted piece, and per single one', () => {
    expect(lab.machines.map((m) => m.id)).toEqual([
      'cycler',
      'hamilton-1',
      'hamilton-2',
      'miseq',
      'novaseq-x/A',
      'novaseq-x/B',
    ]);
    expect(lab.instruments.map((i) => i.positions)).toEqual([['novaseq-x/A', 'novaseq-x/B'], ['miseq']]);
    expect(
      [machine('novaseq-x/A'), machine('novaseq-x/B'), machine('miseq'), machine('cycler')].map((m) => m?.initialState),
    ).toEqual(['x-25b-300', undefined, 's4-300', 'dna']);
  });

  it('takes absences from every position and fixed maintenance from those it concerns', () => {
    // December 9, 8-16 h is day 9; December 24, 12 h to 27, 8 h are days 24 and 27.
    const pm = { start: 9 * DAY + 8 * HOUR, end: 9 * DAY + 16 * HOUR };
    const closed = { start: 24 * DAY + 12 * HOUR, end: 27 * DAY + 8 * HOUR };
    expect(machine('novaseq-x/A')?.available).toEqual([
      { start: 0, end: pm.start },
      { start: pm.end, end: closed.start },
      { start: closed.end, end: 56 * DAY },
    ]);
    expect(machine('novaseq-x/B')?.available).toEqual([
      { start: 0, end: closed.start },
      { start: closed.end, end: 56 * DAY },
    ]);
    expect(machine('novaseq-x/A')?.fixedMaintenance).toEqual([{ id: 'annual-pm', at: pm }]);
    expect(machine('novaseq-x/B')?.fixedMaintenance).toEqual([]);
    // November 26, 9 h is three days and 15 hours before the start.
    expect(machine('novaseq-x/B')?.flexibleMaintenance).toEqual([
      {
        id: 'wash',
        every: 14 * DAY,
        everyRuns: 10,
        early: 2 * DAY,
        late: 2 * DAY,
        duration: 2 * HOUR,
        operators: 1,
        lastDone: -(3 * DAY + 15 * HOUR),
        scope: 'instrument',
      },
    ]);
    expect(machine('novaseq-x/A')).toMatchObject({
      serial: 'LH00123',
      changeover: { default: 45 * 60, operators: 1, rules: [{ from: 'x-25b-300', to: '*', time: 3600 }] },
      reliability: {
        shape: 1.4,
        scale: 160 * DAY,
        age: 30 * DAY,
        renewal: 0.5,
        hazardMultiplier: 1.2,
        repair: { mean: 3 * DAY, cv: 0.5 },
      },
    });
  });

  it('subtracts reservations from a pool for their time', () => {
    const pool = at(lab.pools, 0);
    expect([0, DAY, 2 * DAY].map((t) => levelAt(pool.cores, seconds(t)))).toEqual([400, 250, 400]);
    expect(pool).toMatchObject({ kind: 'slurm', partition: 'long', memoryBytes: 3e12, gpus: 2 });
    expect(pool.nodes).toEqual([
      { count: 2, cores: 100, memoryBytes: 1e12, gpus: 1 },
      { count: 8, cores: 25, memoryBytes: 200e9, gpus: 0 },
    ]);
  });

  it('finds index sets that clash: fewer than three differing bases over both indexes', () => {
    // A and B differ in the last base of i7 and of i5: 2. C differs from both in i7 alone by far more.
    const clashes = [...lab.indexSets.values()].map((set) => [...set.clashes].toSorted());
    expect(clashes).toEqual([['UDI-A', 'UDI-B'], ['UDI-A', 'UDI-B'], ['UDI-C']]);
  });

  it('sorts stages as they must run', () => {
    expect(stages.map((s) => s.id)).toEqual(['extract', 'prep', 'sequence', 'align', 'variants']);
  });

  it('reads bench work, and folds the expiry of the output into the hold', () => {
    expect(stage('extract')).toMatchObject({
      name: 'DNA extraction',
      equipment: 'liquid-handler',
      time: { fixed: 5400, perSample: 30 },
      attendance: { operators: 1, handsOn: 1800 },
      // hold.max is 72 h, but DNA in the fridge expires after 48 h.
      hold: { min: 900, max: 48 * HOUR },
      gates: [{ metric: 'yield', unit: 'ng', min: 100, source: 'kit manual' }],
      durationCv: 0.05,
      failureRates: new Map([['quality-gate', 0.02]]),
      onError: [{ action: { do: 'abort' } }],
    });
    const extract = stage('extract');
    const windows = extract?.kind === 'bench' ? extract.startWindows : undefined;
    expect(windows?.slice(0, 5).map((w) => [w.start / HOUR, w.end / HOUR])).toEqual([
      [9, 15],
      [33, 39],
      [57, 63],
      [81, 87],
      // Friday to Sunday have none: the next one is on day 7.
      [177, 183],
    ]);
    expect(stage('prep')).toMatchObject({ batch: { family: 'dna' }, attendance: { operators: 1 }, hold: { min: 0 } });
    expect(stage('prep')).not.toHaveProperty('hold.max');
  });

  it('turns a yield into read pairs', () => {
    // 120e9 bases / 302 = 397,350,993.4.
    expect(stage('sequence')).toMatchObject({ readsPerSample: 397_350_994, recipes: ['x-25b-300', 's4-300'] });
  });

  it('reads compute stages, their tools and policies', () => {
    expect(stage('align')).toMatchObject({ memoryBytes: 30e9, parallel: [1, 4, 8], cores: 24, gpus: 0 });
    expect(stage('align')?.onError).toEqual([
      {
        when: ['transient', 'node-lost'],
        action: { do: 'retry', max: 3, backoff: { base: 30, factor: 2 }, memoryFactor: 1 },
      },
      { when: ['out-of-memory'], action: { do: 'retry', max: 2, backoff: { base: 0, factor: 1 }, memoryFactor: 2 } },
      { when: ['tool-error'], action: { do: 'degrade', skip: 'variants' } },
      { action: { do: 'quarantine' } },
    ]);
    const align = stage('align');
    expect(align?.kind === 'compute' ? align.tool : undefined).toEqual({
      name: 'bwa',
      package: 'bwa',
      versionArgs: ['version'],
      versions: {
        text: '>=0.7.17 <0.8',
        alternatives: [
          [
            { sign: '>=', parts: [0, 7, 17] },
            { sign: '<', parts: [0, 8] },
          ],
        ],
      },
      argv: ['bwa', 'mem', '-t', '{cores}', '-K', '{chunk}', '{ref}', '{r1}', '{r2}'],
      stdout: 'sam',
      inputs: new Map([
        ['r1', 'order:r1'],
        ['r2', 'order:r2'],
        ['ref', 'reference/lambda.fa'],
      ]),
      expected: new Map([
        ['r1', { formats: ['fastq.gz'] }],
        ['ref', { formats: ['fasta', 'fasta.gz'], md5: 'd41d8cd98f00b204e9800998ecf8427e' }],
      ]),
      outputs: new Map([['sam', { file: '{sample}.sam', format: 'sam', size: { factor: 2.5 } }]]),
      parameters: new Map([['chunk', '100000000']]),
    });
    expect(stage('variants')).toMatchObject({
      isOptional: true,
      time: { fixed: 0, perSample: 5400 },
      memoryBytes: 16 * 2 ** 30,
    });
  });

  it('reads orders with times before and after the start', () => {
    expect(order('wgs-01')).toMatchObject({
      samples: [
        { id: 'wgs-01/s01', name: 's01' },
        { id: 'wgs-01/s02', name: 's02' },
        { id: 'wgs-01/s03', name: 's03' },
      ],
      // Saturday 28th, 9 h is 39 h before Monday.
      collected: -39 * HOUR,
      storage: [{ condition: 'fridge', from: -39 * HOUR }],
      release: 8 * HOUR,
      due: 10 * DAY + 17 * HOUR,
      // 60 d in the fridge from collection.
      expires: 60 * DAY - 39 * HOUR,
      priority: 'routine',
      weight: 1,
    });
    expect(order('wgs-02')).toMatchObject({
      // Collected on the 20th, 9 h: 10 d less 9 h before; in the fridge two days later, in time for the 14 d of the room.
      storage: [
        { condition: 'room', from: -(9 * DAY + 15 * HOUR) },
        { condition: 'fridge', from: -(7 * DAY + 15 * HOUR) },
      ],
      release: -40 * HOUR,
      due: -40 * HOUR + 10 * DAY,
      deadline: 24 * DAY + 12 * HOUR,
      expires: 60 * DAY - (7 * DAY + 15 * HOUR),
      weight: 50,
      readsPerSample: 300_000_000,
      indexSet: 'UDI-A',
    });
    expect(order('wgs-02')?.inputs).toEqual(
      new Map([
        ['anna/r1', 'reads/anna_1.fq.gz'],
        ['bert/r1', 'reads/bert_1.fq.gz'],
        ['anna/r2', 'https://reads.example/anna_2.fq.gz'],
        ['bert/r2', 'https://reads.example/bert_2.fq.gz'],
        ['sheet', 'sheet.csv'],
      ]),
    );
    expect(order('wgs-02')?.expected).toEqual(
      new Map([
        ['anna/r1', { formats: ['fq.gz'], sha256: 'aa'.padStart(64, '0') }],
        ['bert/r1', { formats: ['fq.gz'] }],
        ['sheet', { md5: 'd41d8cd98f00b204e9800998ecf8427e' }],
      ]),
    );
    expect(order('wgs-02')?.progress.at(-1)).toEqual({
      stage: 'sequence',
      start: -12 * HOUR,
      end: 36 * HOUR,
      on: 'novaseq-x/A',
      recipe: 'x-25b-300',
    });
  });

  it('reads the objective, level by level', () => {
    expect(lab.objective.levels).toEqual([
      { terms: [{ term: 'samples-lost', weight: 1 }], tolerance: 0 },
      {
        terms: [
          { term: 'weighted-tardiness', weight: 2 },
          { term: 'quality-lost', weight: 100 },
        ],
        tolerance: 0,
      },
    ]);
  });
});

describe('a document in TypeScript', () => {
  it('is the same plain value as in a file', () => {
    const workflow = defineWorkflow({
      id: 'count',
      stages: [{ id: 'count', kind: 'compute', pool: 'here', time: { fixed: '1 h' }, cores: 1, memory: '1 GB' }],
    });
    const document = defineScenario({
      schemaVersion: 1,
      name: 'tiny',
      site: { timeZone: 'UTC', shifts: [] },
      horizon: { start: '2026-11-30T00:00', length: '1 wk' },
      computePools: [{ id: 'here', kind: 'local', cores: 2, memory: '4 GB' }],
      workflows: [workflow],
    });
    const result = readScenario(document);
    expect(result).toMatchObject({ kind: 'ok', warnings: [] });
    expect(readText(JSON.stringify(document), 'json')).toEqual(result);
  });

  it('is not changed by reading', () => {
    const document = goodDocument();
    readScenario(document);
    expect(document).toEqual(goodDocument());
  });
});

it('order of entries does not matter where the scenario is sorted', () => {
  const document = goodDocument();
  const reversed = { ...document, orders: document.orders.toReversed(), equipment: document.equipment.toReversed() };
  expect(scenarioOf(reversed).orders).toEqual(scenarioOf(document).orders);
  expect(scenarioOf(reversed).machines).toEqual(scenarioOf(document).machines);
});
