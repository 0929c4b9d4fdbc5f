/** Documents that mean harm: each is refused with findings or read, and none takes the process with it. */

import { describe, expect, it } from 'vitest';

import { hasErrors } from '../../src/base/index.ts';
import { parseDocument, readScenario, readThresholds, type DocumentFormat } from '../../src/model/index.ts';
import { goodDocument, readText } from './read.ts';

const codeOf = (text: string, format: DocumentFormat): string => {
  const parsed = parseDocument(text, format);
  return parsed.kind === 'ok' ? 'ok' : String(parsed.findings[0]?.code);
};

const lines = (count: number, line: (k: number) => string): string =>
  Array.from({ length: count }, (_, k) => line(k)).join('');

describe('text with values that nothing can be counted with, or named by', () => {
  it.each<[string, DocumentFormat, string]>([
    ['a number beyond doubles', 'json', '{"a": 1e400}'],
    ['infinity', 'yaml', 'a: -.inf'],
    ['no number', 'yaml', 'a: .nan'],
    ['hexadecimal digits beyond doubles', 'yaml', `a: 0x${'f'.repeat(300)}`],
    ['a whole number that doubles round', 'json', '{"a": 9007199254740993}'],
    ['half of a surrogate pair, written', 'yaml', 'a: "\ud800"'],
    ['half of a surrogate pair, escaped', 'json', '{"a": "\\ud800"}'],
    ['half of a surrogate pair as a key', 'json', '{"\\udfff": 1}'],
    ['a tag for code', 'yaml', 'a: !!js/function "function () {}"'],
    ['a tag for bytes', 'yaml', 'a: !!binary aGVsbG8='],
    ['a tag for a date', 'yaml', 'a: !!timestamp 2026-11-30'],
    ['a tag for a set', 'yaml', 'a: !!set { b, c }'],
    ['a tag of whoever', 'yaml', '%TAG ! tag:elsewhere.example,2026:\n---\na: !shell ls'],
    ['a list that holds itself', 'yaml', 'a: &a [*a]'],
    ['a mapping that holds itself', 'yaml', '&a\nb: { c: *a }'],
    ['a list as a key', 'yaml', '[1, 2]: a'],
    ['an aliased mapping as a key', 'yaml', 'a: &a { b: 1 }\n*a : 2'],
    ['a name as number and as text', 'yaml', "1: a\n'1': b"],
    ['a name without a word, twice', 'yaml', "? \n: a\n'': b"],
    ['a name doubled through an alias', 'yaml', '&a x: 1\n*a : 2'],
  ])('%s is refused', (_, format, text) => {
    expect(codeOf(text, format)).toBe('SYNTAX');
  });

  it.each<[string, unknown]>([
    ['010', 10],
    ['0o10', 8],
    ['0x10', 16],
    ['-0', -0],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['0.1', 0.1],
    ['1_000', '1_000'],
    ['"\\U0001F9EC"', '\u{1F9EC}'],
  ])('%s is read as the core schema of YAML 1.2 says', (text, value) => {
    expect(parseDocument(text, 'yaml')).toMatchObject({ kind: 'ok', document: value });
  });

  it('<< is a key like any other: nothing is merged', () => {
    const parsed = parseDocument('a: &a { b: 1 }\nc: { <<: *a }', 'yaml');
    expect(parsed).toMatchObject({ kind: 'ok', document: { a: { b: 1 }, c: { '<<': { b: 1 } } } });
  });
});

