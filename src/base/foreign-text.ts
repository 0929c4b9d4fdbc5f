/** Text that others wrote, where it is shown: neither terminals nor spreadsheets may take it for orders. */

/** Control characters, those that turn the direction of text, and halves of surrogate pairs, each by its code: `\u001b`. */
export const printable = (text: string): string =>
  text.replaceAll(
    // oxlint-disable-next-line no-control-regex -- what must not be there
    /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * A cell of a table that spreadsheets open: what they would take for a formula begins with an apostrophe (OWASP, CSV injection). A
 * sign alone is none.
 */
export const tableCell = (text: string): string => (/^[=+@\t\r-]./s.test(text) ? `'${text}` : text);
