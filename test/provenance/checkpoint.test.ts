import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkpointText, parseCheckpointText } from '../../src/provenance/note/checkpoint.ts';
import { decodeCheckpoint, encodeCheckpoint, originFault } from '../../src/provenance/index.ts';

// The example of C2SP tlog-checkpoint.
const ROOT = Buffer.from('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=', 'base64');
const CHECKPOINT = { origin: 'example.com/behind-the-sofa', size: 20_852_163, root: ROOT };
const TEXT = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';

const sha256 = (text: Buffer): Buffer => createHash('sha256').update(text).digest();

describe('the text of a checkpoint', () => {
  it('is the example of the specification', () => {
    expect(checkpointText(CHECKPOINT)).toBe(TEXT);
    expect(parseCheckpointText(TEXT)).toEqual({ kind: 'checkpoint', checkpoint: CHECKPOINT });
  });

  it.each([
    ['size with a leading zero', TEXT.replace('\n2', '\n02'), 'size is not'],
    ['size with a sign', TEXT.replace('\n2', '\n+2'), 'size is not'],
    ['negative size', TEXT.replace('\n2', '\n-2'), 'size is not'],
    ['size as a power', TEXT.replace('20852163', '2e7'), 'size is not'],
    ['empty size', TEXT.replace('20852163', ''), 'size is not'],
    ['size past 2^53', TEXT.replace('20852163', '9007199254740992'), 'size is not'],
    ['blank after the size', TEXT.replace('163\n', '163 \n'), 'size is not'],
    ['root of 31 bytes', TEXT.replace(/Cs.*=/, Buffer.alloc(31).toString('base64')), 'root is not'],
    ['root without padding', TEXT.replace('=', ''), 'root is not'],
    ['stray bits in the last digit', TEXT.replace('2I=', '2J='), 'root is not'],
    ['URL alphabet', TEXT.replace('/Xajj', '_Xajj'), 'root is not'],
    ['no newline at the end', TEXT.slice(0, -1), 'not three lines'],
    ['a line more', `${TEXT}more\n`, 'not three lines'],
    ['an empty line more', `${TEXT}\n`, 'not three lines'],
    ['carriage returns', TEXT.replaceAll('\n', '\r\n'), 'origin is not'],
    ['no origin', TEXT.replace(/^.*/, ''), 'origin is not'],
    ['nothing', '', 'not three lines'],
  ])('is refused: %s', (_, text, message) => {
    const parsed = parseCheckpointText(text);
    expect(parsed).toMatchObject({ kind: 'fault' });
    expect(parsed.kind === 'fault' && parsed.message).toContain(message);
  });

  it('is not made from an origin, size or root that could not be read back', () => {
    expect(() => checkpointText({ ...CHECKPOINT, origin: 'two words' })).toThrow('origin is not');
    expect(() => checkpointText({ ...CHECKPOINT, size: -1 })).toThrow('size -1 is not a count');
    expect(() => checkpointText({ ...CHECKPOINT, root: new Uint8Array(20) })).toThrow('root of 20 bytes');
  });
});

describe('the checkpoint file', () => {
  it('is a note: text, empty line, and one line with key id and SHA-256 of all before it', () => {
    const keyId = sha256(
      Buffer.concat([Buffer.from(`${CHECKPOINT.origin}\n`), Buffer.of(0xff), Buffer.from('seqplan checksum v2')]),
    );
    const checksum = Buffer.concat([keyId.subarray(0, 4), sha256(Buffer.from(`${TEXT}\n`))]).toString('base64');
    expect(Buffer.from(encodeCheckpoint({ checkpoint: CHECKPOINT, lines: [] })).toString()).toBe(
      `${TEXT}\n— ${CHECKPOINT.origin} ${checksum}\n`,
    );
  });

  it('reads back, and with any one byte changed, added or lost is refused', () => {
    const file = encodeCheckpoint({ checkpoint: CHECKPOINT, lines: [] });
    expect(decodeCheckpoint(file)).toEqual({ kind: 'checkpoint', checkpoint: CHECKPOINT, lines: [] });
    for (let i = 0; i < file.length; i++) {
      for (const mask of [0x01, 0x20, 0x80, 0xff]) {
        expect(decodeCheckpoint(file.with(i, (file[i] ?? 0) ^ mask)).kind).toBe('fault');
      }
      expect(decodeCheckpoint(file.subarray(0, i)).kind).toBe('fault');
      expect(decodeCheckpoint(Buffer.concat([file.subarray(0, i), Buffer.of(0x0a), file.subarray(i)])).kind).toBe(
        'fault',
      );
    }
  });

  it('is not read past 128 KiB', () => {
    expect(decodeCheckpoint(new Uint8Array(131_073))).toEqual({
      kind: 'fault',
      message: '131073 bytes; the limit is 131072',
    });
  });
});

describe('an origin', () => {
  it('is one word of printable ASCII without plus, of 1 to 255 characters', () => {
    for (const good of ['a', 'lab.example/run-1', '!*,~', 'x'.repeat(255)]) expect(originFault(good)).toBeUndefined();
    for (const bad of ['', 'a b', 'a+b', 'ä', 'a\n', 'x'.repeat(256)])
      expect(originFault(bad)).toContain('origin is not');
  });
});
