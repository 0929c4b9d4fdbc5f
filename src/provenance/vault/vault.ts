/**
 * The vault: who the subjects are, sealed under a key each, with every access on record in a ledger of its own.
 *
 * Nothing is disclosed, added or erased before the record of it is durable. Erasure removes the only file that holds the
 * subject's key, salts and values; commitments and records stay, and so does every proof over them.
 */

import { createHmac } from 'node:crypto';
import { compareText, seconds, type Clock } from '../../base/index.ts';
import type { Timed } from '../../model/index.ts';
import type { VaultNotice } from '../record/notice.ts';
import { commitmentTo, SALT_BYTES } from './commitment.ts';
import type { KeyWrapper } from './key-wrapper.ts';
import type { RandomBytes } from './seal.ts';
import {
  decodeSubject,
  encodeSubject,
  isSubject,
  newSubject,
  sealSubject,
  unsealSubject,
  type Identity,
  type OpenField,
  type SubjectFile,
} from './subject-file.ts';
import { VaultError } from './vault-error.ts';

export const SUBJECT_FOLDER = 'subjects';

/** Where the subjects' files lie; part of `LedgerStorage`. */
export interface VaultStorage {
  list(folder: string): Promise<readonly string[]>;
  /** undefined where there is no such file. */
  size(name: string): Promise<number | undefined>;
  read(name: string): Promise<Uint8Array>;
  writeAtomic(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
}

/** The access ledger, open for appending. */
export interface AccessLog {
  append(notice: Timed<VaultNotice>, actor: string): void;
  flush(): Promise<void>;
}

export interface VaultOptions {
  readonly storage: VaultStorage;
  readonly log: AccessLog;
  /** What the access ledger holds so far. */
  readonly history: Iterable<VaultNotice>;
  readonly wrapper: KeyWrapper;
  readonly randomBytes: RandomBytes;
  readonly clock: Clock;
}

/** Who wants something of the vault, and why: both end in the record. */
export interface Access {
  /** Pseudonym of a person or name of a program: one word. */
  readonly actor: string;
  readonly reason: string;
}

export interface Vault {
  /** A new pseudonym for a person; the identity is sealed under it. */
  add(identity: Identity, access: Access): Promise<string>;
  /** All fields, or those named. Rejects with `VaultError`; a refusal is on record too. */
  resolve(subject: string, access: Access, fields?: readonly string[]): Promise<Identity>;
  /** Subjects whose `field` has this value, sorted. */
  find(field: string, value: string, access: Access): Promise<readonly string[]>;
  /** For good. A subject that was erased before stays so. */
  erase(subject: string, access: Access): Promise<void>;
}

/** @throws VaultError `WRONG-KEY`; storage errors as they are. Finishes erasures that a crash had cut short. */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const { storage, log, wrapper, randomBytes, clock } = options;
  const commitments = new Map<string, Readonly<Record<string, string>>>();
  const erased = new Set<string>();
  let key: string | undefined;
  for (const notice of options.history) {
    if (notice.type === 'vault-opened') key = notice.key;
    if (notice.type === 'subject-added') commitments.set(notice.subject, notice.commitments);
    if (notice.type === 'subject-erased') erased.add(notice.subject);
  }
  if (key !== undefined && key !== wrapper.id)
    throw new VaultError('WRONG-KEY', `the vault's key is ${key}, not ${wrapper.id}`);
  for (const name of await storage.list(SUBJECT_FOLDER)) {
    if (erased.has(name)) await storage.remove(fileOf(name));
  }
  const lookupKey = await wrapper.derive('lookup');

  const record = async (notice: VaultNotice, actor: string): Promise<void> => {
    log.append({ ...notice, at: seconds(Math.floor(clock.nowMs() / 1000)) }, actor);
    await log.flush();
  };
  if (key === undefined) await record({ type: 'vault-opened', key: wrapper.id }, 'seqplan');

  const lookupOf = (field: string, value: string): string =>
    createHmac('sha256', lookupKey)
      .update(`${field}\n${normal(value)}`)
      .digest('hex');

  const refuse = async (subject: string, code: VaultError['code'], message: string, access: Access): Promise<never> => {
    const named = isSubject(subject) ? subject : 'not a subject';
    await record({ type: 'access-refused', subject: named, code, reason: access.reason }, access.actor);
    throw new VaultError(code, message);
  };

