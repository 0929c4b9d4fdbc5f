/**
 * Strict reading of MiniZinc data files: whole numbers, arrays, tables `[| 1, 2 | 3, 4 |]` and arrays of sets, by name.
 *
 * The text is capped, every value has its line and column, and the first thing that is wrong is kept as the finding.
 */

import type { Finding } from '../../base/index.ts';
import { MAX_TEXT_LENGTH } from './number-reader.ts';

export interface Range {
  readonly min: number;
  readonly max: number;
}

interface Token {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** Rows of numbers: a number has one row of one; an array one row; a table and an array of sets one row per member. */
interface Entry {
  readonly shape: 'number' | 'array' | 'table' | 'sets';
  readonly rows: readonly (readonly Token[])[];
  readonly place: Token;
}

/** Thrown inside a reader only, and caught by `readingDzn`. */
class Rejection extends Error {
  override readonly name = 'Rejection';
  readonly finding: Finding;
  constructor(code: string, message: string, { line, column }: Token) {
    super(message);
    const hint = 'Compare the file with the description of its format.';
    this.finding = { code, severity: 'error', path: '', message, hint, line, column };
  }
}

const START: Token = { text: '', line: 1, column: 1 };

export class DznReader {
  readonly #entries: ReadonlyMap<string, Entry>;

  constructor(text: string) {
    if (text.length > MAX_TEXT_LENGTH) {
      const message = `the text has ${text.length} characters, more than ${MAX_TEXT_LENGTH}`;
      throw new Rejection('TOO-LARGE', message, START);
    }
    this.#entries = entriesOf(tokensOf(text));
  }

  integer(name: string, range: Range): number {
    return this.#numbers(name, 'number', range).flat()[0] ?? 0;
  }

  array(name: string, length: number, range: Range): number[] {
    const [row = []] = this.#numbers(name, 'array', range);
    if (row.length !== length) this.reject(name, `${name} has ${row.length} members, not ${length}`);
    return row;
  }

  table(name: string, size: { rows: number; columns: number }, range: Range): number[][] {
    const rows = this.#numbers(name, 'table', range);
    if (rows.length !== size.rows) this.reject(name, `${name} has ${rows.length} rows, not ${size.rows}`);
    const odd = rows.findIndex((row) => row.length !== size.columns);
    if (odd >= 0) this.reject(name, `row ${odd + 1} of ${name} has ${rows[odd]?.length} members, not ${size.columns}`);
    return rows;
  }

  sets(name: string, length: number, range: Range): number[][] {
    const rows = this.#numbers(name, 'sets', range);
    if (rows.length !== length) this.reject(name, `${name} has ${rows.length} members, not ${length}`);
    return rows.map((row) => [...new Set(row)].toSorted((a, b) => a - b));
  }

  /** Rejects the value of that name. */
  reject(name: string, message: string): never {
    throw new Rejection('OUT-OF-RANGE', message, this.#entries.get(name)?.place ?? START);
  }

  #numbers(name: string, shape: Entry['shape'], range: Range): number[][] {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new Rejection('SYNTAX', `${name} is missing`, START);
    // An empty array of sets and an empty array look alike.
    const isEmpty = entry.shape === 'array' && entry.rows[0]?.length === 0;
    if (entry.shape !== shape && !isEmpty)
      throw new Rejection('SYNTAX', `${name} is ${article(entry.shape)}, not ${article(shape)}`, entry.place);
    return entry.rows.map((row) => row.map((token) => wholeNumber(name, token, range)));
  }
}

/** Runs `read` on the text; a value, or what is wrong with the text. */
export function readingDzn<T>(text: string, read: (reader: DznReader) => T): T | { readonly findings: Finding[] } {
  try {
    return read(new DznReader(text));
  } catch (error) {
    if (error instanceof Rejection) return { findings: [error.finding] };
    throw error;
  }
}

function wholeNumber(name: string, token: Token, { min, max }: Range): number {
  if (!/^-?\d{1,15}$/.test(token.text))
    throw new Rejection('SYNTAX', `${name}: '${clip(token.text)}' is not a whole number`, token);
  const value = Number(token.text);
  if (value < min || value > max)
    throw new Rejection('OUT-OF-RANGE', `${name} holds ${value}, not in [${min}, ${max}]`, token);
  return value;
}

/** Numbers, names, and marks; comments begin with `%`. */
function tokensOf(text: string): Token[] {
  return text.split(/\r?\n/).flatMap((raw, index) => {
    const line = raw.replace(/%.*/, '');
    const words = line.matchAll(/[A-Za-z_]\w*|-?\d[\d.]*|\[\||\|\]|\S/g);
    return [...words].map((word) => ({ text: word[0], line: index + 1, column: word.index + 1 }));
  });
}

function entriesOf(tokens: readonly Token[]): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const end = tokens.at(-1) ?? START;
  let next = 0;
  const take = (): Token => {
    const token = tokens[next++];
    if (token === undefined) throw new Rejection('SYNTAX', 'the text ends inside a value', end);
    return token;
  };
  while (next < tokens.length) {
    const name = take();
    if (!/^[A-Za-z_]/.test(name.text)) throw new Rejection('SYNTAX', `'${clip(name.text)}' is not a name`, name);
    if (entries.has(name.text)) throw new Rejection('SYNTAX', `${clip(name.text)} is given twice`, name);
    expect(take(), '=');
    entries.set(name.text, readEntry(take));
    expect(take(), ';');
  }
  return entries;
}

function readEntry(take: () => Token): Entry {
  const place = take();
  if (place.text === '[|') return { shape: 'table', rows: readTable(take), place };
  if (place.text !== '[') return { shape: 'number', rows: [[place]], place };
  const first = take();
  if (first.text === '{') return { shape: 'sets', rows: readSets(take), place };
  const rows = [first.text === ']' ? [] : readRow(take, { first, ends: [']'] }).row];
  return { shape: 'array', rows, place };
}

function readTable(take: () => Token): Token[][] {
  const rows: Token[][] = [];
  for (;;) {
    const { row, end } = readRow(take, { first: take(), ends: ['|', '|]'] });
    rows.push(row);
    if (end === '|]') return rows;
  }
}

/** After the first `{`. */
function readSets(take: () => Token): Token[][] {
  const rows: Token[][] = [];
  for (;;) {
    const first = take();
    rows.push(first.text === '}' ? [] : readRow(take, { first, ends: ['}'] }).row);
    const mark = take();
    if (mark.text === ']') return rows;
    expect(mark, ',');
    const next = take();
    if (next.text === ']') return rows;
    expect(next, '{');
  }
}

/** Values between commas (one may follow the last) up to one of the closing marks. */
function readRow(
  take: () => Token,
  { first, ends }: { first: Token; ends: readonly string[] },
): { row: Token[]; end: string } {
  const row = [first];
  for (;;) {
    const mark = take();
    if (ends.includes(mark.text)) return { row, end: mark.text };
    expect(mark, ',');
    const value = take();
    if (ends.includes(value.text)) return { row, end: value.text };
    row.push(value);
  }
}

function expect(token: Token, text: string): void {
  if (token.text !== text)
    throw new Rejection('SYNTAX', `'${clip(token.text)}' stands where '${text}' is expected`, token);
}

const article = (shape: Entry['shape']): string =>
  ({ number: 'a number', array: 'an array', table: 'a table', sets: 'an array of sets' })[shape];
const clip = (text: string): string => (text.length > 20 ? `${text.slice(0, 20)}...` : text);
