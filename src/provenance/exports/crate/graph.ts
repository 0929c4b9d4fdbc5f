/** The `@graph` of a crate under construction: flat entities by `@id`, whose lists of references grow. */

export interface Reference {
  readonly '@id': string;
}
export type Value = string | number | boolean | Reference | readonly (string | Reference)[] | undefined;
export type Properties = Readonly<Record<string, Value>>;
export type Entity = Readonly<Record<string, Exclude<Value, undefined>>> & Reference;

export interface CrateGraph {
  /** Declares it once; a second declaration under the same id is ignored. Returns the reference. */
  add(id: string, type: string | readonly string[], properties: Properties): Reference;
  /** Adds references to a member that is a list; nothing is in it twice. */
  extend(id: string, member: string, references: readonly Reference[]): void;
  has(id: string): boolean;
  /** In the order in which they were declared. */
  entities(): readonly Entity[];
}

export const reference = (id: string): Reference => ({ '@id': id });

export function openGraph(): CrateGraph {
  const declared = new Map<string, Properties>();
  const lists = new Map<string, Map<string, Map<string, Reference>>>();
  return {
    add(id, type, properties) {
      if (!declared.has(id)) declared.set(id, { '@type': type, ...properties });
      return reference(id);
    },
    extend(id, member, references) {
      const of = lists.get(id) ?? new Map<string, Map<string, Reference>>();
      lists.set(id, of);
      const list = of.get(member) ?? new Map<string, Reference>();
      of.set(member, list);
      for (const one of references) list.set(one['@id'], one);
    },
    has: (id) => declared.has(id),
    entities: () =>
      [...declared].map(([id, properties]) => {
        const members = [...(lists.get(id) ?? [])].map(([member, list]) => [member, [...list.values()]] as const);
        return present({ '@id': id, ...properties, ...Object.fromEntries(members) });
      }),
  };
}

/** As RO-Crate 1.1 recommends: a list of one is that one, a list of none is left out. */
function present(properties: Properties): Entity {
  const members = Object.entries(properties).flatMap(
    ([name, value]): readonly [string, Exclude<Value, undefined>][] => {
      if (!isList(value)) return value === undefined ? [] : [[name, value]];
      const [only] = value;
      return only === undefined ? [] : [[name, value.length === 1 ? only : value]];
    },
  );
  return Object.fromEntries(members) as Entity;
}

const isList = (value: Value): value is readonly (string | Reference)[] => Array.isArray(value);

/** As the profile spells instants: with an offset, never `Z`. */
export const crateTime = (iso: string): string => iso.replace(/Z$/, '+00:00');

/** A fragment from a name: everything that is not plain is percent-encoded. */
export const fragment = (kind: string, name: string): string => `#${kind}/${encodeParts(name)}`;

export const encodeParts = (text: string): string =>
  text
    .split('/')
    .map((part) =>
      encodeURIComponent(part).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
    )
    .join('/');
