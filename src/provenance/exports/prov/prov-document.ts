/**
 * A PROV-JSON document under construction: what the W3C member submission's schema accepts, untouched.
 *
 * Its traps (an end time belongs to the activity, one record per identifier, one `hadMember` per member, references that look like
 * URIs) are dealt with here, once.
 */

export type Literal = string | number | boolean | { readonly $: string; readonly type: string };
export type Attributes = Readonly<Record<string, Literal | readonly Literal[] | undefined>>;
/** As it is written: members without a value are gone. */
export type ProvRecord = Readonly<Record<string, Literal | readonly Literal[]>>;

export const RELATIONS = [
  'wasGeneratedBy',
  'used',
  'wasInformedBy',
  'wasStartedBy',
  'wasDerivedFrom',
  'wasAttributedTo',
  'wasAssociatedWith',
  'actedOnBehalfOf',
  'specializationOf',
  'hadMember',
] as const;
export type Relation = (typeof RELATIONS)[number];
export type Node = 'entity' | 'activity' | 'agent';

export type ProvDocument = { readonly prefix: Readonly<Record<string, string>> } & {
  readonly [kind in Node | Relation]?: Readonly<Record<string, ProvRecord>>;
};

export interface ProvBuilder {
  /** Declares it once; a second declaration under the same name is ignored. Returns the name. */
  node(kind: Node, name: string, attributes: Attributes): string;
  relate(relation: Relation, attributes: Attributes): void;
  document(): ProvDocument;
}

export function buildProv(prefix: ProvDocument['prefix']): ProvBuilder {
  const records: { [kind in Node | Relation]?: Record<string, ProvRecord> } = {};
  const put = (kind: Node | Relation, name: string, attributes: Attributes): void => {
    const all = (records[kind] ??= {});
    all[name] ??= present(attributes);
  };
  let relations = 0;
  return {
    node(kind, name, attributes) {
      put(kind, name, attributes);
      return name;
    },
    // Nothing refers to a relation, so that it needs no name beyond the document.
    relate: (relation, attributes) => put(relation, `_:r${++relations}`, attributes),
    document: () => ({ prefix, ...records }),
  };
}

/** A list of none is refused by the schema, so it is left out too. */
const present = (attributes: Attributes): ProvRecord =>
  Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, Literal | readonly Literal[]] => {
      const [, value] = entry;
      return value !== undefined && !(Array.isArray(value) && value.length === 0);
    }),
  );

/** A name as a value: a plain string would stay a string. */
export const nameValue = (name: string): Literal => ({ $: name, type: 'prov:QUALIFIED_NAME' });

/** A local part that PROV-N and URIs both take: `/` stays, everything else that is not plain is percent-encoded. */
export const localPart = (text: string): string =>
  text
    .split('/')
    .map((part) =>
      encodeURIComponent(part).replaceAll(/[!'()*]|\.$/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
    )
    .join('/');
