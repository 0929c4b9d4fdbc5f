import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../src/base/index.ts';
import {
  checkProof,
  decodeProof,
  encodeProof,
  inclusionProof,
  parseVkey,
  signCheckpoint,
  type ProofPolicy,
  type VerifierKey,
} from '../../src/provenance/index.ts';
import { numberedEntries } from './naive-tiles.ts';
import { naiveLeaf, naiveRoot } from './naive-tree.ts';
import { testSigner, testWitness } from './test-keys.ts';

const HASH = Buffer.alloc(32, 5);
const HASH_LINE = `${HASH.toString('base64')}\n`;

const decode = (text: string) => decodeProof(Buffer.from(text));

describe('the text of a proof', () => {
  it('is the header, the index, a line per hash, an empty line and the checkpoint as it is', () => {
    const proof = { index: 7, hashes: [HASH, HASH], checkpoint: Buffer.from('a\n\n— b\n') };
    const file = encodeProof(proof);
    expect(Buffer.from(file).toString()).toBe(`c2sp.org/tlog-proof@v1\nindex 7\n${HASH_LINE}${HASH_LINE}\na\n\n— b\n`);
    const extra = encodeProof({ ...proof, hashes: [], extra: Buffer.from('beside') });
    expect(Buffer.from(extra).toString()).toBe('c2sp.org/tlog-proof@v1\nextra YmVzaWRl\nindex 7\n\na\n\n— b\n');
  });

  it('reads back as what was written', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const proof = fc.record({
      index: fc.maxSafeNat(),
      hashes: fc.array(hash, { maxLength: 64 }),
      checkpoint: fc.uint8Array({ minLength: 1, maxLength: 200 }),
      extra: fc.uint8Array({ minLength: 1, maxLength: 100 }),
    });
    const property = fc.property(proof, fc.boolean(), ({ extra, ...rest }, hasExtra) => {
      const one = hasExtra ? { ...rest, extra } : rest;
      const decoded = decodeProof(encodeProof(one));
      if (decoded.kind === 'fault') throw new Error(decoded.message);
      expect(Buffer.from(encodeProof(decoded.proof)).equals(encodeProof(one))).toBe(true);
      expect(decoded.proof.index).toBe(one.index);
      expect(decoded.proof.hashes).toHaveLength(one.hashes.length);
    });
    fc.assert(property, { seed: 4, numRuns: 100 });
  });

  it.each([
    ['nothing', '', 'no empty line'],
    ['no empty line', 'c2sp.org/tlog-proof@v1\nindex 0\ncheckpoint\n', 'no empty line'],
    ['no checkpoint', 'c2sp.org/tlog-proof@v1\nindex 0\n\n', 'no checkpoint'],
    ['another version', 'c2sp.org/tlog-proof@v2\nindex 0\n\nc\n', 'first line is not'],
    ['a byte order mark', '\ufeffc2sp.org/tlog-proof@v1\nindex 0\n\nc\n', 'first line is not'],
    ['carriage returns', 'c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\nc\r\n', 'no empty line'],
    ['an index with a leading zero', 'c2sp.org/tlog-proof@v1\nindex 07\n\nc\n', 'no index line'],
    ['an index with a sign', 'c2sp.org/tlog-proof@v1\nindex +7\n\nc\n', 'no index line'],
    ['an index past 2^53', 'c2sp.org/tlog-proof@v1\nindex 9007199254740992\n\nc\n', 'no index line'],
    ['an index in hex', 'c2sp.org/tlog-proof@v1\nindex 0x7\n\nc\n', 'no index line'],
    ['two blanks before the index', 'c2sp.org/tlog-proof@v1\nindex  7\n\nc\n', 'no index line'],
    ['the index twice', 'c2sp.org/tlog-proof@v1\nindex 7\nindex 7\n\nc\n', 'a line of the proof'],
    ['extra after the index', 'c2sp.org/tlog-proof@v1\nindex 7\nextra YQ==\n\nc\n', 'a line of the proof'],
    ['extra twice', 'c2sp.org/tlog-proof@v1\nextra YQ==\nextra YQ==\nindex 7\n\nc\n', 'no index line'],
    ['extra of nothing', 'c2sp.org/tlog-proof@v1\nextra \nindex 7\n\nc\n', 'extra is not base64'],
    ['extra with stray bits', 'c2sp.org/tlog-proof@v1\nextra YR==\nindex 7\n\nc\n', 'extra is not base64'],
    ['a hash of 31 bytes', `c2sp.org/tlog-proof@v1\nindex 7\n${'A'.repeat(42)}==\n\nc\n`, 'a line of the proof'],
    ['a hash in hex', `c2sp.org/tlog-proof@v1\nindex 7\n${'0'.repeat(64)}\n\nc\n`, 'a line of the proof'],
    ['a hash with a blank behind', `c2sp.org/tlog-proof@v1\nindex 7\n${HASH_LINE.trim()} \n\nc\n`, 'a line of the'],
    ['65 hashes', `c2sp.org/tlog-proof@v1\nindex 7\n${HASH_LINE.repeat(65)}\nc\n`, '65 hashes; the limit is 64'],
  ])('is refused: %s', (_, text, message) => {
    const decoded = decode(text);
    expect(decoded.kind === 'fault' && decoded.message).toContain(message);
  });

  it('is not read past its limits', () => {
    const head = 'c2sp.org/tlog-proof@v1\nindex 0\n\n';
    expect(decodeProof(Buffer.alloc(163_841, 'a'))).toMatchObject({ message: '163841 bytes; the limit is 163840' });
    expect(decode(head + 'a'.repeat(131_073))).toMatchObject({ message: expect.stringContaining('131073 bytes') });
    expect(decode(head + 'a'.repeat(131_072)).kind).toBe('proof');
    const beside = (bytes: number) =>
      decode(`c2sp.org/tlog-proof@v1\nextra ${Buffer.alloc(bytes).toString('base64')}\nindex 0\n\nc\n`);
    expect(beside(16_385)).toMatchObject({ message: 'extra of 16385 bytes; the limit is 16384' });
    expect(beside(16_384).kind).toBe('proof');
  });
});

