/**
 * The engine with a bug in it: a copy of the built one, changed in one place.
 *
 * The copy is of `dist/`, as `npm run build` left it, under `test-results/`; base and model are the built ones.
 */

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { drive, replay } from '../../src/engine/index.ts';

export interface EnginePatch {
  /** Of `src/engine/`, without its ending. */
  readonly file: string;
  /** Stands in the built file once; one line. */
  readonly find: string;
  readonly put: string;
}

export interface Engine {
  readonly drive: typeof drive;
  readonly replay: typeof replay;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `name`: unique among the copies in use. */
export async function plantedEngine(name: string, patches: readonly EnginePatch[]): Promise<Engine> {
  const folder = path.join(root, 'test-results', 'planted', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (!existsSync(path.join(root, 'dist', 'engine'))) throw new Error('the engine is not built: npm run build');
  copyEngine(path.join(root, 'dist', 'engine'), path.join(folder, 'engine'));
  for (const room of ['base', 'model']) {
    mkdirSync(path.join(folder, room));
    const built = pathToFileURL(path.join(root, 'dist', room, 'index.js')).href;
    writeFileSync(path.join(folder, room, 'index.js'), `export * from '${built}';\n`);
  }
  for (const { file, find, put } of patches) {
    const target = path.join(folder, 'engine', `${file}.js`);
    const parts = readFileSync(target, 'utf8').split(find);
    if (parts.length !== 2) throw new Error(`${name}: '${find}' stands ${parts.length - 1} times in ${file}, not once`);
    writeFileSync(target, parts.join(put));
  }
  return (await import(/* @vite-ignore */ pathToFileURL(path.join(folder, 'engine', 'index.js')).href)) as Engine;
}

/** Without the maps, which lead to sources that are not there. */
function copyEngine(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from).filter((file) => file.endsWith('.js'))) {
    const text = readFileSync(path.join(from, name), 'utf8');
    writeFileSync(path.join(to, name), text.replace(/\/\/# sourceMappingURL=.*$/m, ''));
  }
}
