/** What a record is about: its type, and the samples, orders, lots, tasks and machines that it names, anywhere in it. */

export const SUBJECT_KINDS = ['type', 'sample', 'order', 'lot', 'task', 'machine'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

export interface Subject {
  readonly kind: SubjectKind;
  readonly name: string;
}

/** Told of each of them, of some more than once, in no order. */
export type AddSubject = (kind: SubjectKind, name: string) => void;

/** `fact`: as parsed, an object with a `type`. */
export function visitSubjects(fact: Readonly<Record<string, unknown>>, add: AddSubject): void {
  add('type', String(fact['type']));
  visit(fact, add);
}

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

function visit(value: object, add: AddSubject): void {
  for (const key of Object.keys(value)) {
    const member = (value as Readonly<Record<string, unknown>>)[key];
    const kind = KIND_OF.get(key);
    if (kind !== undefined) addNames(kind, member, add);
    if (typeof member === 'object' && member !== null) visit(member, add);
  }
}

function addNames(kind: SubjectKind, value: unknown, add: AddSubject): void {
  for (const one of Array.isArray(value) ? value : [value]) {
    const name: unknown = typeof one === 'object' && one !== null ? (one as { readonly id?: unknown }).id : one;
    if (typeof name === 'string') add(kind, name);
  }
}