const ORIGIN = 'lab.example/run-7';
const SIGNER = testSigner('lab.example', 1);
const OLD_SIGNER = testSigner('lab.example', 2);
const STRANGER = testSigner('elsewhere.example', 3);
const WITNESS = testWitness('witness.example/one', 4);
const SECOND = testWitness('witness.example/two', 5);
const SIZE = 300;
const INDEX = 277;

const key = ({ vkey }: { readonly vkey: string }): VerifierKey => {
  const parsed = parseVkey(vkey);
  if (parsed === undefined) throw new Error(vkey);
  return parsed;
};

const RECORDS = numberedEntries(SIZE);
const LEAVES = RECORDS.map(naiveLeaf);
const ROOT = naiveRoot(LEAVES);
const RECORD = at(RECORDS, INDEX);
const TEXT = `${ORIGIN}\n${SIZE}\n${Buffer.from(ROOT).toString('base64')}\n`;
const POLICY: ProofPolicy = { keys: [key(SIGNER)], witnesses: [] };

let checkpoint: Uint8Array;
beforeAll(async () => {
  checkpoint = await signCheckpoint({ origin: ORIGIN, size: SIZE, root: ROOT }, [SIGNER]);
});

const proofWith = (note: Uint8Array, index = INDEX): Uint8Array =>
  encodeProof({ index, hashes: inclusionProof(LEAVES, index), checkpoint: note });
const withLines = (...lines: readonly string[]): Uint8Array =>
  proofWith(Buffer.concat([checkpoint, ...lines.map((line) => Buffer.from(line))]));

