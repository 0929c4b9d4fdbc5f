/**
 * One record of the ledger: a fact or a notice in its envelope, as canonical JSON.
 *
 * The chain is in `prev`, the hash of the record before; what a leaf of the tree commits to are the exact stored bytes.
 */

import { Buffer } from 'node:buffer';
import { assert, seconds, type Seconds } from '../../base/index.ts';
import { createCanonicalWriter } from './canonical-writer.ts';
import { MAX_RECORD_BYTES } from '../log/frame.ts';
import { equalBytes } from '../hash.ts';
import { jsonFault } from './json-fault.ts';
import type { Entry } from './notice.ts';

/** What is written. Version 1, which had no `actor`, is read too. */
export const RECORD_VERSION = 2;

/** Who writes what nobody in particular did: the program itself. */
export const PROGRAM_ACTOR = 'seqplan';

/** `prev` of the first record. */
export const NO_PREVIOUS = '0'.repeat(64);

export interface LedgerRecord {
  /** 0 for the first. */
  readonly seq: number;
  /** Leaf hash of the record before, lower-case hex. */
  readonly prev: string;
  /** When it happened, in planning time. */
  readonly at: Seconds;
  /** When it was written down: ISO 8601, UTC, milliseconds. */
  readonly recordedAt: string;
  /** Who did it: a pseudonym, or `PROGRAM_ACTOR`. Absent in records of version 1. */
  readonly actor?: string;
  readonly fact: Entry;
}

export interface RecordCodec {
  /** The record's text; its bytes are UTF-8. A fact too long for one record is a bug of who made it. */
  encode(record: LedgerRecord): string;
  /** Strict: the members of the envelope and no others, each of its kind, and spelled as `encode` spells them. */
  decode(bytes: Uint8Array): DecodedRecord;
}

export type DecodedRecord =
  { readonly kind: 'record'; readonly record: LedgerRecord } | { readonly kind: 'fault'; readonly message: string };

/** One per writer or reader: it remembers the shapes of facts. */
export function createRecordCodec(): RecordCodec {
  const factText = createCanonicalWriter();

  // Canonical JSON of the envelope, whose members have their places.
  const spell = ({ seq, prev, at, recordedAt, actor, fact }: LedgerRecord): string => {
    const head = actor === undefined ? '{' : `{"actor":"${actor}",`;
    const v = actor === undefined ? 1 : RECORD_VERSION;
    return `${head}"at":${at},"fact":${factText(fact)},"prev":"${prev}","recordedAt":"${recordedAt}","seq":${seq},"v":${v}}`;
  };

  return {
    encode(record) {
      assert(isActor(record.actor), `actor ${record.actor} is not 1 to 128 plain characters`);
      assert(
        Number.isSafeInteger(record.at),
        `record ${record.seq} is of instant ${record.at}; instants are whole seconds`,
      );
      const text = spell(record);
      const bytes = Buffer.byteLength(text);
      assert(
        bytes <= MAX_RECORD_BYTES,
        `record ${record.seq} (${record.fact.type}) has ${bytes} bytes; the limit is ${MAX_RECORD_BYTES}\n` +
          'Record the digest of a large value, or split the fact.',
      );
      return text;
    },
    decode(bytes) {
      const read = readEnvelope(bytes);
      if (read.kind === 'fault' || equalBytes(Buffer.from(spell(read.record)), bytes)) return read;
      return fault('not in canonical form');
    },
  };
}

/** Everything but the spelling. */
function readEnvelope(bytes: Uint8Array): DecodedRecord {
  const value = parseJson(bytes);
  if (value === undefined) return fault('not JSON');
  if (!isObject(value)) return fault('not an object');
  const { v, seq, prev, at, recordedAt, actor, fact } = value;
  const expected = v === 1 ? MEMBERS_V1 : MEMBERS;
  const members = Object.keys(value).toSorted().join(',');
  if (members !== expected) return fault(`members ${members.slice(0, 100)}; a record has ${expected}`);
  if (v !== 1 && v !== RECORD_VERSION) return fault(`v is not ${RECORD_VERSION}: no record, or one of a later version`);
  if (v !== 1 && !isActor(actor)) return fault('actor is not 1 to 128 plain characters');
  if (!Number.isSafeInteger(seq) || Number(seq) < 0) return fault('seq is not a count');
  if (typeof prev !== 'string' || !/^[0-9a-f]{64}$/.test(prev)) return fault('prev is not a hash in lower-case hex');
  if (!Number.isSafeInteger(at)) return fault('at is not in whole seconds');
  if (!isInstant(recordedAt)) return fault('recordedAt is not an instant in UTC with milliseconds');
  if (!isObject(fact) || typeof fact['type'] !== 'string') return fault('fact has no type');
  if (Object.hasOwn(fact, 'at')) return fault('fact repeats at');
  const why = jsonFault(fact);
  if (why !== undefined) return fault(`fact holds ${why}`);
  // The bytes are vouched for by hashes; which facts there are is the vocabulary of the model, not of the ledger.
  return {
    kind: 'record',
    record: {
      seq: Number(seq),
      prev,
      at: seconds(Number(at)),
      recordedAt,
      ...(v !== 1 && { actor: String(actor) }),
      fact: fact as unknown as Entry,
    },
  };
}

const MEMBERS_V1 = 'at,fact,prev,recordedAt,seq,v';
const MEMBERS = `actor,${MEMBERS_V1}`;

/** A word that needs no escapes in JSON. */
const isActor = (value: unknown): value is string => typeof value === 'string' && /^[!#-[\]-~]{1,128}$/.test(value);

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const INSTANT = /^\d{4}-\d\d-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

function isInstant(value: unknown): value is string {
  const day = typeof value === 'string' ? INSTANT.exec(value)?.[1] : undefined;
  // Engines read the 30th of February as a day in March.
  return day !== undefined && new Date(String(value)).getUTCDate() === Number(day);
}

const fault = (message: string): DecodedRecord => ({ kind: 'fault', message });
