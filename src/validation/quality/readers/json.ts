/** JSON of foreign tools: bounded in depth, with the NaN and Infinity that Python writes taken as null. */

import type { FileFindings } from '../../files/index.ts';

const DEEPEST = 64;

export type JsonObject = Readonly<Record<string, unknown>>;

/** undefined: it cannot be parsed, which is found. */
export function parseForeignJson(text: string, findings: FileFindings, line = 1): unknown {
  const scan = scanJson(text);
  if (scan.depth > DEEPEST) {
    findings.add('QC-JSON', { line }, `nested deeper than ${DEEPEST}`);
    return undefined;
  }
  try {
    return JSON.parse(scan.isStrange ? withoutStrangeNumbers(text) : text);
  } catch {
    findings.add('QC-JSON', { line }, 'the content is not well-formed JSON');
    return undefined;
  }
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A property of its own that is an object. */
export function objectIn(value: unknown, ...names: readonly string[]): JsonObject | undefined {
  let at: unknown = value;
  for (const name of names) at = isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  return isObject(at) ? at : undefined;
}

const [QUOTE, BACKSLASH, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT, N, I] = [
  0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d, 0x4e, 0x49,
];

/** `isStrange`: an N or an I stands outside of texts, as no JSON has them. */
function scanJson(text: string): { readonly depth: number; readonly isStrange: boolean } {
  let [depth, deepest] = [0, 0];
  let isStrange = false;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inText) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) inText = false;
    } else if (code === QUOTE) inText = true;
    else if (code === OPEN_ARRAY || code === OPEN_OBJECT) deepest = Math.max(deepest, ++depth);
    else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) depth--;
    else if (code === N || code === I) isStrange = true;
  }
  return { depth: deepest, isStrange };
}

function withoutStrangeNumbers(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      for (at++; at < text.length && text.charCodeAt(at) !== QUOTE; at++) if (text.charCodeAt(at) === BACKSLASH) at++;
      continue;
    }
    const word = code === N ? 'NaN' : code === I ? 'Infinity' : undefined;
    if (word === undefined || !text.startsWith(word, at)) continue;
    parts.push(text.slice(from, text[at - 1] === '-' ? at - 1 : at), 'null');
    at += word.length - 1;
    from = at + 1;
  }
  parts.push(text.slice(from));
  return parts.join('');
}
