/** The order of a workflow's stages: each after all that it waits for, ties by id. */

import { compareText } from '../base/index.ts';

interface Node {
  readonly id: string;
  readonly after: readonly string[];
}

/** `after` names that are no stage are ignored. Stages on or behind a cycle are left over, by id. Ids are unique. */
export function orderStages<T extends Node>(
  stages: readonly T[],
): { readonly ordered: readonly T[]; readonly left: readonly T[] } {
  const known = new Set(stages.map((stage) => stage.id));
  const ordered: T[] = [];
  const done = new Set<string>();
  let left = stages.toSorted((a, b) => compareText(a.id, b.id));
  for (;;) {
    const next = left.find((stage) => stage.after.every((name) => done.has(name) || !known.has(name)));
    if (next === undefined) return { ordered, left };
    ordered.push(next);
    done.add(next.id);
    left = left.filter((stage) => stage !== next);
  }
}

/** All stages before `name`, directly or through others. Cycles are followed once. */
export function ancestorsOf(stages: readonly Node[], name: string): ReadonlySet<string> {
  // Of two with one id, which is another rule's finding, the first counts.
  const byId = new Map(stages.toReversed().map((stage) => [stage.id, stage]));
  const found = new Set<string>();
  const open = [...(byId.get(name)?.after ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(byId.get(next)?.after ?? []));
  }
  return found;
}
