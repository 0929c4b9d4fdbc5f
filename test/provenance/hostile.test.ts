/** Bytes of ledgers and vaults that mean harm: each is refused by a value, never by a raw error. */

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { decodeSnapshot } from '../../src/provenance/log/snapshot.ts';
import { createRecordCodec } from '../../src/provenance/record/record.ts';
import { decodeSubject } from '../../src/provenance/vault/subject-file.ts';

const SUBJECT = 'sub-00000000-0000-4000-8000-000000000000';

const record = (fact: string): string =>
  `{"actor":"a","at":0,"fact":${fact},"prev":"${'0'.repeat(64)}","recordedAt":"2026-11-30T08:00:00.000Z","seq":0,"v":2}`;

const HOSTILE: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['no JSON', '{'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a number beyond doubles', '1e400'],
  ['a million brackets', '['.repeat(1_000_000)],
  ['a million whole lists', '['.repeat(1_000_000) + ']'.repeat(1_000_000)],
  ['a member of every object', '{"__proto__":{"polluted":true}}'],
  ['members of the wrong kinds', '{"v":1,"leaf":3,"subtrees":{},"subject":[],"key":{},"fields":null,"lookups":"x"}'],
  ['a fact that is nested without end', record(`{"type":"x","y":${'['.repeat(5_000)}${']'.repeat(5_000)}}`)],
  ['a fact with a number beyond doubles', record('{"type":"x","y":1e400}')],
  ['a fact with a whole number beyond 2^53', record('{"type":"x","y":9007199254740993}')],
  ['a fact with half of a surrogate pair', record('{"type":"x","y":"\\ud800"}')],
  ['a fact with a member twice', record('{"type":"x","type":"x"}')],
];

describe.each(HOSTILE)('%s', (_, text) => {
  const bytes = Buffer.from(text, 'utf8');

  it('is no record', () => {
    expect(createRecordCodec().decode(bytes).kind).toBe('fault');
  });

  it('is no snapshot, its digest right', () => {
    const digest = createHash('sha256').update(`${text}\n`).digest('hex');
    expect(decodeSnapshot(Buffer.from(`${text}\n${digest}\n`, 'utf8'))).toBeUndefined();
  });

  it('is no subject of a vault', () => {
    expect(decodeSubject(SUBJECT, bytes)).toBeUndefined();
  });

  it('changes no other object', () => {
    createRecordCodec().decode(bytes);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
