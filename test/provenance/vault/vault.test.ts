import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { commitmentTo, fileKeyWrapper, isSubject } from '../../../src/provenance/index.ts';
import { seal, unseal } from '../../../src/provenance/vault/seal.ts';
import {
  decodeSubject,
  encodeSubject,
  sealSubject,
  unsealSubject,
} from '../../../src/provenance/vault/subject-file.ts';
import { countedBytes, vaultRoom } from './memory-vault.ts';

const JANE = { name: 'Jane Roe', born: '1970-02-03', mrn: 'MRN-0012345' };
const DOCTOR = { actor: 'op-7', reason: 'call back with the result' };

const everyByte = (files: ReadonlyMap<string, Uint8Array>): string =>
  [...files].map(([name, bytes]) => `${name}\n${Buffer.from(bytes).toString('latin1')}`).join('\n');

describe('a commitment', () => {
  it('is SHA-256 over its label, the field, the salt and the value', () => {
    const salt = new Uint8Array(32).fill(7);
    const expected = createHash('sha256')
      .update('seqplan commitment v1\nname\n')
      .update(salt)
      .update('Jane')
      .digest('hex');
    expect(commitmentTo('name', salt, 'Jane')).toBe(expected);
  });

  it('asks for a whole salt and a field name of one line', () => {
    expect(() => commitmentTo('name', new Uint8Array(16), 'x')).toThrow('salt of 16 bytes');
    expect(() => commitmentTo('na\nme', new Uint8Array(32), 'x')).toThrow('one line');
  });
});

describe('a seal', () => {
  const randomBytes = countedBytes();
  const key = randomBytes(32);
  const sealed = seal({ key, plaintext: Buffer.from('secret'), context: 'here', randomBytes });

  it('opens with its key in its place only', () => {
    expect(Buffer.from(unseal(key, sealed, 'here') ?? []).toString()).toBe('secret');
    expect(unseal(key, sealed, 'there')).toBeUndefined();
    expect(unseal(randomBytes(32), sealed, 'here')).toBeUndefined();
    expect(unseal(randomBytes(16), sealed, 'here')).toBeUndefined();
    expect(unseal(key, sealed.subarray(0, 20), 'here')).toBeUndefined();
  });

  it('breaks with any bit', () => {
    for (let i = 0; i < sealed.length; i++)
      expect(unseal(key, sealed.with(i, (sealed[i] ?? 0) ^ 1), 'here')).toBeUndefined();
  });

  it('never uses a nonce twice', () => {
    const again = seal({ key, plaintext: Buffer.from('secret'), context: 'here', randomBytes });
    expect(Buffer.from(again).equals(sealed)).toBe(false);
  });
});

describe("a subject's file", () => {
  it('reads back, and with any byte changed does not open', async () => {
    const randomBytes = countedBytes();
    const wrapper = fileKeyWrapper(randomBytes(32), randomBytes);
    const fields = new Map([['name', { salt: randomBytes(32), value: 'Jane Roe' }]]);
    const file = await sealSubject({ subject: 'sub-1', fields, lookups: ['ab'], wrapper, randomBytes });
    const bytes = encodeSubject(file);
    const decoded = decodeSubject('sub-1', bytes);
    expect((await unsealSubject(decoded ?? file, wrapper))?.get('name')?.value).toBe('Jane Roe');
    expect(decodeSubject('sub-2', bytes)).toBeUndefined();
    expect(decodeSubject('sub-1', new Uint8Array(1_000_001))).toBeUndefined();
    for (let i = 0; i < bytes.length; i++) {
      const damaged = decodeSubject('sub-1', bytes.with(i, (bytes[i] ?? 0) ^ 1));
      // Lookups are searched, not opened: a byte of theirs only keeps the person from being found.
      if (damaged === undefined || damaged.lookups[0] !== 'ab') continue;
      expect(await unsealSubject(damaged, wrapper)).toBeUndefined();
    }
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"subject":"sub-1"}',
    '{"fields":{"a":1},"key":"","lookups":[],"subject":"sub-1","v":1}',
  ])('is refused: %s', (text) => {
    expect(decodeSubject('sub-1', Buffer.from(text))).toBeUndefined();
  });
});

