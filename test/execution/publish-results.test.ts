import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { createLocalFiles } from '../../src/execution/index.ts';
import { createPublisher, type Publication } from '../../src/execution/publish-results.ts';
import { temporaryFolder } from './support.ts';

const TO = 'results/o1/s1/align';

/** An attempt's folder that holds `a.txt` and `b.txt`. */
function made(directory: string, name: string, text: string, to = TO): Publication {
  const from = path.join(directory, 'work', name);
  mkdirSync(from, { recursive: true });
  const artifacts = ['a.txt', 'b.txt'].map((file) => {
    writeFileSync(path.join(from, file), text);
    return { name: file, path: `${to}/${file}`, sha256: `digest of ${text}`, bytes: text.length };
  });
  return { from, to, artifacts };
}

describe('publication', () => {
  it('moves all files of a sample into place and remembers their digests', async () => {
    const directory = temporaryFolder();
    const publisher = createPublisher(directory, createLocalFiles());
    const publication = made(directory, '1', 'x');
    expect(await publisher.publish(publisher.claim([TO]), [publication])).toBe(true);
    expect(readdirSync(path.join(directory, TO))).toEqual(['a.txt', 'b.txt']);
    expect(readdirSync(publication.from)).toEqual([]);
    expect(publisher.published.get(`${TO}/a.txt`)).toBe('digest of x');
  });

  it('replaces an earlier result whole, and keeps what it replaced', async () => {
    const directory = temporaryFolder();
    const publisher = createPublisher(directory, createLocalFiles());
    await publisher.publish(publisher.claim([TO]), [made(directory, '1', 'old')]);
    writeFileSync(path.join(directory, TO, 'only-old.txt'), '');
    const second = made(directory, '2', 'new');
    await publisher.publish(publisher.claim([TO]), [second]);
    expect(readdirSync(path.join(directory, TO))).toEqual(['a.txt', 'b.txt']);
    expect(readFileSync(path.join(directory, TO, 'a.txt'), 'utf8')).toBe('new');
    expect(readFileSync(path.join(second.from, '.replaced/a.txt'), 'utf8')).toBe('old');
  });

  it('is all or nothing against a later claim on any of the places', async () => {
    const directory = temporaryFolder();
    const publisher = createPublisher(directory, createLocalFiles());
    const other = 'results/o1/s2/align';
    const early = publisher.claim([TO, other]);
    publisher.claim([other]);
    const publications = [made(directory, '1', 'x'), made(directory, '2', 'x', other)];
    expect(await publisher.publish(early, publications)).toBe(false);
    expect(existsSync(path.join(directory, 'results'))).toBe(false);
  });

  it('leaves the newest files in place when attempts publish at the same time', async () => {
    const directory = temporaryFolder();
    const publisher = createPublisher(directory, createLocalFiles());
    const first = publisher.publish(publisher.claim([TO]), [made(directory, '1', 'old')]);
    const second = publisher.publish(publisher.claim([TO]), [made(directory, '2', 'new')]);
    // The second claim came before the first one's turn, so only the second publishes.
    expect(await Promise.all([first, second])).toEqual([false, true]);
    expect(readFileSync(path.join(directory, TO, 'a.txt'), 'utf8')).toBe('new');
  });
});
