/** The spelling of exchange documents: indented, but each column on one line, so that people can find their way and files stay small. */

/** `document`: plain JSON. Ends with a newline. */
export const documentText = (document: object): string => `${spell(document, '')}\n`;

function spell(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const isColumn = value.every((entry) => typeof entry !== 'object' || entry === null);
    return isColumn
      ? JSON.stringify(value)
      : lines(
          '[]',
          value.map((entry) => spell(entry, inner)),
          indent,
        );
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return lines(
    '{}',
    members.map(([name, member]) => `${JSON.stringify(name)}: ${spell(member, inner)}`),
    indent,
  );
}

function lines(brackets: '[]' | '{}', parts: readonly string[], indent: string): string {
  const [open, close] = [brackets.slice(0, 1), brackets.slice(1)];
  return `${open}\n${parts.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}${close}`;
}