describe('checking a proof', () => {
  it('accepts the record under a checkpoint with the trusted signature, and says what was proved', () => {
    expect(checkProof(proofWith(checkpoint), RECORD, { ...POLICY, origin: ORIGIN, root: ROOT })).toEqual({
      kind: 'proven',
      origin: ORIGIN,
      index: INDEX,
      size: SIZE,
      root: Buffer.from(ROOT).toString('base64'),
      signedBy: [SIGNER.vkey],
      witnessedBy: [],
    });
  });

  it('accepts a checkpoint without our checksum line, as other logs write it', () => {
    const lines = Buffer.from(checkpoint).toString().split('\n');
    const foreign = Buffer.from([...lines.slice(0, -2), ''].join('\n'));
    expect(checkProof(proofWith(foreign), RECORD, POLICY).kind).toBe('proven');
  });

  it('takes no notice of what somebody put beside the proof', () => {
    const hashes = inclusionProof(LEAVES, INDEX);
    const file = encodeProof({ index: INDEX, hashes, checkpoint, extra: Buffer.from('not vouched for') });
    expect(checkProof(file, RECORD, POLICY)).toEqual(checkProof(proofWith(checkpoint), RECORD, POLICY));
  });

  it('accepts it for one of several keys, a key and its successor', () => {
    const policy = { ...POLICY, keys: [key(OLD_SIGNER), key(SIGNER)] };
    expect(checkProof(proofWith(checkpoint), RECORD, policy)).toMatchObject({ signedBy: [SIGNER.vkey] });
  });

  it('asks each witness for its cosignature, and tells when it saw the checkpoint', () => {
    const policy = { ...POLICY, witnesses: [key(WITNESS), key(SECOND)] };
    const file = withLines(WITNESS.cosign(TEXT, 1_700_000_000), SECOND.cosign(TEXT, 1_700_000_060));
    expect(checkProof(file, RECORD, policy)).toMatchObject({
      kind: 'proven',
      witnessedBy: [
        { vkey: WITNESS.vkey, time: 1_700_000_000 },
        { vkey: SECOND.vkey, time: 1_700_000_060 },
      ],
    });
    expect(checkProof(withLines(WITNESS.cosign(TEXT, 1_700_000_000)), RECORD, policy)).toMatchObject({
      code: 'WITNESS-MISSING',
      message: '1 of 2 cosignatures; none by witness.example/two',
    });
    const oneOfTwo = { ...policy, threshold: 1 };
    expect(checkProof(withLines(WITNESS.cosign(TEXT, 1_700_000_000)), RECORD, oneOfTwo)).toMatchObject({
      witnessedBy: [{ vkey: WITNESS.vkey }],
    });
    expect(checkProof(proofWith(checkpoint), RECORD, oneOfTwo)).toMatchObject({ code: 'WITNESS-MISSING' });
  });

  it('counts a witness once, however often it is named or has signed', () => {
    const policy = { ...POLICY, witnesses: [key(WITNESS), key(WITNESS), key(SECOND)], threshold: 2 };
    const file = withLines(WITNESS.cosign(TEXT, 1_700_000_000), WITNESS.cosign(TEXT, 1_700_000_060));
    expect(checkProof(file, RECORD, policy)).toMatchObject({ code: 'WITNESS-MISSING' });
  });

  it('accepts a checkpoint that nobody signed for a root kept elsewhere, and for no other root', async () => {
    const unsigned = await signCheckpoint({ origin: ORIGIN, size: SIZE, root: ROOT }, []);
    const policy = { keys: [], witnesses: [], root: ROOT };
    expect(checkProof(proofWith(unsigned), RECORD, policy)).toMatchObject({ kind: 'proven', signedBy: [] });
    expect(checkProof(proofWith(unsigned), RECORD, { ...policy, root: HASH })).toMatchObject({ code: 'ROOT' });
    expect(checkProof(proofWith(unsigned), RECORD, POLICY)).toMatchObject({ code: 'SIGNATURE-MISSING' });
  });

  it('is refused to who trusts nothing: that is no check', () => {
    expect(() => checkProof(proofWith(checkpoint), RECORD, { keys: [], witnesses: [key(WITNESS)] })).toThrow(
      'nothing is trusted',
    );
  });

  it('refuses other records, places, ledgers and keys, each with its code', async () => {
    const file = proofWith(checkpoint);
    const code = (proof: Uint8Array, record: Uint8Array, policy: ProofPolicy) => {
      const verdict = checkProof(proof, record, policy);
      return verdict.kind === 'refused' ? verdict.code : verdict.kind;
    };
    const byStranger = await signCheckpoint({ origin: ORIGIN, size: SIZE, root: ROOT }, [STRANGER]);
    // The stranger's signature under the name and key id of the trusted key.
    const lent = Buffer.from(byStranger).toString().split('\n')[4]?.split(' ')[2] ?? '';
    const lentBytes = Buffer.concat([key(SIGNER).keyId, Buffer.from(lent, 'base64').subarray(4)]);
    const posing = Buffer.from(`${TEXT}\n— lab.example ${lentBytes.toString('base64')}\n`);
    const otherRoot = await signCheckpoint({ origin: ORIGIN, size: SIZE, root: HASH }, [SIGNER]);

    expect(code(file, at(RECORDS, INDEX - 1), POLICY)).toBe('INCLUSION');
    expect(code(file, Buffer.concat([RECORD, Buffer.of(10)]), POLICY)).toBe('INCLUSION');
    expect(code(file, new Uint8Array(), POLICY)).toBe('INCLUSION');
    const moved = encodeProof({ index: INDEX - 1, hashes: inclusionProof(LEAVES, INDEX), checkpoint });
    expect(code(moved, RECORD, POLICY)).toBe('INCLUSION');
    expect(code(encodeProof({ index: SIZE, hashes: inclusionProof(LEAVES, INDEX), checkpoint }), RECORD, POLICY)).toBe(
      'INCLUSION',
    );
    expect(code(proofWith(otherRoot), RECORD, POLICY)).toBe('INCLUSION');
    expect(code(file, RECORD, { ...POLICY, origin: 'lab.example/run-8' })).toBe('ORIGIN');
    expect(code(file, RECORD, { ...POLICY, keys: [key(OLD_SIGNER)] })).toBe('SIGNATURE-MISSING');
    expect(code(proofWith(byStranger), RECORD, POLICY)).toBe('SIGNATURE-MISSING');
    expect(code(proofWith(posing), RECORD, POLICY)).toBe('SIGNATURE-WRONG');
    expect(code(file, RECORD, { ...POLICY, root: HASH })).toBe('ROOT');
    expect(code(proofWith(Buffer.from('checkpoint\n')), RECORD, POLICY)).toBe('PROOF-FORMAT');
    expect(code(Buffer.from('{}'), RECORD, POLICY)).toBe('PROOF-FORMAT');
  });

  it('refuses a cosignature over another checkpoint or time, and one of the log in its place', () => {
    const policy = { ...POLICY, witnesses: [key(WITNESS)] };
    const good = WITNESS.cosign(TEXT, 1_700_000_000);
    const bytes = Buffer.from(good.split(' ')[2] ?? '', 'base64');
    bytes[11] = (bytes[11] ?? 0) ^ 1;
    const other = WITNESS.cosign(TEXT.replace('300', '301'), 1_700_000_000);
    for (const line of [other, `— witness.example/one ${bytes.toString('base64')}\n`]) {
      expect(checkProof(withLines(line), RECORD, policy)).toMatchObject({ code: 'WITNESS-WRONG' });
    }
    // A key of type 1 of the same name has another id.
    expect(checkProof(withLines(), RECORD, policy)).toMatchObject({ code: 'WITNESS-MISSING' });
    expect(checkProof(withLines(other, good), RECORD, policy)).toMatchObject({ code: 'WITNESS-WRONG' });
    expect(checkProof(withLines(good), RECORD, policy)).toMatchObject({ kind: 'proven' });
  });

  it('refuses the file with any one byte before the checksum changed, lost or added', () => {
    const file = Buffer.from(proofWith(checkpoint));
    // Behind the newline before the last line: the checksum, of no known key, is skipped.
    const end = file.lastIndexOf('\n', file.length - 2) + 1;
    for (let i = 0; i < end; i++) {
      for (const mask of [0x01, 0x20, 0x80]) {
        const changed = Buffer.from(file);
        changed[i] = (changed[i] ?? 0) ^ mask;
        expect(checkProof(changed, RECORD, POLICY).kind, `byte ${i} xor ${mask}`).toBe('refused');
      }
      const lost = Buffer.concat([file.subarray(0, i), file.subarray(i + 1)]);
      expect(checkProof(lost, RECORD, POLICY).kind, `without byte ${i}`).toBe('refused');
      for (const byte of [0x0a, 0x41]) {
        const added = Buffer.concat([file.subarray(0, i), Buffer.of(byte), file.subarray(i)]);
        expect(checkProof(added, RECORD, POLICY).kind, `with ${byte} before byte ${i}`).toBe('refused');
      }
    }
  });

  it('has at most 2,000 bytes at 1,000,000 records with one signature', () => {
    // 20 hashes of 45 bytes each, since 2^19 < 1,000,000 <= 2^20; header 23, index 13, empty line 1;
    // checkpoint: origin 18, size 8, root 45, empty 1, signature 3 + 1 + 11 + 1 + 92 + 1, checksum 3 + 1 + 17 + 1 + 48 + 1.
    const hashes = Array.from({ length: 20 }, () => HASH);
    const lines = Buffer.from(checkpoint).toString().replace('\n300\n', '\n1000000\n');
    const size = encodeProof({ index: 999_999, hashes, checkpoint: Buffer.from(lines) }).length;
    expect(size).toBe(20 * 45 + 23 + 13 + 1 + 18 + 8 + 45 + 1 + 109 + 71);
    expect(size).toBeLessThanOrEqual(2000);
  });
});
