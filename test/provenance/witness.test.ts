/** The witness protocol without the network: what is asked, what is refused with which status, and never the wrong yes. */

import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatAddCheckpoint,
  judgeSubmission,
  parseAddCheckpoint,
  parseSize,
  parseVkey,
  readCosignatures,
  readSubmission,
  type Latest,
  type VerifierKey,
  type WitnessRefusal,
} from '../../src/provenance/index.ts';
import { LAB, lineBy, lineOf, NEXT, ORIGIN, testKey, textOf, WITNESS, type TestKey } from './forge-ledger.ts';
import { naiveConsistency, naiveLeaf, naiveRoot } from './naive-tree.ts';

const leaves = (count: number, kind = 0): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, i) => naiveLeaf(Uint8Array.of(kind, i)));

/** Leaves of one log, and of another that parts from it at leaf 3. */
const ALL = leaves(20);
const SPLIT = [...leaves(3), ...leaves(17, 1)];

const keyOf = ({ vkey }: TestKey): VerifierKey => {
  const key = parseVkey(vkey);
  if (key === undefined) throw new Error('the test key is one');
  return key;
};
const keysOf = (origin: string): readonly VerifierKey[] => (origin === ORIGIN ? [keyOf(LAB)] : []);

const rootAt = (size: number, of = ALL): Uint8Array => naiveRoot(of.slice(0, size));
const noteOf = (text: string, ...lines: readonly string[]): Buffer => Buffer.from(`${text}\n${lines.join('')}`);
const signedAt = (size: number, of = ALL): Buffer => {
  const text = textOf({ size, root: rootAt(size, of) });
  return noteOf(text, lineBy(LAB, text));
};
const proofFrom = (oldSize: number, size: number, of = ALL): readonly Uint8Array[] =>
  oldSize === 0 ? [] : naiveConsistency(oldSize, of.slice(0, size));
const request = (oldSize: number, size: number, of = ALL): Uint8Array =>
  formatAddCheckpoint({ oldSize, proof: proofFrom(oldSize, size, of), note: signedAt(size, of) });
const latest = (size: number, of = ALL): Latest => ({ size, root: rootAt(size, of) });

/** `cosign`, or the status. */
function ask(body: Uint8Array, known?: Latest): 'cosign' | number {
  const found = readSubmission(body, keysOf);
  const refusal: WitnessRefusal | undefined = found.kind === 'refusal' ? found : judgeSubmission(found, known);
  return refusal?.status ?? 'cosign';
}

describe('a request', () => {
  it('is old size, proof, empty line, note', () => {
    const body = Buffer.from(request(5, 8)).toString();
    const proof = proofFrom(5, 8).map((hash) => `${Buffer.from(hash).toString('base64')}\n`);
    expect(body).toBe(`old 5\n${proof.join('')}\n${signedAt(8).toString()}`);
    expect(parseAddCheckpoint(Buffer.from(body))).toEqual({
      oldSize: 5,
      proof: proofFrom(5, 8).map((hash) => Buffer.from(hash)),
      note: signedAt(8),
    });
  });

  it('of the specification is read', () => {
    // C2SP tlog-witness, add-checkpoint.
    const body = [
      'old 20852014',
      'PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=',
      'jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=',
      '5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=',
      '/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=',
      '',
      'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n',
    ].join('\n');
    expect(parseAddCheckpoint(Buffer.from(body))).toMatchObject({ oldSize: 20_852_014, proof: { length: 4 } });
  });

  const good = Buffer.from(request(5, 8)).toString();
  it.each([
    ['nothing', '', 'no empty line'],
    ['no old size', good.replace('old 5\n', ''), 'the first line'],
    ['a size with leading zero', good.replace('old 5', 'old 05'), 'the first line'],
    ['a negative size', good.replace('old 5', 'old -5'), 'the first line'],
    ['a size past 2^53', good.replace('old 5', 'old 9007199254740992'), 'the first line'],
    ['two blanks', good.replace('old 5', 'old  5'), 'the first line'],
    ['a hash of 31 bytes', good.replace('old 5\n', `old 5\n${Buffer.alloc(31).toString('base64')}\n`), 'a line of the'],
    ['a hash that is no base64', good.replace('old 5\n', 'old 5\n!\n'), 'a line of the proof'],
    ['carriage returns', good.replace('old 5\n', 'old 5\r\n'), 'the first line'],
    [
      '64 hashes',
      good.replace('old 5\n', `old 5\n${`${Buffer.alloc(32).toString('base64')}\n`.repeat(64 - 4)}`),
      'limit is 63',
    ],
    ['too much', `${good}${'x'.repeat(140_000)}`, 'the limit is'],
  ])('is 400 with %s', (_, body, message) => {
    expect(parseAddCheckpoint(Buffer.from(body))).toContain(message);
    expect(ask(Buffer.from(body), latest(5))).toBe(400);
  });

  it('of 63 hashes is still read, although no log that we write is that long', () => {
    const body = good.replace('old 5\n', `old 5\n${`${Buffer.alloc(32).toString('base64')}\n`.repeat(63 - 4)}`);
    expect(proofFrom(5, 8)).toHaveLength(4);
    expect(ask(Buffer.from(body), latest(5))).toBe(422);
  });
});

