import { Buffer } from 'node:buffer';
import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../src/base/index.ts';
import {
  Crypt4ghError,
  decryptCrypt4gh,
  encryptCrypt4gh,
  keyPairOf,
  SEGMENT_BYTES,
  type EncryptOptions,
} from '../../src/provenance/index.ts';
import { sharedKey } from '../../src/provenance/crypt4gh/x25519.ts';
import { cases, decrypted, gather, READER, secretKey, sha256, shared, stream } from './crypt4gh-cases.ts';

const bytesFrom =
  (random: Random) =>
  (length: number): Buffer => {
    const bytes = Buffer.alloc(Math.ceil(length / 4) * 4);
    for (let i = 0; i < length; i += 4) bytes.writeUInt32LE(random.uint32(), i);
    return bytes.subarray(0, length);
  };
const randomBytes = bytesFrom(createRandom(1));
const [alice, bob, eve] = [1, 2, 3].map((seed) => keyPairOf(Buffer.alloc(32, seed))) as [Pair, Pair, Pair];
type Pair = ReturnType<typeof keyPairOf>;

const encrypted = (plain: Uint8Array, options: Partial<EncryptOptions> = {}): Promise<Buffer> =>
  gather(encryptCrypt4gh(stream(plain), { recipients: [alice.publicKey], randomBytes, ...options }));

/** Code of the refusal. */
async function refusal(file: Uint8Array, key = alice): Promise<string> {
  try {
    await decrypted(file, key);
  } catch (error) {
    if (error instanceof Crypt4ghError) return error.code;
    throw error;
  }
  return 'none';
}

/** Magic, version and count of packets; one packet: length, method, key, nonce, type, method, data key, tag. */
const PACKET = 4 + 4 + 32 + 12 + 4 + 4 + 32 + 16;
const HEADER = 16 + PACKET;
const SEALED = SEGMENT_BYTES + 28;

describe('files of other tools', () => {
  it.skipIf(cases.length === 0)('are read, all eight of them', async () => {
    expect(cases).toHaveLength(8);
    for (const { file, secret, passphrase, bytes, sha256: expected } of cases) {
      const plain = await decrypted(shared(file), secretKey(shared(secret), passphrase));
      expect([file, plain.length, sha256(plain)]).toEqual([file, bytes, expected]);
    }
  });

  it('are read where they are empty: a header and nothing more', async () => {
    // uio-bmi/crypt4gh src/test/resources/empty.python.txt.c4gh (MIT).
    const file = Buffer.from(EMPTY_PYTHON, 'base64');
    expect(file).toHaveLength(HEADER);
    expect(await decrypted(file, secretKey(READER.secret, READER.passphrase))).toEqual(Buffer.alloc(0));
  });
});

describe('a file', () => {
  it.each([0, 1, 65_535, 65_536, 65_537, 131_072, 1_000_003])('of %i bytes comes back', async (length) => {
    const plain = randomBytes(length);
    const file = await encrypted(plain);
    // Each begun segment costs a nonce and a tag.
    expect(file).toHaveLength(HEADER + length + 28 * Math.ceil(length / SEGMENT_BYTES));
    expect((await decrypted(file, alice)).equals(plain)).toBe(true);
  });

  it('comes back whatever the chunks that it arrives in', async () => {
    const plain = randomBytes(200_000);
    const file = await encrypted(plain);
    for (const chunkBytes of [1, 27, 28, 65_564, 300_000]) {
      const chunks = decryptCrypt4gh(stream(file, chunkBytes), alice);
      expect((await gather(chunks)).equals(plain)).toBe(true);
    }
  });

  it('comes back where some chunks are empty', async () => {
    async function* withGaps(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
      yield new Uint8Array();
      for await (const chunk of stream(bytes)) yield* [chunk, new Uint8Array()];
    }
    const plain = randomBytes(70_000);
    const file = await gather(encryptCrypt4gh(withGaps(plain), { recipients: [alice.publicKey], randomBytes }));
    expect((await gather(decryptCrypt4gh(withGaps(file), alice))).equals(plain)).toBe(true);
  });

  it('has the same bytes for the same key, nonces and text, and others for others', async () => {
    const plain = Buffer.from('ACGT');
    const [one, again, other] = await Promise.all(
      [7, 7, 8].map((seed) => encrypted(plain, { randomBytes: bytesFrom(createRandom(seed)) })),
    );
    expect(one).toEqual(again);
    expect(other).not.toEqual(one);
  });

  it('is read by each of its readers and by nobody else', async () => {
    const plain = randomBytes(70_000);
    const file = await encrypted(plain, { recipients: [alice.publicKey, bob.publicKey], writer: eve });
    for (const key of [alice, bob]) expect((await decrypted(file, key)).equals(plain)).toBe(true);
    expect(await refusal(file, eve)).toBe('NOT-FOR-KEY');
  });

  it('is never held in memory whole: one segment goes in, one comes out', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (; given < 1000; given++) yield Buffer.alloc(SEGMENT_BYTES, given);
    }
    const file = encryptCrypt4gh(endless(), { recipients: [alice.publicKey], randomBytes });
    const plain = decryptCrypt4gh(file, alice);
    for (let i = 0; i < 10; i++) {
      const { value } = await plain.next();
      expect(value?.length).toBe(SEGMENT_BYTES);
      expect(given).toBe(i);
    }
  });
});

