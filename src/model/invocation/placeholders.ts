/** `{name}` in arguments and paths: replaced once, by value, in one element of the argv array. Nothing is ever re-read. */

/** Names follow the id policy of the model; digits alone stay what they are, a count in a regular expression. */
const PLACEHOLDER = /\{(?!\d+\})([A-Za-z0-9][A-Za-z0-9._-]{0,63})\}/g;

/** Words that every invocation knows; inputs, outputs and parameters may not take them. */
export const RESERVED_WORDS = ['sample', 'cores'] as const;

export interface Filled {
  readonly text: string;
  /** Names without a value, in order of appearance; they stay in the text as they are. */
  readonly unknown: readonly string[];
}

export function fillPlaceholders(text: string, values: ReadonlyMap<string, string>): Filled {
  const unknown: string[] = [];
  const filled = text.replaceAll(PLACEHOLDER, (whole: string, name: string) => {
    const value = values.get(name);
    if (value === undefined) unknown.push(name);
    return value ?? whole;
  });
  return { text: filled, unknown };
}
