/** Incidents: each kind does to the laboratory what the scenario's schema says of it, for as long as it says. */

import { describe, expect, test } from 'vitest';

import { createRandom } from '../../src/base/index.ts';
import { id, type Event, type Timed } from '../../src/model/index.ts';
import { struckBy } from '../../src/simulation/node-loss.ts';
import { onMachine, onPosition } from '../engine/harness.ts';
import { tinyLab } from '../support/tiny-lab.ts';
import { meanWithin } from './statistics.ts';
import { at, every, incident, labUnder, lines, listen, ofType, onCores, start, worldOf } from './world-harness.ts';

const under = (...incidents: readonly ReturnType<typeof incident>[]) =>
  worldOf(labUnder({ incidents: incidents.map((one, k) => ({ ...one, id: `it${k + 1}` })) }));

const NODE = { kind: 'node-lost', pool: 'cluster', cores: 16, memoryBytes: 64e9 };

describe('absence', () => {
  test('takes operators away from its beginning to its end', async () => {
    const told = await listen(under(incident({ kind: 'absence', operators: 2 }, at(100), 50)));
    expect(lines(told)).toEqual(['100 shortage-began it1#1', '150 shortage-ended it1#1', '150 closed']);
    expect(told[0]).toMatchObject({ shortage: { of: { kind: 'staff', operators: 2 }, since: 100, until: 150 } });
  });

  test('leaves running work alone', async () => {
    const world = under(incident({ kind: 'absence', operators: 3 }, at(100), 50));
    start(world, 'prep', { placement: onMachine('tc-1'), stage: 'prep', length: 200 });
    expect(ofType(await listen(world), 'task-finished')).toMatchObject([{ at: 200 }]);
  });
});

describe('breakdown', () => {
  test('takes the machine down, fails what runs on it, and brings the machine up after its length', async () => {
    const world = under(incident({ kind: 'breakdown', machine: 'tc-1' }, at(100), 50));
    start(world, 'hit', { placement: onMachine('tc-1'), stage: 'prep', length: 200 });
    start(world, 'beside', { placement: onMachine('tc-2'), stage: 'prep', length: 200 });
    expect(lines(await listen(world))).toEqual([
      '100 machine-down tc-1',
      '100 task-failed hit equipment-failure',
      '150 machine-up tc-1',
      '200 task-finished beside',
      '200 closed',
    ]);
  });

  test('strikes during the set-up too, but not what ends at its first instant', async () => {
    const world = under(incident({ kind: 'breakdown', machine: 'tc-1' }, at(100), 50));
    start(world, 'over', { placement: onMachine('tc-1'), stage: 'prep', length: 100 });
    expect(lines(await listen(world)).slice(0, 2)).toEqual(['100 task-finished over', '100 machine-down tc-1']);
    const early = under(incident({ kind: 'breakdown', machine: 'tc-1' }, at(100), 50));
    start(early, 'set-up', { placement: onMachine('tc-1'), stage: 'prep', setup: 300, length: 100 });
    expect(lines(await listen(early))[1]).toBe('100 task-failed set-up equipment-failure');
  });
});