describe('an edit list', () => {
  const plain = randomBytes(150_000);
  const part = (start: number, end?: number): Buffer => plain.subarray(start, end);

  it.each<readonly [string, readonly number[], Buffer]>([
    ['keeps the beginning', [0, 10], part(0, 10)],
    ['keeps parts, across segments', [5, 10, 65_530, 100, 0, 20], Buffer.concat([part(5, 15), part(65_545, 65_665)])],
    ['that ends with a skip keeps the rest', [100_000], part(100_000)],
    ['with a second skip keeps the rest behind that', [0, 10, 100_000], Buffer.concat([part(0, 10), part(100_010)])],
    ['may keep nothing', [0, 0], part(0, 0)],
    ['may end where the file does', [149_999, 1], part(149_999)],
    ['may skip to the end', [150_000], part(0, 0)],
  ])('%s', async (_, edits, expected) => {
    const file = await encrypted(plain, { edits, recipients: [bob.publicKey, alice.publicKey] });
    expect((await decrypted(file, alice)).equals(expected)).toBe(true);
  });

  it('that wants more than there is tells of a file cut short', async () => {
    expect(await refusal(await encrypted(plain, { edits: [149_999, 2] }))).toBe('TRUNCATED');
    expect(await refusal(await encrypted(plain, { edits: [200_000, 1] }))).toBe('TRUNCATED');
  });

  it('does not hide damage behind what it keeps', async () => {
    const file = await encrypted(plain, { edits: [0, 10] });
    file[file.length - 1] = (file[file.length - 1] ?? 0) ^ 1;
    expect(await refusal(file)).toBe('DAMAGED');
  });
});

describe('a packet that is sealed for us', () => {
  const u32 = (value: number): Buffer => Buffer.of(value & 255, (value >> 8) & 255, 0, 0);
  const u64 = (value: bigint): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(value);
    return bytes;
  };
  const DATA_KEY = Buffer.concat([u32(0), u32(0), Buffer.alloc(32, 9)]);
  const edits = (...lengths: readonly bigint[]): Buffer =>
    Buffer.concat([u32(1), u32(lengths.length), ...lengths.map(u64)]);

  /** A header of packets from eve to alice, laid out by hand, and no segment. */
  function headerOf(contents: readonly Uint8Array[]): Buffer {
    const keys = { readerPublicKey: alice.publicKey, writerPublicKey: eve.publicKey };
    const shared = sharedKey({ own: eve, theirs: alice.publicKey, ...keys }) ?? new Uint8Array();
    const packets = contents.map((content) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('chacha20-poly1305', shared, nonce, { authTagLength: 16 });
      const sealed = [cipher.update(content), cipher.final(), cipher.getAuthTag()];
      const packet = Buffer.concat([u32(0), eve.publicKey, nonce, ...sealed]);
      return Buffer.concat([u32(4 + packet.length), packet]);
    });
    return Buffer.concat([Buffer.from('crypt4gh'), u32(1), u32(packets.length), ...packets]);
  }

  it('is taken with a data key and an edit list as the specification lays them out', async () => {
    expect(await decrypted(headerOf([DATA_KEY, edits(0n, 0n)]), alice)).toEqual(Buffer.alloc(0));
    // The list wants a byte of a file without any: it was understood.
    expect(await refusal(headerOf([DATA_KEY, edits(0n, 1n)]))).toBe('TRUNCATED');
  });

  it.each([
    ['two edit lists', [DATA_KEY, edits(0n, 1n), edits(0n, 1n)], 'two edit lists'],
    ['an edit list without lengths', [DATA_KEY, edits()], 'an edit list without lengths'],
    ['a length that no number holds', [DATA_KEY, edits(0n, 2n ** 53n)], 'an edit list with a length beyond 2^53'],
    ['fewer lengths than are counted', [DATA_KEY, edits(0n, 1n).subarray(0, 16)], 'an edit list of 2 in 8 bytes'],
    ['more lengths than are counted', [Buffer.concat([edits(5n), u64(1n)])], 'an edit list of 1 in 16 bytes'],
    ['a data key of another cipher', [DATA_KEY.with(4, 1)], 'data of an unknown method'],
    ['a data key of 31 bytes', [DATA_KEY.subarray(0, 39)], 'data of an unknown method'],
    ['a type that nobody knows', [Buffer.concat([u32(2), u32(0)])], 'a packet of type 2'],
    ['no room for a type', [Buffer.alloc(7)], 'a packet of type undefined'],
  ])('and holds %s is refused', async (_, contents, message) => {
    await expect(decrypted(headerOf(contents), alice)).rejects.toMatchObject({ code: 'FORMAT', message });
  });
});

