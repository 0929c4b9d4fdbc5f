/** A vault in memory with counted randomness and a log that can be read back, asked to fail, or watched. */

import { createHash } from 'node:crypto';
import {
  fileKeyWrapper,
  memoryStorage,
  openVault,
  type AccessLog,
  type KeyWrapper,
  type RandomBytes,
  type Vault,
  type VaultNotice,
  type VaultStorage,
} from '../../../src/provenance/index.ts';

/** Different bytes at each call, the same ones in each test. */
export function countedBytes(seed = 'vault'): RandomBytes {
  let call = 0;
  return (count) => {
    const blocks = Array.from({ length: Math.ceil(count / 32) }, () =>
      createHash('sha256').update(`${seed}/${call++}`).digest(),
    );
    return new Uint8Array(Buffer.concat(blocks).subarray(0, count));
  };
}

export interface Entry {
  readonly notice: VaultNotice;
  readonly actor: string;
}

export interface VaultRoom {
  readonly files: Map<string, Uint8Array>;
  readonly storage: VaultStorage;
  readonly entries: Entry[];
  readonly wrapper: KeyWrapper;
  /** What happened, in order: `flush`, `write NAME`, `remove NAME`. */
  readonly steps: string[];
  open(options?: { readonly wrapper?: KeyWrapper; readonly failFlush?: boolean }): Promise<Vault>;
}

export function vaultRoom(): VaultRoom {
  const files = new Map<string, Uint8Array>();
  const steps: string[] = [];
  const entries: Entry[] = [];
  const randomBytes = countedBytes();
  const wrapper = fileKeyWrapper(countedBytes('master')(32), countedBytes('nonces'));
  const reader = () => memoryStorage(files);
  const storage: VaultStorage = {
    list: (folder) => reader().list(folder),
    size: (name) => reader().size(name),
    read: (name) => reader().read(name),
    async writeAtomic(name, bytes) {
      steps.push(`write ${name}`);
      files.set(name, new Uint8Array(bytes));
    },
    async remove(name) {
      steps.push(`remove ${name}`);
      files.delete(name);
    },
  };
  return {
    files,
    storage,
    entries,
    wrapper,
    steps,
    open({ wrapper: other = wrapper, failFlush = false } = {}) {
      const pending: Entry[] = [];
      const log: AccessLog = {
        append: (notice, actor) => void pending.push({ notice, actor }),
        async flush() {
          if (failFlush) throw new Error('disk full');
          steps.push('flush');
          entries.push(...pending.splice(0));
        },
      };
      const history = entries.map(({ notice }) => notice);
      return openVault({
        storage,
        log,
        history,
        wrapper: other,
        randomBytes,
        clock: { nowMs: () => 1_796_000_000_000 },
      });
    },
  };
}
