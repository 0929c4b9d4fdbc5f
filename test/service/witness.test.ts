/** Witness and log over a real connection on this machine, both through the command line. */

import { Buffer } from 'node:buffer';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { cosignatureTime, openNote, parseNote, parseVkey } from '../../src/provenance/index.ts';
import { runCommandLine } from '../../src/service/command-line.ts';
import { createKeyFile } from '../../src/service/keys/keys.ts';
import { createWitnessServer } from '../../src/service/witness/witness-server.ts';
import { originHash } from '../../src/service/witness/witness-state.ts';
import { digits, forge, LAB, lineBy, NEXT, opened, ORIGIN, textOf } from '../provenance/forge-ledger.ts';
import type { Files } from '../provenance/mutations.ts';
import { sampleFacts } from '../provenance/sample-ledger.ts';
import { seqplan } from '../support/command.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'seqplan-witness-'));
let files = 0;
const fresh = (): string => path.join(scratch, String(files++));

const key = path.join(scratch, 'witness-key');
const vkey = await createKeyFile({ file: key, name: 'witness.example/w1', purpose: 'witness' });
const witnessKey = parseVkey(vkey);

/** What the witness's clock says: 2026-12-01T00:00:00Z. */
const NOW_MS = Date.UTC(2026, 11, 1);
const TRUST = `lab.example/*=${LAB.vkey}`;

interface Running {
  readonly url: string;
  readonly notes: readonly string[];
  stop(): Promise<number>;
}
const running: Running[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

/** Starts a witness on a port of its own. */
async function serve(state: string, ...words: readonly string[]): Promise<Running> {
  const notes: string[] = [];
  let stop = (): void => {};
  let exit: Promise<number> = Promise.resolve(0);
  const url = await new Promise<string>((resolve, reject) => {
    exit = runCommandLine(
      [
        'witness',
        'serve',
        '--state',
        state,
        '--key',
        key,
        '--port',
        '0',
        ...(words.length > 0 ? words : ['--trust', TRUST]),
      ],
      {
        terminal: {
          print: (text) => resolve(/listening on (.*)$/.exec(text)?.[1] ?? ''),
          note: (text) => void notes.push(text),
        },
        clock: { nowMs: () => NOW_MS },
        onInterrupt: (callback) => {
          stop = callback;
          return () => {};
        },
      },
    );
    exit.then((code) => reject(new Error(`exit ${code}: ${notes.join('\n')}`)), reject);
  });
  const one: Running = {
    url,
    notes,
    stop: () => {
      stop();
      return exit;
    },
  };
  running.push(one);
  return one;
}

function save(ledger: Files): string {
  const folder = fresh();
  for (const [name, bytes] of ledger) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), bytes);
  }
  return folder;
}

/** A ledger of so many records, and a checkpoint at each of the sizes. */
const ledgerOf = (sizes: readonly number[], kind = 0): string =>
  save(
    forge({
      steps: [opened(LAB), ...sampleFacts(20 + kind)]
        .slice(0, sizes.at(-1))
        .map((step, i) => (i === 3 && kind > 0 ? { type: 'x' } : step)),
      checkpoints: sizes,
      keysAt: () => [LAB],
    }),
  );

const add = (ledger: string, url: string) => seqplan('witness', 'add', ledger, '--url', url, '--witness-key', vkey);
const checkpointOf = (ledger: string, size: number): Buffer =>
  readFileSync(path.join(ledger, 'checkpoints', digits(size)));
const post = (url: string, body: string | Uint8Array) => fetch(`${url}/add-checkpoint`, { method: 'POST', body });

