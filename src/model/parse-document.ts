/**
 * YAML or JSON text to a plain value, with the place of every part in the text.
 *
 * Strict, because documents come from outside: at most 5 MB, unique keys, few aliases, no tags but those of JSON's own types,
 * JSON by the JSON grammar alone, and nothing that has no canonical spelling: halves of surrogate pairs, numbers beyond doubles.
 */

import {
  CST,
  Composer,
  Lexer,
  LineCounter,
  Parser,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  visit,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';

import { assert, type Finding } from '../base/index.ts';
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
const MAX_DEPTH = 100;
const MAX_ALIASES = 100;
/** Each costs some 500 bytes and a microsecond or two; the longest text that people write has half a million. */
const MAX_LEXEMES = 2_000_000;
/** What is wrong in more places than this is not read to its end. */
const MAX_ERRORS = 100;
/** Comments, directives and documents, of which one is meant. */
const MAX_PARTS = 10_000;

export function parseDocument(text: string, format: DocumentFormat): ParsedText {
  if (text.length > MAX_LENGTH) {
    return tooLarge(`the text has ${text.length} characters, the limit is ${MAX_LENGTH}`);
  }
  const lines = new LineCounter();
  const tokens = tokensOf(text, lines);
  if (typeof tokens === 'string') return tooLarge(tokens);
  const notJson = format === 'json' ? jsonFault(text) : undefined;
  if (notJson !== undefined) return rejected([notJson]);
  // The package compares each key with all before it; `faultsOf` looks them up.
  const options = { version: '1.2', schema: 'core', resolveKnownTags: false, uniqueKeys: false } as const;
  const [document, ...others] = new Composer(options).compose(tokens, true, text.length);
  assert(document !== undefined, 'a forced document');
  const faults = faultsOf(document, others.length, lines);
  return faults.length > 0 ? rejected(faults) : plainValue(document, lines);
}

/**
 * The token trees of the text, or the limit that it passes: given up at once, because composing recurses as deep as the
 * text is nested, and a stack that ends inside a regular expression ends the process.
 */
function tokensOf(text: string, lines: LineCounter): readonly CST.Token[] | string {
  const tokens: CST.Token[] = [];
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let aliases = 0;
  let errors = 0;
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (CST.tokenType(lexeme) === 'alias') aliases++;
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === 'error' && ++errors === MAX_ERRORS) return tokens;
    }
    if (++lexemes > MAX_LEXEMES) return `the text has more than ${MAX_LEXEMES} words and signs`;
    if (tokens.length > MAX_PARTS) return `the text has more than ${MAX_PARTS} comments and documents side by side`;
    if (parser.stack.length > MAX_DEPTH) return `the text is nested more than ${MAX_DEPTH} deep`;
    if (aliases > MAX_ALIASES) return `the text has more than ${MAX_ALIASES} aliases`;
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

function faultsOf(document: Document, others: number, lines: LineCounter): Fault[] {
  const faults = [...document.errors, ...document.warnings].map((fault): Fault => ({
    code: 'SYNTAX',
    message: fault.message,
    position: positionAt(lines, fault.pos[0]),
  }));
  if (others > 0) faults.push({ code: 'SYNTAX', message: `the text holds ${others + 1} documents, not one` });
  const add = (node: unknown, message: string): void => {
    faults.push({ code: 'SYNTAX', message, position: positionAt(lines, startOf(node) ?? 0) });
  };
  visit(document, {
    Alias(_, alias, ancestors) {
      const target = alias.resolve(document);
      if (target === undefined) add(alias, `the alias *${alias.source} has no anchor before it`);
      else if (ancestors.includes(target)) add(alias, `the alias *${alias.source} stands inside what it repeats`);
    },
    Map(_, map) {
      const names = new Set<string>();
      for (const { key } of map.items) {
        const name = nameOf(document, key);
        if (name === undefined) add(key, 'a key is a list or a mapping, not text');
        else if (names.has(name)) add(key, 'Map keys must be unique');
        else names.add(name);
      }
    },
    Scalar(_, scalar) {
      const fault = scalarFault(scalar.value);
      if (fault !== undefined) add(scalar, fault);
    },
  });
  return faults;
}

/** As the key becomes the name of a member: `1` and `'1'` are one name. undefined where it is no scalar. */
function nameOf(document: Document, key: unknown): string | undefined {
  const node = isAlias(key) ? key.resolve(document) : key;
  if (node === null) return '';
  return isScalar(node) ? String(node.value ?? '') : undefined;
}

/** What canonical JSON has no spelling for, and numbers that are not what was written. */
function scalarFault(value: unknown): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : 'text with half of a surrogate pair';
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return undefined;
  if (!Number.isFinite(value)) return `${value} is no number that can be counted with`;
  return Number.isInteger(value) ? `the whole number ${value} is beyond 2^53` : undefined;
}

function plainValue(document: Document, lines: LineCounter): ParsedText {
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    const members = memberIndex(document);
    return { kind: 'ok', document: value, locate: (path) => locate({ document, lines, members }, path) };
  } catch (error) {
    // The package's guard against aliases that multiply; every alias resolves, so nothing else throws this.
    if (error instanceof ReferenceError) return tooLarge(`aliases multiply beyond ${MAX_ALIASES} copies`);
    throw error;
  }
}

/** JSON by its own grammar, which the YAML reader is a superset of. Without a position where the runtime gives none. */
function jsonFault(text: string): Fault | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    assert(error instanceof SyntaxError, 'JSON.parse fails with a SyntaxError');
    const { message } = error;
    const offset = message.includes('end of JSON') ? text.length : Number(/at position (\d+)/.exec(message)?.[1]);
    return { code: 'SYNTAX', message, ...(Number.isNaN(offset) ? {} : { position: positionOf(text, offset) }) };
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

const tooLarge = (message: string): ParsedText => rejected([{ code: 'TOO-LARGE', message }]);

function positionOf(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function positionAt(lines: LineCounter, offset: number): TextPosition {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

type Members = (map: YAMLMap) => ReadonlyMap<string, Pair>;

/** The members of each mapping by name, made when first asked for: a finding for each of many keys looks for each. */
function memberIndex(document: Document): Members {
  const known = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  return (map) => {
    const found = known.get(map) ?? new Map(map.items.map((pair) => [nameOf(document, pair.key) ?? '', pair]));
    known.set(map, found);
    return found;
  };
}

interface Written {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly members: Members;
}

function locate({ document, lines, members }: Written, path: string): TextPosition | undefined {
  let node: unknown = document.contents;
  let offset = isNode(node) ? node.range?.[0] : undefined;
  for (const part of path.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const next = stepInto(isAlias(node) ? node.resolve(document) : node, name, members);
    if (next === undefined) break;
    node = next.node;
    offset = next.offset ?? offset;
  }
  return offset === undefined ? undefined : positionAt(lines, offset);
}

function stepInto(
  node: unknown,
  name: string,
  members: Members,
): { readonly node: unknown; readonly offset: number | undefined } | undefined {
  if (isMap(node)) {
    const pair = members(node).get(name);
    return pair === undefined ? undefined : { node: pair.value, offset: startOf(pair.key) };
  }
  const item = isSeq(node) ? node.items[Number(name)] : undefined;
  return item === undefined ? undefined : { node: item, offset: startOf(item) };
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? (node as Node).range?.[0] : undefined);
