import { describe, expect, it } from 'vitest';
import {
  buildStory,
  checkTimes,
  toProv,
  type ProvDocument,
  type TimeFaultCode,
} from '../../../src/provenance/index.ts';
import { handMadeRun } from './hand-made-run.ts';

type Loose = Record<string, Record<string, Record<string, unknown>>>;

/** Two activities in turn: `make` gives `a`, `take` uses it and gives `b`. */
const small = (): Loose => ({
  entity: { 'ex:a': {}, 'ex:b': {} },
  activity: {
    'ex:make': { 'prov:startTime': '2026-11-01T08:00:00Z', 'prov:endTime': '2026-11-01T09:00:00Z' },
    'ex:take': { 'prov:startTime': '2026-11-01T10:00:00+00:00', 'prov:endTime': '2026-11-01T12:00:00+01:00' },
  },
  wasGeneratedBy: {
    '_:ga': { 'prov:entity': 'ex:a', 'prov:activity': 'ex:make', 'prov:time': '2026-11-01T09:00:00Z' },
    '_:gb': { 'prov:entity': 'ex:b', 'prov:activity': 'ex:take' },
  },
  used: { '_:u': { 'prov:entity': 'ex:a', 'prov:activity': 'ex:take', 'prov:time': '2026-11-01T10:30:00Z' } },
  wasDerivedFrom: { '_:d': { 'prov:generatedEntity': 'ex:b', 'prov:usedEntity': 'ex:a' } },
  wasInformedBy: { '_:i': { 'prov:informed': 'ex:take', 'prov:informant': 'ex:make' } },
});

const check = (document: Loose): readonly (readonly [TimeFaultCode, string])[] =>
  checkTimes({ prefix: {}, ...document } as unknown as ProvDocument).map(({ code, at }) => [code, at]);

const changed = (kind: string, name: string, members: Record<string, unknown>): Loose => {
  const document = small();
  return { ...document, [kind]: { ...document[kind], [name]: { ...document[kind]?.[name], ...members } } };
};

describe('the check of clock times', () => {
  it('has nothing against times that agree, whatever their offsets', () => {
    expect(check(small())).toEqual([]);
  });

  it.each([
    ['TIME-FORMAT', 'ex:make', changed('activity', 'ex:make', { 'prov:startTime': 'yesterday' })],
    ['TIME-FORMAT', 'ex:make', changed('activity', 'ex:make', { 'prov:startTime': '2026-11-01T08:00:00' })],
    ['END-BEFORE-START', 'ex:take', changed('activity', 'ex:take', { 'prov:endTime': '2026-11-01T09:59:59Z' })],
    ['GENERATED-TWICE', '_:x', changed('wasGeneratedBy', '_:x', { 'prov:entity': 'ex:a', 'prov:activity': 'ex:make' })],
    ['OUTSIDE-ACTIVITY', '_:ga', changed('wasGeneratedBy', '_:ga', { 'prov:time': '2026-11-01T09:00:01Z' })],
    ['OUTSIDE-ACTIVITY', '_:u', changed('used', '_:u', { 'prov:time': '2026-11-01T11:00:01Z' })],
    ['UNDECLARED', '_:u', changed('used', '_:u', { 'prov:entity': 'ex:c' })],
    ['UNDECLARED', '_:i', changed('wasInformedBy', '_:i', { 'prov:informant': 'ex:a' })],
    [
      'START-MISMATCH',
      '_:s',
      changed('wasStartedBy', '_:s', { 'prov:activity': 'ex:make', 'prov:time': '2026-11-01T08:00:01Z' }),
    ],
    [
      'STARTED-OUTSIDE-STARTER',
      '_:s',
      changed('wasStartedBy', '_:s', { 'prov:activity': 'ex:take', 'prov:starter': 'ex:make' }),
    ],
  ] as const)('names exactly the planted fault: %s at %s', (code, at, document) => {
    expect(check(document)).toEqual([[code, at]]);
  });

  it('finds what is used, derived or told before it is there', () => {
    const document = changed('activity', 'ex:make', {
      'prov:startTime': '2026-11-01T20:00:00Z',
      'prov:endTime': '2026-11-01T21:00:00Z',
    });
    document['wasGeneratedBy'] = {
      ...document['wasGeneratedBy'],
      '_:ga': { 'prov:entity': 'ex:a', 'prov:activity': 'ex:make', 'prov:time': '2026-11-01T21:00:00Z' },
    };
    expect(check(document)).toEqual([
      ['DERIVED-BEFORE-SOURCE', '_:d'],
      ['INFORMED-BEFORE-INFORMANT', '_:i'],
      ['USED-BEFORE-GENERATED', '_:u'],
    ]);
  });

  it('takes the end of its activity for a use without a time', () => {
    const until = (end: string): readonly (readonly [TimeFaultCode, string])[] =>
      check({
        ...small(),
        used: { '_:u': { 'prov:entity': 'ex:a', 'prov:activity': 'ex:take' } },
        activity: {
          ...small()['activity'],
          'ex:take': { 'prov:startTime': '2026-11-01T08:30:00Z', 'prov:endTime': end },
        },
        wasDerivedFrom: {},
      });
    // `a` is there from 9 o'clock: it can be used by what began before, not by what ended before.
    expect(until('2026-11-01T09:30:00Z')).toEqual([]);
    expect(until('2026-11-01T08:45:00Z')).toEqual([['USED-BEFORE-GENERATED', '_:u']]);
  });

  it('sorts faults of one place by code', () => {
    const late = { 'prov:entity': 'ex:a', 'prov:activity': 'ex:make', 'prov:time': '2026-11-01T07:00:00Z' };
    expect(check(changed('wasGeneratedBy', '_:x', late))).toEqual([
      ['GENERATED-TWICE', '_:x'],
      ['OUTSIDE-ACTIVITY', '_:x'],
    ]);
  });

  it('finds references to nothing in a document without nodes, and judges no time there', () => {
    const { used } = small();
    expect(check({ used: used ?? {} })).toEqual([
      ['UNDECLARED', '_:u'],
      ['UNDECLARED', '_:u'],
    ]);
  });

  it('finds a clock that went back in an export of a run', () => {
    const input = handMadeRun();
    const records = input.records.map((record) => {
      const { fact } = record;
      if (fact.type !== 'execution-recorded' || fact.task !== 'p1-5') return record;
      // The caller of p1-5 read the alignments of p1-4, which ended at 12:00.
      const execution = { ...fact.execution, startedAt: '2026-11-30T11:59:59.000Z' };
      return { ...record, fact: { ...fact, execution } };
    });
    const faults = checkTimes(toProv(buildStory({ ...input, records })));
    expect(faults.map(({ code }) => code)).toEqual(['USED-BEFORE-GENERATED']);
    expect(faults[0]?.message).toContain('1 s before');
  });
});
