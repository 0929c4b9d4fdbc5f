/** What numbers in records stand for: the contigs, and the keys of FILTER, INFO and FORMAT. VCFv4.3 section 6.2.1. */

import { excerpt } from '../file-finding.ts';
import type { ValueNumber, ValueType } from '../vcf/definitions.ts';
import { readStructured } from '../vcf/structured.ts';

export interface KeyMeaning {
  readonly number: ValueNumber;
  readonly type: ValueType;
}

export interface KeyEntry {
  readonly name: string;
  isFilter: boolean;
  info: KeyMeaning | undefined;
  format: KeyMeaning | undefined;
}

export interface Dictionaries {
  readonly keys: readonly (KeyEntry | undefined)[];
  readonly contigs: readonly (string | undefined)[];
  readonly samples: number;
}

/** More numbers than any header needs; IDX may be any. */
const MOST = 1 << 20;

/** `text`: of the header. What is wrong with its lines as such is not told here. `fault`: line, message. */
export function readDictionaries(text: string, fault: (line: number, message: string) => void): Dictionaries {
  // PASS is there without being declared.
  const pass: KeyEntry = { name: 'PASS', isFilter: true, info: undefined, format: undefined };
  const keys = createNumbering<KeyEntry>(fault);
  keys.put('PASS', undefined, 0, () => pass);
  const contigs = createNumbering<string>(fault);
  let samples = 0;
  for (const [i, line] of text.split('\n').entries()) {
    if (line.startsWith('#CHROM')) samples = Math.max(0, line.trimEnd().split('\t').length - 9);
    const [, kind, structure] = /^##(FILTER|INFO|FORMAT|contig)=(<.*>)\r?$/.exec(line) ?? [];
    if (kind === undefined || structure === undefined) continue;
    const structured = readStructured(structure);
    if (structured.kind === 'fault') continue;
    const { fields } = structured;
    const id = fields.get('ID');
    if (id === undefined) continue;
    if (kind === 'contig') {
      contigs.put(id, fields.get('IDX'), i + 1, () => id);
      continue;
    }
    const entry = keys.put(id, fields.get('IDX'), i + 1, () => ({
      name: id,
      isFilter: false,
      info: undefined,
      format: undefined,
    }));
    const meaning = { number: numberOf(fields.get('Number')), type: (fields.get('Type') ?? 'String') as ValueType };
    if (kind === 'FILTER') entry.isFilter = true;
    else if (kind === 'INFO') entry.info = meaning;
    else entry.format = meaning;
  }
  return { keys: keys.entries, contigs: contigs.entries, samples };
}

/** What is none the judge of the header has told. */
const numberOf = (text = '.'): ValueNumber => {
  if (/^[0-9]{1,9}$/.test(text)) return Number(text);
  return text === 'A' || text === 'R' || text === 'G' ? text : '.';
};

/** Things by name get the numbers that they say, or else the next. */
function createNumbering<Entry>(fault: (line: number, message: string) => void) {
  const entries: (Entry | undefined)[] = [];
  const numbers = new Map<string, number>();
  return {
    entries,
    put(name: string, idx: string | undefined, line: number, create: () => Entry): Entry {
      const known = numbers.get(name);
      const said = idx === undefined || !/^[0-9]{1,7}$/.test(idx) ? undefined : Number(idx);
      const isNumber = idx === undefined || (said !== undefined && said < MOST);
      if (!isNumber) fault(line, `IDX=${excerpt(idx)} of ${excerpt(name)} is no number`);
      if (known !== undefined) {
        if (said !== undefined && said !== known) fault(line, `${excerpt(name)} has IDX ${said}, and ${known} before`);
        return entries[known] as Entry;
      }
      const number = isNumber && said !== undefined ? said : entries.length;
      if (entries[number] !== undefined) fault(line, `IDX=${number} of ${excerpt(name)} stands for another name`);
      const entry = create();
      entries[number] = entry;
      numbers.set(name, number);
      return entry;
    },
  };
}
