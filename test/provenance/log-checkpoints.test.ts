import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AssertionError } from '../../src/base/index.ts';
import {
  decodeCheckpoint,
  isBy,
  memoryStorage,
  parseVkey,
  toBase64,
  verifyEd25519,
  verifyLedger,
  type LedgerStorage,
  type NoteSigner,
} from '../../src/provenance/index.ts';
import { createCheckpointWriter } from '../../src/provenance/ledger/checkpoint-writer.ts';
import { naiveRoot } from './naive-tree.ts';
import { fill, gate, openSample, recordsOf, systemError, testSigner, typesOf, watchedStorage } from './log-support.ts';
import { EPOCH_MS, ORIGIN } from './sample-ledger.ts';

const OLD = testSigner('lab.example/ledger', 1);
const NEW = testSigner('lab.example/ledger-2', 2);

/** Sizes that have a checkpoint, and the names of the keys whose signatures on it verify. */
async function checkpointsOf(storage: LedgerStorage): Promise<Readonly<Record<number, readonly string[]>>> {
  const records = await recordsOf(storage);
  const found: Record<number, readonly string[]> = {};
  for (const name of await storage.list('checkpoints')) {
    const decoded = decodeCheckpoint(await storage.read(`checkpoints/${name}`));
    if (decoded.kind === 'fault') throw new Error(decoded.message);
    const { size, root } = decoded.checkpoint;
    expect(name).toBe(String(size).padStart(10, '0'));
    expect(toBase64(root)).toBe(toBase64(naiveRoot(records.slice(0, size).map(({ leafHash }) => leafHash))));
    const text = Buffer.from(`${ORIGIN}\n${size}\n${toBase64(root)}\n`);
    found[size] = decoded.lines.map((line) => {
      const key = [OLD, NEW].map(({ vkey }) => parseVkey(vkey)).find((one) => one && isBy(line, one));
      if (key === undefined || !verifyEd25519(key.publicKey, text, line.signature)) throw new Error('bad signature');
      return key.name;
    });
  }
  return found;
}