describe('text of very many parts', () => {
  // With each compared to all before it, 100,000 keys are 5 * 10^9 comparisons: minutes.
  it('100,000 keys are read, and found again', () => {
    const parsed = parseDocument(
      lines(100_000, (k) => `k${k}: 1\n`),
      'yaml',
    );
    expect(parsed.kind).toBe('ok');
    const locate = parsed.kind === 'ok' ? parsed.locate : () => undefined;
    for (let k = 0; k < 100_000; k++) if (locate(`/k${k}`)?.line !== k + 1) expect.unreachable(`key ${k}`);
  });

  it.each<[string, string, string]>([
    ['2,400,000 numbers', `[${'1,'.repeat(2_400_000)}1]`, 'TOO-LARGE'],
    ['400,000 documents', '---\n'.repeat(400_000), 'TOO-LARGE'],
    ['400,000 directives', '%x\n'.repeat(400_000), 'TOO-LARGE'],
    ['1,000,000 brackets that nothing opened', ']'.repeat(1_000_000), 'SYNTAX'],
  ])('%s are given up before they fill the memory', (_, text, code) => {
    expect(codeOf(text, 'yaml')).toBe(code);
  });
});

const HOSTILE_NAMES = [
  '..',
  '.',
  'a/../b',
  '/etc/passwd',
  'C:\\x',
  '-rf',
  '',
  ' ',
  'a\0b',
  'a\nb',
  'a\u001b[2Jb',
  'a\u202eb',
  'a\ud800',
  '__proto__',
  'constructor',
  'prototype',
  'x'.repeat(10_000),
];

type Document = ReturnType<typeof goodDocument>;

