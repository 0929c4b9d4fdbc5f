import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

import type { Fact, Timed } from '../../src/model/index.ts';
import { directoryStorage, openLedger } from '../../src/provenance/index.ts';
import { audit, loadScenario, simulate } from '../../src/service/index.ts';
import { createNodeFs } from '../../src/service/node-fs.ts';
import { seqplan } from '../support/command.ts';

const FRIDAY = 'examples/friday-cfdna.yaml';
const folder = (): string => mkdtempSync(path.join(os.tmpdir(), 'seqplan-'));

describe('seqplan audit', () => {
  const out = folder();
  const ledger = path.join(out, 'ledger');
  let facts: readonly Timed<Fact>[] = [];

  beforeAll(async () => {
    const { exit, out: printed } = await seqplan('simulate', FRIDAY, '--budget', '8', '--out', out);
    expect(exit).toBe(0);
    expect(printed).toMatch(/^audited: \d+ facts, 0 findings$/m);
    facts = (await simulate(await loadScenario(FRIDAY), { budget: { iterations: 8 } })).facts;
  });

  it('finds nothing in a run that kept every rule, and exits with 0', async () => {
    const { exit, out: printed } = await seqplan('audit', ledger, '--scenario', FRIDAY);
    expect(printed).toContain(`audited: ${facts.length} facts, 0 findings`);
    expect(exit).toBe(0);
  });

  it('names what a run broke, although its ledger is as it was written, and exits with 1', async () => {
    const spoilt = path.join(folder(), 'ledger');
    const clock = { nowMs: () => 0 };
    const storage = directoryStorage(createNodeFs(), spoilt);
    const { writer } = await openLedger({ storage, clock, origin: 'spoilt', version: '0' });
    const forgotten = facts.findIndex((f) => f.type === 'sample-closed');
    for (const fact of facts.toSpliced(forgotten, 1)) writer.append(fact);
    await writer.close();
    const { exit, out: printed, err } = await seqplan('audit', spoilt, '--scenario', FRIDAY);
    // One fact fewer, and the notice that the ledger was opened.
    expect(printed).toContain(`ledger verified: ${facts.length} records`);
    expect(err).toContain('SAMPLE-FORGOTTEN');
    expect(exit).toBe(1);
  });

  it('refuses the ledger of another scenario, and a scenario with errors, with 2', async () => {
    const other = await seqplan('audit', ledger, '--scenario', 'examples/weekend.yaml');
    expect(other.err).toContain('LEDGER-SCENARIO');
    expect(other.exit).toBe(2);
    expect((await seqplan('audit', ledger, '--scenario', 'README.md')).exit).toBe(2);
  });

  it('says nothing of the run where the ledger is broken', async () => {
    const result = await audit(folder(), await loadScenario(FRIDAY));
    expect(result).toMatchObject({ verification: { kind: 'broken' }, facts: 0, findings: [] });
  });
});

it.each(['friday-cfdna', 'weekend', 'compute-backlog', 'core-facility'])(
  'a simulation of examples/%s.yaml breaks no rule',
  async (name) => {
    const { audit: found } = await simulate(await loadScenario(`examples/${name}.yaml`), {
      budget: { iterations: 8 },
      replanBudget: { iterations: 8 },
      seed: 3,
    });
    expect(found.findings).toEqual([]);
    expect(found.isReplayIdentical).toBe(true);
    expect(found.facts).toBeGreaterThan(10);
  },
);