describe('node lost', () => {
  test('takes cores and memory from the pool, and the tasks on them fail; the others go on', async () => {
    const world = under(incident(NODE, at(100), 50));
    for (const name of ['a', 'b', 'c', 'd']) start(world, name, { placement: onCores(16), length: 200 });
    const told = await listen(world);
    const of = { kind: 'pool', pool: 'cluster', cores: 16, memoryBytes: 64e9, gpus: 0 };
    expect(told[0]).toMatchObject({ at: 100, type: 'shortage-began', shortage: { of, since: 100, until: 150 } });
    // The pool is full of tasks as large as the node: one lies on it, wholly.
    expect(ofType(told, 'task-failed')).toMatchObject([{ at: 100, failure: { class: 'node-lost' } }]);
    expect(ofType(told, 'task-finished')).toHaveLength(3);
    expect(lines(told)).toContain('150 shortage-ended it1#1/cluster');
  });

  test('of all cores takes all tasks', async () => {
    const world = under(incident({ ...NODE, cores: 64 }, at(100), 50));
    for (const name of ['a', 'b', 'c']) start(world, name, { placement: onCores(5), length: 200 });
    expect(ofType(await listen(world), 'task-failed')).toHaveLength(3);
  });

  test('while another one is gone is taken from what that one left', async () => {
    // 64 cores, 32 of them gone from 50 on with two of four tasks; 32 more at 100 leave nothing.
    const world = under(incident({ ...NODE, cores: 32 }, at(50), 100), incident({ ...NODE, cores: 32 }, at(100), 20));
    for (const name of ['a', 'b', 'c', 'd']) start(world, name, { placement: onCores(16), length: 200 });
    expect(ofType(await listen(world), 'task-failed').map((e) => e.at)).toEqual([50, 50, 100, 100]);
  });
});

describe('the share of a pool that is lost', () => {
  const pool = { cores: 64, memoryBytes: 256e9 };
  const load = (key: string, cores: number, memoryBytes = 1e9) => ({ key, cores, memoryBytes });
  const drawFrom = (seed: number) => {
    const random = createRandom(seed);
    return (key: string | undefined) => random.split(key ?? 'idle').uniform();
  };

  test('strikes a task as often as its share of the cores: every core is as likely to be lost', () => {
    // 16 of 64 cores are lost. One task has 16 cores, 48 are idle: it is hit if and only if one of its cores comes first,
    // in 16/64 of all cases. A hit is a Bernoulli variable: standard deviation sqrt(p (1 - p)).
    const hits = Array.from({ length: 8000 }, (_, seed) => {
      const lost = { cores: 16, memoryBytes: 0 };
      return struckBy({ running: [load('a', 16)], pool, lost, draw: drawFrom(seed) }).length;
    });
    meanWithin(hits, 0.25, Math.sqrt(0.25 * 0.75));
  });

  test('always leaves tasks that fit what remains, in cores and in memory', () => {
    for (let seed = 0; seed < 300; seed++) {
      const random = createRandom(seed);
      const running = Array.from({ length: 1 + random.below(6) }, (_, k) => load(`t${k}`, 1 + random.below(10), 40e9));
      const lost = { cores: 1 + random.below(40), memoryBytes: random.below(200) * 1e9 };
      const struck = struckBy({ running, pool, lost, draw: drawFrom(seed) });
      const left = running.filter((task) => !struck.includes(task));
      const sum = (of: (task: { cores: number; memoryBytes: number }) => number) =>
        left.reduce((total, task) => total + of(task), 0);
      expect(
        sum((t) => t.cores),
        `seed ${seed}`,
      ).toBeLessThanOrEqual(pool.cores - lost.cores);
      expect(
        sum((t) => t.memoryBytes),
        `seed ${seed}`,
      ).toBeLessThanOrEqual(pool.memoryBytes - lost.memoryBytes);
    }
  });

  test('strikes nobody where idle cores are lost, and no more tasks than the cores lost reach', () => {
    // Tasks of 8 cores fill the pool; 16 cores lost are two of them, 17 a part of a third.
    const running = Array.from({ length: 8 }, (_, k) => load(`t${k}`, 8));
    const lose = (cores: number) => struckBy({ running, pool, lost: { cores, memoryBytes: 0 }, draw: drawFrom(5) });
    expect([lose(16).length, lose(17).length, lose(64).length]).toEqual([2, 3, 8]);
    expect(struckBy({ running: [], pool, lost: { cores: 64, memoryBytes: 0 }, draw: drawFrom(5) })).toEqual([]);
  });
});

