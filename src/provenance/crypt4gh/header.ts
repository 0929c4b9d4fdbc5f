/** The header of a Crypt4GH file (GA4GH File Encryption Standard 1.0, section 3): packets, each for one reader. */

import { Buffer } from 'node:buffer';
import type { BytesReader } from './bytes-reader.ts';
import { NONCE_BYTES, seal, SEAL_BYTES, unseal } from './chacha.ts';
import { Crypt4ghError } from './crypt4gh-error.ts';
import { editListFault } from './edit-list.ts';
import { KEY_BYTES, keyPairOf, sharedKey, type KeyPair } from './x25519.ts';

const MAGIC = Buffer.from('crypt4gh');
const VERSION = 1;
/** X25519, ChaCha20-Poly1305: the only method of packets, and of data. */
const METHOD = 0;
const PACKET_TYPE = { dataKey: 0, editList: 1 } as const;

/** A thousand readers with an edit list each, and half a million edits in one: more is refused. */
const MAX_PACKETS = 2000;
const MAX_PACKET_BYTES = 4 * 1024 * 1024;

export interface Header {
  /** Whichever opens a segment; more than one where files were joined. */
  readonly dataKeys: readonly Uint8Array[];
  /** Skip, keep, skip, keep ...; absent: everything is kept. */
  readonly edits?: readonly number[];
}

export interface HeaderKeys {
  readonly writer: KeyPair;
  /** Public keys. */
  readonly readers: readonly Uint8Array[];
  /** Nonces. */
  readonly randomBytes: (length: number) => Uint8Array;
}

export function encodeHeader({ dataKeys, edits }: Header, { writer, readers, randomBytes }: HeaderKeys): Uint8Array {
  const contents: Uint8Array[] = dataKeys.map((key) => Buffer.concat([u32(PACKET_TYPE.dataKey), u32(METHOD), key]));
  if (edits !== undefined) contents.push(encodeEdits(edits));
  const packets = readers.flatMap((reader) =>
    contents.map((content) => {
      const shared = sharedKey({
        own: writer,
        theirs: reader,
        readerPublicKey: reader,
        writerPublicKey: writer.publicKey,
      });
      if (shared === undefined) throw new Crypt4ghError('FORMAT', 'a public key of a reader is none');
      const sealed = seal(shared, randomBytes(NONCE_BYTES), content);
      const rest = Buffer.concat([u32(METHOD), writer.publicKey, sealed]);
      return Buffer.concat([u32(4 + rest.length), rest]);
    }),
  );
  return Buffer.concat([MAGIC, u32(VERSION), u32(packets.length), ...packets]);
}

/** Reads up to the first segment. Throws a `Crypt4ghError`. */
export async function readHeader(source: BytesReader, reader: KeyPair): Promise<Header> {
  const start = await take(source, 16);
  if (!start.subarray(0, 8).equals(MAGIC)) throw new Crypt4ghError('FORMAT', 'the file does not begin with crypt4gh');
  const version = start.readUInt32LE(8);
  if (version !== VERSION) throw new Crypt4ghError('FORMAT', `version ${version}; known is ${VERSION}`);
  const count = start.readUInt32LE(12);
  if (count > MAX_PACKETS) throw new Crypt4ghError('FORMAT', `${count} packets; the limit is ${MAX_PACKETS}`);
  const dataKeys: Uint8Array[] = [];
  let edits: readonly number[] | undefined;
  for (let i = 0; i < count; i++) {
    const length = (await take(source, 4)).readUInt32LE(0);
    if (length < 4 + 4 || length > MAX_PACKET_BYTES)
      throw new Crypt4ghError('FORMAT', `packet ${i} of ${length} bytes; the limit is ${MAX_PACKET_BYTES}`);
    const content = openPacket(await take(source, length - 4), reader);
    if (content === undefined) continue;
    const found = decodePacket(content);
    if (found.kind === 'data-key') dataKeys.push(found.key);
    else if (edits !== undefined) throw new Crypt4ghError('FORMAT', 'two edit lists');
    else edits = found.edits;
  }
  if (dataKeys.length === 0) {
    throw new Crypt4ghError(
      'NOT-FOR-KEY',
      `none of ${count} packets is for the reader ${Buffer.from(reader.publicKey).toString('base64')}`,
    );
  }
  return edits === undefined ? { dataKeys } : { dataKeys, edits };
}

/** undefined for a packet of another reader, or of a method that is not known. */
function openPacket(packet: Buffer, reader: KeyPair): Buffer | undefined {
  if (packet.readUInt32LE(0) !== METHOD || packet.length < 4 + KEY_BYTES + SEAL_BYTES) return undefined;
  const writer = packet.subarray(4, 4 + KEY_BYTES);
  const shared = sharedKey({ own: reader, theirs: writer, readerPublicKey: reader.publicKey, writerPublicKey: writer });
  const content = shared === undefined ? undefined : unseal(shared, packet.subarray(4 + KEY_BYTES));
  return content === undefined ? undefined : Buffer.from(content);
}

type Packet =
  | { readonly kind: 'data-key'; readonly key: Uint8Array }
  | { readonly kind: 'edit-list'; readonly edits: readonly number[] };

/** Of packets that are for us, all must be understood. */
function decodePacket(content: Buffer): Packet {
  const type = content.length < 8 ? undefined : content.readUInt32LE(0);
  const rest = content.subarray(8);
  if (type === PACKET_TYPE.dataKey) {
    if (content.readUInt32LE(4) !== METHOD || rest.length !== KEY_BYTES)
      throw new Crypt4ghError('FORMAT', 'data of an unknown method');
    return { kind: 'data-key', key: rest };
  }
  if (type === PACKET_TYPE.editList) {
    const count = content.readUInt32LE(4);
    if (rest.length !== count * 8)
      throw new Crypt4ghError('FORMAT', `an edit list of ${count} in ${rest.length} bytes`);
    const edits = Array.from({ length: count }, (_, i) => Number(rest.readBigUInt64LE(i * 8)));
    const fault = editListFault(edits);
    if (fault !== undefined) throw new Crypt4ghError('FORMAT', fault);
    return { kind: 'edit-list', edits };
  }
  throw new Crypt4ghError('FORMAT', `a packet of type ${type}`);
}

function encodeEdits(edits: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(8 + edits.length * 8);
  bytes.writeUInt32LE(PACKET_TYPE.editList, 0);
  bytes.writeUInt32LE(edits.length, 4);
  for (const [i, length] of edits.entries()) bytes.writeBigUInt64LE(BigInt(length), 8 + i * 8);
  return bytes;
}

async function take(source: BytesReader, length: number): Promise<Buffer> {
  const bytes = Buffer.from(await source.take(length));
  if (bytes.length < length) throw new Crypt4ghError('TRUNCATED', 'the file ends inside its header');
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** A pair for one file, so that readers learn nothing about the writer. */
export const ephemeralKeyPair = (randomBytes: (length: number) => Uint8Array): KeyPair =>
  keyPairOf(randomBytes(KEY_BYTES));