describe('checkpoints', () => {
  it('come when so many records are new, or so much time has passed, at flushes; and at the end', async () => {
    const storage = memoryStorage();
    let nowMs = EPOCH_MS;
    const clock = { nowMs: () => nowMs };
    const { writer } = await openSample({ storage, clock, checkpoints: { everyRecords: 5, everyMs: 10_000 } });
    const flushOne = async () => {
      writer.append(fill(1));
      await writer.flush();
      // Its checkpoint, which holds nobody up, is written meanwhile.
      await new Promise(setImmediate);
    };
    // Records 0 to 4 are five.
    for (let size = 2; size <= 6; size++) await flushOne();
    expect(await checkpointsOf(storage)).toEqual({ 5: [] });
    nowMs += 10_000;
    await writer.flush();
    expect(await storage.list('checkpoints')).toHaveLength(1);
    await flushOne();
    expect(await checkpointsOf(storage)).toEqual({ 5: [], 7: [] });
    // A clock set back by a day puts no checkpoint off.
    nowMs -= 86_400_000;
    await flushOne();
    await flushOne();
    expect(await checkpointsOf(storage)).toEqual({ 5: [], 7: [], 8: [] });
    await writer.close();
    expect(await checkpointsOf(storage)).toEqual({ 5: [], 7: [], 8: [], 9: [] });
    expect((await verifyLedger(storage)).kind).toBe('verified');
  });

  it('hold no flush up, are written one at a time, and are waited for at the end', async () => {
    const watched = watchedStorage();
    const { writer } = await openSample({ storage: watched.storage, checkpoints: { everyRecords: 1, everyMs: 1e9 } });
    await new Promise(setImmediate);
    watched.log.length = 0;
    const held = gate();
    watched.before = (operation) => (operation === 'write' ? held.opened : undefined);
    for (let i = 0; i < 5; i++) {
      writer.append(fill(1));
      await writer.flush();
    }
    const writes = () => watched.log.filter((line) => line.startsWith('write'));
    expect(writes()).toEqual(['write checkpoints/0000000002']);
    let isClosed = false;
    const closing = writer.close().then(() => {
      isClosed = true;
    });
    await new Promise(setImmediate);
    expect(isClosed).toBe(false);
    held.open();
    await closing;
    expect(writes().slice(1)).toEqual(['write checkpoints/0000000006', 'write snapshot']);
  });

  it('are only of records that are durable', async () => {
    const watched = watchedStorage();
    const { writer } = await openSample({ storage: watched.storage, checkpoints: { everyRecords: 2, everyMs: 1e9 } });
    watched.log.length = 0;
    watched.before = (operation) => {
      if (operation === 'append') throw systemError('ENOSPC');
    };
    writer.append(fill(1));
    writer.append(fill(1));
    await expect(writer.flush()).rejects.toMatchObject({ code: 'NO-SPACE' });
    await expect(writer.checkpoint()).rejects.toMatchObject({ code: 'NO-SPACE' });
    expect(watched.log.filter((line) => line.startsWith('write'))).toEqual([]);
    watched.before = () => {};
    expect(await writer.checkpoint()).toMatchObject({ size: 3 });
    await writer.close();
    expect(await checkpointsOf(watched.inner)).toEqual({ 3: [] });
  });

  it('are to be had on demand, of what was appended before, also where the next batch has one due', async () => {
    const storage = memoryStorage();
    const { writer } = await openSample({ storage, checkpoints: { everyRecords: 3, everyMs: 1e9 } });
    writer.append(fill(1));
    const first = writer.checkpoint();
    writer.append(fill(2));
    const [{ size, root }] = await Promise.all([first, writer.flush()]);
    expect(size).toBe(2);
    // Asking again writes nothing: others may have signed what is there.
    await storage.writeAtomic('checkpoints/0000000003', new Uint8Array(1));
    writer.append(fill(3));
    await writer.close();
    const files = storage.files();
    expect(Buffer.from(files.get('checkpoints/0000000002') ?? []).toString()).toContain(`\n2\n${root}\n`);
    expect([...files.keys()].filter((name) => name.startsWith('checkpoints'))).toEqual(
      ['0000000002', '0000000003', '0000000004'].map((name) => `checkpoints/${name}`),
    );
  });

  it('are not written twice for one size', async () => {
    const watched = watchedStorage();
    const { writer } = await openSample({ storage: watched.storage });
    const { root } = await writer.checkpoint();
    expect(await writer.checkpoint()).toEqual({ size: 1, root });
    expect(await writer.close()).toEqual({ size: 1, root });
    expect(watched.log.filter((line) => line.startsWith('write checkpoints'))).toHaveLength(1);
  });

  it('that fail in the background: a full disk is tried again later, anything else ends the writer', async () => {
    const watched = watchedStorage();
    const { writer } = await openSample({ storage: watched.storage, checkpoints: { everyRecords: 1, everyMs: 1e9 } });
    const flushOne = async () => {
      writer.append(fill(1));
      await writer.flush();
      await new Promise(setImmediate);
    };
    let code = 'ENOSPC';
    watched.before = (operation) => {
      if (operation === 'write' && code !== '') throw systemError(code);
    };
    await flushOne();
    code = '';
    await flushOne();
    expect(Object.keys(await checkpointsOf(watched.inner)).at(-1)).toBe('3');
    code = 'EIO';
    await flushOne();
    expect(() => writer.append(fill(1))).toThrow('EIO: as asked');
    await expect(writer.close()).rejects.toMatchObject({ code: 'WRITE-FAILED' });
  });

  it('assert that they continue the one before', async () => {
    const hash = (byte: number) => new Uint8Array(32).fill(byte);
    const last = { size: 3, subtrees: [hash(1), hash(2)] };
    const writer = createCheckpointWriter({ storage: memoryStorage(), origin: ORIGIN, last, snapshotSize: 0 });
    const write = (size: number, subtrees: readonly Uint8Array[]) =>
      writer.write({ size, subtrees, signers: [] }, Promise.resolve());
    const refused = (message: string) => new AssertionError(message);
    await expect(write(2, [hash(1)])).rejects.toThrow(refused('checkpoint of 2 records after one of 3'));
    const other = 'records 0 to 1 have another root than in the checkpoint before';
    await expect(write(3, [hash(9), hash(2)])).rejects.toThrow(refused(other));
    const third = 'records 2 to 2 have another root than in the checkpoint before';
    await expect(write(3, [hash(1), hash(9)])).rejects.toThrow(refused(third));
    // Of four records nothing is left of the subtrees of three.
    await write(4, [hash(9)]);
    await expect(write(6, [hash(1), hash(2)])).rejects.toThrow('records 0 to 3 have another root');
    await write(6, [hash(9), hash(2)]);
  });
});

