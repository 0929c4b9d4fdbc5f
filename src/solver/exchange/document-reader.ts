/** Reading plain JSON member by member: what is missing or of the wrong kind becomes a finding, and reading goes on. */

import type { Finding } from '../../base/index.ts';

/** More entries than any column of a real problem has, and harmless. */
const MAX_ENTRIES = 5_000_000;

export interface NumberColumn {
  /** What `null` stands for; absent: null is not allowed. */
  readonly none?: number;
  /** `int` is whole and of 32 bits, `byte` whole and of 0 to 255. */
  readonly kind: 'number' | 'int' | 'byte';
}

export class DocumentReader {
  readonly findings: Finding[] = [];

  report(code: string, path: string, message: string): void {
    const hint = 'docs/FORMATS.md describes the document, member by member.';
    this.findings.push({ code, severity: 'error', path, message, hint });
  }

  /** The members of an object that has `names` and no others; those of an empty one where it is no object. */
  members(value: unknown, path: string, names: readonly string[]): Readonly<Record<string, unknown>> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.report('SYNTAX', path, `${path === '' ? 'the document' : path} is no object`);
      return {};
    }
    const own = value as Readonly<Record<string, unknown>>;
    for (const name of names) {
      if (!Object.hasOwn(own, name) || own[name] === undefined)
        this.report('MISSING', join(path, name), `${join(path, name)} is missing`);
    }
    for (const name of Object.keys(own)) {
      if (!names.includes(name)) this.report('UNKNOWN', join(path, name), `${join(path, name)} is not known`);
    }
    return own;
  }

  exactly(value: unknown, path: string, expected: string | number): void {
    if (value === expected || value === undefined) return;
    this.report('SYNTAX', path, `${path} is not ${JSON.stringify(expected)}`);
  }

  text(value: unknown, path: string): string {
    if (typeof value === 'string') return value;
    if (value !== undefined) this.report('SYNTAX', path, `${path} is no text`);
    return '';
  }

  /** A whole number >= `min`. */
  whole(value: unknown, path: string, min: number): number {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min) return value;
    if (value !== undefined) this.report('SYNTAX', path, `${path} is no whole number of at least ${min}`);
    return Math.max(0, min);
  }

  number(value: unknown, path: string): number {
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (value !== undefined) this.report('SYNTAX', path, `${path} is no number`);
    return 0;
  }

  list(value: unknown, path: string): readonly unknown[] {
    if (Array.isArray(value)) return value;
    if (value !== undefined) this.report('SYNTAX', path, `${path} is no list`);
    return [];
  }

  /** The entries of a column; where one is of the wrong kind, the first such is reported. */
  column(value: unknown, path: string, { kind, none }: NumberColumn): number[] {
    const list = this.list(value, path);
    if (list.length > MAX_ENTRIES) {
      this.report('TOO-LARGE', path, `${path} has ${list.length} entries, more than ${MAX_ENTRIES}`);
      return [];
    }
    const isAllowed = (entry: unknown): boolean =>
      entry === null ? none !== undefined : typeof entry === 'number' && IS_KIND[kind](entry);
    const wrong = list.findIndex((entry) => !isAllowed(entry));
    if (wrong === -1) return list.map((entry) => (entry === null ? (none ?? 0) : (entry as number)));
    const wanted = `${KIND_NAMES[kind]}${none === undefined ? '' : ' or null'}`;
    this.report('SYNTAX', `${path}/${wrong}`, `${path}/${wrong} is ${JSON.stringify(list[wrong])}, not ${wanted}`);
    return [];
  }
}

const IS_KIND = {
  number: (value: number) => Number.isFinite(value),
  int: (value: number) => value === (value | 0),
  byte: (value: number) => value === (value & 255),
} as const;

const KIND_NAMES = { number: 'a number', int: 'a whole number of 32 bits', byte: 'a whole number of 8 bits' } as const;

const join = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`);
