import { describe, expect, it } from 'vitest';
import { buildStory, checkTimes, toProv, type ProvDocument } from '../../../src/provenance/index.ts';
import { DIGEST, handMadeRun } from './hand-made-run.ts';

const document = toProv(buildStory(handMadeRun()));

const relations = (kind: keyof ProvDocument): readonly Record<string, unknown>[] =>
  Object.values((document[kind] ?? {}) as Record<string, Record<string, unknown>>);

const activity = (name: string): Record<string, unknown> => {
  const found = document.activity?.[name];
  if (found === undefined) throw new Error(`no activity ${name}`);
  return found;
};

const hasRelation = (kind: keyof ProvDocument, of: Record<string, unknown>): boolean =>
  relations(kind).some((one) => Object.entries(of).every(([key, value]) => one[key] === value));

describe('a run as PROV-JSON', () => {
  it('keeps out of the traps of the published schema', () => {
    const nodes = ['prefix', 'entity', 'activity', 'agent'];
    const flows = ['wasGeneratedBy', 'used', 'wasInformedBy', 'wasStartedBy', 'wasDerivedFrom', 'specializationOf'];
    const roles = ['wasAttributedTo', 'wasAssociatedWith', 'actedOnBehalfOf', 'hadMember'];
    const allowed = [...nodes, ...flows, ...roles];
    expect(Object.keys(document).toSorted()).toEqual(allowed.toSorted());
    for (const [kind, records] of Object.entries(document)) {
      if (kind === 'prefix') continue;
      for (const [name, record] of Object.entries(records)) {
        // One record per identifier, no null, no empty list; blank names for relations only, which nothing refers to.
        expect(Array.isArray(record)).toBe(false);
        expect(name).toMatch(
          ['entity', 'activity', 'agent'].includes(kind) ? /^(run|sha256):[A-Za-z0-9_./~%-]+$/ : /^_:r\d+$/,
        );
        for (const value of Object.values(record)) {
          expect(value).not.toBeNull();
          expect(Array.isArray(value) && value.length === 0).toBe(false);
        }
      }
    }
  });

  it('has an activity for every attempt and execution, with its status', () => {
    const counted = Object.keys(document.activity ?? {}).filter((name) => /^run:(attempt|execution)/.test(name));
    // 7 attempts and 6 executions.
    expect(counted).toHaveLength(13);
    expect(activity('run:attempt/p1-1/1')['seqplan:status']).toBe('failed');
    expect(activity('run:execution/p1-3/1/1')['seqplan:exitCode']).toBe(3);
    expect(activity('run:attempt/p1-1/2')['prov:startTime']).toBe('2026-11-30T02:00:00.000Z');
  });

  it('has the repeated attempt informed by the failed one, and the decision used by it', () => {
    const informed = { 'prov:informed': 'run:attempt/p1-1/2', 'prov:informant': 'run:attempt/p1-1/1' };
    expect(hasRelation('wasInformedBy', informed)).toBe(true);
    const fallback = { 'prov:informed': 'run:attempt/p1-4/1', 'prov:informant': 'run:attempt/p1-3/1' };
    expect(hasRelation('wasInformedBy', fallback)).toBe(true);
    const [decision] = Object.entries(document.entity ?? {}).filter(
      ([, { 'seqplan:action': action }]) => action === 'fallback',
    );
    const used = { 'prov:activity': 'run:attempt/p1-4/1', 'prov:entity': decision?.[0] };
    expect(hasRelation('used', used)).toBe(true);
  });

  it('has reused files derived from those of the earlier execution, and used by the reuse', () => {
    const files = Object.keys(document.entity ?? {}).filter((name) => name.startsWith('run:file/p1-6/1/1/'));
    expect(files).toHaveLength(1);
    const original = files[0]?.replace('p1-6/1/1', 'p1-5/1/1');
    const used = { 'prov:activity': 'run:execution/p1-6/1/1', 'prov:entity': original };
    expect(hasRelation('used', used)).toBe(true);
    const derived = { 'prov:generatedEntity': files[0], 'prov:usedEntity': original };
    expect(hasRelation('wasDerivedFrom', derived)).toBe(true);
  });

  it('leads from a result back to the specimen, by way of data, pool and library', () => {
    const sources = new Map<string, string[]>();
    for (const { 'prov:generatedEntity': made, 'prov:usedEntity': from } of relations('wasDerivedFrom')) {
      sources.set(String(made), [...(sources.get(String(made)) ?? []), String(from)]);
    }
    const reached = new Set(Object.keys(document.entity ?? {}).filter((name) => name.startsWith('run:file/p1-6/1/1/')));
    for (const name of reached) for (const from of sources.get(name) ?? []) reached.add(from);
    expect([...reached]).toEqual(
      expect.arrayContaining([
        'run:material/p1-2/1/sequence/o1/a',
        'run:pool/p1-2/1',
        'run:material/p1-1/2/prep/o1/a',
        'run:specimen/o1/a',
      ]),
    );
  });

  it('names scenario, workflow, stages and schedule as plans, and who acted for whom', () => {
    const plans = Object.entries(document.entity ?? {}).filter(([, { 'prov:type': type }]) =>
      JSON.stringify(type).includes('"prov:Plan"'),
    );
    // The scenario, one workflow, its 6 stages, one schedule.
    expect(plans).toHaveLength(9);
    const planned = { 'prov:activity': 'run:attempt/p1-4/1', 'prov:plan': 'run:stage/wgs/align-slow' };
    expect(hasRelation('wasAssociatedWith', planned)).toBe(true);
    expect(hasRelation('wasAssociatedWith', { 'prov:activity': 'run:run', 'prov:plan': `sha256:${DIGEST}` })).toBe(
      true,
    );
    const acted = { 'prov:delegate': 'run:agent/seqplan', 'prov:responsible': 'run:agent/laboratory' };
    expect(hasRelation('actedOnBehalfOf', acted)).toBe(true);
    expect(
      hasRelation('wasAssociatedWith', { 'prov:activity': 'run:attempt/p1-1/2', 'prov:agent': 'run:person/op-2' }),
    ).toBe(true);
  });

  it('has no activity for a skipped stage, but the decision to skip it', () => {
    expect(Object.keys(document.activity ?? {}).filter((name) => name.includes('extra'))).toEqual([]);
    expect(relations('entity').filter(({ 'seqplan:stage': stage }) => stage === 'extra')).toHaveLength(1);
  });

  it('tells no folder of the host', () => {
    expect(JSON.stringify(document)).not.toContain('/home/');
  });

  it('is the same for the same records, and its times agree', () => {
    expect(JSON.stringify(toProv(buildStory(handMadeRun())))).toBe(JSON.stringify(document));
    expect(checkTimes(document)).toEqual([]);
  });
});