describe('seqplan witness add', () => {
  it('has the last checkpoint cosigned, and verify holds the witness against it', async () => {
    const { url } = await serve(fresh());
    const ledger = ledgerOf([5, 12]);
    expect(await seqplan('verify', ledger, '--vkey', vkey)).toMatchObject({ exit: 1 });
    const added = await add(ledger, url);
    expect(added).toEqual({ exit: 0, err: '', out: `12 records cosigned by ${vkey} at 2026-12-01T00:00:00.000Z` });
    const verified = await seqplan('verify', ledger, '--vkey', vkey, '--vkey', LAB.vkey);
    expect([verified.exit, verified.out]).toEqual([0, expect.stringContaining(`cosigned by ${vkey}`)]);
    // Nobody is asked twice.
    expect((await add(ledger, 'http://127.0.0.1:1')).out).toContain('were cosigned before');
  });

  it('follows a growing ledger with proofs, from the cosignature that it has', async () => {
    const { url } = await serve(fresh());
    const ledger = ledgerOf([5]);
    expect((await add(ledger, url)).exit).toBe(0);
    const grown = ledgerOf([5, 12, 17]);
    // As the writer leaves it: older checkpoints with the lines that they got.
    cpSync(path.join(ledger, 'checkpoints', digits(5)), path.join(grown, 'checkpoints', digits(5)));
    expect(await add(grown, url)).toMatchObject({ exit: 0, out: expect.stringContaining('17 records cosigned') });
  });

  it('asks again with the size that a 409 tells, where it does not know what the witness has seen', async () => {
    const { url } = await serve(fresh());
    expect((await add(ledgerOf([5]), url)).exit).toBe(0);
    // The same ledger, grown, without the cosignature: it begins with size 0.
    expect(await add(ledgerOf([5, 12]), url)).toMatchObject({
      exit: 0,
      out: expect.stringContaining('12 records cosigned'),
    });
  });

  it('tells a ledger that was set back, and one that parts from what was seen: exit 1, and nothing is written', async () => {
    const { url } = await serve(fresh());
    expect((await add(ledgerOf([12]), url)).exit).toBe(0);
    const back = ledgerOf([5]);
    const before = checkpointOf(back, 5);
    const told = await add(back, url);
    expect([told.exit, told.out]).toEqual([
      1,
      expect.stringContaining('has seen 12 records of this ledger, which has a checkpoint of 5'),
    ]);
    expect(checkpointOf(back, 5).equals(before)).toBe(true);
    for (const size of [12, 15]) {
      const split = ledgerOf([size], 1);
      const found = await add(split, url);
      expect([found.exit, found.out]).toEqual([1, expect.stringContaining('the witness has seen other records')]);
      expect((await seqplan('verify', split, '--vkey', vkey)).out).toContain('WITNESS-MISSING');
    }
  });

  it('exits 2 where the witness does not know the ledger, and for a ledger that does not hold', async () => {
    const { url } = await serve(fresh(), '--trust', `lab.example/*=${NEXT.vkey}`);
    expect(await add(ledgerOf([5]), url)).toMatchObject({ exit: 2, err: expect.stringContaining('WITNESS-403') });
    const strange = await serve(fresh(), '--trust', LAB.vkey);
    expect(await add(ledgerOf([5]), strange.url)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('WITNESS-404'),
    });
    const empty = fresh();
    mkdirSync(empty);
    const forged = save(forge({ steps: [opened(LAB), ...sampleFacts(4)], keysAt: () => [LAB] }));
    writeFileSync(path.join(forged, 'checkpoints', digits(5)), checkpointOf(ledgerOf([5], 1), 5));
    for (const ledger of [empty, forged, fresh()]) expect((await add(ledger, url)).exit).toBe(2);
    for (const words of [
      ['--url', 'x', '--witness-key', vkey],
      ['--url', 'file:///x', '--witness-key', vkey],
      ['--url', url, '--witness-key', LAB.vkey],
    ]) {
      expect((await seqplan('witness', 'add', ledgerOf([5]), ...words)).exit).toBe(2);
    }
  });

  it('exits 3 where nobody answers, or something that is no witness does', async () => {
    expect(await add(ledgerOf([5]), 'http://127.0.0.1:1')).toMatchObject({
      exit: 3,
      err: expect.stringContaining('cannot reach'),
    });
    const answers: readonly (readonly [number, string | Buffer])[] = [
      [200, 'ok\n'],
      [200, lineBy(NEXT, 'x\n')],
      [200, Buffer.alloc(70_000, 'x')],
      [409, 'many\n'],
      [409, '1\n'],
      [500, 'failed\n'],
      [302, ''],
    ];
    for (const [status, body] of answers) {
      const server = createServer((_, response) => response.writeHead(status, { location: '/elsewhere' }).end(body));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const ledger = ledgerOf([5]);
      const before = checkpointOf(ledger, 5);
      expect([status, (await add(ledger, `http://127.0.0.1:${port}/`)).exit]).toEqual([status, 3]);
      expect(checkpointOf(ledger, 5).equals(before)).toBe(true);
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe('seqplan witness serve', () => {
  it('remembers across a restart what it cosigned', async () => {
    const state = fresh();
    const first = await serve(state);
    expect((await add(ledgerOf([12]), first.url)).exit).toBe(0);
    expect(await first.stop()).toBe(0);
    const second = await serve(state);
    expect((await add(ledgerOf([5]), second.url)).exit).toBe(1);
    expect((await add(ledgerOf([15], 1), second.url)).exit).toBe(1);
    expect((await add(ledgerOf([12, 15]), second.url)).exit).toBe(0);
  });

  it('cosigns nothing for a log whose memory is not what it wrote', async () => {
    const state = fresh();
    const { url, notes } = await serve(state);
    expect((await add(ledgerOf([12]), url)).exit).toBe(0);
    const [name = ''] = readdirSync(state).filter((one) => one.endsWith('.checkpoint'));
    expect(name).toBe(`${originHash(ORIGIN)}.checkpoint`);
    for (const broken of ['', 'x', textOf({ size: 3, root: Buffer.alloc(32) })]) {
      writeFileSync(path.join(state, name), broken);
      expect((await add(ledgerOf([5]), url)).exit).toBe(3);
    }
    expect(notes.join('\n')).toContain('is not what this witness wrote');
    expect(notes).toHaveLength(3);
  });

  it('shows monitors the last checkpoint of each log, with both signatures', async () => {
    const { url } = await serve(fresh());
    const monitor = `${url}/${originHash(ORIGIN)}/checkpoint`;
    expect((await fetch(monitor)).status).toBe(404);
    await add(ledgerOf([5]), url);
    const note = Buffer.from(await (await fetch(monitor)).arrayBuffer());
    const [log, witness] = [parseVkey(LAB.vkey), witnessKey];
    if (log === undefined || witness === undefined) throw new Error('the keys are such');
    const found = openNote(note, [log, witness]);
    expect(found.kind === 'note' && found.verified.map((one) => one.key.vkey)).toEqual([LAB.vkey, vkey]);
    expect(found.kind === 'note' && found.verified.map(({ line }) => cosignatureTime(line.signature))).toEqual([
      undefined,
      NOW_MS / 1000,
    ]);
  });

  it('gives one of many requests at once that contradict each other its cosignature', async () => {
    const { url } = await serve(fresh());
    const bodies = Array.from({ length: 12 }, (_, i) => {
      const size = 4 + (i % 3);
      return `old 0\n\n${checkpointOf(ledgerOf([size], i % 2), size).toString()}`;
    });
    const answers = await Promise.all(bodies.map((body) => post(url, body)));
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([200, ...Array<number>(11).fill(409)]);
  });

  it('answers with status and content type of the specification', async () => {
    const { url } = await serve(fresh());
    const note = checkpointOf(ledgerOf([5]), 5).toString();
    const ask = async (body: string | Uint8Array) => {
      const response = await post(url, body);
      return [response.status, response.headers.get('content-type'), await response.text()];
    };
    const plain = 'text/plain; charset=utf-8';
    const [status, type, line] = await ask(`old 0\n\n${note}`);
    expect([status, type]).toEqual([200, plain]);
    expect(parseNote(Buffer.from(`${textOf({ size: 1, root: Buffer.alloc(32) })}\n${String(line)}`))).toMatchObject({
      lines: [{ name: 'witness.example/w1' }],
    });
    expect(await ask(`old 0\n\n${note}`)).toEqual([409, 'text/x.tlog.size', '5\n']);
    expect(await ask(`old 5\n${Buffer.alloc(32).toString('base64')}\n\n${note}`)).toEqual([
      422,
      plain,
      expect.any(String),
    ]);
    expect(await ask('hello')).toEqual([400, plain, expect.any(String)]);
    const foreign = textOf({ origin: 'other.example/log', size: 5, root: Buffer.alloc(32) });
    expect(await ask(`old 0\n\n${foreign}\n${lineBy(LAB, foreign)}`)).toEqual([404, plain, expect.any(String)]);
    const unsigned = textOf({ size: 5, root: Buffer.alloc(32) });
    expect(await ask(`old 0\n\n${unsigned}\n${lineBy(NEXT, unsigned)}`)).toEqual([403, plain, expect.any(String)]);
    expect(await ask(Buffer.alloc(200_000))).toEqual([413, plain, expect.any(String)]);
    expect((await fetch(`${url}/add-checkpoint`)).status).toBe(405);
    expect((await fetch(`${url}/../../etc/passwd`)).status).toBe(404);
    expect((await fetch(`${url}/${'0'.repeat(64)}/checkpoint`, { method: 'POST', body: 'x' })).status).toBe(404);
  });

  it('listens on this machine alone, unless told otherwise, and keeps its memory to itself', async () => {
    const state = fresh();
    const { url } = await serve(state);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const second = await seqplan('witness', 'serve', '--state', state, '--key', key, '--port', '0', '--trust', TRUST);
    expect([second.exit, second.err]).toEqual([2, expect.stringContaining('WITNESS-LOCKED')]);
  });

  it('starts with a key of a witness, logs that it trusts, and a port', async () => {
    const log = fresh();
    await createKeyFile({ file: log, name: 'lab.example/ledger', purpose: 'checkpoint' });
    const words = ['witness', 'serve', '--state', fresh(), '--port', '0'];
    for (const [more, code] of [
      [['--key', log, '--trust', TRUST], 'KEY-PURPOSE'],
      [['--key', key], '--trust'],
      [['--key', key, '--trust', 'x'], 'WITNESS-TRUST'],
      [['--key', key, '--trust', vkey], 'WITNESS-TRUST'],
      [['--key', key, '--trust', TRUST, '--port', '65536'], 'from 0 to 65535'],
    ] as const) {
      const { exit, err } = await seqplan(...words, ...more);
      expect([exit, err]).toEqual([2, expect.stringContaining(code)]);
    }
  });
});

describe('seqplan witness anchor', () => {
  it('adds the last checkpoint to a file, once, and verify --checkpoint holds the ledger to all of it', async () => {
    const file = fresh();
    expect((await seqplan('witness', 'anchor', ledgerOf([5]), '--to', file)).out).toContain(
      'checkpoint of 5 records added',
    );
    const grown = ledgerOf([5, 12]);
    expect((await seqplan('witness', 'anchor', grown, '--to', file)).exit).toBe(0);
    expect((await seqplan('witness', 'anchor', grown, '--to', file)).out).toContain('is already in');
    expect(readFileSync(file).equals(Buffer.concat([checkpointOf(grown, 5), checkpointOf(grown, 12)]))).toBe(true);
    expect((await seqplan('verify', grown, '--checkpoint', file)).exit).toBe(0);
    expect((await seqplan('verify', ledgerOf([5]), '--checkpoint', file)).out).toContain('RECORD-MISSING');
    expect((await seqplan('verify', ledgerOf([15], 1), '--checkpoint', file)).out).toContain('ANCHOR-ROOT');
  });

  it('adds nothing that the file contradicts, and nothing of a broken ledger', async () => {
    const file = fresh();
    await seqplan('witness', 'anchor', ledgerOf([12]), '--to', file);
    const before = readFileSync(file);
    const broken = ledgerOf([5]);
    rmSync(path.join(broken, 'segments', `${digits(0)}.seg`));
    for (const ledger of [ledgerOf([5]), ledgerOf([15], 1), broken]) {
      const { exit, out } = await seqplan('witness', 'anchor', ledger, '--to', file);
      expect([exit, out]).toEqual([1, expect.stringContaining('ledger broken at')]);
    }
    expect(readFileSync(file).equals(before)).toBe(true);
    const nowhere = path.join(scratch, 'absent', 'file');
    expect((await seqplan('witness', 'anchor', ledgerOf([5]), '--to', nowhere)).exit).toBe(3);
  });
});

describe('the witness between remembering and signing', () => {
  const body = (size: number): string => `old 0\n\n${checkpointOf(ledgerOf([size]), size).toString()}`;

  /** A server over a memory and a key that do as they are told. */
  async function ask(doing: { remember?: () => Promise<void>; sign?: () => Uint8Array }) {
    const steps: string[] = [];
    const server = createWitnessServer({
      state: {
        latest: async () => undefined,
        remember: async () => {
          steps.push('remember');
          await doing.remember?.();
        },
        note: async () => undefined,
        close: async () => {},
      },
      signer: {
        vkey,
        sign: () => {
          steps.push('sign');
          return doing.sign?.() ?? new Uint8Array(64);
        },
      },
      keysOf: () => [parseVkey(LAB.vkey)].filter((one) => one !== undefined),
      clock: { nowMs: () => NOW_MS },
      onFault: (message) => void steps.push(message),
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { status } = await post(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, body(5));
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    return { status, steps };
  }

  it('remembers first', async () => {
    expect(await ask({})).toEqual({ status: 200, steps: ['remember', 'sign', 'remember'] });
  });

  it('signs nothing that it could not remember, and shows nobody why', async () => {
    const remember = () => Promise.reject(new Error('ENOSPC'));
    expect(await ask({ remember })).toEqual({ status: 500, steps: ['remember', 'ENOSPC'] });
  });

  it('has remembered where the key fails, so that the same checkpoint may be asked for again', async () => {
    const sign = (): Uint8Array => {
      throw new Error('token removed');
    };
    expect(await ask({ sign })).toEqual({ status: 500, steps: ['remember', 'sign', 'token removed'] });
  });
});
