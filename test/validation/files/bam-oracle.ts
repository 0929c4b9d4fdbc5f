/**
 * A slow reader of BAM, written from SAMv1 section 4.2 alone: what cannot be read is rejected, all else is written as SAM text for the
 * judge of SAM. Nothing here comes from the judge of BAM.
 */

import { Buffer } from 'node:buffer';
import { createSamJudge } from '../../../src/validation/files/sam/sam-judge.ts';
import { SAM_RULES } from '../../../src/validation/files/sam/sam-rules.ts';
import { judgeWith } from './judge-text.ts';

const judgeSam = judgeWith(SAM_RULES, createSamJudge);

class Unreadable extends Error {}

/** Reads from the front; beyond the end it is unreadable. */
function reader(bytes: Buffer) {
  let at = 0;
  const take = (count: number): Buffer => {
    if (count < 0 || at + count > bytes.length) throw new Unreadable(`${count} bytes at ${at} of ${bytes.length}`);
    at += count;
    return bytes.subarray(at - count, at);
  };
  return {
    take,
    int32: () => take(4).readInt32LE(),
    uint32: () => take(4).readUInt32LE(),
    uint16: () => take(2).readUInt16LE(),
    uint8: () => take(1).readUInt8(),
    isOver: () => at === bytes.length,
    rest: () => take(bytes.length - at),
    upToNul: () => {
      const end = bytes.indexOf(0, at);
      if (end < 0) throw new Unreadable('no NUL');
      const found = take(end - at);
      take(1);
      return found;
    },
  };
}

const demand = (isGood: boolean, what: string): void => {
  if (!isGood) throw new Unreadable(what);
};

/** As one field of SAM text: what would divide lines or fields becomes another character that no field may have. */
const plain = (bytes: Buffer): string => bytes.toString('latin1').replaceAll(/[\t\n\r]/g, '\u0001');

export function verdictOf(content: Buffer): { readonly verdict: 'accepted' | 'rejected'; readonly why: string } {
  try {
    const { verdict, codes } = judgeSam(samOf(content));
    return { verdict, why: codes.join(' ') };
  } catch (error) {
    if (error instanceof Unreadable) return { verdict: 'rejected', why: error.message };
    throw error;
  }
}