describe('a person in the vault', () => {
  it('is a random pseudonym, told again only with actor and reason on record', async () => {
    const room = vaultRoom();
    const vault = await room.open();
    const subject = await vault.add(JANE, { actor: 'op-1', reason: 'intake' });
    expect(isSubject(subject)).toBe(true);
    expect(await vault.resolve(subject, DOCTOR)).toEqual(JANE);
    expect(await vault.resolve(subject, DOCTOR, ['mrn', 'unknown'])).toEqual({ mrn: JANE.mrn });
    expect(room.entries.map(({ notice, actor }) => `${notice.type} ${actor}`)).toEqual([
      'vault-opened seqplan',
      'subject-added op-1',
      'subject-resolved op-7',
      'subject-resolved op-7',
    ]);
    expect(room.entries.at(-1)?.notice).toMatchObject({ subject, fields: ['mrn'], reason: DOCTOR.reason });
    // Two visits of one person have nothing in common.
    expect(await vault.add(JANE, { actor: 'op-1', reason: 'intake' })).not.toBe(subject);
  });

  it('leaves no byte of the identity outside the seal, in files or in the log', async () => {
    const room = vaultRoom();
    const vault = await room.open();
    await vault.resolve(await vault.add(JANE, DOCTOR), DOCTOR);
    const everything = `${everyByte(room.files)}${JSON.stringify(room.entries)}`;
    for (const value of Object.values(JANE)) {
      expect(everything).not.toContain(value);
      expect(everything).not.toContain(Buffer.from(value).toString('base64'));
      expect(everything).not.toContain(createHash('sha256').update(value).digest('hex'));
    }
  });

  it('is found by any field however it is spelled, and looking is on record without the value', async () => {
    const room = vaultRoom();
    const vault = await room.open();
    const first = await vault.add(JANE, DOCTOR);
    const second = await vault.add({ ...JANE, mrn: 'MRN-2' }, DOCTOR);
    await vault.add({ name: 'John Doe' }, DOCTOR);
    room.files.set('subjects/other', Buffer.from('x'));
    expect(await vault.find('name', '  jane   ROE ', DOCTOR)).toEqual([first, second].toSorted());
    expect(await vault.find('mrn', 'MRN-2', DOCTOR)).toEqual([second]);
    // The same text in another field is another thing.
    expect(await vault.find('born', 'Jane Roe', DOCTOR)).toEqual([]);
    expect(JSON.stringify(room.entries)).not.toMatch(/jane/i);
  });

  it('once erased is gone for good: file, key, salts; the record of it stays', async () => {
    const room = vaultRoom();
    const vault = await room.open();
    const subject = await vault.add(JANE, DOCTOR);
    const sealed = Buffer.from(room.files.get(`subjects/${subject}`) ?? []).toString('latin1');
    await vault.erase(subject, { actor: 'op-9', reason: 'consent withdrawn' });
    await expect(vault.resolve(subject, DOCTOR)).rejects.toMatchObject({ code: 'ERASED' });
    expect(await vault.find('mrn', JANE.mrn, DOCTOR)).toEqual([]);
    expect(everyByte(room.files)).not.toContain(JSON.parse(sealed).key);
    expect(room.entries.map(({ notice }) => notice.type)).toContain('subject-erased');
    // Again changes nothing, after a restart as well.
    await vault.erase(subject, DOCTOR);
    const later = await room.open();
    await expect(later.resolve(subject, DOCTOR)).rejects.toMatchObject({ code: 'ERASED' });
  });
});

describe('the order of things', () => {
  it('is record first, then the deed', async () => {
    const room = vaultRoom();
    const vault = await room.open();
    const subject = await vault.add(JANE, DOCTOR);
    await vault.erase(subject, DOCTOR);
    expect(room.steps).toEqual(['flush', 'flush', `write subjects/${subject}`, 'flush', `remove subjects/${subject}`]);
  });

  it('so that nothing is told, stored or erased that could not be recorded', async () => {
    const room = vaultRoom();
    const subject = await (await room.open()).add(JANE, DOCTOR);
    const deaf = await room.open({ failFlush: true });
    await expect(deaf.resolve(subject, DOCTOR)).rejects.toThrow('disk full');
    await expect(deaf.erase(subject, DOCTOR)).rejects.toThrow('disk full');
    await expect(deaf.add(JANE, DOCTOR)).rejects.toThrow('disk full');
    expect([...room.files.keys()]).toEqual([`subjects/${subject}`]);
  });

  it('and an erasure that a crash cut short is finished when the vault opens', async () => {
    const room = vaultRoom();
    const vault = await room.open();
    const subject = await vault.add(JANE, DOCTOR);
    const file = room.files.get(`subjects/${subject}`) ?? new Uint8Array();
    await vault.erase(subject, DOCTOR);
    room.files.set(`subjects/${subject}`, file);
    await room.open();
    expect(room.files.size).toBe(0);
  });
});

