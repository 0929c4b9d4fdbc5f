/**
 * The form of one record, looked at where it lies in its segment: the envelope's members have fixed places, so nothing
 * needs to be parsed.
 *
 * What is not plainly a record is put before the codec, which decides, and says what is wrong.
 */

import { equalBytes, type Hash } from '../hash.ts';
import { createRecordCodec } from '../record/record.ts';
import { ascii, byteAt, scanInteger, scanObject, startsWith, UNSURE, type TopMembers } from './verify-canonical.ts';

/** Of the record that was looked at last; overwritten by the next. */
export interface RecordForm {
  seq: number;
  /** Where its `prev` stands: 64 digits. */
  prev: number;
  /** Whether its fact is one that verification is about. */
  isSigned: boolean;
}

export interface RecordScanner {
  /** undefined: a record, described in `form`. Else what is wrong with the bytes [start, end). */
  scan(bytes: Uint8Array, start: number, end: number): string | undefined;
  readonly form: RecordForm;
}

/** One per reading: it remembers the last actor and the last day. */
export function createRecordScanner(): RecordScanner {
  const codec = createRecordCodec();
  const form: RecordForm = { seq: 0, prev: 0, isSigned: false };
  const top: TopMembers = { type: UNSURE, hasAt: false };
  let day = ascii('2000-01-01T');

  /** Whether [start, end) is plainly a record. */
  const isPlain = (bytes: Uint8Array, start: number, end: number): boolean => {
    const isOld = startsWith(bytes, start, HEAD_V1);
    const instant = isOld ? start + HEAD_V1.length : afterActor(bytes, start);
    if (instant === UNSURE) return false;
    const fact = scanInteger(bytes, instant);
    if (fact === UNSURE || !startsWith(bytes, fact, FACT)) return false;
    top.type = UNSURE;
    top.hasAt = false;
    const prev = scanObject(bytes, fact + FACT.length, 0, top);
    if (prev === UNSURE || top.type === UNSURE || top.hasAt) return false;
    if (!startsWith(bytes, prev, PREV)) return false;
    form.prev = prev + PREV.length;
    for (let i = 0; i < 64; i++) if (hexAt(bytes, form.prev + i) === NOT_HEX) return false;
    const recorded = form.prev + 64;
    if (!startsWith(bytes, recorded, RECORDED_AT)) return false;
    const date = recorded + RECORDED_AT.length;
    if (!hasDay(bytes, date) || !isTimeOfDay(bytes, date + DAY_LENGTH)) return false;
    const number = date + INSTANT_LENGTH;
    if (!startsWith(bytes, number, SEQ)) return false;
    const tail = scanInteger(bytes, number + SEQ.length);
    if (tail === UNSURE || bytes[number + SEQ.length] === MINUS) return false;
    const version = isOld ? TAIL_V1 : TAIL;
    if (tail + version.length !== end || !startsWith(bytes, tail, version)) return false;
    form.seq = 0;
    for (let i = number + SEQ.length; i < tail; i++) form.seq = 10 * form.seq + byteAt(bytes, i) - ZERO;
    form.isSigned = NOTICES.some((name) => startsWith(bytes, top.type, name));
    return true;
  };

  /** The day that was seen last is one that exists; of another one the codec knows. */
  const hasDay = (bytes: Uint8Array, start: number): boolean => {
    if (startsWith(bytes, start, day)) return true;
    const text = String.fromCharCode(...bytes.subarray(start, start + DAY_LENGTH));
    const [, number] = /^\d{4}-\d\d-(\d\d)T$/.exec(text) ?? [];
    if (number === undefined || new Date(`${text}00:00:00.000Z`).getUTCDate() !== Number(number)) return false;
    day = ascii(text);
    return true;
  };

  return {
    form,
    scan(bytes, start, end) {
      if (isPlain(bytes, start, end)) return undefined;
      const decoded = codec.decode(bytes.subarray(start, end));
      if (decoded.kind === 'fault') return decoded.message;
      form.seq = decoded.record.seq;
      // `prev` is followed by what has a length of its own and the number: it is found from the end.
      const behind = AFTER_PREV + String(form.seq).length;
      form.prev = end - behind - 64;
      form.isSigned = NOTICE_NAMES.includes(decoded.record.fact.type);
      return undefined;
    },
  };
}

/** Where the instant stands in a record of version 2. */
function afterActor(bytes: Uint8Array, start: number): number {
  if (!startsWith(bytes, start, HEAD)) return UNSURE;
  const actor = start + HEAD.length;
  let i = actor;
  while (isOfActor(byteAt(bytes, i)) && i - actor <= 128) i++;
  if (i === actor || i - actor > 128 || !startsWith(bytes, i, AT)) return UNSURE;
  return i + AT.length;
}

/** U+0021 to U+007E without `"` and `\`. */
const isOfActor = (c: number): boolean => c > 0x20 && c < 0x7f && c !== 0x22 && c !== 0x5c;

/** `hh:mm:ss.sssZ` */
function isTimeOfDay(bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < TIME.length; i++) {
    const c = byteAt(bytes, start + i);
    const limit = byteAt(TIME, i);
    if (limit <= NINE && limit >= ZERO ? c < ZERO || c > limit : c !== limit) return false;
  }
  // 20 to 23, not 29.
  return bytes[start] !== 0x32 || byteAt(bytes, start + 1) <= 0x33;
}

/** Whether the 64 digits at `start` are the hash. */
export function isHexOf(bytes: Uint8Array, start: number, hash: Hash): boolean {
  for (let i = 0; i < hash.length; i++) {
    if (16 * hexAt(bytes, start + 2 * i) + hexAt(bytes, start + 2 * i + 1) !== hash[i]) return false;
  }
  return true;
}

export const isZeros = (bytes: Uint8Array, start: number): boolean =>
  equalBytes(bytes.subarray(start, start + 64), SIXTY_FOUR_ZEROS);

/** What the digit at `place` stands for, or `NOT_HEX`. */
const hexAt = (bytes: Uint8Array, place: number): number => HEX[byteAt(bytes, place)] ?? NOT_HEX;

const NOT_HEX = 0xff;
/** Up to `f`, the last digit. */
const HEX = Uint8Array.from({ length: 0x67 }, (_, c) => {
  const place = '0123456789abcdef'.indexOf(String.fromCharCode(c));
  return place < 0 ? NOT_HEX : place;
});

const ZERO = 0x30;
const NINE = 0x39;
const MINUS = 0x2d;
const HEAD = ascii('{"actor":"');
const HEAD_V1 = ascii('{"at":');
const AT = ascii('","at":');
const FACT = ascii(',"fact":');
const PREV = ascii(',"prev":"');
const RECORDED_AT = ascii('","recordedAt":"');
const SEQ = ascii('","seq":');
const TAIL = ascii(',"v":2}');
const TAIL_V1 = ascii(',"v":1}');
/** The greatest digit at each place. */
const TIME = ascii('29:59:59.999Z');
const DAY_LENGTH = 'YYYY-MM-DDT'.length;
const INSTANT_LENGTH = DAY_LENGTH + TIME.length;
const AFTER_PREV = RECORDED_AT.length + INSTANT_LENGTH + SEQ.length + TAIL.length;
const SIXTY_FOUR_ZEROS = ascii('0'.repeat(64));

/** What the verifier reads: the other facts are the run's business. */
const NOTICE_NAMES: readonly string[] = ['ledger-opened', 'key-rotated', 'record-signed'];
const NOTICES = NOTICE_NAMES.map((name) => ascii(`${name}"`));