describe('a witness', () => {
  it('cosigns every step of a log that only grows, from any size to any', () => {
    let asked = 0;
    for (let oldSize = 0; oldSize <= ALL.length; oldSize++) {
      for (let size = oldSize; size <= ALL.length; size++) {
        const known = oldSize === 0 ? undefined : latest(oldSize);
        if (ask(request(oldSize, size), known) !== 'cosign') expect({ oldSize, size }).toEqual('cosign');
        asked++;
      }
    }
    expect(asked).toBe((21 * 22) / 2);
  });

  it('refuses with 409 and the size every request that is not about the last checkpoint it cosigned', () => {
    for (const [oldSize, known] of [
      [0, 5],
      [4, 5],
      [5, 4],
      [6, 8],
      [5, 0],
    ] as const) {
      const found = readSubmission(request(oldSize, 9), keysOf);
      if (found.kind === 'refusal') throw new Error('it is signed');
      const refusal = judgeSubmission(found, known === 0 ? undefined : latest(known));
      expect(refusal).toMatchObject({ status: 409, size: known });
    }
  });

  it('refuses to go back, whatever old size is claimed', () => {
    // The old size is the known one, or 409; and then it is past the checkpoint's.
    expect(ask(request(8, 8), latest(9))).toBe(409);
    const back = formatAddCheckpoint({ oldSize: 9, proof: [], note: signedAt(8) });
    expect(ask(back, latest(9))).toBe(400);
    expect(ask(formatAddCheckpoint({ oldSize: 0, proof: [], note: signedAt(8) }), latest(9))).toBe(409);
  });

  it('refuses a log that parts from what it has seen, with any proof there is', () => {
    for (let known = 4; known <= 12; known++) {
      for (let size = known; size <= 20; size++) {
        for (const proof of [proofFrom(known, size, SPLIT), proofFrom(known, size), [], [rootAt(known)]]) {
          const body = formatAddCheckpoint({ oldSize: known, proof, note: signedAt(size, SPLIT) });
          if (ask(body, latest(known)) !== 422) expect({ known, size, proof }).toEqual(422);
        }
      }
    }
    // Up to leaf 3 they are the same log.
    expect(ask(request(3, 9, SPLIT), latest(3))).toBe('cosign');
  });

  it('refuses another root of the same size, and cosigns the same one again', () => {
    expect(ask(request(5, 5), latest(5))).toBe('cosign');
    expect(ask(request(5, 5, SPLIT), latest(5))).toBe(422);
    const padded = formatAddCheckpoint({ oldSize: 5, proof: [rootAt(5)], note: signedAt(5) });
    expect(ask(padded, latest(5))).toBe(422);
  });

  it('refuses an empty log with a root of its own, and a proof from nothing', () => {
    const text = textOf({ size: 0, root: Buffer.alloc(32) });
    expect(ask(formatAddCheckpoint({ oldSize: 0, proof: [], note: noteOf(text, lineBy(LAB, text)) }))).toBe(422);
    expect(ask(formatAddCheckpoint({ oldSize: 0, proof: [rootAt(1)], note: signedAt(8) }))).toBe(422);
    expect(ask(request(0, 0))).toBe('cosign');
  });

  it('answers 404 for logs that it does not know and 403 without their good signature', () => {
    const text = textOf({ size: 8, root: rootAt(8) });
    const other = textOf({ origin: 'lab.example/other', size: 8, root: rootAt(8) });
    const submit = (note: Buffer) => ask(formatAddCheckpoint({ oldSize: 0, proof: [], note }));
    expect(submit(noteOf(other, lineBy(LAB, other)))).toBe(404);
    expect(submit(noteOf(text, lineBy(NEXT, text)))).toBe(403);
    expect(submit(noteOf(text, lineBy(testKey(LAB.name, 9), text)))).toBe(403);
    expect(submit(noteOf(text, lineBy(LAB, other)))).toBe(403);
    // A line by the key that does not verify spoils the note, beside a good one too.
    expect(submit(noteOf(text, lineBy(LAB, text), lineBy(LAB, other)))).toBe(403);
    expect(submit(noteOf(text, lineBy(NEXT, text), lineBy(LAB, text)))).toBe('cosign');
    expect(submit(noteOf(text))).toBe(400);
    expect(submit(Buffer.from(text))).toBe(400);
  });

  it('cosigns the extension lines of foreign logs with the rest', () => {
    const text = `${textOf({ size: 8, root: rootAt(8) })}more\n`;
    const found = readSubmission(
      formatAddCheckpoint({ oldSize: 0, proof: [], note: noteOf(text, lineBy(LAB, text)) }),
      keysOf,
    );
    expect(found).toMatchObject({ kind: 'submission', text, size: 8 });
  });

  it('passes only the lines of the log on', () => {
    const text = textOf({ size: 8, root: rootAt(8) });
    const note = noteOf(text, lineBy(NEXT, text), lineBy(LAB, text), lineBy(WITNESS, text));
    const found = readSubmission(formatAddCheckpoint({ oldSize: 0, proof: [], note }), keysOf);
    expect(found.kind === 'submission' && found.lines.map(({ name }) => name)).toEqual([LAB.name]);
  });

  it('never throws, and never cosigns what differs from a good request in its proof or note', () => {
    const good = Buffer.from(request(5, 11));
    const edit = fc.tuple(fc.nat(good.length - 1), fc.constantFrom('set', 'cut', 'insert'), fc.nat(255));
    fc.assert(
      fc.property(edit, ([place, kind, byte]) => {
        const rest = kind === 'insert' ? place : place + 1;
        const added = kind === 'cut' ? [] : [byte];
        const body = Buffer.concat([good.subarray(0, place), Buffer.from(added), good.subarray(rest)]);
        const answer = ask(body, latest(5));
        if (body.equals(good)) expect(answer).toBe('cosign');
        else expect([400, 403, 404, 409, 422]).toContain(answer);
      }),
      { seed: 21, numRuns: 3000 },
    );
  });
});

