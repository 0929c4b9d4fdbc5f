/**
 * Changes to a scenario document, so that a variant says what is different and nothing else.
 *
 * The operations add, remove, replace and copy of JSON Patch (RFC 6902) on JSON Pointers (RFC 6901), with two additions that
 * make them writable by hand: in a list, a part of a pointer may be the `id` (or else the `name`) of an entry instead of its number,
 * and a copy may be given keys of its own.
 */

export type PatchOperation =
  /** Into a mapping: sets the key. Into a list: before the entry named, or at the end for `-`. */
  | { readonly op: 'add'; readonly path: string; readonly value: unknown }
  /** Something has to be there. */
  | { readonly op: 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | {
      readonly op: 'copy';
      readonly from: string;
      readonly path: string;
      /** Keys of the copy, which is a mapping, that are different from the original's. */
      readonly with?: Readonly<Record<string, unknown>> | undefined;
    };

export interface PatchFault {
  /** 0-based place of the operation in the patch. */
  readonly operation: number;
  readonly key: 'path' | 'from';
  readonly message: string;
  readonly hint: string;
}

/** Faulty operations are left out, so that all faults are found at once. `document` is not changed. */
export function applyPatch(
  document: unknown,
  patch: readonly PatchOperation[],
): { readonly document: unknown; readonly faults: readonly PatchFault[] } {
  const root = { document: structuredClone(document) };
  const faults: PatchFault[] = [];
  patch.forEach((operation, place) => {
    const fault = apply(root, operation);
    if (fault !== undefined) faults.push({ operation: place, ...fault });
  });
  return { document: root.document, faults };
}

type Fault = Omit<PatchFault, 'operation'>;
type Container = unknown[] | Record<string, unknown>;

/** Where a pointer leads: a key of a mapping, or a place in a list. */
interface Target {
  readonly container: Container;
  readonly key: string | number;
  readonly exists: boolean;
}

function apply(root: { document: unknown }, operation: PatchOperation): Fault | undefined {
  const target = find(root, operation.path, 'path');
  if ('message' in target) return target;
  switch (operation.op) {
    case 'add':
      return add(target, operation.value);
    case 'remove':
    case 'replace':
      if (!target.exists) return absent('path', operation.path, target);
      if (operation.op === 'replace') put(target, operation.value);
      else if (Array.isArray(target.container)) target.container.splice(Number(target.key), 1);
      else delete target.container[target.key];
      return undefined;
    case 'copy': {
      const from = find(root, operation.from, 'from');
      if ('message' in from) return from;
      if (!from.exists) return absent('from', operation.from, from);
      const copy = structuredClone(get(from));
      if (operation.with === undefined) return add(target, copy);
      if (isMapping(copy)) return add(target, { ...copy, ...structuredClone(operation.with) });
      const message = `'${operation.from}' is not a mapping, so its copy can have no keys of its own`;
      return { key: 'from', message, hint: 'Leave out `with`, or name an entry.' };
    }
  }
}

/** Lists shift their entries. */
function add(target: Target, value: unknown): undefined {
  const { container, key } = target;
  if (Array.isArray(container)) container.splice(Number(key), 0, structuredClone(value));
  else put(target, value);
}

function put({ container, key }: Target, value: unknown): void {
  if (Array.isArray(container)) container[Number(key)] = structuredClone(value);
  // Not by assignment, which gives `__proto__` a meaning.
  else {
    const property = { value: structuredClone(value), writable: true, enumerable: true, configurable: true };
    Object.defineProperty(container, key, property);
  }
}

const get = ({ container, key }: Target): unknown =>
  Array.isArray(container) ? container[Number(key)] : container[key];

function find(root: { document: unknown }, pointer: string, key: Fault['key']): Target | Fault {
  if (pointer !== '' && !pointer.startsWith('/')) {
    return { key, message: `'${pointer}' is not a place in a document`, hint: `Begin with a slash: '/${pointer}'.` };
  }
  // The document as a whole is the one key of `root`.
  const parts = ['document', ...pointer.split('/').slice(1)];
  let target: Target | Fault = step(root as Record<string, unknown>, 'document', key);
  for (const part of parts.slice(1)) {
    if ('message' in target) return target;
    if (!target.exists) return absent(key, pointer, target);
    target = step(get(target), part.replaceAll('~1', '/').replaceAll('~0', '~'), key);
  }
  return target;
}

function step(value: unknown, part: string, key: Fault['key']): Target | Fault {
  if (Array.isArray(value)) return stepIntoList(value, part, key);
  if (isMapping(value)) return { container: value, key: part, exists: Object.hasOwn(value, part) };
  const message = `'${part}' leads into ${value === null ? 'nothing' : `the ${typeof value} ${JSON.stringify(value)}`}`;
  return { key, message, hint: 'Only mappings and lists have parts.' };
}

function stepIntoList(list: unknown[], part: string, key: Fault['key']): Target | Fault {
  if (part === '-') return { container: list, key: list.length, exists: false };
  const place = /^(?:0|[1-9]\d*)$/.test(part) ? Number(part) : placeOf(list, part);
  if (place >= 0 && place <= list.length) return { container: list, key: place, exists: place < list.length };
  const known = list.map(nameOf).filter((name) => name !== undefined);
  const names = known.length > 0 ? `Entries here: ${known.slice(0, 20).join(', ')}. ` : '';
  return { key, message: `the list has no entry '${part}'`, hint: `${names}Write '-' for a new one at the end.` };
}

/** By id, else by name: shifts have names only. */
function placeOf(list: readonly unknown[], name: string): number {
  const byId = list.findIndex((entry) => isMapping(entry) && entry['id'] === name);
  return byId >= 0 ? byId : list.findIndex((entry) => isMapping(entry) && entry['name'] === name);
}

function nameOf(entry: unknown): string | undefined {
  const name = isMapping(entry) ? (entry['id'] ?? entry['name']) : undefined;
  return typeof name === 'string' ? name : undefined;
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function absent(key: Fault['key'], pointer: string, { container, key: part }: Target): Fault {
  const known = Array.isArray(container) ? `entries 0 to ${container.length - 1}` : Object.keys(container).join(', ');
  return { key, message: `there is no '${part}' on the way to '${pointer}'`, hint: `Known here: ${known}.` };
}
