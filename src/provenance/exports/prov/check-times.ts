/**
 * Do the clock times of a PROV-JSON document agree with each other?
 *
 * PROV-CONSTRAINTS orders events, not clocks, so no outside judge looks at this. Judges any document of ours by itself, without the
 * story that it was made from: dates that exist, start before end, use and generation inside their activity, nothing used or
 * derived from before it was there, nobody informed by what came later, and no reference to what is not declared.
 */

import { compareText } from '../../../base/index.ts';
import { RELATIONS, type ProvDocument, type ProvRecord, type Relation } from './prov-document.ts';

export type TimeFaultCode =
  | 'TIME-FORMAT'
  | 'END-BEFORE-START'
  | 'OUTSIDE-ACTIVITY'
  | 'USED-BEFORE-GENERATED'
  | 'DERIVED-BEFORE-SOURCE'
  | 'INFORMED-BEFORE-INFORMANT'
  | 'STARTED-OUTSIDE-STARTER'
  | 'START-MISMATCH'
  | 'GENERATED-TWICE'
  | 'UNDECLARED';

export interface TimeFault {
  readonly code: TimeFaultCode;
  /** Name of the relation or node. */
  readonly at: string;
  /** One sentence. */
  readonly message: string;
}

/** Sorted by place, then code; empty: the times agree. */
export function checkTimes(document: ProvDocument): readonly TimeFault[] {
  const faults: TimeFault[] = [];
  const fault = (code: TimeFaultCode, at: string, message: string): void => void faults.push({ code, at, message });
  const look: Look = { document, spans: spansOf(document, fault), generated: new Map(), fault };
  checkReferences(look);
  checkGenerations(look);
  checkUses(look);
  checkDerivations(look);
  checkCommunications(look);
  checkStarts(look);
  return faults.toSorted((a, b) => compareText(a.at, b.at) || compareText(a.code, b.code));
}

type Fault = (code: TimeFaultCode, at: string, message: string) => void;

interface Span {
  readonly start: number | undefined;
  readonly end: number | undefined;
}

interface Look {
  readonly document: ProvDocument;
  /** By activity, ms since 1970. */
  readonly spans: ReadonlyMap<string, Span>;
  /** By entity: when it came to be, as far as told. */
  readonly generated: Map<string, number>;
  readonly fault: Fault;
}

const all = (document: ProvDocument, kind: Relation): readonly [string, ProvRecord][] =>
  Object.entries(document[kind] ?? {});

/** Empty, which is no name: none is given. */
const text = (record: ProvRecord, key: string): string => {
  const value = record[key];
  return typeof value === 'string' ? value : '';
};

const DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** undefined: none is given, or what is given is no date (a fault). */
function instant(record: ProvRecord, key: string, at: string, fault: Fault): number | undefined {
  const value = record[key];
  if (value === undefined) return undefined;
  const ms = typeof value === 'string' && DATE.test(value) ? Date.parse(value) : NaN;
  if (!Number.isNaN(ms)) return ms;
  fault('TIME-FORMAT', at, `${key} ${JSON.stringify(value)} is no date with time and offset`);
  return undefined;
}

function spansOf(document: ProvDocument, fault: Fault): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  for (const [name, activity] of Object.entries(document.activity ?? {})) {
    const start = instant(activity, 'prov:startTime', name, fault);
    const end = instant(activity, 'prov:endTime', name, fault);
    // One that contradicts itself is no measure for others.
    if (start !== undefined && end !== undefined && end < start) {
      fault('END-BEFORE-START', name, `it ends ${(start - end) / 1000} s before it starts`);
    } else spans.set(name, { start, end });
  }
  return spans;
}

const KIND_OF: Readonly<Record<string, 'entity' | 'activity' | 'agent'>> = {
  'prov:entity': 'entity',
  'prov:activity': 'activity',
  'prov:agent': 'agent',
  'prov:plan': 'entity',
  'prov:collection': 'entity',
  'prov:generatedEntity': 'entity',
  'prov:usedEntity': 'entity',
  'prov:specificEntity': 'entity',
  'prov:generalEntity': 'entity',
  'prov:informed': 'activity',
  'prov:informant': 'activity',
  'prov:starter': 'activity',
  'prov:delegate': 'agent',
  'prov:responsible': 'agent',
};

