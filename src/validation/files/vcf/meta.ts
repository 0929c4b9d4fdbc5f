/** Meta-information lines and what they declare: VCFv4.3 section 1.4. */

import { excerpt, type FileFindings } from '../file-finding.ts';
import {
  againstReserved,
  createDefinitions,
  NEWER_NUMBERS,
  RESERVED_FORMAT,
  RESERVED_INFO,
  VALUE_TYPES,
  type Definitions,
  type NewerNumber,
  type ValueNumber,
  type ValueType,
} from './definitions.ts';
import { readStructured, type Structured } from './structured.ts';
import type { VcfCode } from './vcf-rules.ts';

export interface VcfMeta {
  /** `text`: a line that begins with ##. */
  line(text: string, line: number): void;
  /** Minor version: 1 to 5; 3 where the file does not say. */
  readonly minor: number;
  readonly info: Definitions;
  readonly format: Definitions;
  readonly filters: ReadonlySet<string>;
  /** Length by contig; undefined where it is not told. */
  readonly contigs: ReadonlyMap<string, number | undefined>;
}

type Fields = Extract<Structured, { kind: 'fields' }>;

export function createVcfMeta(findings: FileFindings): VcfMeta {
  const info = createDefinitions(RESERVED_INFO);
  const format = createDefinitions(RESERVED_FORMAT);
  const filters = new Set<string>();
  const contigs = new Map<string, number | undefined>();
  let minor = 3;

  const add = (code: VcfCode, line: number, message: string): void => findings.add(code, { line }, message);

  const needs = (kind: string, { fields, twice }: Fields, line: number, ...keys: readonly string[]): boolean => {
    if (twice !== undefined) add('VCF-META-KEY', line, `${kind} has ${excerpt(twice)} twice`);
    const missing = keys.filter((key) => !fields.has(key));
    if (missing.length > 0) add('VCF-META-KEY', line, `${kind} has no ${missing.join(', ')}`);
    return missing.length === 0;
  };

  /** Of INFO and FORMAT: which values a key has. */
  const declare = (kind: 'INFO' | 'FORMAT', structured: Fields, line: number): void => {
    if (!needs(kind, structured, line, 'ID', 'Number', 'Type', 'Description')) return;
    const { fields, quoted } = structured;
    const [key = '', number = '', type = ''] = ['ID', 'Number', 'Type'].map((name) => fields.get(name));
    const wrong = (message: string): void => add('VCF-META-VALUE', line, `${kind} ${excerpt(key)}: ${message}`);
    if (!isKey(key, minor)) return wrong('ID is no key');
    if (!quoted.has('Description')) wrong('Description is not between quotation marks');
    const count = numberOf(number);
    if (count === undefined) return wrong(`Number=${excerpt(number)} is not a count, A, R, G or .`);
    if (minor < firstMinor(count)) add('VCF-NUMBER-NEWER', line, `${kind} ${excerpt(key)} has Number=${number}`);
    if (kind === 'INFO' && isNewer(count)) return wrong(`Number=${number} is of FORMAT alone`);
    if (!VALUE_TYPES.includes(type) || (kind === 'FORMAT' && type === 'Flag')) {
      return wrong(
        `Type=${excerpt(type)} is not one of ${VALUE_TYPES.join(', ')}${kind === 'FORMAT' ? ' but Flag' : ''}`,
      );
    }
    const definition = { key, number: count, type: type as ValueType };
    const reserved = againstReserved(kind === 'INFO' ? RESERVED_INFO : RESERVED_FORMAT, definition, minor);
    if (reserved === 'loosely') add('VCF-RESERVED-LOOSE', line, `${kind} ${key} has Number=${number}, Type=${type}`);
    else if (reserved !== 'no') add('VCF-RESERVED', line, `${kind} ${key} has ${reserved}`);
    if (!(kind === 'INFO' ? info : format).declare(definition)) {
      add('VCF-META-DUPLICATE', line, `${kind} ${excerpt(key)} is declared before`);
    }
  };

  const filter = (structured: Fields, line: number): void => {
    if (!needs('FILTER', structured, line, 'ID', 'Description')) return;
    const id = structured.fields.get('ID') ?? '';
    if (id === '0' || /[\s;,]/.test(id)) add('VCF-META-VALUE', line, `FILTER ${excerpt(id)} is no name of a filter`);
    if (!structured.quoted.has('Description')) {
      add('VCF-META-VALUE', line, `FILTER ${excerpt(id)}: Description is not between quotation marks`);
    }
    filters.add(id);
  };

  const alternative = (structured: Fields, line: number): void => {
    if (!needs('ALT', structured, line, 'ID', 'Description')) return;
    const { fields, keys, quoted } = structured;
    const [id = '', type, number] = ['ID', 'Type', 'Number'].map((name) => fields.get(name));
    const wrong = (message: string): void => add('VCF-META-VALUE', line, `ALT ${excerpt(id)}: ${message}`);
    if (!/^[^\s,<>]+$/.test(id)) wrong('ID is no name of an allele');
    if (!quoted.has('Description')) wrong('Description is not between quotation marks');
    if (type !== undefined && !VALUE_TYPES.includes(type)) wrong(`Type=${excerpt(type)} is none`);
    if (number !== undefined && numberOf(number) === undefined) wrong(`Number=${excerpt(number)} is none`);
    if (type !== undefined && number !== undefined && keys.indexOf('Type') < keys.indexOf('Number')) {
      wrong('Type comes before Number');
    }
  };

  const contig = (structured: Fields, line: number): void => {
    if (!needs('contig', structured, line, 'ID')) return;
    const length = structured.fields.get('length');
    const id = structured.fields.get('ID') ?? '';
    if (id === '' || /[\s,<>]/.test(id)) add('VCF-META-VALUE', line, `contig ${excerpt(id)} is no name`);
    if (length !== undefined && !/^[0-9]{1,15}$/.test(length)) {
      add('VCF-META-VALUE', line, `contig ${excerpt(id)}: length=${excerpt(length)} is no number`);
    }
    if (contigs.has(id)) add('VCF-META-DUPLICATE', line, `contig ${excerpt(id)} is declared before`);
    contigs.set(id, length === undefined ? undefined : Number(length));
  };

  const others: Readonly<Record<string, (structured: Fields, line: number) => void>> = {
    INFO: (structured, line) => declare('INFO', structured, line),
    FORMAT: (structured, line) => declare('FORMAT', structured, line),
    FILTER: filter,
    ALT: alternative,
    contig,
    SAMPLE(structured, line) {
      if (needs('SAMPLE', structured, line, 'ID') && /\s/.test(structured.fields.get('ID') ?? '')) {
        add('VCF-META-VALUE', line, 'the ID of SAMPLE has whitespace');
      }
    },
    PEDIGREE(structured, line) {
      // Version 4.3 gave pedigrees an ID.
      if (!needs('PEDIGREE', structured, line, ...(minor >= 3 ? ['ID'] : []))) return;
      for (const [key, value] of structured.fields) {
        if (!/^[^\s:;,<>"]+$/.test(value))
          add('VCF-META-VALUE', line, `PEDIGREE: ${excerpt(key)}=${excerpt(value)} is no name`);
      }
    },
    META(structured, line) {
      if (!needs('META', structured, line, 'ID', 'Number', 'Type')) return;
      const [number = '', values = '[]'] = ['Number', 'Values'].map((name) => structured.fields.get(name));
      if (numberOf(number) === undefined) add('VCF-META-VALUE', line, `META: Number=${excerpt(number)} is none`);
      if (!/^\[.*\]$/.test(values)) add('VCF-META-VALUE', line, 'META: Values are not between brackets');
    },
  };

  return {
    get minor() {
      return minor;
    },
    info,
    format,
    filters,
    contigs,
    line(text, line) {
      if (line === 1) {
        const version = /^##fileformat=VCFv4\.([1-5])$/.exec(text);
        if (version === null) add('VCF-VERSION', 1, `'${excerpt(text)}'`);
        else minor = Number(version[1]);
        return;
      }
      const equals = text.indexOf('=');
      if (equals < 3 || equals === text.length - 1)
        return add('VCF-META', line, `'${excerpt(text)}' is not ##key=value`);
      const [key, value] = [text.slice(2, equals), text.slice(equals + 1)];
      const read = Object.hasOwn(others, key) ? others[key] : undefined;
      if (read !== undefined) {
        const structured = readStructured(value);
        if (structured.kind === 'fault') return add('VCF-META-STRUCTURE', line, `${key}: ${structured.message}`);
        return read(structured, line);
      }
      if ((key === 'assembly' || key === 'pedigreeDB') && !isUrl(value)) {
        add('VCF-META-VALUE', line, `${key}=${excerpt(value)} is no URL`);
      }
    },
  };
}

/** VCFv4.3: a letter or underscore, then letters, digits, underscores, dots. Before, anything without the signs that divide fields. */
export const isKey = (key: string, minor: number): boolean =>
  minor >= 3 ? /^([A-Za-z_][0-9A-Za-z_.]*|1000G)$/.test(key) : /^[^\s;=,:*<>"]+$/.test(key);

const isNewer = (number: ValueNumber): number is NewerNumber => Object.hasOwn(NEWER_NUMBERS, number);
/** The minor version that has the number first. */
const firstMinor = (number: ValueNumber): number => (isNewer(number) ? NEWER_NUMBERS[number] : number === 'R' ? 2 : 1);

const numberOf = (text: string): ValueNumber | undefined => {
  if (text === 'P' || text === 'LA' || text === 'LR' || text === 'LG' || text === 'M') return text;
  if (text === 'A' || text === 'R' || text === 'G' || text === '.') return text;
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : undefined;
};

/** A scheme, and a host that is a name or an address of four numbers; perhaps between angle brackets. */
const isUrl = (text: string): boolean => {
  const [, host = ''] = /^<?[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/:?#>]*)(?::\d{1,5})?(?:[/?#][^\s<>]*)?>?$/.exec(text) ?? [];
  return /[A-Za-z]/.test(host) || /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || /^<?file:\/\//.test(text);
};
