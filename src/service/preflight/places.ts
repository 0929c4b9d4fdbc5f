/** From places by names to places in the document: `/orders/o1/due` to `/orders/3/due`, with line and column where it is a text. */

import type { Finding } from '../../base/index.ts';
import { pointer } from '../../model/index.ts';
import type { CheckedScenario } from '../scenario-source.ts';

/** Findings by names, of a document that is sound. */
export function inDocument(
  { canonical, locate }: Pick<CheckedScenario, 'canonical' | 'locate'>,
  findings: readonly Finding[],
): readonly Finding[] {
  if (findings.length === 0) return findings;
  const document: unknown = JSON.parse(canonical);
  return findings.map((finding) => {
    const path = pointerOf(document, finding.path);
    return { ...finding, path, ...locate?.(path) };
  });
}

/** A JSON Pointer. Entries of lists are found by their id; what the document does not have keeps its name. */
export function pointerOf(document: unknown, path: string): string {
  let node: unknown = document;
  const parts: PropertyKey[] = [];
  for (const name of path.split('/').slice(1)) {
    const key = Array.isArray(node) ? indexOf(node, name) : name;
    parts.push(key);
    node =
      typeof node === 'object' && node !== null ? (node as Readonly<Record<PropertyKey, unknown>>)[key] : undefined;
  }
  return pointer(...parts);
}

function indexOf(list: readonly unknown[], name: string): number | string {
  const index = list.findIndex((entry) => (entry as { readonly id?: unknown } | null)?.id === name);
  return index < 0 ? name : index;
}
