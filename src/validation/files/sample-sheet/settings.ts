/** Sections of keys and values, and which values settings may have: BCL Convert guide; bcl2fastq2 guide for version 1. */

import { excerpt } from '../file-finding.ts';
import type { Add, Section } from './sections.ts';

export interface Setting {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

/** By key in lower case without blanks and underscores; a key that comes twice has its first value. */
export type Settings = ReadonlyMap<string, Setting>;

export const bareKey = (key: string): string => key.toLowerCase().replaceAll(/[\s_]/g, '');

export function readSettings(section: Section | undefined, add: Add): Settings {
  const settings = new Map<string, Setting>();
  for (const { line, cells } of section?.rows ?? []) {
    const [key = '', first = '', ...others] = cells;
    const bare = bareKey(key);
    const more = others.filter((cell) => cell !== '');
    // The fields of OverrideCycles are written between commas by some.
    const value = bare === 'overridecycles' && more.length > 0 ? [first, ...more].join(';') : first;
    if (more.length > 0 && value === first) add('SHEET-KEY', line, () => `${excerpt(key)} has several values`);
    if (settings.has(bare)) add('SHEET-KEY', line, () => `${excerpt(key)} comes twice`);
    else settings.set(bare, { key, value, line });
  }
  return settings;
}

const BOOLEAN = /^(?:0|1|true|false)$/i;
const WHOLE = /^[0-9]{1,6}$/;
const ADAPTER = /^[ACGT+]*$/i;
const NOT_CHECKED = /^/;

export const isMismatches = (value: string): boolean => /^[0-2]$/.test(value);

/** Of [BCLConvert_Settings], by bare key. */
const CONVERT_SETTINGS: Readonly<Record<string, RegExp>> = {
  softwareversion: NOT_CHECKED,
  adapterread1: ADAPTER,
  adapterread2: ADAPTER,
  adapterbehavior: /^(?:trim|mask)$/i,
  adapterstringency: /^(?:0?\.[5-9][0-9]*|1(?:\.0*)?)$/,
  barcodemismatchesindex1: /^[0-2]$/,
  barcodemismatchesindex2: /^[0-2]$/,
  minimumtrimmedreadlength: WHOLE,
  minimumadapteroverlap: /^[1-3]$/,
  maskshortreads: WHOLE,
  overridecycles: NOT_CHECKED,
  overridereads: NOT_CHECKED,
  trimumi: BOOLEAN,
  createfastqforindexreads: BOOLEAN,
  nolanesplitting: BOOLEAN,
  fastqcompressionformat: /^(?:gzip|dragen|dragen-interleaved)$/i,
  findadapterswithindels: BOOLEAN,
  independentindexcollisioncheck: /^[1-8](?:;[1-8])*$/,
  index2columnreversecomplement: /^(?:[YN]|yes|no|true|false|0|1)$/i,
  libraryinputvolume: NOT_CHECKED,
};

/** Of [Settings]; analyses of old have many others, which are not looked at. */
const OLD_SETTINGS: Readonly<Record<string, RegExp>> = {
  reversecomplement: /^[01]$/,
  findadapterswithindels: /^(?:[01]|y|n|yes|no|true|false)$/i,
  excludetiles: /^[0-9]+(?:-[0-9]+)?(?:\+[0-9]+(?:-[0-9]+)?)*$/,
  adapter: ADAPTER,
  adapterread1: ADAPTER,
  adapterread2: ADAPTER,
  barcodemismatchesindex1: /^[0-2]$/,
  barcodemismatchesindex2: /^[0-2]$/,
  trimumi: BOOLEAN,
  createfastqforindexreads: BOOLEAN,
};

export function checkSettings(settings: Settings, version: 1 | 2, add: Add): void {
  const known = version === 2 ? CONVERT_SETTINGS : OLD_SETTINGS;
  for (const [bare, { key, value, line }] of settings) {
    const allowed = Object.hasOwn(known, bare) ? known[bare] : undefined;
    if (allowed === undefined) {
      if (version === 2) add('SHEET-SETTING-OTHER', line, () => excerpt(key));
      // A key without value stands for its default.
    } else if (value !== '' && !allowed.test(value.replaceAll(' ', ''))) {
      add(version === 2 ? 'SHEET-SETTING' : 'SHEET-SETTING-OLD', line, () => `${excerpt(key)} is '${excerpt(value)}'`);
    }
  }
}