describe('a name that is a path, an order to the terminal or a member of every object', () => {
  const PLACES: readonly (readonly [string, (document: Document, name: string) => unknown])[] = [
    ['the scenario', (document, name) => ({ ...document, name })],
    ['an order', (document, id) => ({ ...document, orders: document.orders.map((one) => ({ ...one, id })) })],
    [
      'a sample',
      (document, name) => ({ ...document, orders: document.orders.map((one) => ({ ...one, samples: [name] })) }),
    ],
    ['a workflow', (document, id) => ({ ...document, workflows: document.workflows.map((one) => ({ ...one, id })) })],
    ['a recipe', (document, id) => ({ ...document, recipes: document.recipes.map((one) => ({ ...one, id })) })],
    ['a machine', (document, id) => ({ ...document, equipment: document.equipment.map((one) => ({ ...one, id })) })],
    [
      'a stage',
      (document, id) => ({
        ...document,
        workflows: document.workflows.map((one) => ({ ...one, stages: one.stages.map((stage) => ({ ...stage, id })) })),
      }),
    ],
    [
      'an input',
      (document, name) => ({
        ...document,
        orders: document.orders.map((one) => ({ ...one, inputs: Object.fromEntries([[name, 'reads.fq']]) })),
      }),
    ],
  ];

  it.each(PLACES)('names nothing: %s', (place, named) => {
    for (const name of HOSTILE_NAMES) {
      // Of names that are keys, this one never arrives.
      if (place === 'an input' && name === '__proto__') continue;
      const { kind } = readScenario(named(goodDocument(), name));
      expect({ name: name.slice(0, 20), kind }).toEqual({ name: name.slice(0, 20), kind: 'rejected' });
    }
  });

  it.each(['__proto__', 'constructor', 'prototype'])('%s as a key changes no other object', (key) => {
    const text = JSON.stringify(goodDocument()).replaceAll('{', `{"${key}":{"polluted":true},`);
    const read = readText(text, 'json');
    expect(read.kind).toBe('rejected');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('entries that are very many', () => {
  it('5,000 orders of workflows that are not there, beside 5,000 that are', () => {
    const order = {
      material: 'm',
      samples: 1,
      collected: '2026-11-28T09:00',
      storage: 'f',
      received: '2026-11-30T08:00',
      due: '10 d',
    };
    const document = {
      ...goodDocument(),
      workflows: Array.from({ length: 5_000 }, (_, k) => ({ id: `workflow-${k}`, stages: [] })),
      orders: Array.from({ length: 5_000 }, (_, k) => ({ ...order, id: `o${k}`, workflow: `workflow-${k + 20_000}` })),
    };
    const read = readScenario(document);
    const unknown = read.kind === 'rejected' ? read.findings.filter(({ path }) => path.endsWith('/workflow')) : [];
    expect(unknown.length).toBe(5_000);
  }, 60_000);

  it.each([
    ['stages', (id: string) => ({ workflows: [{ id: 'w', stages: Array.from({ length: 50_000 }, () => ({ id })) }] })],
    ['orders', (id: string) => ({ orders: Array.from({ length: 50_000 }, () => ({ id })) })],
    ['recipes', (id: string) => ({ recipes: Array.from({ length: 50_000 }, () => ({ id })) })],
  ])(
    '50,000 %s of one name',
    (_, entries) => {
      expect(readScenario({ ...goodDocument(), ...entries('alike') }).kind).toBe('rejected');
    },
    60_000,
  );
});

describe('a few words that ask for very much', () => {
  const order = {
    workflow: 'wgs',
    material: 'blood',
    collected: '2026-11-28T09:00',
    storage: 'fridge',
    received: '2026-11-30T08:00',
    due: '10 d',
  };
  const orders = Array.from({ length: 10_000 }, (_, k) => ({ ...order, id: `o${k}`, samples: 100_000 }));
  const equipment = Array.from({ length: 1_000 }, (_, k) => ({ id: `e${k}`, class: 'c', capacity: 1, count: 1_000 }));

  it.each<[string, object, object]>([
    // 10,000 * 100,000 and 1,000 * 1,000.
    ['samples', { orders }, { path: '/orders', message: 'there are 1000000000 samples, the limit is 1000000' }],
    ['machines', { equipment }, { path: '/equipment', message: 'there are 1000000 machines, the limit is 100000' }],
  ])('%s are counted before they are made', (_, entries, finding) => {
    const read = readScenario({ ...goodDocument(), ...entries });
    expect(read).toMatchObject({ kind: 'rejected' });
    expect(read.kind === 'rejected' && read.findings).toContainEqual(
      expect.objectContaining({ code: 'TOO-LARGE', ...finding }),
    );
  });

  it('faults too many to hand on are one finding', () => {
    const subjects = Object.fromEntries(Array.from({ length: 300_000 }, (_, k) => [`k${k}`, '!']));
    const read = readScenario({ ...goodDocument(), orders: [{ ...order, id: 'o', samples: 1, subjects }] });
    const message = 'the document has more faults than can be listed';
    expect(read).toMatchObject({ kind: 'rejected', findings: [{ code: 'TOO-LARGE', message }] });
  });
});

describe('names and blanks that are very many', () => {
  it('30,000 samples with 30,000 subjects of other names', () => {
    const subjects = Object.fromEntries(Array.from({ length: 30_000 }, (_, k) => [`k${k}`, 'sub']));
    const [order] = goodDocument().orders;
    const read = readScenario({ ...goodDocument(), orders: [{ ...order, id: 'o', samples: 30_000, subjects }] });
    const unknown = read.kind === 'rejected' ? read.findings.filter(({ path }) => path.includes('/subjects/')) : [];
    expect(unknown.length).toBe(30_000);
  });

  it('a number of reads with 100,000 blanks in it', () => {
    const [order] = goodDocument().orders;
    const readsPerSample = `1${' '.repeat(100_000)}x`;
    const read = readScenario({ ...goodDocument(), orders: [{ ...order, readsPerSample }] });
    expect(read.kind === 'rejected' && read.findings.map(({ code }) => code)).toContain('BAD-QUANTITY');
  });
});

describe('limits of quality that are none', () => {
  it.each<[string, unknown]>([
    ['no mapping', 3],
    ['a member of every object', JSON.parse('{"__proto__": {"gates": []}}')],
    ['gates without end', { gates: Array.from({ length: 100_000 }, () => ({ metric: 'x', unit: '' })) }],
    ['a metric of every object', { gates: [{ metric: 'constructor', unit: '', min: 1 }] }],
    ['no number', { gates: [{ metric: 'yield', unit: 'ng', min: NaN }] }],
    ['a name to the terminal', { gates: [{ metric: '\u001b[2J', unit: '', min: 1 }] }],
  ])('%s', (_, document) => {
    const read = readThresholds(document);
    expect(read.kind === 'rejected' && hasErrors(read.findings)).toBe(true);
  });
});