  /** The file of a subject that is there, or a refusal on record. */
  const fileFor = async (subject: string, access: Access): Promise<SubjectFile> => {
    if (erased.has(subject)) return refuse(subject, 'ERASED', `${subject} was erased`, access);
    const size = isSubject(subject) ? await storage.size(fileOf(subject)) : undefined;
    if (size === undefined) return refuse(subject, 'UNKNOWN-SUBJECT', 'no such subject in the vault', access);
    const file = decodeSubject(subject, await storage.read(fileOf(subject)));
    return file ?? refuse(subject, 'DAMAGED', `the file of ${subject} is not as it was written`, access);
  };

  return {
    async add(identity, access) {
      checkAccess(access);
      const subject = newSubject(randomBytes);
      const values = Object.entries(identity).toSorted(([a], [b]) => compareText(a, b));
      const fields = new Map<string, OpenField>(
        values.map(([name, value]) => [name, { salt: randomBytes(SALT_BYTES), value }]),
      );
      const lookups = values.map(([name, value]) => lookupOf(name, value));
      const bound = Object.fromEntries(
        [...fields].map(([name, { salt, value }]) => [name, commitmentTo(name, salt, value)]),
      );
      const file = await sealSubject({ subject, fields, lookups, wrapper, randomBytes });
      await record({ type: 'subject-added', subject, commitments: bound, reason: access.reason }, access.actor);
      await storage.writeAtomic(fileOf(subject), encodeSubject(file));
      commitments.set(subject, bound);
      return subject;
    },

    async resolve(subject, access, wanted) {
      checkAccess(access);
      const file = await fileFor(subject, access);
      const open = await unsealSubject(file, wrapper);
      if (open === undefined) return refuse(subject, 'DAMAGED', `${subject} does not open with this key`, access);
      const bound = commitments.get(subject) ?? {};
      const isBound = [...open].every(([name, { salt, value }]) => commitmentTo(name, salt, value) === bound[name]);
      if (!isBound) return refuse(subject, 'DAMAGED', `${subject} does not fit the commitments on record`, access);
      const shown = [...open].filter(([name]) => wanted === undefined || wanted.includes(name));
      const names = shown.map(([name]) => name);
      await record({ type: 'subject-resolved', subject, fields: names, reason: access.reason }, access.actor);
      return Object.fromEntries(shown.map(([name, { value }]) => [name, value]));
    },

    async find(field, value, access) {
      checkAccess(access);
      const wanted = lookupOf(field, value);
      const found: string[] = [];
      for (const subject of await storage.list(SUBJECT_FOLDER)) {
        if (!isSubject(subject)) continue;
        const file = decodeSubject(subject, await storage.read(fileOf(subject)));
        if (file?.lookups.includes(wanted) === true) found.push(subject);
      }
      found.sort(compareText);
      await record({ type: 'subject-sought', field, found, reason: access.reason }, access.actor);
      return found;
    },

    async erase(subject, access) {
      checkAccess(access);
      if (erased.has(subject)) return;
      // Whole or damaged: what is there can be erased.
      const isThere = isSubject(subject) && (await storage.size(fileOf(subject))) !== undefined;
      if (!isThere) return refuse(subject, 'UNKNOWN-SUBJECT', 'no such subject in the vault', access);
      await record({ type: 'subject-erased', subject, reason: access.reason }, access.actor);
      erased.add(subject);
      await storage.remove(fileOf(subject));
    },
  };
}

const fileOf = (subject: string): string => `${SUBJECT_FOLDER}/${subject}`;

/** Spelling that people vary in does not keep a person from being found. */
const normal = (value: string): string => value.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ').toLowerCase();

/** 21 CFR 11.10(e), 45 CFR 164.312(b): who and why, or nothing. */
function checkAccess({ actor, reason }: Access): void {
  if (!/^[!#-[\]-~]{1,128}$/.test(actor))
    throw new VaultError('REFUSED', 'the actor is not one plain word of 1 to 128 characters');
  if (reason.trim() === '' || reason.length > 1000 || /\p{Cc}/u.test(reason))
    throw new VaultError('REFUSED', 'the reason is not one line of 1 to 1,000 characters');
}
