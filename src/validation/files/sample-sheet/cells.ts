/** Cuts a line into cells: RFC 4180, without line breaks inside of cells, as Illumina's software reads line by line. */

export interface Cells {
  /** Without blanks around them. */
  readonly cells: readonly string[];
  /** Whether there were some. */
  readonly hasBlanks: boolean;
  readonly fault: 'none' | 'quote' | 'quote-inside' | 'too-many';
  readonly hasQuotedComma: boolean;
}

export const MOST_CELLS = 1000;

export function cellsOf(line: string, delimiter: string): Cells {
  if (!line.includes('"')) {
    const cells = line.split(delimiter, MOST_CELLS + 1);
    return trimmed(cells, cells.length > MOST_CELLS ? 'too-many' : 'none', false);
  }
  const cells: string[] = [];
  let fault: Cells['fault'] = 'none';
  let hasQuotedComma = false;
  let at = 0;
  while (at <= line.length) {
    if (cells.length >= MOST_CELLS) return trimmed(cells, 'too-many', hasQuotedComma);
    const start = skipBlanks(line, at);
    if (line[start] === '"') {
      const { text, end } = quoted(line, start + 1);
      hasQuotedComma ||= text.includes(delimiter);
      cells.push(text);
      const after = skipBlanks(line, end);
      if (end < 0 || (after < line.length && line[after] !== delimiter)) return trimmed(cells, 'quote', hasQuotedComma);
      at = after + 1;
      continue;
    }
    const next = line.indexOf(delimiter, at);
    const cell = line.slice(at, next < 0 ? line.length : next);
    if (cell.includes('"')) fault = 'quote-inside';
    cells.push(cell);
    if (next < 0) break;
    at = next + 1;
  }
  return trimmed(cells, fault, hasQuotedComma);
}

function trimmed(raw: readonly string[], fault: Cells['fault'], hasQuotedComma: boolean): Cells {
  const cells = raw.map((cell) => cell.trim());
  return { cells, hasBlanks: cells.some((cell, i) => cell !== '' && cell !== raw[i]), fault, hasQuotedComma };
}

/** From behind the opening quote to behind the closing one; `end` is -1 where there is none. */
function quoted(line: string, from: number): { text: string; end: number } {
  const parts: string[] = [];
  for (let at = from; ;) {
    const quote = line.indexOf('"', at);
    if (quote < 0) return { text: parts.join('') + line.slice(at), end: -1 };
    if (line[quote + 1] !== '"') return { text: parts.join('') + line.slice(at, quote), end: quote + 1 };
    parts.push(line.slice(at, quote + 1));
    at = quote + 2;
  }
}

function skipBlanks(line: string, from: number): number {
  let at = from;
  while (line[at] === ' ') at++;
  return at;
}
