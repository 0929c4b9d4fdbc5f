/**
 * Signed notes, keys, checkpoints, cosignatures and Ed25519 against the published vectors, where they lie beside the checkout:
 * golang/mod, C2SP, transparency-dev, Sunlight, Tessera, Wycheproof. Each test counts what it compared.
 */

import { Buffer } from 'node:buffer';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { at } from '../../src/base/index.ts';
import { parseForeignCheckpoint } from '../../src/provenance/note/any-checkpoint.ts';
import { parseCheckpointText } from '../../src/provenance/note/checkpoint.ts';
import {
  cosignatureTime,
  decodeCheckpoint,
  formatPrivateKey,
  formatSignatureLine,
  openNote,
  parsePrivateKey,
  parseVkey,
  signNote,
  toHex,
  verifyEd25519,
  type VerifierKey,
} from '../../src/provenance/index.ts';

const FOLDER = fileURLToPath(new URL('../../../shared/data/provenance/tlog/', import.meta.url));
const hasVectors = existsSync(FOLDER);
if (!hasVectors) console.warn(`skipped: no public vectors in ${FOLDER}`);

const read = (name: string): Buffer => readFileSync(`${FOLDER}${name}`);
const json = <T>(name: string): T => JSON.parse(read(name).toString('utf8')) as T;

interface NoteVector {
  readonly name: string;
  readonly vkeys: readonly string[];
  readonly note?: string;
  readonly noteBase64?: string;
  readonly verified?: readonly string[];
  readonly unverified?: readonly string[];
  readonly error?: string;
}

interface Notes {
  readonly notes: readonly NoteVector[];
  readonly signing: readonly {
    readonly skey: string | null;
    readonly seedHex?: string;
    readonly keyName?: string;
    readonly vkey: string;
    readonly text: string;
    readonly note: string;
  }[];
  readonly verifierKeys: readonly { readonly vkey: string; readonly valid: boolean }[];
  readonly checkpointBodies: readonly {
    readonly name: string;
    readonly body: string;
    readonly valid: boolean;
    readonly origin?: string;
    readonly size?: number;
  }[];
  readonly cosignatures: {
    readonly timestamps: readonly { readonly signatureBase64: string; readonly unixSeconds?: number }[];
  };
}

const keys = (vkeys: readonly string[]): readonly VerifierKey[] =>
  vkeys.map((vkey) => parseVkey(vkey)).filter((key) => key !== undefined);

const idOf = ({ name, keyId }: { readonly name: string; readonly keyId: Uint8Array }): string =>
  `${name}+${toHex(keyId)}`;

const ERRORS: Readonly<Record<string, string>> = {
  malformed: 'MALFORMED',
  unverified: 'UNVERIFIED',
  'ambiguous key': 'AMBIGUOUS-KEY',
  'invalid signature': 'INVALID-SIGNATURE',
};

