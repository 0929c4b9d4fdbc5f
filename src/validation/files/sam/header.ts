/** The header of SAM and BAM, line by line: SAMv1 section 1.3. */

import type { FileFindings } from '../file-finding.ts';
import { excerpt } from '../file-finding.ts';
import type { SamCode } from './sam-rules.ts';

/** Reference names: SAMv1 section 1.2.1. */
export const REFERENCE_NAME = /^[0-9A-Za-z!#$%&+./:;?@^_|~-][0-9A-Za-z!#$%&*+./:;=?@^_|~-]*$/;

export type SortOrder = 'unknown' | 'unsorted' | 'queryname' | 'coordinate';

export interface SamHeader {
  /** `text`: a line that begins with @. */
  line(text: string, line: number): void;
  /** After the last line: what can be told only then. */
  end(): void;
  /** Index and length by name, in the order of @SQ. */
  readonly references: ReadonlyMap<string, { readonly index: number; readonly length: number }>;
  readonly groups: ReadonlySet<string>;
  readonly programs: ReadonlySet<string>;
  readonly sortOrder: SortOrder;
}

export function createSamHeader(findings: FileFindings): SamHeader {
  const references = new Map<string, { index: number; length: number }>();
  const alternatives = new Set<string>();
  const groups = new Set<string>();
  const programs = new Set<string>();
  const previous: { readonly id: string; readonly line: number }[] = [];
  let sortOrder: SortOrder = 'unknown';
  let lines = 0;

  const add = (code: SamCode, line: number, message: string): void => findings.add(code, { line }, message);

  const check = (
    code: SamCode,
    line: number,
    fields: ReadonlyMap<string, string>,
    rules: readonly FieldRule[],
  ): void => {
    for (const { tag, isNeeded, isGood, says } of rules) {
      const value = fields.get(tag);
      if (value === undefined) {
        if (isNeeded === true) add(code, line, `there is no ${tag}`);
      } else if (isGood !== undefined && !isGood(value)) add(code, line, `${tag}:${excerpt(value)} is not ${says}`);
    }
  };

  const readHd = (fields: ReadonlyMap<string, string>, line: number): void => {
    if (lines > 1) add('SAM-HD-PLACE', line, 'this @HD is not the first line');
    check('SAM-HD-VALUE', line, fields, HD);
    const order = fields.get('SO');
    if (isSortOrder(order)) sortOrder = order;
  };

  const readSq = (fields: ReadonlyMap<string, string>, line: number): void => {
    check('SAM-SQ-VALUE', line, fields, SQ);
    const name = fields.get('SN');
    if (name === undefined) return;
    if (!REFERENCE_NAME.test(name)) add('SAM-SQ-NAME', line, `SN:${excerpt(name)} is no reference name`);
    const others = fields.get('AN')?.split(',') ?? [];
    for (const one of [name, ...others]) {
      const isKnown = references.has(one) || alternatives.has(one);
      if (isKnown) add('SAM-SQ-DUPLICATE', line, `${excerpt(one)} is the name of an earlier @SQ`);
    }
    if (!references.has(name)) references.set(name, { index: references.size, length: Number(fields.get('LN')) });
    for (const one of others) alternatives.add(one);
  };

  const readRg = (fields: ReadonlyMap<string, string>, line: number): void => {
    check('SAM-RG-VALUE', line, fields, RG);
    const id = fields.get('ID');
    if (id === undefined) return;
    if (groups.has(id)) add('SAM-RG-DUPLICATE', line, `ID:${excerpt(id)} is that of an earlier @RG`);
    groups.add(id);
  };

  const readPg = (fields: ReadonlyMap<string, string>, line: number): void => {
    check('SAM-PG-VALUE', line, fields, PG);
    const id = fields.get('ID');
    if (id !== undefined) {
      if (programs.has(id)) add('SAM-PG-DUPLICATE', line, `ID:${excerpt(id)} is that of an earlier @PG`);
      programs.add(id);
    }
    const before = fields.get('PP');
    if (before !== undefined && previous.length < 100_000) previous.push({ id: before, line });
  };

  return {
    references,
    groups,
    programs,
    get sortOrder() {
      return sortOrder;
    },
    line(text, line) {
      lines++;
      const type = text.slice(1, 3);
      if (type === 'CO') {
        if (text.length > 3 && text[3] !== '\t') add('SAM-HEADER-LINE', line, 'there is no tab after @CO');
        return;
      }
      if (!/^@[A-Za-z]{2}(?:\t|$)/.test(text))
        return add('SAM-HEADER-LINE', line, `'${excerpt(text)}' is no header line`);
      const fields = readFields(text, line);
      if (fields === undefined) return;
      if (type === 'HD') readHd(fields, line);
      else if (type === 'SQ') readSq(fields, line);
      else if (type === 'RG') readRg(fields, line);
      else if (type === 'PG') readPg(fields, line);
      // Lower-case letters are the users' own.
      else if (type === type.toUpperCase()) add('SAM-HEADER-TYPE', line, `@${type} is not in the specification`);
    },
    end() {
      for (const { id, line } of previous) {
        if (!programs.has(id)) add('SAM-PG-PREVIOUS', line, `PP:${excerpt(id)} is no @PG here`);
      }
    },
  };

  /** undefined where a field is none; what is wrong has been told. */
  function readFields(text: string, line: number): ReadonlyMap<string, string> | undefined {
    const parts = text.split('\t').slice(1);
    const fields = new Map<string, string>();
    if (parts.length === 0) {
      add('SAM-HEADER-LINE', line, `${text.slice(0, 3)} has no fields`);
      return undefined;
    }
    for (const part of parts) {
      const tag = part.slice(0, 2);
      // oxlint-disable-next-line no-control-regex -- what must not be there
      if (!/^[A-Za-z][A-Za-z0-9]:[^\x00-\x1f\x7f]+$/u.test(part)) {
        add('SAM-HEADER-LINE', line, `'${excerpt(part)}' is no TAG:VALUE`);
        return undefined;
      }
      if (fields.has(tag)) add('SAM-HEADER-DUPLICATE', line, `${tag} comes twice`);
      else fields.set(tag, part.slice(3));
    }
    return fields;
  }
}

interface FieldRule {
  readonly tag: string;
  readonly isNeeded?: boolean;
  readonly isGood?: (value: string) => boolean;
  readonly says?: string;
}

const matches =
  (pattern: RegExp) =>
  (value: string): boolean =>
    pattern.test(value);
const oneOf =
  (...words: readonly string[]) =>
  (value: string): boolean =>
    words.includes(value);

const isSortOrder = (value: string | undefined): value is SortOrder =>
  value !== undefined && oneOf('unknown', 'unsorted', 'queryname', 'coordinate')(value);

const HD: readonly FieldRule[] = [
  { tag: 'VN', isNeeded: true, isGood: matches(/^[0-9]+\.[0-9]+$/), says: 'a version such as 1.6' },
  { tag: 'SO', isGood: isSortOrder, says: 'unknown, unsorted, queryname or coordinate' },
  { tag: 'GO', isGood: oneOf('none', 'query', 'reference'), says: 'none, query or reference' },
  {
    tag: 'SS',
    isGood: matches(/^(coordinate|queryname|unsorted)(:[A-Za-z0-9_-]+)+$/),
    says: 'a sort order and sub-orders between colons',
  },
];

/** Alternative names are narrower than names: commas divide them. */
const ALTERNATIVES = /^[0-9A-Za-z][0-9A-Za-z*+.@_|-]*(,[0-9A-Za-z][0-9A-Za-z*+.@_|-]*)*$/;

const SQ: readonly FieldRule[] = [
  { tag: 'SN', isNeeded: true },
  { tag: 'LN', isNeeded: true, isGood: (text) => isWhole(text, 1, 2 ** 31 - 1), says: 'a length of 1 to 2147483647' },
  {
    tag: 'AH',
    isGood: (text) => text === '*' || isLocus(text),
    says: '* or a locus such as chr1:100-200',
  },
  { tag: 'AN', isGood: matches(ALTERNATIVES), says: 'names between commas' },
  { tag: 'M5', isGood: matches(/^[0-9A-Fa-f]{32}$/), says: 'an MD5 of 32 hexadecimal digits' },
  { tag: 'TP', isGood: oneOf('linear', 'circular'), says: 'linear or circular' },
];

/** `NAME`, `NAME:FROM-TO` or `=:FROM-TO`. */
function isLocus(text: string): boolean {
  const range = /^(.*):([0-9]+)-([0-9]+)$/.exec(text);
  if (range === null) return REFERENCE_NAME.test(text);
  const [, name = '', from, to] = range;
  return (name === '=' || REFERENCE_NAME.test(name)) && Number(from) >= 1 && Number(from) <= Number(to);
}

const PLATFORMS = [
  'CAPILLARY',
  'DNBSEQ',
  'ELEMENT',
  'HELICOS',
  'ILLUMINA',
  'IONTORRENT',
  'LS454',
  'ONT',
  'PACBIO',
  'SINGULAR',
  'SOLID',
  'ULTIMA',
];

/** ISO 8601 date, or date and time; blanks around are overlooked. */
const DATE =
  /^\s*\d{4}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])(?:[T ](?:[01]\d|2[0-4])(?::?[0-5]\d(?::?[0-6]\d(?:[.,]\d+)?)?)?\s*(?:Z|[+-]\d\d(?::?\d\d)?)?)?\s*$/;

const RG: readonly FieldRule[] = [
  { tag: 'ID', isNeeded: true },
  { tag: 'DT', isGood: matches(DATE), says: 'an ISO 8601 date or date and time' },
  { tag: 'FO', isGood: matches(/^(\*|[ACMGRSVTWYHKDBN]+)$/), says: '* or nucleotides' },
  { tag: 'PI', isGood: matches(/^-?[0-9]+$/), says: 'a whole number' },
  { tag: 'PL', isGood: (text) => PLATFORMS.includes(text.toUpperCase()), says: `one of ${PLATFORMS.join(', ')}` },
];

const PG: readonly FieldRule[] = [{ tag: 'ID', isNeeded: true }];

const isWhole = (text: string, min: number, max: number): boolean =>
  /^[0-9]{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max;
