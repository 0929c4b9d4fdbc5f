import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { guardedLookup } from '../../../src/service/sources/forbidden-addresses.ts';
import { openSource, type SourceAdapter } from '../../../src/service/sources/index.ts';
import { seqplan } from '../../support/command.ts';
import { sendPart, serve } from './misbehaving-server.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-sources-'));
const local = path.join(folder, 'a.fastq');
const FASTQ = '@a\nACGT\n+\nIIII\n';
writeFileSync(local, FASTQ);

async function textOf(place: string, adapters?: readonly SourceAdapter[]): Promise<string> {
  const source = await openSource(place, adapters);
  const into = new Uint8Array(100);
  const count = await source.read(0, into);
  await source.close();
  return Buffer.from(into.subarray(0, count)).toString();
}

describe('a place', () => {
  it('is a path, or a URI whose scheme says who reads it', async () => {
    const { url } = await serve((request, response) => sendPart(Buffer.from(FASTQ), request, response));
    for (const place of [local, pathToFileURL(local).href, `${url}/a.fastq`]) expect(await textOf(place)).toBe(FASTQ);
  });

  it('of a scheme that nobody reads is refused with the way out', async () => {
    await expect(openSource('s3://bucket/a.fastq')).rejects.toMatchObject({
      code: 'SCHEME',
      message: expect.stringMatching(/nothing here reads s3: addresses.*give an adapter.*`sources`/),
    });
  });

  it('is read by an adapter that is given for its scheme', async () => {
    const s3: SourceAdapter = { schemes: ['s3'], open: () => openSource(local) };
    expect(await textOf('S3://bucket/a.fastq', [s3])).toBe(FASTQ);
  });
});

describe('a name', () => {
  const looked = (name: string, all: boolean) =>
    new Promise((resolve) => {
      guardedLookup(name, { all }, (error, address) => resolve(error ?? address));
    });

  it('is resolved to addresses that were looked at', async () => {
    expect(await looked('127.0.0.1', false)).toBe('127.0.0.1');
    expect(await looked('127.0.0.1', true)).toEqual([{ address: '127.0.0.1', family: 4 }]);
    expect(await looked('169.254.1.1', true)).toMatchObject({ code: 'ADDRESS' });
    expect(await looked('no-such-host.invalid', true)).toMatchObject({ code: expect.stringMatching(/^E/) });
  });
});

describe('seqplan validate URL', () => {
  it('judges what a server has like what lies here', async () => {
    const { url } = await serve((request, response) => sendPart(Buffer.from(FASTQ), request, response));
    expect(await seqplan('validate', `${url}/a.fastq`)).toMatchObject({ exit: 0, out: `${url}/a.fastq: accepted` });
  });

  it('calls unreadable what cannot be had', async () => {
    const { url } = await serve((_, response) => response.writeHead(404).end());
    const { exit, err } = await seqplan('validate', `${url}/a.fastq`, 's3://bucket/b.fastq');
    expect(exit).toBe(2);
    expect(err).toContain('FILE-UNREADABLE: the server answers 404 Not Found');
    expect(err).toContain('FILE-UNREADABLE: nothing here reads s3: addresses');
  });
});
