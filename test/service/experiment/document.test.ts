import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import type { Finding } from '../../../src/base/index.ts';
import {
  checkExperiment,
  experimentJsonSchema,
  loadExperiment,
  ServiceError,
  type ExperimentDocument,
} from '../../../src/service/index.ts';
import { writeExperiment, type Change } from './support.ts';

async function findingsOf(...changes: readonly Change[]): Promise<readonly Finding[]> {
  try {
    await loadExperiment(writeExperiment(...changes));
  } catch (error) {
    if (error instanceof ServiceError) return error.findings;
    throw error;
  }
  return [];
}

describe('an experiment document', () => {
  it('gives every variant its own scenario and planner', async () => {
    const { design, variants } = await loadExperiment(writeExperiment());
    expect(design).toEqual({
      variants: ['today', 'same', 'second-robot', 'fifo'],
      baseline: 'today',
      metrics: ['samples-lost', 'delivered', 'turnaround', 'facts'],
      replications: { min: 3, max: 6, batch: 3, seed: 11 },
    });
    expect(variants.get('same')?.digest).toBe(variants.get('today')?.digest);
    expect(variants.get('second-robot')?.digest).not.toBe(variants.get('today')?.digest);
    expect(variants.get('second-robot')?.document).toMatchObject({ equipment: [{ id: 'robot' }, { id: 'robot-2' }] });
    expect(variants.get('fifo')?.planner).toEqual({ rule: 'fifo', budget: 5, replanBudget: 2 });
  });

  it('is refused with every fault of its own at once, each with its line', async () => {
    const findings = await findingsOf(
      ['name: small', 'name: small\nnotes: none'],
      ['- { name: same }', '- { name: to day }'],
      ['op: copy, from: /equipment/robot', 'op: clone, from: /equipment/robot'],
      ['rule: fifo', 'rule: lifo'],
      ['seed: 11', 'seed: 1.5'],
      ['turnaround', 'turnarond'],
    );
    expect(findings.map(({ code, path: place }) => `${code} ${place}`)).toEqual([
      'BAD-VALUE /metrics/2',
      'UNKNOWN-KEY /notes',
      'BAD-TYPE /replications/seed',
      'BAD-ID /variants/1/name',
      'BAD-VALUE /variants/2/patch/0/op',
      'BAD-VALUE /variants/3/planner/rule',
    ]);
    for (const { line, hint } of findings) expect([typeof line, hint]).not.toContain('');
    expect(findings.map(({ line }) => line)).toEqual([16, 3, 14, 8, 11, 13]);
    expect(findings[0]?.hint).toContain("'turnaround'");
  });

  it('is refused with the names, the numbers and the changes of all variants that lead nowhere', async () => {
    const findings = await findingsOf(
      ['- { name: same }', '- { name: today }'],
      ['baseline: today', 'baseline: yesterday'],
      ['max: 6', 'max: 2'],
      ['from: /equipment/robot', 'from: /equipment/robbot'],
      ['- { name: fifo,', '- { name: fifo, patch: [{ op: remove, path: /site/shift }],'],
    );
    expect(findings.map(({ code, path: place, message }) => `${code} ${place}: ${message}`)).toEqual([
      "UNKNOWN-REFERENCE /baseline: no variant is called 'yesterday'",
      "OUT-OF-RANGE /replications/max: 'max' is 2, the limit is at least 'min', 3",
      "DUPLICATE-ID /variants/1/name: two variants are called 'today'",
      "PATCH-TARGET /variants/2/patch/0/from: the list has no entry 'robbot'",
      "PATCH-TARGET /variants/3/patch/0/path: there is no 'shift' on the way to '/site/shift'",
    ]);
    expect(findings[3]?.hint).toContain('Entries here: robot.');
  });

  it('is refused with everything that is wrong with the scenarios that its changes lead to', async () => {
    const findings = await findingsOf(
      ['with: { id: robot-2 }', 'with: { id: robot }'],
      ['- { name: fifo,', '- { name: fifo, patch: [{ op: replace, path: /horizon/length, value: 1 fortnight }],'],
    );
    expect(findings.map(({ code, path: place }) => `${code} ${place}`)).toEqual([
      // The entry's name is taken, and so is the machine's.
      'VARIANT /variants/2/patch',
      'VARIANT /variants/2/patch',
      'VARIANT /variants/3/patch',
    ]);
    expect(findings[0]?.message).toMatch(/^'second-robot' has DUPLICATE-ID at '\/equipment\/1\/id'/);
    expect(findings[2]?.message).toMatch(/^'fifo' has BAD-QUANTITY at '\/horizon\/length'/);
  });

  it('is refused with the place in the scenario file where that is at fault, once', async () => {
    const file = writeExperiment();
    const lab = path.join(path.dirname(file), 'lab.yaml');
    writeFileSync(lab, readFileSync(lab, 'utf8').replace('length: 1 wk', 'length: 1 fortnight'));
    await expect(loadExperiment(file)).rejects.toMatchObject({
      code: 'REJECTED',
      findings: [{ code: 'BAD-QUANTITY', path: '/scenario', line: 3 }],
    });
    const findings = await findingsOf(['scenario: lab.yaml', 'scenario: absent.yaml']);
    expect(findings).toMatchObject([{ code: 'FILE-UNREADABLE', path: '/scenario' }]);
  });

  it('may hold the scenario itself, and changes that all variants share', async () => {
    const { variants } = await loadExperiment(writeExperiment());
    const document: ExperimentDocument = {
      schemaVersion: 1,
      name: 'inside',
      scenario: variants.get('today')?.document as Record<string, unknown>,
      patch: [{ op: 'replace', path: '/orders/patients-1/samples', value: 8 }],
      baseline: 'a',
      variants: [
        { name: 'a' },
        { name: 'b', patch: [{ op: 'replace', path: '/orders/patients-1/due', value: '2 d' }] },
      ],
    };
    const checked = await checkExperiment(document);
    expect(checked.design.replications).toEqual({ min: 5, max: 20, batch: 5, seed: 1 });
    expect(checked.variants.get('a')?.document).toMatchObject({ orders: [{ samples: 8, due: '4 d' }] });
    expect(checked.variants.get('b')?.document).toMatchObject({ orders: [{ samples: 8, due: '2 d' }] });
    expect(checked.variants.get('a')?.planner).toEqual({ rule: 'portfolio', budget: 200, replanBudget: 40 });
  });

  it('needs a value where something is put', async () => {
    const findings = await findingsOf(['- { name: fifo,', '- { name: fifo, patch: [{ op: add, path: /name }],']);
    expect(findings).toMatchObject([{ code: 'MISSING-KEY', path: '/variants/3/patch/0/value' }]);
  });
});

