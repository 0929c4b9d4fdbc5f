import { describe, expect, it } from 'vitest';

import { FINDING_CODES, FINDING_KINDS, readScenario } from '../../src/model/index.ts';
import { BAD_DOCUMENTS } from './bad-documents/index.ts';
import { goodDocument, readText } from './read.ts';

type Node = Record<string, unknown>;

/** Sets (or, with undefined, removes) the part at a JSON Pointer. */
function change(document: unknown, pointer: string, value: unknown): void {
  const parts = pointer.split('/').slice(1);
  const last = parts.pop() ?? '';
  const parent = parts.reduce((node, part) => node[part] as Node, document as Node);
  if (value !== undefined) parent[last] = value;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
}

function changed(changes: Readonly<Record<string, unknown>>): unknown {
  const document: unknown = structuredClone(goodDocument());
  for (const [pointer, value] of Object.entries(changes)) change(document, pointer, value);
  return document;
}

const findingsOf = (document: unknown) => {
  const result = readScenario(document);
  return result.kind === 'ok' ? result.warnings : result.findings;
};

describe('a planted fault is found at its place', () => {
  it.each(Object.entries(BAD_DOCUMENTS))('%s', (_, { changes, code, path, says, hint }) => {
    const result = readScenario(changed(changes));
    const { severity } = FINDING_KINDS[code];
    expect(result.kind).toBe(severity === 'error' ? 'rejected' : 'ok');
    const findings = result.kind === 'ok' ? result.warnings : result.findings;
    // Nothing else is blamed: consequences of the one fault stay silent.
    expect(findings.map((finding) => `${finding.code} ${finding.path}`)).toEqual([`${code} ${path}`]);
    expect(findings[0]).toMatchObject({ severity, message: expect.stringContaining(says) });
    expect(findings[0]?.hint).toContain(hint ?? '');
    expect(findings[0]?.hint).not.toBe('');
  });

  it('and every code but those of the text has such a fault', () => {
    const planted = new Set(Object.values(BAD_DOCUMENTS).map((one) => one.code));
    // SYNTAX and TOO-LARGE are about text, tested in parse-document.test.ts.
    expect(FINDING_CODES.filter((code) => !planted.has(code))).toEqual(['SYNTAX', 'TOO-LARGE']);
  });
});

describe('one reading', () => {
  it('reports faults of schema, names, workflow, capacity and time together, sorted', () => {
    const names = [
      'unknown word',
      'duration without unit',
      'unknown material',
      'stages in a circle',
      'maintenance that is never due',
      'received before collected',
      'shift of no length',
      'fallback to itself',
    ] as const;
    const faults = names.map((name) => BAD_DOCUMENTS[name]).filter((fault) => fault !== undefined);
    const changes = Object.assign({}, ...faults.map((fault) => fault.changes)) as Record<string, unknown>;
    // The order with the unknown priority does not fit the schema: the rules about orders look at the other one.
    changes['/orders/1/material'] = 'tissue';
    delete changes['/orders/0/material'];
    changes['/orders/1/received'] = '2026-11-28T08:00';
    delete changes['/orders/0/received'];
    const found = findingsOf(changed(changes)).map((finding) => `${finding.code} ${finding.path}`);
    // By place: list indexes as numbers, names by code unit.
    expect(found).toEqual([
      'MAINTENANCE-RULE /instruments/0/maintenance/2',
      'BAD-VALUE /orders/0/priority',
      'UNKNOWN-REFERENCE /orders/1/material',
      'RECEIVED-BEFORE-COLLECTED /orders/1/received',
      'BAD-QUANTITY /recipes/0/runTime',
      'BAD-INTERVAL /site/shifts/0',
      'CYCLE /workflows/0/stages/2/after',
      'POLICY-TARGET /workflows/0/stages/2/onError/2/to',
    ]);
  });

  it('does not call unknown what is there but faulty', () => {
    const codes = findingsOf(changed({ '/recipes/0/lanes': 0 })).map((finding) => finding.code);
    expect(codes).toEqual(['OUT-OF-RANGE']);
  });

  it('goes on without a time zone, silent about times', () => {
    const found = findingsOf(changed({ '/site/timeZone': 'Mars/Olympus', '/orders/0/workflow': 'wgz' }));
    expect(found.map((finding) => finding.code)).toEqual(['UNKNOWN-REFERENCE', 'BAD-ZONE']);
  });

  it.each([null, undefined, 7, 'text', [], new Map()])('rejects %s as a document without throwing', (document) => {
    expect(readScenario(document).kind).toBe('rejected');
  });

  it('names line and column of each finding in the text', () => {
    const text = [
      'schemaVersion: 1',
      'name: x',
      'site:',
      '  timeZone: Mars/Olympus',
      '  shifts: []',
      'horizon:',
      '  start: soon',
      '  length: 4 wk',
    ].join('\n');
    const result = readText(text);
    expect(result).toMatchObject({
      kind: 'rejected',
      findings: [
        { code: 'BAD-TIME', path: '/horizon/start', line: 7, column: 3 },
        { code: 'BAD-ZONE', path: '/site/timeZone', line: 4, column: 3 },
      ],
    });
  });
});