describe('tampering', () => {
  it('with any byte of a segment is found', async () => {
    const file = await encrypted(randomBytes(66_000));
    const random = createRandom(2);
    const places = [HEADER, HEADER + 12, HEADER + SEALED - 1, HEADER + SEALED, file.length - 1];
    for (let i = 0; i < 50; i++) places.push(HEADER + random.below(file.length - HEADER));
    for (const place of places) {
      const damaged = Buffer.from(file);
      damaged[place] = (damaged[place] ?? 0) ^ (1 << random.below(8));
      expect(await refusal(damaged)).toBe('DAMAGED');
    }
  });

  it('with any byte of the header is found', async () => {
    const file = await encrypted(Buffer.from('ACGT'));
    for (let place = 0; place < HEADER; place++) {
      const damaged = Buffer.from(file);
      damaged[place] = (damaged[place] ?? 0) ^ 1;
      expect(await refusal(damaged)).toMatch(/^(FORMAT|NOT-FOR-KEY|TRUNCATED|DAMAGED)$/);
    }
  });

  it('by cutting is found, but where a segment ends; size and digest of the plaintext tell of that', async () => {
    const plain = randomBytes(140_000);
    const file = await encrypted(plain);
    const codes = new Map<string, number>();
    for (let length = 0; length < file.length; length += length < HEADER + 100 ? 1 : 997) {
      const code = await refusal(file.subarray(0, length));
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect([...codes.keys()].toSorted()).toEqual(['DAMAGED', 'TRUNCATED', 'none']);
    // Directly behind the header.
    expect(codes.get('none')).toBe(1);
    const atSegment = await decrypted(file.subarray(0, HEADER + SEALED), alice);
    expect(atSegment.equals(plain.subarray(0, SEGMENT_BYTES))).toBe(true);
    expect(sha256(atSegment)).not.toBe(sha256(plain));
  });

  it.each([
    ['another magic', (file: Buffer) => file.fill('x', 0, 1), 'FORMAT'],
    ['version 2', (file: Buffer) => file.fill(2, 8, 9), 'FORMAT'],
    ['a million packets', (file: Buffer) => file.fill(0x0f, 14, 15), 'FORMAT'],
    ['a packet of 4 GiB', (file: Buffer) => file.fill(0xff, 16, 20), 'FORMAT'],
    ['a packet of 3 bytes', (file: Buffer) => file.fill(Buffer.of(3, 0, 0, 0), 16, 20), 'FORMAT'],
    ['no packet', (file: Buffer) => file.fill(0, 12, 16), 'NOT-FOR-KEY'],
    ['a writer key of small order', (file: Buffer) => file.fill(0, 24, 56), 'NOT-FOR-KEY'],
    ['a packet of another method', (file: Buffer) => file.fill(1, 20, 21), 'NOT-FOR-KEY'],
  ])('with %s is refused', async (_, change, code) => {
    expect(await refusal(change(await encrypted(Buffer.from('ACGT'))))).toBe(code);
  });

  it('with the readers of the file: a reader without a key is refused', async () => {
    await expect(encrypted(Buffer.from('ACGT'), { recipients: [new Uint8Array(32)] })).rejects.toThrow(Crypt4ghError);
  });
});

const EMPTY_PYTHON =
  'Y3J5cHQ0Z2gBAAAAAQAAAGwAAAAAAAAANuMiN8R2GXbCimZqU3ctzn11WmmoJd3tizr4rnDWZzg1IHrDxYSptztfiXfnk7QsxaIuMuFXX20yOekWg4kE5oW5Gr5LfX9dqXjhilvj+jT0RY8DMZJS8514Dl7jE3miKotahw==';
