/**
 * Strict reading of instance files that are nothing but whole numbers: the text is capped, each number has its line and
 * column, and the first thing that is wrong is kept as the finding (what follows a misread number means nothing).
 */

import type { Finding } from '../../base/index.ts';

export const MAX_TEXT_LENGTH = 20_000_000;

/** Thrown inside a reader only, and caught by `reading`. */
class Rejection extends Error {
  override readonly name = 'Rejection';
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(finding.message);
    this.finding = finding;
  }
}

interface Token {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

export class NumberReader {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string) {
    if (text.length > MAX_TEXT_LENGTH) {
      const message = `the text has ${text.length} characters, more than ${MAX_TEXT_LENGTH}`;
      throw rejection('TOO-LARGE', message, { line: 1, column: 1 });
    }
    this.#tokens = tokensOf(text);
  }

  /** The next number, which is whole and in [min, max]; `what` names it in the finding. */
  integer(what: string, min: number, max: number): number {
    const token = this.#take(what);
    if (!/^-?\d{1,15}$/.test(token.text))
      throw rejection('SYNTAX', `${what}: '${clip(token.text)}' is not a whole number`, token);
    const value = Number(token.text);
    if (value < min || value > max)
      throw rejection('OUT-OF-RANGE', `${what} is ${value}, not in [${min}, ${max}]`, token);
    return value;
  }

  /** Passes over a decimal number. */
  decimal(what: string): void {
    const token = this.#take(what);
    if (!/^\d{1,15}(\.\d{1,15})?$/.test(token.text))
      throw rejection('SYNTAX', `${what}: '${clip(token.text)}' is not a number`, token);
  }

  /** Whether more numbers follow on the line of the number taken last. */
  isInsideLine(): boolean {
    return this.#tokens[this.#next]?.line === this.#tokens[this.#next - 1]?.line;
  }

  /** Rejects the number taken last. */
  reject(message: string): never {
    throw rejection('OUT-OF-RANGE', message, this.#tokens[this.#next - 1] ?? { line: 1, column: 1 });
  }

  end(): void {
    const token = this.#tokens[this.#next];
    if (token !== undefined) throw rejection('SYNTAX', `'${clip(token.text)}' follows the end of the instance`, token);
  }

  #take(what: string): Token {
    const token = this.#tokens[this.#next++];
    if (token !== undefined) return token;
    throw rejection('SYNTAX', `the text ends where ${what} is expected`, this.#tokens.at(-1) ?? { line: 1, column: 1 });
  }
}

/** Runs `read` on the text; a value, or what is wrong with the text. */
export function reading<T>(text: string, read: (reader: NumberReader) => T): T | { readonly findings: Finding[] } {
  try {
    return read(new NumberReader(text));
  } catch (error) {
    if (error instanceof Rejection) return { findings: [error.finding] };
    throw error;
  }
}

/** Words between white space; a line that starts with `#` is a comment. */
function tokensOf(text: string): Token[] {
  return text
    .split(/\r?\n/)
    .flatMap((line, index) =>
      line.trimStart().startsWith('#')
        ? []
        : [...line.matchAll(/\S+/g)].map((match) => ({ text: match[0], line: index + 1, column: match.index + 1 })),
    );
}

function rejection(code: string, message: string, { line, column }: { line: number; column: number }): Rejection {
  const hint = 'Compare the file with the description of its format.';
  return new Rejection({ code, severity: 'error', path: '', message, hint, line, column });
}

const clip = (text: string): string => (text.length > 20 ? `${text.slice(0, 20)}...` : text);
