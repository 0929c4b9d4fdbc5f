/**
 * The verification of docs/FORMATS.md step by step, everything in memory and every record parsed and spelled anew: the
 * oracle for `verifyLedger`, with which it shares no code but canonical JSON.
 */

import { Buffer } from 'node:buffer';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { canonicalJson } from '../../src/base/index.ts';
import type { Files } from './mutations.ts';
import { naiveLeaf, naiveRoot } from './naive-tree.ts';

export type SlowVerdict = { readonly kind: 'verified'; readonly records: number } | Broken;

interface Broken {
  readonly kind: 'broken';
  readonly record: number | string;
  readonly code: string;
}

export interface SlowOptions {
  readonly expectedRoot?: string;
  readonly anchors?: readonly Uint8Array[];
  readonly trusted?: readonly string[];
  readonly acceptTail?: boolean;
}

type Row = Readonly<Record<string, unknown>>;

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const broken = (record: number | string, code: string): Broken => ({ kind: 'broken', record, code });

export function slowVerify(files: Files, options: SlowOptions = {}): SlowVerdict {
  const names = (folder: string): readonly string[] =>
    [...files.keys()]
      .filter((name) => name.startsWith(`${folder}/`) && !name.endsWith('.tmp'))
      .map((name) => name.slice(folder.length + 1))
      .toSorted();
  const file = (name: string): Buffer => Buffer.from(files.get(name) ?? []);

  const records: Row[] = [];
  const leaves: Buffer[] = [];
  let stop = readAll();
  stop ??= names('segments').some((name) => !/^\d{10}\.seg$/.test(name))
    ? broken(records.length, 'FOREIGN-FILE')
    : undefined;

  function readAll(): Broken | undefined {
    for (const name of names('segments').filter((one) => /^\d{10}\.seg$/.test(one))) {
      if (Number(name.slice(0, 10)) !== records.length) return broken(records.length, 'SEGMENT-NAME');
      let rest = file(`segments/${name}`);
      if (rest.length === 0) return broken(records.length, 'SEGMENT-SIZE');
      while (rest.length > 0) {
        const n = records.length;
        if (rest.length < 8) return broken(n, 'FRAME-TRUNCATED');
        const length = rest.readUInt32BE(0);
        if (length === 0 || length > 65_535) return broken(n, 'FRAME-LENGTH');
        const bytes = rest.subarray(8, 8 + length);
        if (bytes.length < length) return broken(n, 'FRAME-TRUNCATED');
        if (crc32(bytes) !== rest.readUInt32BE(4)) return broken(n, 'FRAME-CRC');
        const record = slowRecord(bytes);
        if (record === undefined) return broken(n, 'RECORD-FORMAT');
        if (record['seq'] !== n) return broken(n, 'RECORD-SEQ');
        if (n === 0 && record['prev'] !== '0'.repeat(64)) return broken(n, 'RECORD-PREV');
        records.push(record);
        leaves.push(Buffer.from(naiveLeaf(bytes)));
        rest = rest.subarray(8 + length);
      }
    }
    return undefined;
  }

  const isOld = names('checkpoints').length === 0;
  const numbers = isOld ? [] : names('checkpoints').filter((name) => /^\d{10}$/.test(name));
  const paths = isOld ? ['checkpoint'].filter((name) => files.has(name)) : numbers.map((name) => `checkpoints/${name}`);
  const notes = paths.map((path) => slowNote(file(path)));
  const isBadNote = notes.some(
    (note, i) =>
      note === undefined || (!isOld && note.size !== Number(numbers[i])) || note.origin !== (notes[0]?.origin ?? ''),
  );
  const checkpoints = notes.filter((note) => note !== undefined);
  stop ??= notes.length === 0 ? broken('checkpoint', 'CHECKPOINT-MISSING') : undefined;
  stop ??= isBadNote ? broken('checkpoint', 'CHECKPOINT-FORMAT') : undefined;
  const last = checkpoints.at(-1);

  const gap = records.findIndex((record, i) => i > 0 && record['prev'] !== leaves[i - 1]?.toString('hex'));
  if (gap > 0) {
    const named = records.map((_, i) => Buffer.from(String(records[i + 1]?.['prev'] ?? ''), 'hex'));
    const root = naiveRoot([...named.slice(0, -1), ...leaves.slice(-1)]);
    const isVouched = stop === undefined && last?.size === records.length && last.root.equals(root);
    return isVouched ? broken(gap - 1, 'RECORD-CHANGED') : broken(gap, 'RECORD-PREV');
  }
  if (stop !== undefined) return stop;
  if (last === undefined) throw new Error('unreachable');
  if (!isOld && numbers.length < names('checkpoints').length) return broken('checkpoint', 'FOREIGN-FILE');

  const n = records.length;
  const rootAt = (size: number): Buffer => Buffer.from(naiveRoot(leaves.slice(0, size)));
  if (n < last.size) return broken(n, 'RECORD-MISSING');
  if (n > last.size && options.acceptTail !== true) return broken(last.size, 'RECORD-EXTRA');
  if (checkpoints.some(({ size, root }) => !root.equals(rootAt(size)))) return broken('checkpoint', 'CHECKPOINT-ROOT');
  if (options.expectedRoot !== undefined && options.expectedRoot !== last.root.toString('base64')) {
    return broken('checkpoint', 'EXPECTED-ROOT');
  }
  for (const bytes of options.anchors ?? []) {
    const anchor = slowNote(Buffer.from(bytes));
    if (anchor === undefined) return broken('anchor', 'ANCHOR-FORMAT');
    if (anchor.size > n) return broken(n, 'RECORD-MISSING');
    if (!anchor.root.equals(rootAt(anchor.size))) return broken('anchor', 'ANCHOR-ROOT');
  }

  const facts = records.map((record) => record['fact'] as Row);
  const [first] = facts;
  const isOpened = first?.['type'] === 'ledger-opened';
  const origin = isOpened ? first['origin'] : undefined;
  /** The key in force after the first `count` records. */
  const keyAfter = (count: number): unknown =>
    facts.slice(0, Math.max(0, count)).findLast((fact) => fact['type'] === 'key-rotated')?.['to'] ??
    (isOpened ? first['vkey'] : undefined);
  for (const [seq, fact] of facts.entries()) {
    if (fact['type'] === 'key-rotated') {
      const { from, to, proof } = fact;
      const message = `seqplan key rotation v1\n${String(origin)}\n${String(from)}\n${String(to)}\n`;
      const isGood =
        from === keyAfter(seq) && slowKey(from, 1) && slowKey(to, 1) && isSigned(from, Buffer.from(message), proof);
      if (isGood !== true || typeof origin !== 'string') return broken(seq, 'KEY-ROTATION');
    }
    if (fact['type'] === 'record-signed') {
      const { size, root, vkey, signature, records: about, meaning, signer, signedAt, reason } = fact;
      const texts = [meaning, signer, signedAt, reason, origin];
      const checkpoint = checkpoints.find((one) => one.size === size);
      const lines = [origin, size, root, String(about), meaning, signer, signedAt, reason].join('\n');
      const isGood =
        Number(size) <= seq &&
        checkpoint?.root.toString('base64') === root &&
        texts.every((text) => typeof text === 'string') &&
        !/\p{Cc}/u.test(String(reason)) &&
        Array.isArray(about) &&
        about.every((one) => Number.isSafeInteger(one)) &&
        slowKey(vkey, 1) !== undefined &&
        isSigned(vkey, Buffer.from(`seqplan record signature v1\n${lines}\n`), signature);
      if (!isGood) return broken(seq, 'RECORD-SIGNATURE');
    }
  }
  for (const checkpoint of checkpoints) {
    const key = keyAfter(checkpoint.size - 1);
    if (key === undefined) continue;
    const by = checkpoint.lines.filter((line) => slowKey(key, 1)?.id === line.id);
    if (by.length === 0) return broken('checkpoint', 'SIGNATURE-MISSING');
    for (const { base64 } of by) {
      if (!isSigned(key, checkpoint.text, base64)) return broken('checkpoint', 'SIGNATURE-WRONG');
    }
  }
  const ours = (options.trusted ?? []).filter((vkey) => slowKey(vkey, 1) !== undefined);
  const chain = Array.from({ length: last.size + 1 }, (_, size) => keyAfter(size - 1));
  if (ours.length > 0 && chain.at(-1) === undefined) return broken('checkpoint', 'SIGNATURE-MISSING');
  if (ours.length > 0 && !chain.some((key) => ours.includes(String(key)))) return broken('checkpoint', 'KEY-UNTRUSTED');
  const witnesses = (options.trusted ?? []).filter((vkey) => slowKey(vkey, 4) !== undefined);
  const cosigned = witnesses.flatMap((vkey) =>
    last.lines.filter(({ id }) => id === slowKey(vkey, 4)?.id).map(({ base64 }) => ({ vkey, base64 })),
  );
  if (witnesses.some((vkey) => !cosigned.some((one) => one.vkey === vkey)))
    return broken('checkpoint', 'WITNESS-MISSING');
  for (const { vkey, base64 } of cosigned) {
    const bytes = Buffer.from(base64, 'base64');
    if (bytes.length !== 72) return broken('checkpoint', 'WITNESS-WRONG');
    const head = Buffer.from(`cosignature/v1\ntime ${bytes.readBigUInt64BE(0)}\n`);
    const isGood = isSigned(vkey, Buffer.concat([head, last.text]), bytes.subarray(8).toString('base64'));
    if (!isGood) return broken('checkpoint', 'WITNESS-WRONG');
  }
  for (const name of names('documents')) {
    if (/^[0-9a-f]{64}$/.test(name) && sha256(file(`documents/${name}`)).toString('hex') !== name) {
      return broken('document', 'DOCUMENT-CHANGED');
    }
  }
  return { kind: 'verified', records: last.size };
}

