import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';

import type { Fact, Timed } from '../../src/model/index.ts';
import { directoryStorage, openLedger, readFacts, storeDocument } from '../../src/provenance/index.ts';
import { loadScenario, replayLedger, simulate } from '../../src/service/index.ts';
import { createNodeFs } from '../../src/service/node-fs.ts';
import { seqplan } from '../support/command.ts';

const FRIDAY = 'examples/friday-cfdna.yaml';
const folder = (): string => mkdtempSync(path.join(os.tmpdir(), 'seqplan-'));
const storageAt = (directory: string) => directoryStorage(createNodeFs(), directory);

/** A ledger that is whole, of these facts. */
async function written(facts: readonly Timed<Fact>[], document?: string): Promise<string> {
  const ledger = path.join(folder(), 'ledger');
  const storage = storageAt(ledger);
  if (document !== undefined) await storeDocument(storage, Buffer.from(document));
  const { writer } = await openLedger({ storage, clock: { nowMs: () => 0 }, origin: 'forged', version: '0' });
  for (const fact of facts) writer.append(fact);
  await writer.close();
  return ledger;
}

describe('seqplan replay', () => {
  const out = folder();
  const ledger = path.join(out, 'ledger');
  const facts: Timed<Fact>[] = [];
  let document = '';
  const documents = path.join(ledger, 'documents');

  beforeAll(async () => {
    expect((await seqplan('simulate', FRIDAY, '--budget', '8', '--out', out)).exit).toBe(0);
    for await (const fact of readFacts(storageAt(ledger))) facts.push(fact);
    document = readFileSync(path.join(documents, readdirSync(documents)[0] ?? ''), 'utf8');
  });

  it('needs nothing but the ledger, which holds the scenario under the digest that its first fact names', async () => {
    const [opened] = facts;
    const digest = createHash('sha256').update(document).digest('hex');
    expect(opened).toMatchObject({ type: 'run-opened', run: { scenarioDigest: digest } });
    expect(readdirSync(documents)).toEqual([digest]);
    const { exit, out: printed } = await seqplan('replay', ledger);
    expect(printed).toMatch(/^ledger verified: \d+ records\n\d+ decisions re-derived, none differs$/);
    expect(exit).toBe(0);
    expect((await seqplan('audit', ledger)).exit).toBe(0);
  });

  it('names the first record that the engine would not have decided, although the ledger is whole, and exits with 1', async () => {
    const place = facts.findIndex((f) => f.type === 'policy-applied');
    const fact = facts[place];
    if (fact?.type !== 'policy-applied') throw new Error('no policy was applied');
    const forged = await written(facts.with(place, { ...fact, step: fact.step + 1 }), document);
    const { exit, out: printed } = await seqplan('replay', forged);
    expect(exit).toBe(1);
    // Record 0 tells of the opening of the ledger; the facts follow.
    expect(printed).toContain(`then record ${place + 1} differs (on task-finished of `);
    expect(printed).toContain(`"step":${fact.step + 1}`);
    const told = JSON.parse((await seqplan('replay', forged, '--json')).out) as unknown;
    expect(told).toMatchObject({
      difference: { record: place + 1, recorded: { step: fact.step + 1 }, decided: { step: fact.step } },
    });
  });

  it('says so where the run has not come to its end', async () => {
    const { exit, out: printed } = await seqplan('replay', await written(facts.slice(0, 40), document));
    expect(printed).toContain('none differs\nthe run has not come to its end');
    expect(exit).toBe(0);
  });

  it('asks for the scenario where the ledger has none, and refuses another one, with 2', async () => {
    const bare = await written(facts);
    const without = await seqplan('replay', bare);
    expect([without.exit, without.err.includes('LEDGER-DOCUMENT')]).toEqual([2, true]);
    expect((await seqplan('replay', bare, '--scenario', FRIDAY)).exit).toBe(0);
    const other = await seqplan('replay', ledger, '--scenario', 'examples/weekend.yaml');
    expect([other.exit, other.err.includes('LEDGER-SCENARIO')]).toEqual([2, true]);
    const empty = await seqplan('replay', await written([]));
    expect([empty.exit, empty.err.includes('LEDGER-RUN')]).toEqual([2, true]);
  });

  it('does not use a document that was changed', async () => {
    const spoilt = await written(facts, document);
    const file = path.join(spoilt, 'documents', createHash('sha256').update(document).digest('hex'));
    writeFileSync(file, document.replace('"', '" '));
    const { exit, err, out: printed } = await seqplan('replay', spoilt);
    expect(exit).toBeGreaterThan(0);
    expect(err + printed).toMatch(/has the digest|DOCUMENT-CHANGED/);
    rmSync(spoilt, { recursive: true });
  });

  it('derives nothing from a ledger that is broken', async () => {
    expect(await replayLedger(folder())).toMatchObject({ verification: { kind: 'broken' }, decisions: 0 });
  });
});

it.each(['friday-cfdna', 'weekend', 'compute-backlog', 'core-facility'])(
  'every decision of a simulation of examples/%s.yaml is derived again as it was',
  async (name) => {
    const ledger = path.join(folder(), 'ledger');
    await simulate(await loadScenario(`examples/${name}.yaml`), {
      budget: { iterations: 8 },
      replanBudget: { iterations: 8 },
      seed: 3,
      ledger: storageAt(ledger),
    });
    const { decisions, difference } = await replayLedger(ledger);
    expect(difference).toBeUndefined();
    expect(decisions).toBeGreaterThan(10);
  },
);