function checkReferences({ document, fault }: Look): void {
  for (const relation of RELATIONS) {
    for (const [name, record] of all(document, relation)) {
      for (const [key, kind] of Object.entries(KIND_OF)) {
        const to = text(record, key);
        if (to !== '' && !Object.hasOwn(document[kind] ?? {}, to)) {
          fault('UNDECLARED', name, `${relation} names the ${kind} ${to}, which is not declared`);
        }
      }
    }
  }
}

function checkInside(look: Look, name: string, record: ProvRecord): number | undefined {
  const time = instant(record, 'prov:time', name, look.fault);
  const span = look.spans.get(text(record, 'prov:activity'));
  if (time === undefined || span === undefined) return time;
  const { start = -Infinity, end = Infinity } = span;
  if (time < start || time > end) {
    look.fault(
      'OUTSIDE-ACTIVITY',
      name,
      `${text(record, 'prov:entity')} at a time outside ${text(record, 'prov:activity')}`,
    );
  }
  return time;
}

function checkGenerations(look: Look): void {
  for (const [name, record] of all(look.document, 'wasGeneratedBy')) {
    const entity = text(record, 'prov:entity');
    // Without a time of its own it came to be while its activity went on: not before that began.
    const time = checkInside(look, name, record) ?? look.spans.get(text(record, 'prov:activity'))?.start;
    if (look.generated.has(entity)) look.fault('GENERATED-TWICE', name, `${entity} was generated before`);
    if (time !== undefined) look.generated.set(entity, time);
  }
}

function checkUses(look: Look): void {
  for (const [name, record] of all(look.document, 'used')) {
    const entity = text(record, 'prov:entity');
    const time = checkInside(look, name, record) ?? look.spans.get(text(record, 'prov:activity'))?.end;
    const since = look.generated.get(entity);
    if (time !== undefined && since !== undefined && time < since) {
      look.fault('USED-BEFORE-GENERATED', name, `${entity} is used ${(since - time) / 1000} s before it is generated`);
    }
  }
}

function checkDerivations(look: Look): void {
  for (const [name, record] of all(look.document, 'wasDerivedFrom')) {
    const made = look.generated.get(text(record, 'prov:generatedEntity'));
    const source = look.generated.get(text(record, 'prov:usedEntity'));
    if (made !== undefined && source !== undefined && made < source) {
      look.fault(
        'DERIVED-BEFORE-SOURCE',
        name,
        `${text(record, 'prov:generatedEntity')} was there before ${text(record, 'prov:usedEntity')}`,
      );
    }
  }
}

function checkCommunications(look: Look): void {
  for (const [name, record] of all(look.document, 'wasInformedBy')) {
    const informed = look.spans.get(text(record, 'prov:informed'))?.end;
    const informant = look.spans.get(text(record, 'prov:informant'))?.start;
    if (informed !== undefined && informant !== undefined && informed < informant) {
      const message = `${text(record, 'prov:informed')} ends before ${text(record, 'prov:informant')} starts`;
      look.fault('INFORMED-BEFORE-INFORMANT', name, message);
    }
  }
}

function checkStarts(look: Look): void {
  for (const [name, record] of all(look.document, 'wasStartedBy')) {
    const activity = text(record, 'prov:activity');
    const start = look.spans.get(activity)?.start;
    const time = instant(record, 'prov:time', name, look.fault);
    if (time !== undefined && start !== undefined && time !== start) {
      look.fault('START-MISMATCH', name, `${activity} starts at another time than it is started`);
    }
    const starter = look.spans.get(text(record, 'prov:starter'));
    const { start: from = -Infinity, end: until = Infinity } = starter ?? {};
    if (start !== undefined && (start < from || start > until)) {
      look.fault('STARTED-OUTSIDE-STARTER', name, `${activity} starts outside ${text(record, 'prov:starter')}`);
    }
  }
}