function samOf(content: Buffer): Buffer {
  const from = reader(content);
  demand(from.take(4).toString('latin1') === 'BAM\x01', 'magic');
  const text = from.take(from.int32());
  const nul = text.indexOf(0);
  const used = nul < 0 ? text : text.subarray(0, nul);
  demand(nul < 0 || text.subarray(nul).every((byte) => byte === 0), 'text after NUL');
  const references: { name: string; length: number }[] = [];
  const count = from.int32();
  demand(count >= 0, 'n_ref');
  for (let i = 0; i < count; i++) {
    const length = from.int32();
    demand(length >= 1, 'l_name');
    const name = from.take(length);
    demand(name.at(-1) === 0, 'no NUL after a name');
    references.push({ name: name.subarray(0, -1).toString('latin1'), length: from.int32() });
  }
  const lines = used
    .toString('latin1')
    .replace(/[\r\n]+$/, '')
    .split('\n');
  const listed = lines
    .filter((line) => line.startsWith('@SQ\t'))
    .map((line) => {
      const field = (tag: string) =>
        line
          .trimEnd()
          .split('\t')
          .find((part) => part.startsWith(`${tag}:`))
          ?.slice(3);
      return { name: field('SN'), length: Number(field('LN')) };
    });
  if (listed.length > 0)
    demand(JSON.stringify(listed) === JSON.stringify(references), 'not the references of the text');
  for (const { name, length } of references) {
    demand(/^[0-9A-Za-z!#$%&+./:;?@^_|~-][0-9A-Za-z!#$%&*+./:;=?@^_|~-]*$/.test(name), 'a reference name');
    demand(length >= 0, 'a reference length');
  }
  demand(new Set(references.map(({ name }) => name)).size === references.length, 'a reference name twice');
  const head = lines.length === 1 && lines[0] === '' ? [] : lines;
  // Lengths of 0 are of no interest to the judge of SAM.
  if (listed.length === 0) head.push(...references.map(({ name, length }) => `@SQ\tSN:${name}\tLN:${length || 1}`));
  const sam = [...head, '@CO\tso that there is a line'];
  while (!from.isOver()) sam.push(...linesOf(from.take(from.int32()), references));
  return Buffer.from(`${sam.join('\n')}\n`, 'latin1');
}

function linesOf(bytes: Buffer, references: readonly { name: string }[]): readonly string[] {
  const from = reader(bytes);
  const name = (id: number): string => {
    demand(id >= -1 && id < references.length, 'a reference id');
    return id === -1 ? '*' : (references[id]?.name ?? '');
  };
  const [reference, position] = [from.int32(), from.int32()];
  const nameLength = from.uint8();
  const quality = from.uint8();
  from.uint16();
  const operationCount = from.uint16();
  const flag = from.uint16();
  const length = from.int32();
  demand(length >= 0, 'l_seq');
  const [next, nextPosition, template] = [from.int32(), from.int32(), from.int32()];
  demand(nameLength >= 1, 'l_read_name');
  const readName = from.take(nameLength);
  demand(readName.at(-1) === 0, 'no NUL after a read name');
  const operations = Array.from({ length: operationCount }, () => from.uint32());
  const packed = from.take(Math.ceil(length / 2));
  const letters = Array.from({ length }, (_, i) => {
    const byte = packed[Math.floor(i / 2)] ?? 0;
    return '=ACMGRSVTWYHKDBN'[i % 2 === 0 ? byte >> 4 : byte & 15];
  });
  const qualities = from.take(length);
  const tags = tagsOf(from.rest());
  const real = realOperations(operations, length, tags);
  const fields = [
    plain(readName.subarray(0, -1)),
    flag,
    name(reference),
    position + 1,
    quality,
    cigarText(real),
    name(next),
    nextPosition + 1,
    template,
    letters.join('') || '*',
    qualities.every((byte) => byte === 0xff)
      ? '*'
      : String.fromCharCode(...qualities.map((byte) => Math.min(127, byte + 33))),
    ...tags
      .filter(({ isCigar }) => real === operations || !isCigar)
      .map(({ tag, type, value }) => `${tag}:${type}:${value}`),
  ];
  const line = fields.join('\t');
  if (real === operations) return [line];
  // What stands for the CIGAR must be one too; as such it has no sequence to go with.
  return [line, fields.slice(0, 11).with(5, cigarText(operations)).with(9, '*').with(10, '*').join('\t')];
}

const cigarText = (operations: readonly number[]): string =>
  operations.map((one) => `${one >>> 4}${'MIDNSHP=X???????'[one & 15]}`).join('') || '*';

interface Tag {
  readonly tag: string;
  readonly type: string;
  readonly value: string;
  readonly isCigar: boolean;
  readonly elements: readonly number[];
}

/** SAMv1 4.2.2: a CIGAR that clips the whole read stands for the one in CG. */
function realOperations(operations: readonly number[], length: number, tags: readonly Tag[]): readonly number[] {
  const long = tags.filter(({ isCigar }) => isCigar);
  const [first, second] = operations;
  const isPlaceholder = first !== undefined && (first & 15) === 4 && first >>> 4 === length;
  const real = long[0]?.elements;
  if (real === undefined || !isPlaceholder) return operations;
  demand(long.length === 1, 'CG twice');
  demand(length === 0 || real.length > 0, 'CG of nothing');
  const isGood = real.every((one) => (one & 15) <= 8);
  const reference = real.reduce((sum, one) => sum + ([0, 2, 3, 7, 8].includes(one & 15) ? one >>> 4 : 0), 0);
  if (isGood && operations.length === 2 && second !== undefined && (second & 15) === 3) {
    demand(second >>> 4 === reference, 'the placeholder');
  }
  return real;
}

function tagsOf(bytes: Buffer): readonly Tag[] {
  const from = reader(bytes);
  const tags: Tag[] = [];
  while (!from.isOver()) {
    const tag = plain(from.take(2));
    const type = from.take(1).toString('latin1');
    const add = (inSam: string, value: string | number, elements: readonly number[] = []): void => {
      const isCigar = tag === 'CG' && type === 'B' && String(value).startsWith('I');
      tags.push({ tag, type: inSam, value: String(value), isCigar, elements });
    };
    if (type === 'A') add('A', plain(from.take(1)));
    else if (type === 'c') add('i', from.take(1).readInt8());
    else if (type === 'C') add('i', from.uint8());
    else if (type === 's') add('i', from.take(2).readInt16LE());
    else if (type === 'S') add('i', from.uint16());
    else if (type === 'i') add('i', from.int32());
    else if (type === 'I') add('i', from.uint32());
    else if (type === 'f') add('f', from.take(4).length);
    else if (type === 'Z' || type === 'H') add(type, plain(from.upToNul()));
    else if (type === 'B') {
      const kind = from.take(1).toString('latin1');
      const size = { c: 1, C: 1, s: 2, S: 2, i: 4, I: 4, f: 4 }[kind];
      if (size === undefined) throw new Unreadable('type of an array');
      const count = from.int32();
      demand(count >= 0 && count < 2 ** 28, 'count of an array');
      const all = from.take(count * size);
      const elements = kind === 'I' ? Array.from({ length: count }, (_, i) => all.readUInt32LE(4 * i)) : [];
      add('B', kind, elements);
    } else throw new Unreadable('type of a field');
  }
  return tags;
}
