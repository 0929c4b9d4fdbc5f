/** OverrideCycles: what each cycle of each read is used for, as in Y151;I8N2;I8N2;Y151. BCL Convert guide. */

import type { ReadCycles } from './sample-sheet.ts';

export interface OverriddenRead {
  readonly kind: 'read' | 'index';
  /** Cycles; undefined where a star takes what is left. */
  readonly sum: number | undefined;
  /** Index cycles; undefined where a star is among them. */
  readonly index: number | undefined;
}

export type OverrideCycles =
  | { readonly kind: 'reads'; readonly reads: Readonly<Partial<Record<keyof ReadCycles, OverriddenRead>>> }
  /** Good fields whose reads cannot be told, as [Reads] has others: `fields` is their number. */
  | { readonly kind: 'other-reads'; readonly fields: number; readonly expected: number }
  | { readonly kind: 'fault'; readonly message: string };

const FIELD = /^(?:[YIUN](?:[0-9]{1,4}|\*))+$/;
const NAMED = /^(R1|R2|I1|I2):(.*)$/;
const READ_OF = { R1: 'read1', R2: 'read2', I1: 'index1', I2: 'index2' } as const;

/** `expected`: the reads of the run, in the order in which they are sequenced; undefined where the sheet does not say. */
export function readOverrideCycles(text: string, expected: readonly (keyof ReadCycles)[] | undefined): OverrideCycles {
  const fields = text.replaceAll(' ', '').toUpperCase().split(';', 10);
  const reads: Partial<Record<keyof ReadCycles, OverriddenRead>> = {};
  const isNamed = fields.every((field) => NAMED.test(field));
  const order = isNamed ? undefined : (expected ?? orderOf(fields));
  for (const [i, field] of fields.entries()) {
    const [, name = '', value = ''] = isNamed ? (NAMED.exec(field) ?? []) : [undefined, '', field];
    if (!FIELD.test(value)) return { kind: 'fault', message: `'${field}' is not letters Y, I, U, N with counts` };
    const read = isNamed ? READ_OF[name as keyof typeof READ_OF] : order?.[i];
    if (read === undefined || (order?.length !== undefined && order.length !== fields.length)) continue;
    const isIndex = read.startsWith('index');
    if (isIndex && value.includes('Y')) return { kind: 'fault', message: `'${field}' has Y in an index read` };
    if (!isIndex && value.includes('I'))
      return { kind: 'fault', message: `'${field}' has I in a read that is no index` };
    if ((value.match(/[YI]/g) ?? []).length > 1) return { kind: 'fault', message: `'${field}' has Y or I twice` };
    reads[read] = { kind: isIndex ? 'index' : 'read', sum: sumOf(value, 'YIUN'), index: sumOf(value, 'I') };
  }
  if (order !== undefined && order.length !== fields.length) {
    return { kind: 'other-reads', fields: fields.length, expected: order.length };
  }
  return { kind: 'reads', reads };
}

/** Reads by what they hold: the first and, of three fields on, or two without I, the last are no index reads. */
function orderOf(fields: readonly string[]): readonly (keyof ReadCycles)[] | undefined {
  if (fields.length === 1) return ['read1'];
  if (fields.length === 2) return ['read1', fields[1]?.includes('I') === true ? 'index1' : 'read2'];
  if (fields.length === 3) return ['read1', 'index1', fields[2]?.includes('I') === true ? 'index2' : 'read2'];
  if (fields.length === 4) return ['read1', 'index1', 'index2', 'read2'];
  return undefined;
}

function sumOf(field: string, letters: string): number | undefined {
  let sum = 0;
  for (const [, letter = '', count = ''] of field.matchAll(/([YIUN])([0-9]+|\*)/g)) {
    if (count === '*' && letters.includes(letter)) return undefined;
    if (letters.includes(letter)) sum += Number(count);
  }
  return sum;
}
