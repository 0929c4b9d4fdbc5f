import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** DESIGN: whatever is not listed is forbidden. `service` may import everything; `index.ts` re-exports. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  model: ['base'],
  validation: ['base', 'model'],
  solver: ['base', 'model'],
  engine: ['base', 'model'],
  provenance: ['base', 'model'],
  interop: ['base', 'model'],
  simulation: ['base', 'model', 'engine'],
  execution: ['base', 'model', 'engine', 'validation'],
  analytics: ['base', 'model', 'provenance'],
  service: [
    'base',
    'model',
    'validation',
    'solver',
    'engine',
    'simulation',
    'execution',
    'provenance',
    'interop',
    'analytics',
  ],
};

/** Rooms that touch the outside, and the built-in modules that each may use for it. */
const BUILT_INS: Readonly<Record<string, readonly string[]>> = {
  // SHA-256, a pure function.
  base: ['node:crypto'],
  provenance: ['node:crypto', 'node:zlib', 'node:buffer'],
  // Unpacking what is judged, MD5 of references: functions of bytes.
  validation: ['node:zlib', 'node:buffer', 'node:crypto'],
  solver: ['node:worker_threads', 'node:url', 'node:os', 'node:perf_hooks'],
  execution: [
    'node:child_process',
    'node:crypto',
    'node:fs',
    'node:fs/promises',
    'node:path',
    'node:stream',
    'node:os',
  ],
};

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

interface Import {
  readonly file: string;
  readonly room: string;
  readonly specifier: string;
}

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.replaceAll(path.sep, '/'));

const imports: readonly Import[] = sources.flatMap((file) => {
  const text = readFileSync(path.join(SRC, file), 'utf8');
  const room = file.includes('/') ? (file.split('/')[0] ?? '') : 'index';
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => ({
    file,
    room,
    specifier: match[1] ?? '',
  }));
});

/** The room that a relative import leads to, with the path inside it. */
function target({ file, specifier }: Import): { room: string; inside: string } | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const resolved = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
  const [room = '', ...rest] = resolved.split('/');
  return { room, inside: rest.join('/') };
}

describe('the rooms', () => {
  it('are the ones of the design', () => {
    const rooms = readdirSync(SRC, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of rooms) expect(Object.keys(MAY_IMPORT)).toContain(name);
    expect(imports.length).toBeGreaterThan(100);
  });

  it('import only the rooms that the matrix lists', () => {
    const broken = imports.filter((one) => {
      const to = target(one);
      if (to === undefined || one.room === 'index' || to.room === one.room) return false;
      return !(MAY_IMPORT[one.room] ?? []).includes(to.room);
    });
    expect(broken).toEqual([]);
  });

  it('are entered through their index.ts only', () => {
    // The judges of files have a door of their own: through the main one come the model and its libraries, 30 MB of memory.
    // Threads that inflate have one too, for the same reason.
    const doors = ['index.ts', 'validation/files/index.ts', 'validation/files/container/index.ts'];
    const broken = imports.filter((one) => {
      const to = target(one);
      if (to === undefined || to.room === one.room) return false;
      return !doors.includes(to.inside) && !doors.includes(`${to.room}/${to.inside}`);
    });
    expect(broken).toEqual([]);
  });

  it('judge files without the model: its libraries would be half of the memory of the command', () => {
    const reached = new Set(['service/cli.ts']);
    for (const file of reached) {
      const text = readFileSync(path.join(SRC, file), 'utf8');
      // What is there when the program runs: types are gone, and what is imported on demand comes when it is.
      for (const [, specifier = ''] of text.matchAll(/^(?:import|export)(?! type)[^;]*?from '(\.[^']+)';/gm)) {
        reached.add(path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier)));
      }
    }
    expect(reached).toContain('validation/files/judge-file.ts');
    expect([...reached].filter((file) => file.startsWith('model/'))).toEqual([]);
  });

  it('touch the outside only in service and in named adapters', () => {
    const broken = imports.filter(
      (one) =>
        one.specifier.startsWith('node:') &&
        one.room !== 'service' &&
        !(BUILT_INS[one.room] ?? []).includes(one.specifier),
    );
    expect(broken).toEqual([]);
  });

  it('take clock and randomness from ports: no room reads them by itself', () => {
    const broken = sources.filter((file) => {
      if (file.startsWith('service/')) return false;
      const code = readFileSync(path.join(SRC, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      return /\bDate\.now\(|\bMath\.random\(|\bnew Date\(\)/.test(code);
    });
    expect(broken).toEqual([]);
  });
});
