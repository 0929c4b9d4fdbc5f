/** SVG as text: elements with escaped attributes and contents, numbers short and the same on every machine. */

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Pixels to two decimals, without trailing zeros. */
export const pixels = (value: number): string => String(Math.round(value * 100) / 100);

/** Characters that XML gives a meaning to, and those it does not allow at all. */
export const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex -- XML 1.0, production 2: these cannot even be written as references.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');

/** `children` are finished markup: text goes in through `text` or `escapeXml`. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? pixels(value) : escapeXml(String(value))}"`)
    .join('');
  if (children.length === 0) return `<${name}${written}/>`;
  return `<${name}${written}>${children.join('')}</${name}>`;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const rect = ({ x, y, width, height }: Box, attributes: Attributes): string =>
  element('rect', { x, y, width, height, ...attributes });

export const text = (
  content: string,
  place: { readonly x: number; readonly y: number },
  attributes: Attributes,
): string => element('text', { ...place, ...attributes }, escapeXml(content));

/** A group with a tooltip. */
export const withTooltip = (tooltip: string, ...children: readonly string[]): string =>
  element('g', {}, element('title', {}, escapeXml(tooltip)), ...children);

/** Width of a line of text, after the broad faces (DejaVu Sans, Verdana), by kinds of letters. */
export function textWidth(content: string, fontSize: number): number {
  let width = 0;
  for (const letter of content)
    width += /[\sfijlrt.,:;'|!()[\]/-]/.test(letter) ? 0.4 : /[mwMW%@\u00d7]/.test(letter) ? 0.9 : 0.64;
  return width * fontSize;
}
