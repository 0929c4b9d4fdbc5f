import { describe, expect, test } from 'vitest';

import { applyPatch, type PatchOperation } from '../../../src/simulation/index.ts';

const apply = (document: unknown, ...patch: readonly PatchOperation[]) => applyPatch(document, patch);

/** The document that a faultless patch leads to. */
const changed = (document: unknown, ...patch: readonly PatchOperation[]): unknown => {
  const result = apply(document, ...patch);
  expect(result.faults).toEqual([]);
  return result.document;
};

describe('the examples of RFC 6902, appendix A, that use add, remove, replace and copy', () => {
  test('A.1 adding an object member', () => {
    const result = changed({ foo: 'bar' }, { op: 'add', path: '/baz', value: 'qux' });
    expect(result).toEqual({ baz: 'qux', foo: 'bar' });
  });
  test('A.2 adding an array element', () => {
    const result = changed({ foo: ['bar', 'baz'] }, { op: 'add', path: '/foo/1', value: 'qux' });
    expect(result).toEqual({ foo: ['bar', 'qux', 'baz'] });
  });
  test('A.3 removing an object member', () => {
    expect(changed({ baz: 'qux', foo: 'bar' }, { op: 'remove', path: '/baz' })).toEqual({ foo: 'bar' });
  });
  test('A.4 removing an array element', () => {
    const result = changed({ foo: ['bar', 'qux', 'baz'] }, { op: 'remove', path: '/foo/1' });
    expect(result).toEqual({ foo: ['bar', 'baz'] });
  });
  test('A.5 replacing a value', () => {
    const result = changed({ baz: 'qux', foo: 'bar' }, { op: 'replace', path: '/baz', value: 'boo' });
    expect(result).toEqual({ baz: 'boo', foo: 'bar' });
  });
  test('A.10 adding a nested member object', () => {
    const result = changed({ foo: 'bar' }, { op: 'add', path: '/child', value: { grandchild: {} } });
    expect(result).toEqual({ foo: 'bar', child: { grandchild: {} } });
  });
  test('A.12 adding to a non-existent target', () => {
    const { document, faults } = apply({ foo: 'bar' }, { op: 'add', path: '/baz/bat', value: 'qux' });
    expect(faults).toMatchObject([{ operation: 0, key: 'path' }]);
    expect(document).toEqual({ foo: 'bar' });
  });
  test('A.14 ~ escape ordering', () => {
    const result = changed({ '/': 9, '~1': 10 }, { op: 'replace', path: '/~01', value: 11 });
    expect(result).toEqual({ '/': 9, '~1': 11 });
  });
  test('A.16 adding an array value', () => {
    const result = changed({ foo: ['bar'] }, { op: 'add', path: '/foo/-', value: ['abc', 'def'] });
    expect(result).toEqual({ foo: ['bar', ['abc', 'def']] });
  });
  test('section 4.1: the document as a whole, and section 4.5: copying', () => {
    expect(changed({ foo: 1 }, { op: 'replace', path: '', value: [2] })).toEqual([2]);
    expect(changed({ a: { b: 1 } }, { op: 'copy', from: '/a/b', path: '/c' })).toEqual({ a: { b: 1 }, c: 1 });
  });
});

const LAB = {
  site: { shifts: [{ name: 'weekday', operators: 5 }] },
  instruments: [
    { id: 'nova', recipes: ['long'], maintenance: [{ id: 'wash', every: '14 d' }] },
    { id: 'next', recipes: ['short'] },
  ],
};

describe('a change of a laboratory', () => {
  test('finds entries of lists by id, or by name where they have none', () => {
    const result = changed(
      LAB,
      { op: 'replace', path: '/instruments/nova/maintenance/wash/every', value: '7 d' },
      { op: 'replace', path: '/site/shifts/weekday/operators', value: 6 },
      { op: 'remove', path: '/instruments/next' },
    );
    expect(result).toEqual({
      site: { shifts: [{ name: 'weekday', operators: 6 }] },
      instruments: [{ id: 'nova', recipes: ['long'], maintenance: [{ id: 'wash', every: '7 d' }] }],
    });
  });

  test('copies an entry, with keys of its own', () => {
    const result = changed(LAB, {
      op: 'copy',
      from: '/instruments/nova',
      path: '/instruments/-',
      with: { id: 'nova-2' },
    });
    expect(result).toMatchObject({
      instruments: [{ id: 'nova' }, { id: 'next' }, { id: 'nova-2', recipes: ['long'] }],
    });
  });

  test('leaves the original, and what it was given, alone', () => {
    const before = structuredClone(LAB);
    const value = { id: 'mi', maintenance: [] };
    changed(
      LAB,
      { op: 'add', path: '/instruments/-', value },
      { op: 'add', path: '/instruments/mi/maintenance/-', value: 1 },
    );
    expect(LAB).toEqual(before);
    expect(value).toEqual({ id: 'mi', maintenance: [] });
  });

  test('reports every operation that leads nowhere, with what there is instead', () => {
    const { document, faults } = apply(
      LAB,
      { op: 'replace', path: '/instruments/nava/recipes', value: [] },
      { op: 'remove', path: '/site/holidays' },
      { op: 'replace', path: '/site/shifts/-', value: 1 },
      { op: 'copy', from: '/instruments/mi', path: '/instruments/-' },
      { op: 'copy', from: '/instruments/nova/recipes', path: '/x', with: { id: 'y' } },
      { op: 'add', path: 'site', value: 1 },
      { op: 'add', path: '/instruments/3', value: 1 },
      { op: 'add', path: '/instruments/nova/id/x', value: 1 },
    );
    expect(faults.map(({ operation, key, message }) => [operation, key, message])).toEqual([
      [0, 'path', "the list has no entry 'nava'"],
      [1, 'path', "there is no 'holidays' on the way to '/site/holidays'"],
      [2, 'path', "there is no '1' on the way to '/site/shifts/-'"],
      [3, 'from', "the list has no entry 'mi'"],
      [4, 'from', "'/instruments/nova/recipes' is not a mapping, so its copy can have no keys of its own"],
      [5, 'path', "'site' is not a place in a document"],
      [6, 'path', "the list has no entry '3'"],
      [7, 'path', `'x' leads into the string "nova"`],
    ]);
    expect(faults[0]?.hint).toContain('nova, next');
    expect(faults[1]?.hint).toContain('shifts');
    expect(document).toEqual(LAB);
  });

  test('cannot reach what every object inherits', () => {
    const { faults } = apply({}, { op: 'add', path: '/__proto__/polluted', value: true });
    expect(faults).toHaveLength(1);
    changed({}, { op: 'add', path: '/__proto__', value: { polluted: true } });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
