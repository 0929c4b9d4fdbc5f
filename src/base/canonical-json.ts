/**
 * Canonical JSON: one spelling per value (RFC 8785, JCS), so that a digest of a value is well defined.
 *
 * Stricter than `JSON.stringify`, which drops undefined members and writes NaN as null: here those are assertion
 * failures, as are lone surrogates, integers beyond 2^53, non-plain objects and nesting beyond 64.
 */

import { assert } from './assert.ts';

const MAX_DEPTH = 64;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The canonical text of `value`. Members whose value is `undefined` are left out, as optional members are in TypeScript. */
export const canonicalJson = (value: unknown): string => write(value, 0);

function write(value: unknown, depth: number): string {
  assert(depth <= MAX_DEPTH, `nested deeper than ${MAX_DEPTH}`);
  switch (typeof value) {
    case 'string':
      assert(value.isWellFormed(), 'text with a lone surrogate');
      return JSON.stringify(value);
    case 'number':
      assert(Number.isFinite(value), `${value} has no JSON form`);
      assert(!Number.isInteger(value) || Number.isSafeInteger(value), `integer ${value} is beyond 2^53`);
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      break;
    default:
      assert(false, `a ${typeof value} has no JSON form`);
  }
  if (value === null) return 'null';
  // Unlike `map`, `Array.from` visits holes too; they are undefined and so refused.
  if (Array.isArray(value)) return `[${Array.from(value, (item) => write(item, depth + 1)).join(',')}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  assert(prototype === Object.prototype || prototype === null, 'only plain objects have a JSON form');
  const members: string[] = [];
  // Sorted by UTF-16 code units, as RFC 8785 section 3.2.3 asks; the default sort of strings is exactly that.
  for (const key of Object.keys(value).toSorted()) {
    const member: unknown = (value as Record<string, unknown>)[key];
    if (member !== undefined) members.push(`${write(key, depth)}:${write(member, depth + 1)}`);
  }
  return `{${members.join(',')}}`;
}
