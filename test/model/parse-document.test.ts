import { describe, expect, it } from 'vitest';

import { parseDocument, type DocumentFormat } from '../../src/model/index.ts';
import { LAB_TEXT, documentOf, readText } from './read.ts';

const rejected = (text: string, format: DocumentFormat = 'yaml') => {
  const parsed = parseDocument(text, format);
  return parsed.kind === 'rejected' ? parsed.findings : [];
};

describe('text that is not well-formed', () => {
  it.each<[string, DocumentFormat, string, object]>([
    ['an unclosed list', 'yaml', 'a: [1,\nb: 2', { code: 'SYNTAX', line: 2 }],
    [
      'a doubled key',
      'yaml',
      'a: 1\nb: 2\na: 3',
      { code: 'SYNTAX', line: 3, column: 1, message: 'Map keys must be unique' },
    ],
    [
      'a doubled key in JSON',
      'json',
      '{"a": 1,\n "a": 2}',
      { code: 'SYNTAX', line: 2, column: 2, message: 'Map keys must be unique' },
    ],
    ['two documents', 'yaml', 'a: 1\n---\nb: 2', { code: 'SYNTAX', message: 'the text holds 2 documents, not one' }],
    [
      'a tag of its own',
      'yaml',
      'a: !shell ls',
      { code: 'SYNTAX', line: 1, message: expect.stringContaining('!shell') },
    ],
    ['an alias of nothing', 'yaml', 'a: *b', { code: 'SYNTAX', line: 1, column: 4 }],
    ['YAML given as JSON', 'json', 'a: 1', { code: 'SYNTAX', message: expect.stringContaining('not valid JSON') }],
    ['a trailing comma in JSON', 'json', '{"a": 1,\n}', { code: 'SYNTAX', line: 2, column: 1 }],
    ['JSON that stops', 'json', '{"a": 1', { code: 'SYNTAX', line: 1, column: 8 }],
  ])('%s is rejected at its place', (_, format, text, finding) => {
    expect(rejected(text, format)).toContainEqual(expect.objectContaining({ severity: 'error', path: '', ...finding }));
  });
});

describe('text beyond reason', () => {
  it('is rejected above 5 MB', () => {
    expect(rejected(`# ${'x'.repeat(5_000_000)}`)).toMatchObject([
      { code: 'TOO-LARGE', message: 'the text has 5000002 characters, the limit is 5000000' },
    ]);
  });

  it('is rejected where aliases multiply', () => {
    // Nine levels of nine: 9^9 = 387 million entries.
    const levels = Array.from(
      { length: 9 },
      (_, k) => `l${k + 1}: &l${k + 1} [${Array.from({ length: 9 }, () => `*l${k}`).join(', ')}]`,
    );
    expect(rejected(['l0: &l0 [x]', ...levels].join('\n'))).toMatchObject([
      { code: 'TOO-LARGE', message: 'aliases multiply beyond 100 copies' },
    ]);
  });

  // Composed by recursion, each of these would overflow the stack; a megabyte of them is refused at the 100th level.
  it.each([
    ['yaml', '['],
    ['json', '['],
    ['yaml', '{a: '],
    ['yaml', '- '],
    ['yaml', '? '],
  ] as const)('is rejected where %s nests without end: %s', (format, opening) => {
    expect(rejected(opening.repeat(250_000), format)).toMatchObject([
      { code: 'TOO-LARGE', message: 'the text is nested more than 100 deep' },
    ]);
  });

  it('is rejected where aliases are many', () => {
    expect(rejected(`- &a 1\n${'- *a\n'.repeat(101)}`)).toMatchObject([
      { code: 'TOO-LARGE', message: 'the text has more than 100 aliases' },
    ]);
  });
});

describe('well-formed text', () => {
  it('means the same as YAML and as JSON', () => {
    const json = JSON.stringify(documentOf(LAB_TEXT), null, 2);
    const fromYaml = readText(LAB_TEXT);
    expect(fromYaml.kind).toBe('ok');
    expect(readText(json, 'json')).toEqual(fromYaml);
  });

  it('keeps times as text and does not invent types', () => {
    expect(documentOf('a: 2026-11-30T08:00\nb: 08:00\nc: no\nd: 12_000')).toEqual({
      a: '2026-11-30T08:00',
      b: '08:00',
      c: 'no',
      d: '12_000',
    });
  });

  it('does not let a key reach the prototype', () => {
    const document = documentOf('__proto__: { polluted: true }') as Record<string, unknown>;
    expect(Object.getPrototypeOf(document)).toBe(Object.prototype);
    expect(document['polluted']).toBeUndefined();
  });

  it('tells where each part is written, through aliases, and the nearest part where it is absent', () => {
    const parsed = parseDocument('a: &x\n  - b: 1\n  - c: 2\nd: *x\n', 'yaml');
    const locate = parsed.kind === 'ok' ? parsed.locate : () => undefined;
    expect(locate('/a/1/c')).toEqual({ line: 3, column: 5 });
    expect(locate('/d')).toEqual({ line: 4, column: 1 });
    expect(locate('/d/0/b')).toEqual({ line: 2, column: 5 });
    expect(locate('/a/1/missing/deeper')).toEqual({ line: 3, column: 5 });
    expect(locate('')).toEqual({ line: 1, column: 1 });
  });
});
