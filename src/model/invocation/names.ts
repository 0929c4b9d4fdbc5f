/**
 * File names from ids and sample names: whatever the text is, the name stays inside its folder and no tool takes it for
 * an option. Task ids hold `/` and `:`, and sample names come from customers.
 */

import { sha256Hex } from '../../base/index.ts';

/** File systems allow 255 bytes; tools append suffixes to what they are given. */
const MAX_LENGTH = 150;
const KEPT_OF_LONG = 80;

const SAFE = /^[A-Za-z0-9%_][A-Za-z0-9._%+-]*$/;
const PLAIN = /[A-Za-z0-9._-]/;
/** Nothing to encode. */
const PLAIN_NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

/** Whether `name` can be used as it is: one path segment, no leading `.` or `-`, no blank, quote or control character. */
export const isSafeName = (name: string): boolean => SAFE.test(name) && name.length <= MAX_LENGTH;

/**
 * A safe file name for any text. Injective: two texts never share a name (long ones: up to SHA-256 collisions).
 *
 * Letters, digits and `._-` stay, all else is percent-encoded as UTF-8; a leading `.` or `-` is encoded too. Texts that
 * grow too long, or are not well-formed Unicode, end in `%%` and a digest instead, which no other name contains.
 */
export function safeName(text: string): string {
  if (PLAIN_NAME.test(text) && text.length <= MAX_LENGTH) return text;
  if (!text.isWellFormed()) return digestName('', text);
  const name = [...text].map((character, index) => encode(character, index === 0)).join('');
  if (name === '') return '%';
  return name.length <= MAX_LENGTH ? name : digestName(name.slice(0, KEPT_OF_LONG), text);
}

function encode(character: string, isFirst: boolean): string {
  if (PLAIN.test(character) && !(isFirst && (character === '.' || character === '-'))) return character;
  return [...new TextEncoder().encode(character)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

function digestName(start: string, text: string): string {
  // UTF-16, because a lone surrogate has no UTF-8 form of its own.
  return `${start}%%${sha256Hex(Buffer.from(text, 'utf16le'))}`;
}
