/** What a record is about: its type, and the samples, orders, lots, tasks and machines that it names, anywhere in it. */

import type { Entry } from './notice.ts';

export const SUBJECT_KINDS = ['type', 'sample', 'order', 'lot', 'task', 'machine'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

export interface Subject {
  readonly kind: SubjectKind;
  readonly name: string;
}

/** Each once, in no order. */
export function subjectsOf(fact: Entry): readonly Subject[] {
  const found = new Map<string, Subject>();
  const add = (kind: SubjectKind, name: string): void => void found.set(`${kind} ${name}`, { kind, name });
  add('type', fact.type);
  visit(fact, add);
  return [...found.values()];
}

type Add = (kind: SubjectKind, name: string) => void;

/** The vocabulary has one word for each thing: members of these names hold names, objects with an `id`, or lists of either. */
const KIND_OF = new Map<string, SubjectKind>([
  ['sample', 'sample'],
  ['samples', 'sample'],
  ['order', 'order'],
  ['orders', 'order'],
  ['lost', 'order'],
  ['lot', 'lot'],
  ['lots', 'lot'],
  ['task', 'task'],
  ['over', 'task'],
  ['machine', 'machine'],
  ['machines', 'machine'],
]);

function visit(value: unknown, add: Add): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) visit(item, add);
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    const kind = KIND_OF.get(key);
    if (kind !== undefined) addNames(kind, member, add);
    visit(member, add);
  }
}

function addNames(kind: SubjectKind, value: unknown, add: Add): void {
  for (const one of Array.isArray(value) ? value : [value]) {
    const name: unknown = typeof one === 'object' && one !== null ? (one as { readonly id?: unknown }).id : one;
    if (typeof name === 'string') add(kind, name);
  }
}
