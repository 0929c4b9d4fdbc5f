import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/base/index.ts';
import { createSharedMemory, shareIncumbent } from '../../../src/solver/search/index.ts';
import { improveShop } from '../../../src/solver/search/improve-shop.ts';
import { lowerBound } from '../../../src/solver/search/bounds/lower-bound.ts';
import { pointExchange } from '../../../src/solver/search/point-exchange.ts';
import { Stop } from '../../../src/solver/search/stop.ts';
import { randomShop } from './random-shop.ts';

const words = (...values: number[]): Int32Array => Int32Array.from(values);

describe('the incumbent that searches share', () => {
  it('is handed to each of the others once, and never back to its author', () => {
    const memory = createSharedMemory(4);
    const [a, b, c] = [0, 1, 2].map((self) => shareIncumbent(memory, self));
    a?.offer([10], words(1, 2, 3));
    expect(a?.take()).toBeUndefined();
    expect(b?.take()).toEqual({ values: [10], words: words(1, 2, 3) });
    expect(b?.take()).toBeUndefined();
    expect(c?.take()).toEqual({ values: [10], words: words(1, 2, 3) });
  });

  it('changes only for something better', () => {
    const memory = createSharedMemory(4);
    const [a, b] = [0, 1].map((self) => shareIncumbent(memory, self));
    a?.offer([10.5], words(1, 2));
    b?.offer([10.5], words(3, 4));
    b?.offer([11], words(3, 4));
    expect(a?.take()).toBeUndefined();
    b?.offer([10.25], words(5));
    expect(a?.take()).toEqual({ values: [10.25], words: words(5) });
  });

  it('compares values in turn', () => {
    const memory = createSharedMemory(1, 2);
    const [a, b] = [0, 1].map((self) => shareIncumbent(memory, self));
    a?.offer([1, 5], words(1));
    a?.offer([1, 6], words(2));
    a?.offer([2, 0], words(3));
    expect(b?.take()).toEqual({ values: [1, 5], words: words(1) });
    a?.offer([1, 4], words(4));
    expect(b?.take()).toEqual({ values: [1, 4], words: words(4) });
  });

  it('gives copies: what is taken does not change with the next offer', () => {
    const memory = createSharedMemory(2);
    const [a, b] = [0, 1].map((self) => shareIncumbent(memory, self));
    a?.offer([3], words(7, 8));
    const taken = b?.take();
    a?.offer([2], words(9, 9));
    expect(taken).toEqual({ values: [3], words: words(7, 8) });
  });

  it('tells every search when all is over', () => {
    const memory = createSharedMemory(0);
    const [a, b] = [0, 1].map((self) => shareIncumbent(memory, self));
    expect(b?.isOver()).toBe(false);
    a?.end();
    expect(b?.isOver()).toBe(true);
  });

  it('is never torn: objective and words come from one offer, with two threads that write as fast as they can', async () => {
    // Every offer of objective -k carries 64 words -k; a reader that saw parts of two offers would see two values.
    const memory = createSharedMemory(64);
    const offers = 20_000;
    const script = `
      const { parentPort, workerData: { memory, offers, module } } = require('node:worker_threads');
      import(module).then(({ shareIncumbent }) => {
        const exchange = shareIncumbent(memory, 1);
        parentPort.postMessage('ready');
        for (let k = 1; k <= offers; k++) exchange.offer([-2 * k], new Int32Array(64).fill(-2 * k));
      });`;
    const module = new URL('../../../dist/solver/search/index.js', import.meta.url).href;
    const thread = new Worker(script, { eval: true, workerData: { memory, offers, module } });
    const ended = new Promise((resolve, reject) => thread.on('exit', resolve).on('error', reject));
    await new Promise((resolve) => thread.on('message', resolve));
    const mine = shareIncumbent(memory, 0);
    const theirs = shareIncumbent(memory, 2);
    let taken = 0;
    for (let k = 0; k < offers; k++) {
      mine.offer([-2 * k - 1], new Int32Array(64).fill(-2 * k - 1));
      const offer = theirs.take();
      if (offer === undefined) continue;
      taken++;
      expect(new Set(offer.words)).toEqual(new Set(offer.values));
    }
    expect(await ended).toBe(0);
    expect(theirs.take()?.values[0] ?? -2 * offers).toBe(-2 * offers);
    expect(taken).toBeGreaterThan(0);
  });
});

describe('a shop search with others beside it', () => {
  it('builds on the best schedule of the others, and offers its own', () => {
    const { shop } = randomShop(5, { jobs: 10, machines: 6, flexibility: 1 });
    const memory = createSharedMemory(shop.slotCount + shop.operationCount);
    const bound = lowerBound(shop);
    const long = { shop, random: createRandom(1), stop: new Stop({ iterations: 20_000 }), bound, onBest: () => {} };
    const good = improveShop({ ...long, exchange: pointExchange(shop, shareIncumbent(memory, 0)) });
    const other = pointExchange(shop, shareIncumbent(memory, 1));
    expect(other.take()).toEqual(good);
  });
});