/** The parsed record, or undefined for bytes that are none. */
export function slowRecord(bytes: Uint8Array): Row | undefined {
  let record: Row;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    record = JSON.parse(text) as Row;
    // Assertions of canonicalJson are what it refuses.
    const { fact, ...envelope } = record;
    const spelled = Object.entries({ ...envelope, fact: 0 })
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `"${name}":${name === 'fact' ? canonicalJson(fact) : canonicalJson(value)}`);
    if (`{${spelled.join(',')}}` !== text) return undefined;
  } catch {
    return undefined;
  }
  const { v, seq, at, prev, recordedAt, actor, fact } = record;
  const names = v === 1 ? 'at fact prev recordedAt seq v' : 'actor at fact prev recordedAt seq v';
  const date = String(recordedAt);
  const isGood =
    Object.keys(record).toSorted().join(' ') === names &&
    (v === 1 || (v === 2 && typeof actor === 'string' && /^[\x21-\x7e]{1,128}$/.test(actor) && !/["\\]/.test(actor))) &&
    Number.isSafeInteger(seq) &&
    Number(seq) >= 0 &&
    Number.isSafeInteger(at) &&
    typeof prev === 'string' &&
    /^[0-9a-f]{64}$/.test(prev) &&
    typeof recordedAt === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(date) &&
    !Number.isNaN(Date.parse(date)) &&
    new Date(date).toISOString() === date &&
    typeof fact === 'object' &&
    fact !== null &&
    !Array.isArray(fact) &&
    typeof (fact as Row)['type'] === 'string' &&
    !Object.hasOwn(fact, 'at');
  return isGood ? record : undefined;
}

interface SlowNote {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  readonly text: Buffer;
  readonly lines: readonly { readonly id: string; readonly base64: string }[];
}

/** `id`: name and key id together. */
function slowNote(bytes: Buffer): SlowNote | undefined {
  const pattern =
    /^([!-*,-~]{1,255})\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n\n((?:\u2014 [^\n]*\n)*)\u2014 ([^\n]*)\n$/u;
  const note = bytes.toString('utf8');
  const match = pattern.exec(note);
  if (bytes.length > 131_072 || match === null || !Buffer.from(note).equals(bytes)) return undefined;
  const [, origin = '', decimal = '', base64 = '', rows = '', checksum = ''] = match;
  const text = Buffer.from(`${origin}\n${decimal}\n${base64}\n`);
  const root = Buffer.from(base64, 'base64');
  if (root.toString('base64') !== base64 || !Number.isSafeInteger(Number(decimal))) return undefined;
  const body = bytes.subarray(0, bytes.length - Buffer.byteLength(`\u2014 ${checksum}\n`));
  const sum = (version: number, over: Uint8Array): string => {
    const kind = Buffer.concat([Buffer.of(0xff), Buffer.from(`seqplan checksum v${version}`)]);
    const id = sha256(Buffer.concat([Buffer.from(`${origin}\n`), kind])).subarray(0, 4);
    return `${origin} ${Buffer.concat([id, sha256(over)]).toString('base64')}`;
  };
  const isOld = rows === '' && checksum === sum(1, text);
  if (!isOld && checksum !== sum(2, body)) return undefined;
  const lines: { id: string; base64: string }[] = [];
  for (const row of rows.split('\n').slice(0, -1)) {
    const [, name, signature = ''] = /^\u2014 ([^\s+]+) (\S+)$/u.exec(row) ?? [];
    const raw = Buffer.from(signature, 'base64');
    if (name === undefined || raw.toString('base64') !== signature || raw.length < 5) return undefined;
    lines.push({ id: `${name}+${raw.subarray(0, 4).toString('hex')}`, base64: raw.subarray(4).toString('base64') });
  }
  return lines.length > 16 ? undefined : { origin, size: Number(decimal), root, text, lines };
}

function slowKey(vkey: unknown, type: number): { readonly id: string; readonly publicKey: Buffer } | undefined {
  const [, name = '', id, base64 = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+(.*)$/su.exec(String(vkey)) ?? [];
  const typed = Buffer.from(base64, 'base64');
  if (typeof vkey !== 'string' || typed.length !== 33 || typed[0] !== type || typed.toString('base64') !== base64) {
    return undefined;
  }
  if (sha256(Buffer.concat([Buffer.from(`${name}\n`), typed])).toString('hex', 0, 4) !== id) return undefined;
  return { id: `${name}+${id}`, publicKey: typed.subarray(1) };
}

/** By the 32 bytes in `vkey`, of whatever type. */
function isSigned(vkey: unknown, message: Uint8Array, base64: unknown): boolean {
  const key = slowKey(vkey, 1) ?? slowKey(vkey, 4);
  const signature = Buffer.from(String(base64), 'base64');
  if (key === undefined || typeof base64 !== 'string' || signature.toString('base64') !== base64) return false;
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key.publicKey]);
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return signature.length === 64 && verify(null, message, publicKey, signature);
}
