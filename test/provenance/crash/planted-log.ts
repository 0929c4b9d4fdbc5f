/**
 * The ledger with a bug in it: a copy of what was built, changed in one place; and the built `node-fs` on a simulated disk, so that
 * what it syncs and in which order is put through crashes as well.
 *
 * The copies are of `dist/`, as `npm run build` left it, under `test-results/`; base is the built one.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Fs } from '../../../src/base/index.ts';
import { createSimFs, createSimPosix, type SimPosix } from '../../support/sim-fs/index.ts';
import type { Subject } from './subject.ts';

export interface LogPatch {
  /** Of `src/`, without its ending: of `provenance/`, or `service/node-fs`. */
  readonly file: string;
  /** Stands in the built file once; in one line, without types. */
  readonly find: string;
  readonly put: string;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const built = (...names: readonly string[]): string => path.join(root, 'dist', ...names);

/** `name`: unique among the copies in use. With `usesNodeFs` the disk is reached through the copy of `node-fs`. */
export async function plantedLog(
  name: string,
  { patches, usesNodeFs = false }: { readonly patches: readonly LogPatch[]; readonly usesNodeFs?: boolean },
): Promise<Subject> {
  if (!existsSync(built('provenance'))) throw new Error('the ledger is not built: npm run build');
  const folder = path.join(root, 'test-results', 'planted-log', name);
  rmSync(folder, { recursive: true, force: true });
  for (const file of readdirSync(built('provenance'), { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.js')) copy(built('provenance', file), path.join(folder, 'provenance', file));
  }
  copy(built('service', 'node-fs.js'), path.join(folder, 'service', 'node-fs.js'));
  for (const room of ['base', 'model']) {
    const lines = `export * from '${pathToFileURL(built(room, 'index.js')).href}';\n`;
    write(path.join(folder, room, 'index.js'), lines);
  }
  for (const { file, find, put } of patches) {
    const target = path.join(folder, `${file}.js`);
    const parts = readFileSync(target, 'utf8').split(find);
    if (parts.length !== 2) throw new Error(`${name}: '${find}' stands ${parts.length - 1} times in ${file}, not once`);
    writeFileSync(target, parts.join(put));
  }
  takesPosix(path.join(folder, 'service', 'node-fs.js'));
  const load = (file: string): Promise<unknown> =>
    import(/* @vite-ignore */ pathToFileURL(path.join(folder, file)).href);
  const ledger = (await load('provenance/index.js')) as Pick<Subject, 'openLedger' | 'directoryStorage'>;
  const nodeFs = (await load('service/node-fs.js')) as { createNodeFsOn(posix: SimPosix): Fs };
  return {
    openLedger: ledger.openLedger,
    directoryStorage: ledger.directoryStorage,
    fsOn(disk, held) {
      const fs = createSimFs(disk, held);
      // Locks are the kernel's, not the disk's.
      return usesNodeFs ? { ...nodeFs.createNodeFsOn(createSimPosix(disk)), lock: fs.lock } : fs;
    },
  };
}

/** Without the maps, which lead to sources that are not there. */
function copy(from: string, to: string): void {
  write(to, readFileSync(from, 'utf8').replace(/\/\/# sourceMappingURL=.*$/m, ''));
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** A module whose functions call those of `node:fs/promises` becomes one that is given them. */
function takesPosix(file: string): void {
  const text = readFileSync(file, 'utf8');
  const found = /^import (\{[^}]*\}) from 'node:fs\/promises';$/m.exec(text);
  if (found === null) throw new Error(`${file} does not import node:fs/promises`);
  const imports = text.split('\n').filter((line) => line.startsWith('import ') && line !== found[0]);
  const body = text.split('\n').filter((line) => !line.startsWith('import '));
  const inside = body.join('\n').replaceAll(/^export /gm, '');
  const lines = [
    ...imports,
    `export function createNodeFsOn(${found[1] ?? ''}) {`,
    inside,
    'return createNodeFs();',
    '}',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
}