describe('the answer of a witness', () => {
  const text = textOf({ size: 8, root: rootAt(8) });
  const good = lineBy(WITNESS, text, 7);

  it('holds its line, among others that nobody asked for', () => {
    const other = lineBy(testKey('witness.example/w2', 9, 4), text);
    const found = readCosignatures(`${other}${good}`, text, keyOf(WITNESS));
    expect(typeof found !== 'string' && found.map(({ name }) => name)).toEqual([WITNESS.name]);
  });

  it.each([
    ['nothing', '', 'no end'],
    ['no end', good.slice(0, -1), 'no end'],
    ['something else', 'ok\n', 'beside signature lines'],
    ['an empty line', `${good}\n`, 'beside signature lines'],
    ['the line of another', lineBy(NEXT, text), 'no line by'],
    ['a line over another checkpoint', lineBy(WITNESS, textOf({ size: 9, root: rootAt(9) })), 'does not verify'],
    ['a line without a time', lineOf(WITNESS, WITNESS.sign(Buffer.from(text))), 'does not verify'],
    ['a good line and a bad one', `${good}${lineOf(WITNESS, Buffer.alloc(72, 1))}`, 'does not verify'],
  ])('is none with %s', (_, body, message) => {
    expect(readCosignatures(body, text, keyOf(WITNESS))).toContain(message);
  });

  it('409 holds a size and a newline', () => {
    expect(['0\n', '20852163\n'].map(parseSize)).toEqual([0, 20_852_163]);
    for (const body of ['', '\n', '5', '05\n', '-1\n', '5\n\n', '5 \n', '9007199254740992\n', '1e3\n']) {
      expect(parseSize(body)).toBeUndefined();
    }
  });
});