describe.skipIf(!hasVectors)('against public vectors', () => {
  it('opens, or refuses for the same reason, all 17 notes', () => {
    const { notes } = json<Notes>('notes.json');
    expect(notes).toHaveLength(17);
    let compared = 0;
    for (const { name, vkeys, note, noteBase64, verified, unverified, error } of notes) {
      const bytes = noteBase64 === undefined ? Buffer.from(note ?? '') : Buffer.from(noteBase64, 'base64');
      const opened = openNote(bytes, keys(vkeys));
      const expected = error === undefined ? { verified, unverified } : { code: ERRORS[error] };
      const found =
        opened.kind === 'fault'
          ? { code: opened.code }
          : { verified: opened.verified.map(({ key }) => idOf(key)), unverified: opened.unverified.map(idOf) };
      expect({ name, ...found }).toEqual({ name, ...expected });
      compared++;
    }
    expect(compared).toBe(17);
  });

  it('signs both texts to the same bytes', async () => {
    const { signing } = json<Notes>('notes.json');
    expect(signing).toHaveLength(2);
    for (const { skey, seedHex = '', keyName = '', vkey, text, note } of signing) {
      const made = { name: keyName, purpose: 'checkpoint', seed: Buffer.from(seedHex, 'hex') } as const;
      const key = parsePrivateKey(skey ?? formatPrivateKey(made).skey);
      expect(key?.signer.vkey).toBe(vkey);
      if (key === undefined) continue;
      const line = formatSignatureLine(await signNote(text, key.signer));
      // The second note has the first one's signature before it.
      expect(note.startsWith(`${text}\n`)).toBe(true);
      expect(note.endsWith(line)).toBe(true);
    }
  });

  it('tells the 2 verifier keys that are good from the 7 that are not', () => {
    const { verifierKeys } = json<Notes>('notes.json');
    expect(verifierKeys).toHaveLength(9);
    const found = verifierKeys.map(({ vkey }) => parseVkey(vkey) !== undefined);
    expect(found).toEqual(verifierKeys.map(({ valid }) => valid));
    expect(found.filter(Boolean)).toHaveLength(2);
  });

  it('reads the 12 checkpoint texts as they are meant, but for roots that are no SHA-256', () => {
    const { checkpointBodies } = json<Notes>('notes.json');
    expect(checkpointBodies).toHaveLength(12);
    // A library that does not fix the hash takes roots of 7 and 37 bytes; C2SP's root is SHA-256.
    const hasOtherRoot = (name: string) => ['smallest', 'one extension line'].includes(name);
    for (const { name, body, valid, origin, size } of checkpointBodies) {
      const found = parseForeignCheckpoint(body);
      const isTaken = typeof found !== 'string';
      expect({ name, isTaken }).toEqual({ name, isTaken: valid && !hasOtherRoot(name) });
      if (isTaken) expect(found).toMatchObject({ origin, size, extensions: [] });
      else if (hasOtherRoot(name)) expect(found).toBe('root is not base64 of 32 bytes');
      // Our own ledger's checkpoints are at most what the specification takes.
      if (parseCheckpointText(body).kind === 'checkpoint') expect(isTaken).toBe(true);
    }
    // With a root of the right length, an extension line is read; only our own checkpoints must have none.
    const body = `Log\n9944\n${Buffer.alloc(32).toString('base64')}\nHere's some associated data.\n`;
    expect(parseForeignCheckpoint(body)).toMatchObject({ extensions: ["Here's some associated data."] });
    expect(parseCheckpointText(body)).toMatchObject({ kind: 'fault' });
  });

  it('finds the time in the one signature that is a cosignature', () => {
    const { timestamps } = json<Notes>('notes.json').cosignatures;
    expect(timestamps).toHaveLength(2);
    for (const { signatureBase64, unixSeconds } of timestamps) {
      expect(cosignatureTime(Buffer.from(signatureBase64, 'base64').subarray(4))).toBe(unixSeconds);
    }
  });

  it('verifies the 3 cosigned checkpoints with the keys of their witnesses, and with no other', () => {
    const folders = [
      ['mirror', 'mirror.v0.json'],
      ['witness', 'witness.v0.json'],
      ['witness2', 'witness.v0.json'],
    ] as const;
    const keyIn = ([folder, file]: (typeof folders)[number]): VerifierKey => {
      const { verifier_keys: vkeys } = json<{ verifier_keys: readonly string[] }>(`cosigned/${folder}/${file}`);
      return at(keys(vkeys), 0);
    };
    let compared = 0;
    for (const one of folders) {
      const bytes = read(`cosigned/${one[0]}/checkpoint`);
      for (const other of folders) {
        const opened = openNote(bytes, [keyIn(other)]);
        if (one !== other) expect(opened).toMatchObject({ kind: 'fault', code: 'UNVERIFIED' });
        else {
          expect(opened).toMatchObject({ kind: 'note' });
          const text = opened.kind === 'note' ? opened.text : '';
          expect(parseForeignCheckpoint(text)).toMatchObject({ size: 300 });
          // Decades before and after would be another clock: 0x69546780 seconds are in the last week of 2025.
          const time = opened.kind === 'note' ? cosignatureTime(at(opened.verified, 0).line.signature) : undefined;
          expect(new Date((time ?? 0) * 1000).getUTCFullYear()).toBe(2025);
        }
        compared++;
      }
      for (let i = 0; i < bytes.length; i++) {
        const changed = Buffer.from(bytes);
        changed[i] = (changed[i] ?? 0) ^ 1;
        const found = openNote(changed, [keyIn(one)]);
        // Lines by keys that are not given may say anything.
        const isOfOther = found.kind === 'note' && found.text === bytes.toString().slice(0, found.text.length);
        if (found.kind !== 'fault' && !isOfOther) expect({ i, found }).toEqual('fault');
      }
    }
    expect(compared).toBe(9);
  });

  it("verifies the 16 checkpoints of Tessera's log, none of which is one of ours", () => {
    const [key] = keys(['example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx']);
    let compared = 0;
    for (let size = 0; size < 16; size++) {
      const bytes = read(`tessera-log/checkpoint.${size}`);
      const opened = openNote(bytes, key === undefined ? [] : [key]);
      expect(opened).toMatchObject({ kind: 'note', unverified: [] });
      const found = parseForeignCheckpoint(opened.kind === 'note' ? opened.text : '');
      expect(found).toMatchObject({ origin: 'example.com/log/testdata', size, extensions: [] });
      // It has no checksum line.
      expect(decodeCheckpoint(bytes)).toMatchObject({ kind: 'fault' });
      compared++;
    }
    expect(compared).toBe(16);
  });

  it('judges all 151 Ed25519 signatures of Wycheproof as meant, 88 of them good', () => {
    interface Group {
      readonly publicKey: { readonly pk: string };
      readonly tests: readonly { tcId: number; msg: string; sig: string; result: string }[];
    }
    const { testGroups } = json<{ testGroups: readonly Group[] }>('ed25519_test.json');
    const disagreements: number[] = [];
    const counts = { valid: 0, invalid: 0 };
    for (const { publicKey, tests } of testGroups) {
      for (const { tcId, msg, sig, result } of tests) {
        const [key = Buffer.of(), message, signature] = [publicKey.pk, msg, sig].map((hex) => Buffer.from(hex, 'hex'));
        const isGood = verifyEd25519(key, message ?? Buffer.of(), signature ?? Buffer.of());
        if (isGood !== (result === 'valid')) disagreements.push(tcId);
        counts[result === 'valid' ? 'valid' : 'invalid']++;
      }
    }
    expect(disagreements).toEqual([]);
    expect(counts).toEqual({ valid: 88, invalid: 63 });
  });
});
