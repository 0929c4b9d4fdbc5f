import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

import type { Fact, Timed } from '../../src/model/index.ts';
import { directoryStorage, openLedger, readFacts, storeDocument, type Entry } from '../../src/provenance/index.ts';
import { explainSample, type SampleLife } from '../../src/service/index.ts';
import { createNodeFs } from '../../src/service/node-fs.ts';
import { checkScenario } from '../../src/service/scenario-source.ts';
import { seqplan } from '../support/command.ts';
import { caseOf } from '../swarm/case.ts';
import { runCase } from '../swarm/run-case.ts';

const folder = (): string => mkdtempSync(path.join(os.tmpdir(), 'seqplan-'));
const storageAt = (directory: string) => directoryStorage(createNodeFs(), directory);

async function lifeIn(ledger: string, name: string): Promise<SampleLife> {
  const explained = await explainSample(ledger, name);
  if (explained.kind !== 'life') throw new Error(explained.verification.kind);
  return explained.life;
}

describe('seqplan explain SAMPLE --ledger', () => {
  const out = folder();
  const ledger = path.join(out, 'ledger');

  beforeAll(async () => {
    expect((await seqplan('simulate', 'examples/friday-cfdna.yaml', '--budget', '8', '--out', out)).exit).toBe(0);
  });

  it('tells the whole life of a sample, record by record', async () => {
    const { exit, out: printed } = await seqplan('explain', 'edta/s16', '--ledger', ledger);
    expect(exit).toBe(0);
    const golden = readFileSync(new URL('golden/edta-s16.txt', import.meta.url), 'utf8');
    expect(`${printed}\n`.replace(/seqplan [0-9.]+/, 'seqplan VERSION')).toBe(golden);
  });

  it('tells the same as data, with what was recorded', async () => {
    const told = JSON.parse((await seqplan('explain', 'edta/s16', '--ledger', ledger, '--json')).out) as SampleLife;
    expect(told).toEqual(JSON.parse(JSON.stringify(await lifeIn(ledger, 'edta/s16'))));
    const facts: Timed<Fact>[] = [];
    for await (const fact of readFacts(storageAt(ledger))) facts.push(fact);
    // Record 0 is the notice of the opening.
    for (const { record, fact } of told.entries) expect(facts[record - 1]).toMatchObject(fact);
    expect(told.outcomes).toMatchObject([{ sample: 'edta/s16', outcome: 'quarantined' }]);
  });

  it('tells of an order what it tells of each of its samples', async () => {
    const whole = new Set((await lifeIn(ledger, 'streck')).entries.map((entry) => entry.record));
    for (const name of ['streck/s01', 'streck/s40']) {
      const missing = (await lifeIn(ledger, name)).entries.filter((entry) => !whole.has(entry.record));
      expect(missing).toEqual([]);
    }
  });

  it('refuses a name that the run does not know, with 2, and tells nothing of a ledger that is broken', async () => {
    const unknown = await seqplan('explain', 'edta/s99', '--ledger', ledger);
    expect([unknown.exit, unknown.err.includes('UNKNOWN-REFERENCE')]).toEqual([2, true]);
    const broken = await seqplan('explain', 'edta/s01', '--ledger', folder());
    expect([broken.exit, broken.out.split('\n').length]).toEqual([1, 1]);
  });
});

/** A disturbed run of a random laboratory, with what people did to its record afterwards. */
async function disturbed(
  seed: number,
  more: readonly Timed<Entry>[] = [],
): Promise<{ ledger: string; facts: readonly Timed<Fact>[] }> {
  const swarmCase = caseOf(seed);
  const { canonical, digest } = checkScenario(swarmCase.document);
  const facts = (await runCase(swarmCase)).facts.map((fact) =>
    fact.type === 'run-opened' ? { ...fact, run: { ...fact.run, scenarioDigest: digest } } : fact,
  );
  const ledger = path.join(folder(), 'ledger');
  const storage = storageAt(ledger);
  await storeDocument(storage, Buffer.from(canonical));
  const { writer } = await openLedger({ storage, clock: { nowMs: () => 0 }, origin: 'swarm', version: '0' });
  for (const entry of [...facts, ...more]) writer.append(entry);
  await writer.close();
  return { ledger, facts };
}

describe('a life in a disturbed run', () => {
  // Lots are split, held, sent by another route, expired, overtaken.
  it.each([5, 13, 24])('of seed %i leaves out no record that names the sample, and ends with it', async (seed) => {
    const { ledger, facts } = await disturbed(seed);
    const samples = facts.flatMap((f) => (f.type === 'sample-closed' ? [f.sample] : []));
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples) {
      const { entries } = await lifeIn(ledger, sample);
      const told = new Set(entries.map((entry) => entry.record));
      // Whoever looks for the name in the text of the records finds no more; the judge knows nothing of lots and tasks.
      const named = [...facts.keys()].filter((k) => JSON.stringify(facts[k]).includes(JSON.stringify(sample)));
      expect(
        named.map((k) => k + 1).filter((record) => !told.has(record)),
        sample,
      ).toEqual([]);
      const closed = entries.findIndex(({ fact }) => fact.type === 'sample-closed');
      const after = entries.slice(closed + 1).map(({ fact }) => fact.type);
      // Work that it was in may still be called off.
      const allowed = [
        'bench-recorded',
        'execution-recorded',
        'operator-decided',
        'order-closed',
        'task-failed',
        'task-finished',
      ];
      expect(
        after.filter((type) => !allowed.includes(type)),
        sample,
      ).toEqual([]);
    }
  });

  it('tells what was corrected in its records', async () => {
    const { facts } = await disturbed(5);
    const closed = facts.findIndex((f) => f.type === 'sample-closed');
    const fact = facts[closed];
    if (fact?.type !== 'sample-closed') throw new Error('nothing was closed');
    const at = facts.at(-1)?.at ?? fact.at;
    const corrected = {
      type: 'value-corrected',
      record: closed + 1,
      path: '/reason',
      old: 'x',
      new: 'y',
      reason: 'typing error',
      by: 'qa-1',
      at,
    } as const;
    const { ledger } = await disturbed(5, [corrected]);
    const last = (await lifeIn(ledger, fact.sample)).entries.at(-1);
    expect(last?.text).toBe(`corrected by qa-1: record ${closed + 1}, /reason: "x" should read "y"`);
    const other = facts.flatMap((f) => (f.type === 'sample-closed' && f.sample !== fact.sample ? [f.sample] : []));
    const elsewhere = (await lifeIn(ledger, other.at(-1) ?? '')).entries.map((entry) => entry.fact.type);
    expect(elsewhere).not.toContain('value-corrected');
  });
});
