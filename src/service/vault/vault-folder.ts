/** A vault on disk: its folder, its key file, and its access record as a ledger. */

import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { type Clock } from '../../base/index.ts';
import {
  directoryStorage,
  fileKeyWrapper,
  isOfVault,
  KEY_BYTES,
  openLedger,
  openVault,
  readLedger,
  type Vault,
  type VaultNotice,
} from '../../provenance/index.ts';
import { ServiceError } from '../errors.ts';
import { createNodeFs } from '../node-fs.ts';
import { createPrivateFile, readPrivateFile } from '../keys/private-file.ts';
import { packageVersion } from '../version.ts';

export interface VaultPlace {
  /** Folder of the vault. */
  readonly directory: string;
  /** File with the vault's key, 32 bytes, mode 0600; best on another disk. */
  readonly keyFile: string;
  readonly clock: Clock;
}

/** Makes key file and folder. @throws ServiceError where either is there already. */
export async function createVault(place: VaultPlace): Promise<void> {
  const fs = createNodeFs();
  const folder = path.resolve(place.directory);
  const isTaken = await fs.list(folder).then(
    (names) => names.length > 0,
    () => false,
  );
  if (isTaken) throw new ServiceError('REJECTED', `${folder} is not empty`);
  await createPrivateFile(place.keyFile, randomBytes(KEY_BYTES));
  await fs.mkdir(folder);
  await withVault(place, async () => {});
}

/** Opens, uses and closes a vault; one user at a time. What `use` rejects with goes through. */
export async function withVault<T>(place: VaultPlace, use: (vault: Vault) => Promise<T>): Promise<T> {
  const { clock } = place;
  const key = await readPrivateFile(place.keyFile);
  if (key.length !== KEY_BYTES)
    throw new ServiceError('REJECTED', `${place.keyFile} has ${key.length} bytes; a vault's key has ${KEY_BYTES}`);
  const wrapper = fileKeyWrapper(key, randomBytes);
  const fs = createNodeFs();
  const storage = directoryStorage(fs, path.resolve(place.directory));
  const ledger = directoryStorage(fs, path.resolve(place.directory, 'ledger'));
  const { writer } = await openLedger({
    storage: ledger,
    clock,
    origin: `seqplan/vault/${wrapper.id}`,
    version: packageVersion(),
  });
  try {
    const history: VaultNotice[] = [];
    for await (const { fact } of readLedger(ledger)) if (isOfVault(fact)) history.push(fact);
    const log = {
      append: (notice: Parameters<typeof writer.append>[0], actor: string) => void writer.append(notice, actor),
      flush: () => writer.flush(),
    };
    return await use(await openVault({ storage, log, history, wrapper, randomBytes, clock }));
  } finally {
    await writer.close();
  }
}