describe('a ledger with a key', () => {
  it('names it in record 0, and has it sign every checkpoint', async () => {
    const storage = memoryStorage();
    const { writer } = await openSample({ storage, signer: OLD });
    writer.append(fill(1));
    await writer.checkpoint();
    writer.append(fill(2));
    await writer.close();
    expect((await recordsOf(storage))[0]).toMatchObject({ fact: { type: 'ledger-opened', vkey: OLD.vkey } });
    expect(await checkpointsOf(storage)).toEqual({ 2: ['lab.example/ledger'], 3: ['lab.example/ledger'] });
  });

  it('goes on with that key and no other', async () => {
    const storage = memoryStorage();
    await (await openSample({ storage, signer: OLD })).writer.close();
    const message = (given: string) => `the ledger's key in force is ${OLD.vkey}; ${given} was given`;
    const other = { code: 'OTHER-KEY', message: message(NEW.vkey) };
    await expect(openSample({ storage, signer: NEW })).rejects.toMatchObject(other);
    await expect(openSample({ storage })).rejects.toMatchObject({ code: 'OTHER-KEY', message: message('none') });
    await (await openSample({ storage, signer: OLD })).writer.close();
    const unsigned = memoryStorage();
    await (await openSample({ storage: unsigned })).writer.close();
    await expect(openSample({ storage: unsigned, signer: OLD })).rejects.toMatchObject({
      message: `the ledger's key in force is none; ${OLD.vkey} was given`,
    });
  });

  it('hands over to another: a proof by the old key, one checkpoint by both, then by the new one', async () => {
    const storage = memoryStorage();
    const { writer } = await openSample({ storage, signer: OLD, checkpoints: { everyRecords: 1, everyMs: 1e9 } });
    const { size } = await writer.rotateKey(NEW, 'yearly');
    expect(size).toBe(2);
    writer.append(fill(1));
    await writer.close();
    const [old, both, later] = ['lab.example/ledger', 'lab.example/ledger-2'].map((name) => [name]);
    expect(await checkpointsOf(storage)).toEqual({ 1: old, 2: [...(old ?? []), ...(both ?? [])], 3: later ?? both });
    const { fact } = (await recordsOf(storage))[1] ?? {};
    if (fact?.type !== 'key-rotated') throw new Error('no rotation');
    expect(fact).toMatchObject({ from: OLD.vkey, to: NEW.vkey, reason: 'yearly' });
    // Spelled out from docs/FORMATS.md.
    const signed = Buffer.from(`seqplan key rotation v1\n${ORIGIN}\n${OLD.vkey}\n${NEW.vkey}\n`);
    const publicKey = parseVkey(OLD.vkey)?.publicKey ?? new Uint8Array();
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    expect(verify(null, signed, key, Buffer.from(fact.proof, 'base64'))).toBe(true);
    // From then on it is the new key's ledger, with and without its snapshot.
    for (const files of [storage.files(), new Map([...storage.files()].filter(([name]) => name !== 'snapshot'))]) {
      await expect(openSample({ storage: memoryStorage(files), signer: OLD })).rejects.toMatchObject({
        code: 'OTHER-KEY',
      });
      await (await openSample({ storage: memoryStorage(files), signer: NEW })).writer.close();
    }
  });

  it('has the checkpoint that ends with the rotation signed by both keys, whoever asks for it', async () => {
    const storage = memoryStorage();
    let fails = 0;
    const stuck: NoteSigner = {
      vkey: OLD.vkey,
      // The proof is signed, the checkpoint at first is not.
      sign: (message) => (++fails === 2 ? Promise.reject(new Error('token pulled')) : OLD.sign(message)),
    };
    const { writer } = await openSample({ storage, signer: stuck });
    await expect(writer.rotateKey(NEW, 'yearly')).rejects.toMatchObject({
      code: 'SIGN-FAILED',
      message: 'token pulled',
    });
    expect(await writer.close()).toMatchObject({ size: 2 });
    expect(await checkpointsOf(storage)).toEqual({ 2: ['lab.example/ledger', 'lab.example/ledger-2'] });
  });

  it('stays with its key where that signs no proof', async () => {
    const storage = memoryStorage();
    let isPulled = true;
    const sign = (message: Uint8Array) => {
      if (isPulled) throw new Error('token pulled');
      return OLD.sign(message);
    };
    const { writer } = await openSample({ storage, signer: { vkey: OLD.vkey, sign } });
    await expect(writer.rotateKey(NEW, 'yearly')).rejects.toMatchObject({ code: 'SIGN-FAILED' });
    await expect(writer.close()).rejects.toMatchObject({ code: 'SIGN-FAILED' });
    isPulled = false;
    await writer.close();
    expect(await typesOf(storage)).toEqual(['ledger-opened']);
    expect(await checkpointsOf(storage)).toEqual({ 1: ['lab.example/ledger'] });
  });

  it('goes on recording while its key cannot sign, and catches up later', async () => {
    const storage = memoryStorage();
    let isPulled = true;
    const sign = (message: Uint8Array) => (isPulled ? Promise.reject(new Error('pulled')) : OLD.sign(message));
    const checkpoints = { everyRecords: 1, everyMs: 1e9 };
    const { writer } = await openSample({ storage, signer: { vkey: OLD.vkey, sign }, checkpoints });
    writer.append(fill(1));
    await writer.flush();
    await new Promise(setImmediate);
    isPulled = false;
    writer.append(fill(2));
    await writer.flush();
    await new Promise(setImmediate);
    expect(await storage.list('checkpoints')).toEqual(['0000000003']);
    await writer.close();
  });

  it('asserts that there is a key to hand over from, one to hand over to, and one handing over at a time', async () => {
    const { writer } = await openSample({ storage: memoryStorage() });
    await expect(writer.rotateKey(NEW, '')).rejects.toThrow('a ledger without a signer has no key to rotate');
    const signed = await openSample({ storage: memoryStorage(), signer: OLD });
    await expect(signed.writer.rotateKey({ ...NEW, vkey: 'x' }, '')).rejects.toThrow('x is no vkey');
    const both = await Promise.allSettled([signed.writer.rotateKey(NEW, 'a'), signed.writer.rotateKey(NEW, 'b')]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });
});
