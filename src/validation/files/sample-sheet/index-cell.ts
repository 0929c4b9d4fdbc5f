/** The cell of an index: bases, nothing, or the name of an index that stands for them. */

import { excerpt } from '../file-finding.ts';
import type { Add } from './sections.ts';

export interface IndexCell {
  /** '' where there is none. */
  readonly text: string;
  readonly isBases: boolean;
}

/** Names of kits' indexes: SI-GA-A1, SMARTSEQ-1A, N701, UDP0001. */
const KIT = /^(?=.*[A-Za-z])(?=.*[0-9])(?:[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)+|[A-Za-z]{1,4}[0-9]{2,4})$/;
const LONGEST = 200;

export function readIndex(cell: string, line: number, add: Add): IndexCell {
  const text = cell.replaceAll(/\s/g, '').toUpperCase();
  const show = (): string => `'${excerpt(cell)}'`;
  if (!/^[ACGTN]*$/.test(text) || text.length > LONGEST) {
    const isKit = KIT.test(cell) && cell.length <= LONGEST;
    add(isKit ? 'SHEET-INDEX-KIT' : 'SHEET-INDEX', line, show);
    return { text: cell, isBases: false };
  }
  if (text !== cell) add('SHEET-INDEX-FORM', line, show);
  if (!text.includes('N')) return { text, isBases: true };
  add('SHEET-INDEX-N', line, show);
  // All of N is how a lane without index is written.
  return /^N*$/.test(text) ? { text: '', isBases: true } : { text, isBases: false };
}
