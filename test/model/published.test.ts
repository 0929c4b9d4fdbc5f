/** The published documents say what the code does: docs/FINDINGS.md and docs/schema/scenario.schema.json. */

import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { FINDING_CODES, FINDING_KINDS, scenarioJsonSchema } from '../../src/model/index.ts';

const docs = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

/** Cells of the reader's table rows that begin with a code. */
const rows = (docs('FINDINGS.md').split('\n## ')[1] ?? '')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

it('docs/FINDINGS.md lists every code of the scenario reader with its severity, meaning and remedy, in order', () => {
  const listed = rows.map(([, code, severity, meaning, remedy]) => [code, severity, meaning, remedy]);
  const known = FINDING_CODES.map((code) => {
    const { severity, meaning, remedy } = FINDING_KINDS[code];
    return [`\`${code}\``, severity, meaning, remedy];
  });
  expect(listed).toEqual(known);
});

it('docs/schema/scenario.schema.json is the print of the schema (npm run schema writes it)', () => {
  expect(docs('schema/scenario.schema.json')).toBe(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
});

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly description?: string;
  readonly additionalProperties?: unknown;
  readonly [key: string]: unknown;
}

/** Every object of the schema with its place. */
function* objectsIn(node: unknown, place = ''): Iterable<readonly [string, SchemaNode]> {
  if (typeof node !== 'object' || node === null) return;
  const schema = node as SchemaNode;
  if (typeof schema.properties === 'object') yield [place, schema];
  for (const [key, part] of Object.entries(schema)) yield* objectsIn(part, `${place}/${key}`);
}

it('every key of the document is described, and no object takes unknown keys', () => {
  const objects = [...objectsIn(scenarioJsonSchema())];
  const keys = objects.flatMap(([place, { properties = {} }]) =>
    Object.entries(properties).map(([key, property]) => ({
      place: `${place}/${key}`,
      description: property.description,
    })),
  );
  // Some 30 kinds of objects with some 200 keys; a walk that finds none would prove nothing.
  expect(keys.length).toBeGreaterThan(150);
  expect(keys.filter(({ description }) => description === undefined)).toEqual([]);
  expect(objects.filter(([, schema]) => schema.additionalProperties !== false)).toEqual([]);
});
