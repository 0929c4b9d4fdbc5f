/** A strict reader of the XML that a drawing may use: elements, attributes, text, the five entities. Throws on anything else. */

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Of this element alone. */
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const NAME = '[A-Za-z][\\w:.-]*';
const TAG = new RegExp(`^<(/?)(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>`);

interface Open {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

export function readXml(document: string): XmlElement {
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const open: Open[] = [root];
  let rest = document.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  while (rest !== '') {
    const top = open.at(-1);
    if (top === undefined) throw new Error(`closed too often before: ${rest.slice(0, 60)}`);
    const until = rest.indexOf('<');
    const text = until === -1 ? rest : rest.slice(0, until);
    top.text += decode(text);
    rest = rest.slice(text.length);
    if (rest === '') break;
    const tag = TAG.exec(rest);
    if (tag === null) throw new Error(`not a tag: ${rest.slice(0, 60)}`);
    const [whole, slash, name = '', attributes = '', empty] = tag;
    rest = rest.slice(whole.length);
    if (slash === '/') {
      if (top.name !== name) throw new Error(`</${name}> closes <${top.name}>`);
      open.pop();
      continue;
    }
    const element: Open = { name, attributes: readAttributes(attributes), children: [], text: '' };
    top.children.push(element);
    if (empty !== '/') open.push(element);
  }
  const [only, ...others] = root.children;
  if (open.length !== 1 || only === undefined || others.length > 0) throw new Error('not one closed element');
  return only;
}

function readAttributes(source: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', value = ''] of source.matchAll(new RegExp(`(${NAME})="([^"]*)"`, 'g'))) {
    if (name in attributes) throw new Error(`two attributes ${name}`);
    attributes[name] = decode(value);
  }
  return attributes;
}

function decode(text: string): string {
  // oxlint-disable-next-line no-control-regex -- XML 1.0, production 2, forbids them.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)) throw new Error(`a control character in ${text}`);
  return text.replace(/&([^;]*;?)/g, (whole, entity: string) => {
    const value = entity.endsWith(';') ? ENTITIES[entity.slice(0, -1)] : undefined;
    if (value === undefined) throw new Error(`not an entity: ${whole}`);
    return value;
  });
}

/** All elements of the tree, in document order. */
export const elementsOf = (element: XmlElement): readonly XmlElement[] => [
  element,
  ...element.children.flatMap(elementsOf),
];