describe('refused, and on record as refused', () => {
  it('is whom nobody knows, what is damaged, and what does not fit its commitment', async () => {
    const room = vaultRoom();
    const vault = await room.open();
    const subject = await vault.add(JANE, DOCTOR);
    const other = await vault.add({ name: 'John Doe' }, DOCTOR);
    const unknown = subject.replace(/^sub-.{8}/, 'sub-00000000');
    await expect(vault.resolve(unknown, DOCTOR)).rejects.toMatchObject({ code: 'UNKNOWN-SUBJECT' });
    await expect(vault.resolve('Jane Roe', DOCTOR)).rejects.toMatchObject({ code: 'UNKNOWN-SUBJECT' });
    await expect(vault.erase(unknown, DOCTOR)).rejects.toMatchObject({ code: 'UNKNOWN-SUBJECT' });
    await expect(vault.erase('../key', DOCTOR)).rejects.toMatchObject({ code: 'UNKNOWN-SUBJECT' });
    room.files.set(`subjects/${other}`, Buffer.from('{}'));
    await expect(vault.resolve(other, DOCTOR)).rejects.toMatchObject({ code: 'DAMAGED' });
    const refused = room.entries.filter(({ notice }) => notice.type === 'access-refused');
    expect(refused.map(({ notice }) => notice)).toMatchObject([
      { subject: unknown, code: 'UNKNOWN-SUBJECT' },
      // What was typed may be a name: it is not repeated.
      { subject: 'not a subject', code: 'UNKNOWN-SUBJECT' },
      { subject: unknown },
      { subject: 'not a subject' },
      { subject: other, code: 'DAMAGED' },
    ]);
    // A damaged one can still be erased.
    await vault.erase(other, DOCTOR);
    expect([...room.files.keys()]).toEqual([`subjects/${subject}`]);
  });

  it('is a value exchanged under the same key', async () => {
    const room = vaultRoom();
    const vault = await room.open();
    const subject = await vault.add(JANE, DOCTOR);
    const forged = await sealSubject({
      subject,
      fields: new Map([['name', { salt: new Uint8Array(32), value: 'Eve' }]]),
      lookups: [],
      wrapper: room.wrapper,
      randomBytes: countedBytes('forger'),
    });
    room.files.set(`subjects/${subject}`, encodeSubject(forged));
    await expect(vault.resolve(subject, DOCTOR)).rejects.toMatchObject({
      code: 'DAMAGED',
      message: expect.stringContaining('commitments'),
    });
  });

  it('is a key that is not the vault’s, and a file that another key sealed', async () => {
    const room = vaultRoom();
    const vault = await room.open();
    const wrong = fileKeyWrapper(new Uint8Array(32).fill(1), countedBytes('x'));
    await expect(room.open({ wrapper: wrong })).rejects.toMatchObject({ code: 'WRONG-KEY' });
    const subject = await vault.add(JANE, DOCTOR);
    const foreign = await sealSubject({
      subject,
      fields: new Map([['name', { salt: new Uint8Array(32), value: 'Eve' }]]),
      lookups: [],
      wrapper: wrong,
      randomBytes: countedBytes('y'),
    });
    room.files.set(`subjects/${subject}`, encodeSubject(foreign));
    await expect(vault.resolve(subject, DOCTOR)).rejects.toMatchObject({ code: 'DAMAGED' });
  });

  it.each([
    [{ actor: '', reason: 'r' }, 'actor'],
    [{ actor: 'two words', reason: 'r' }, 'actor'],
    [{ actor: 'op-1', reason: ' ' }, 'reason'],
    [{ actor: 'op-1', reason: 'a\nb' }, 'reason'],
    [{ actor: 'op-1', reason: 'x'.repeat(1001) }, 'reason'],
  ])('is access by %j', async (access, what) => {
    const vault = await vaultRoom().open();
    await expect(vault.add(JANE, access)).rejects.toMatchObject({
      code: 'REFUSED',
      message: expect.stringContaining(what),
    });
    await expect(vault.find('name', 'x', access)).rejects.toMatchObject({ code: 'REFUSED' });
    await expect(vault.resolve('x', access)).rejects.toMatchObject({ code: 'REFUSED' });
    await expect(vault.erase('x', access)).rejects.toMatchObject({ code: 'REFUSED' });
  });

  it('is a master key of the wrong length', () => {
    expect(() => fileKeyWrapper(new Uint8Array(16), countedBytes())).toThrow('master key of 16 bytes');
  });
});
