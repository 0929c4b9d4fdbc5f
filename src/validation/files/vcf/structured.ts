/** Structured meta-information: `<KEY=VALUE,KEY="quoted, \"text\"",KEY=[a, b]>`, VCFv4.3 section 1.4. */

export type Structured =
  | {
      readonly kind: 'fields';
      readonly fields: ReadonlyMap<string, string>;
      /** Keys in order. */
      readonly keys: readonly string[];
      readonly quoted: ReadonlySet<string>;
      readonly twice: string | undefined;
    }
  | { readonly kind: 'fault'; readonly message: string };

/** `text`: from < to >. */
export function readStructured(text: string): Structured {
  if (!text.startsWith('<') || !text.endsWith('>')) return fault('not between < and >');
  const fields = new Map<string, string>();
  const keys: string[] = [];
  const quoted = new Set<string>();
  let twice: string | undefined;
  const last = text.length - 1;
  let at = 1;
  while (at < last) {
    const equals = text.indexOf('=', at);
    if (equals < 0 || equals > last) return fault('a part without =');
    const key = text.slice(at, equals).trim();
    if (!/^[^\s,<>"=]+$/.test(key)) return fault('a key that is none');
    const value = readValue(text, equals + 1, last);
    if (typeof value === 'string') return fault(value);
    if (fields.has(key)) twice ??= key;
    fields.set(key, value.text);
    keys.push(key);
    if (value.isQuoted) quoted.add(key);
    at = value.end;
    if (at < last && text[at] !== ',') return fault(`something behind the value of ${key}`);
    at++;
    if (at === last) return fault('a comma at the end');
  }
  return fields.size === 0 ? fault('nothing between < and >') : { kind: 'fields', fields, keys, quoted, twice };
}

/** What is wrong, or the value and where it ends. */
function readValue(
  text: string,
  start: number,
  last: number,
): string | { readonly text: string; readonly end: number; readonly isQuoted: boolean } {
  if (text[start] === '"') {
    let value = '';
    for (let at = start + 1; at < last; at++) {
      const c = text[at] ?? '';
      if (c === '\\') value += text[++at] ?? '';
      else if (c === '"') return { text: value, end: at + 1, isQuoted: true };
      else value += c;
    }
    return 'a quotation mark that is not closed';
  }
  if (text[start] === '[') {
    const close = text.indexOf(']', start);
    return close < 0 || close > last
      ? 'a bracket that is not closed'
      : { text: text.slice(start, close + 1), end: close + 1, isQuoted: false };
  }
  const comma = text.indexOf(',', start);
  const end = comma < 0 || comma > last ? last : comma;
  const value = text.slice(start, end);
  if (/[<>"]/.test(value)) return 'a value with <, > or a quotation mark';
  return { text: value, end, isQuoted: false };
}

const fault = (message: string): Structured => ({ kind: 'fault', message });
