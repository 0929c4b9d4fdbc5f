/**
 * YAML or JSON text to a plain value, with the place of every part in the text.
 *
 * Strict, because documents come from outside: at most 5 MB, unique keys, few aliases, no tags of its own, JSON by the JSON
 * grammar alone.
 */

import {
  LineCounter,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseDocument as parseYaml,
  type Document,
  type Node,
} from 'yaml';

import type { Finding } from '../base/index.ts';
import { createReport } from './report.ts';

export type DocumentFormat = 'yaml' | 'json';

/** 1-based. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

export type ParsedText =
  | {
      readonly kind: 'ok';
      readonly document: unknown;
      /** Where the part at a JSON Pointer is written: its key in a mapping, else itself; the nearest part around where it is absent. */
      readonly locate: (path: string) => TextPosition | undefined;
    }
  | { readonly kind: 'rejected'; readonly findings: readonly Finding[] };

const MAX_LENGTH = 5_000_000;
const MAX_ALIASES = 100;

export function parseDocument(text: string, format: DocumentFormat): ParsedText {
  if (text.length > MAX_LENGTH) {
    return rejected([
      { code: 'TOO-LARGE', message: `the text has ${text.length} characters, the limit is ${MAX_LENGTH}` },
    ]);
  }
  const lines = new LineCounter();
  try {
    if (format === 'json') JSON.parse(text);
    const document = parseYaml(text, {
      lineCounter: lines,
      version: '1.2',
      schema: 'core',
      strict: true,
      uniqueKeys: true,
      prettyErrors: false,
    });
    const faults = [...document.errors, ...document.warnings];
    if (faults.length > 0) {
      return rejected(
        faults.map((f) => ({ code: 'SYNTAX', message: f.message, position: positionAt(lines, f.pos[0]) })),
      );
    }
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return { kind: 'ok', document: value, locate: (path) => locate(document, lines, path) };
  } catch (error) {
    return rejected([describe(error, text, lines)]);
  }
}

interface Fault {
  readonly code: 'SYNTAX' | 'TOO-LARGE';
  readonly message: string;
  readonly position?: TextPosition;
}

function rejected(faults: readonly Fault[]): ParsedText {
  const report = createReport();
  const places = new Map<string, TextPosition>();
  for (const { code, message, position } of faults) {
    const hint =
      code === 'SYNTAX'
        ? 'Correct the text here; indentation and quotes are the usual causes.'
        : 'Split the scenario, or write it out.';
    report.add(code, '', message, hint);
    if (position !== undefined) places.set(message, position);
  }
  return { kind: 'rejected', findings: report.findings().map((f) => ({ ...f, ...places.get(f.message) })) };
}

/** Errors that the parsers throw: bad JSON, alias bombs, nesting beyond the stack. Anything else is a bug. */
function describe(error: unknown, text: string, lines: LineCounter): Fault {
  if (error instanceof SyntaxError) {
    const offset = /at position (\d+)/.exec(error.message)?.[1];
    const position = positionOf(text, offset === undefined ? text.length : Number(offset));
    return { code: 'SYNTAX', message: error.message, position };
  }
  if (error instanceof ReferenceError)
    return { code: 'TOO-LARGE', message: `more than ${MAX_ALIASES} aliases: ${error.message}` };
  if (error instanceof RangeError)
    return { code: 'TOO-LARGE', message: 'nested too deeply', position: positionAt(lines, 0) };
  throw error;
}

function positionOf(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function positionAt(lines: LineCounter, offset: number): TextPosition {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function locate(document: Document, lines: LineCounter, path: string): TextPosition | undefined {
  let node: unknown = document.contents;
  let offset = isNode(node) ? node.range?.[0] : undefined;
  for (const part of path.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const next = stepInto(isAlias(node) ? node.resolve(document) : node, name);
    if (next === undefined) break;
    node = next.node;
    offset = next.offset ?? offset;
  }
  return offset === undefined ? undefined : positionAt(lines, offset);
}

function stepInto(
  node: unknown,
  name: string,
): { readonly node: unknown; readonly offset: number | undefined } | undefined {
  if (!isCollection(node)) return undefined;
  if (isMap(node)) {
    const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === name);
    return pair === undefined ? undefined : { node: pair.value, offset: startOf(pair.key) };
  }
  const item = isSeq(node) ? node.items[Number(name)] : undefined;
  return item === undefined ? undefined : { node: item, offset: startOf(item) };
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? (node as Node).range?.[0] : undefined);