describe('docs/schema/experiment.schema.json', () => {
  const text = readFileSync(new URL('../../../docs/schema/experiment.schema.json', import.meta.url), 'utf8');

  it('is the print of the schema (npm run schema writes it)', () => {
    expect(text).toBe(`${JSON.stringify(experimentJsonSchema(), null, 2)}\n`);
  });

  it('describes every key, and no object but those that hold free values takes unknown ones', () => {
    const found: { key: string; described: boolean }[] = [];
    const walk = (node: unknown, place: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const { properties, additionalProperties } = node as Record<string, unknown>;
      if (typeof properties === 'object' && properties !== null) {
        expect([place, additionalProperties]).toEqual([place, false]);
        for (const [key, value] of Object.entries(properties)) {
          found.push({ key: `${place}/${key}`, described: 'description' in (value as object) });
        }
      }
      for (const [key, part] of Object.entries(node)) walk(part, `${place}/${key}`);
    };
    walk(JSON.parse(text), '');
    expect(found.length).toBeGreaterThan(30);
    expect(found.filter(({ described }) => !described)).toEqual([]);
  });
});

describe('examples/experiments', () => {
  const files = readdirSync('examples/experiments');

  it('has the four of docs/EXPERIMENTS.md', () => {
    expect(files.toSorted()).toEqual([
      'maintenance-policy.yaml',
      'one-more-sequencer.yaml',
      'planners.yaml',
      'weekend-visit.yaml',
    ]);
  });

  it.each(files)('%s is sound in all its variants', async (file) => {
    const { variants } = await loadExperiment(path.join('examples/experiments', file));
    expect(variants.size).toBeGreaterThan(1);
  });
});