describe('power loss', () => {
  test('stops every machine and loses every computation; all comes back at its end', async () => {
    const scenario = labUnder({ incidents: [incident({ kind: 'power-loss' }, at(100), 50)] });
    const world = worldOf(scenario);
    start(world, 'run', { placement: onPosition('seq/A', 'short', ['run']), stage: 'sequence', length: 200 });
    start(world, 'align', { placement: onCores(8), length: 200 });
    const told = lines(await listen(world));
    const machines = scenario.machines.map((m) => m.id);
    expect(told.filter((line) => line.startsWith('100'))).toEqual([
      ...machines.flatMap((m) =>
        m === 'seq/A' ? [`100 machine-down ${m}`, '100 task-failed run equipment-failure'] : [`100 machine-down ${m}`],
      ),
      '100 shortage-began it#1/cluster',
      '100 task-failed align node-lost',
    ]);
    expect(told.filter((line) => line.startsWith('150'))).toEqual([
      ...machines.map((m) => `150 machine-up ${m}`),
      '150 shortage-ended it#1/cluster',
      '150 closed',
    ]);
  });

  test('takes the whole of every pool', async () => {
    const told = await listen(under(incident({ kind: 'power-loss' }, at(100), 50)));
    expect(ofType(told, 'shortage-began').map((e) => e.shortage.of)).toEqual([
      { kind: 'pool', pool: 'cluster', cores: 64, memoryBytes: 256e9, gpus: 0 },
    ]);
  });
});

describe('full storage', () => {
  test('fails the computations that end while it lasts, at their end, and no others', async () => {
    const world = under(incident({ kind: 'storage-full', pool: 'cluster' }, at(100), 50));
    for (const length of [99, 100, 149, 150]) start(world, `t${length}`, { placement: onCores(8), length });
    start(world, 'prep', { placement: onMachine('tc-1'), stage: 'prep', length: 120 });
    expect(lines(await listen(world))).toEqual([
      '99 task-finished t99',
      '100 task-failed t100 disk-full',
      '120 task-finished prep',
      '149 task-failed t149 disk-full',
      '150 task-finished t150',
      '150 closed',
    ]);
  });

  test('lasts until the later end where two of them overlap', async () => {
    const full = { kind: 'storage-full', pool: 'cluster' };
    const world = under(incident(full, at(100), 50), incident(full, at(120), 100));
    for (const length of [160, 230]) start(world, `t${length}`, { placement: onCores(8), length });
    expect(lines(await listen(world))).toEqual([
      '160 task-failed t160 disk-full',
      '230 task-finished t230',
      '230 closed',
    ]);
  });
});

describe('several outages of one machine', () => {
  test('it comes up when the last reason is gone, and what is told is the end expected last', async () => {
    const world = under(
      incident({ kind: 'breakdown', machine: 'tc-1' }, at(100), 1000),
      incident({ kind: 'power-loss' }, at(200), 100),
    );
    const told = await listen(world);
    const ofCycler = told.filter((e) => (e.type === 'machine-down' || e.type === 'machine-up') && e.machine === 'tc-1');
    // The power loss ends before the repair does: nothing new is to be told of tc-1.
    expect(lines(ofCycler)).toEqual(['100 machine-down tc-1', '1100 machine-up tc-1']);
    expect(lines(told)).toContain('300 machine-up tc-2');
  });

  test('a later reason that lasts longer is told, and so is the earlier one when it is what is left', async () => {
    const world = under(
      incident({ kind: 'breakdown', machine: 'tc-1' }, at(100), 300),
      incident({ kind: 'power-loss' }, at(200), 1000),
    );
    const told = await listen(world);
    expect(ofType(told, 'machine-down').filter((e) => e.machine === 'tc-1')).toMatchObject([
      { at: 100, reason: 'breakdown', expectedUp: 400 },
      { at: 200, reason: 'power loss', expectedUp: 1200 },
    ]);
    expect(ofType(told, 'machine-up').filter((e) => e.machine === 'tc-1')).toMatchObject([{ at: 1200 }]);
  });
});

describe('chance', () => {
  const HOURLY = 3600;
  const spans = (told: readonly Timed<Event>[]) => {
    const ends = ofType(told, 'shortage-ended');
    return ofType(told, 'shortage-began').map((began, k) => ({
      began: began.at,
      expected: began.shortage.until,
      ended: ends[k]?.at ?? Infinity,
    }));
  };
  const randomly = (seed = 1) =>
    worldOf(labUnder({ incidents: [incident({ kind: 'absence', operators: 1 }, every(HOURLY), 600, 0.5)] }), seed);

  test('gaps from an end to the next beginning are exponential, lengths lognormal', async () => {
    const found = spans(await listen(randomly()));
    // Eight weeks at 4,200 s a time: some 1,150 of them.
    expect(found.length).toBeGreaterThan(1000);
    const gaps = found.map(({ began }, k) => began - (found[k - 1]?.ended ?? 0));
    meanWithin(gaps, HOURLY, HOURLY);
    // Of an exponential the share above the mean is 1/e.
    meanWithin(
      gaps.map((gap) => (gap > HOURLY ? 1 : 0)),
      1 / Math.E,
      Math.sqrt((1 / Math.E) * (1 - 1 / Math.E)),
    );
    meanWithin(
      found.map(({ began, ended }) => ended - began),
      600,
      300,
    );
  });

  test('what is told to expect is the mean length, not the one drawn', async () => {
    const found = spans(await listen(randomly()));
    for (const { began, expected } of found) expect(expected).toBe(began + 600);
    expect(found.filter(({ expected, ended }) => expected !== ended).length).toBeGreaterThan(found.length / 2);
  });

  test('nothing begins when the calendar has ended, what has begun ends, and then the world does', async () => {
    const { calendarEnd } = tinyLab();
    for (let seed = 1; seed <= 20; seed++) {
      const told = await listen(randomly(seed));
      const found = spans(told);
      for (const { began, ended } of found) {
        expect(began).toBeLessThan(calendarEnd);
        expect(ended).toBeLessThan(Infinity);
      }
      expect(told.at(-1)).toEqual({ type: 'closed', at: found.at(-1)?.ended });
    }
  });

  test('an incident at a set time after the calendar never comes', async () => {
    const { calendarEnd } = tinyLab();
    const told = await listen(under(incident({ kind: 'power-loss' }, at(calendarEnd), 50)));
    expect(told).toEqual([{ type: 'closed', at: 0 }]);
  });

  test('an incident does not change when another comes', async () => {
    const absence = incident({ kind: 'absence', operators: 1 }, every(DAYS), 600, 0.5);
    const also = { ...incident({ kind: 'breakdown', machine: 'tc-1' }, every(DAYS), 60, 1), id: 'also' };
    const alone = await listen(worldOf(labUnder({ incidents: [absence] })));
    const both = await listen(worldOf(labUnder({ incidents: [also, absence] })));
    expect(spans(both)).toEqual(spans(alone));
    expect(ofType(both, 'machine-down').length).toBeGreaterThan(10);
  });
});

const DAYS = 2 * 86_400;

test('a task that was struck and starts again is not ended by the first attempt', async () => {
  const world = under(incident({ kind: 'breakdown', machine: 'tc-1' }, at(100), 50));
  const work = { placement: onMachine('tc-1'), stage: 'prep', length: 200 };
  start(world, 'prep', work);
  const told = await listen(world, (event) => {
    if (event.type === 'machine-up') start(world, 'prep', work, 2);
  });
  expect(ofType(told, 'task-finished')).toMatchObject([{ at: 350, attempt: 2 }]);
});

test('a task that is struck after it was called off is told of once', async () => {
  const world = under(incident({ kind: 'breakdown', machine: 'tc-1' }, at(100), 50));
  start(world, 'prep', { placement: onMachine('tc-1'), stage: 'prep', length: 200 });
  const told = await listen(world, (event) => {
    if (event.type !== 'machine-down') return;
    world.perform({ type: 'cancel-task', task: id('prep'), attempt: 1, reason: 'too late' });
  });
  expect(ofType(told, 'task-failed')).toMatchObject([{ failure: { class: 'equipment-failure' } }]);
});
