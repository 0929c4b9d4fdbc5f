import { describe, expect, it, onTestFinished } from 'vitest';
import { openHttpSource, type HttpOptions, type OpenedSource } from '../../../src/service/sources/index.ts';
import { judgeFile } from '../../../src/validation/index.ts';
import { sendPart, serve } from './misbehaving-server.ts';

/** 200,000 bytes, so that more than the first 64 KiB have to be asked for; byte i is i mod 251. */
const FILE = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);
const ETAG = '"v1"';

const open = async (url: string, options?: HttpOptions): Promise<OpenedSource> => {
  const source = await openHttpSource(url, options);
  onTestFinished(() => source.close());
  return source;
};

async function readAt(source: OpenedSource, offset: number, length: number): Promise<Uint8Array> {
  const into = new Uint8Array(length);
  return into.subarray(0, await source.read(offset, into));
}

const fails = (code: string, message: RegExp) => ({
  name: 'SourceError',
  code,
  message: expect.stringMatching(message),
});

describe('a file on a web server that knows ranges', () => {
  it('is read from anywhere, with one request for as long as reading goes on', async () => {
    const { url, asked } = await serve((request, response) => sendPart(FILE, request, response, { etag: ETAG }));
    const source = await open(`${url}/reads.fq?token=secret`);
    expect(source).toMatchObject({ name: `${url}/reads.fq`, size: FILE.length });
    expect(await readAt(source, 0, 4)).toEqual(FILE.subarray(0, 4));
    expect(await readAt(source, 0, 150_000)).toEqual(FILE.subarray(0, 150_000));
    expect(await readAt(source, 150_000, 100_000)).toEqual(FILE.subarray(150_000));
    expect(await readAt(source, 200_000, 10)).toHaveLength(0);
    expect(asked).toEqual(['bytes=0-65535', 'bytes=65536-']);
    expect(await readAt(source, 199_990, 10)).toEqual(FILE.subarray(199_990));
    expect(await readAt(source, 100, 10)).toEqual(FILE.subarray(100, 110));
    expect(asked).toEqual(['bytes=0-65535', 'bytes=65536-', 'bytes=199990-']);
  });

  it('may be empty, and may say when it was changed', async () => {
    const modified = 'Fri, 27 Nov 2026 08:00:00 GMT';
    const { url } = await serve((request, response) => sendPart(FILE.subarray(0, 0), request, response, { modified }));
    const source = await open(url);
    expect(source).toMatchObject({ size: 0, modifiedMs: Date.UTC(2026, 10, 27, 8) });
    expect(await readAt(source, 0, 10)).toHaveLength(0);
  });

  it('is read on where the connection breaks', async () => {
    const { url, asked } = await serve((request, response, count) =>
      sendPart(FILE, request, response, { etag: ETAG, ...(count === 1 ? { breaksAfter: 70_000 } : {}) }),
    );
    expect(await readAt(await open(url), 0, 300_000)).toEqual(FILE);
    // The broken connection had sent at most 70,000 of what follows 65,536.
    expect(asked).toHaveLength(3);
  });

  it('is read to its end from a server that sends less than it is asked for', async () => {
    const { url, asked } = await serve((request, response) =>
      sendPart(FILE, request, response, { etag: ETAG, most: 70_000 }),
    );
    expect(await readAt(await open(url), 0, 300_000)).toEqual(FILE);
    // 65,536 + 70,000 = 135,536; + 64,464 is all.
    expect(asked).toEqual(['bytes=0-65535', 'bytes=65536-', 'bytes=135536-']);
  });

  it('is given up where every connection breaks after a little', async () => {
    const { url, asked } = await serve((request, response) =>
      sendPart(FILE, request, response, { etag: ETAG, most: 100 }),
    );
    await expect(readAt(await open(url), 0, 300_000)).rejects.toMatchObject(fails('INTERRUPTED', /again and again/));
    // The first, and three more.
    expect(asked).toHaveLength(4);
  });
});

describe('a file that is changed while it is read', () => {
  it.each([
    ['another ETag', { etag: ETAG }, { etag: '"v2"' }],
    [
      'another time of change',
      { modified: 'Fri, 27 Nov 2026 08:00:00 GMT' },
      { modified: 'Fri, 27 Nov 2026 08:00:01 GMT' },
    ],
  ])('is refused: %s', async (_, before, after) => {
    const { url } = await serve((request, response, count) =>
      sendPart(FILE, request, response, count === 0 ? before : after),
    );
    const source = await open(url);
    await expect(readAt(source, 0, 100_000)).rejects.toMatchObject(fails('CHANGED', /changed while it was read/));
  });

  it('is refused where only its length tells', async () => {
    const { url } = await serve((request, response, count) =>
      sendPart(count === 0 ? FILE : FILE.subarray(0, 199_999), request, response),
    );
    await expect(readAt(await open(url), 0, 100_000)).rejects.toMatchObject(fails('CHANGED', /changed/));
  });

  it('is not told by a weak ETag, which is for no range', async () => {
    const ranges: unknown[] = [];
    const { url } = await serve((request, response) => {
      ranges.push(request.headers['if-range']);
      sendPart(FILE, request, response, { etag: 'W/"v1"' });
    });
    expect(await readAt(await open(url), 0, 300_000)).toEqual(FILE);
    expect(ranges).toEqual([undefined, undefined]);
  });
});

describe('a server that knows no ranges', () => {
  it('is read from the beginning on, and never back', async () => {
    const { url, asked } = await serve((_, response) => response.end(FILE));
    const source = await open(url);
    expect(source).toMatchObject({ size: undefined, isSequential: true });
    expect(await readAt(source, 0, 4)).toEqual(FILE.subarray(0, 4));
    expect(await readAt(source, 0, 100_000)).toEqual(FILE.subarray(0, 100_000));
    expect(await readAt(source, 120_000, 10)).toEqual(FILE.subarray(120_000, 120_010));
    await expect(readAt(source, 100_000, 10)).rejects.toMatchObject(fails('SEQUENTIAL', /no way back/));
    expect(asked).toHaveLength(1);
  });

  it('has its files judged whole; a quick look says what it did not see', async () => {
    // Some 5 MB: more than a quick look reads.
    const fastq = Buffer.from('@r\nACGTACGTAC\n+\nIIIIIIIIII\n'.repeat(180_000));
    const { url } = await serve((_, response) => response.end(fastq));
    const whole = await judgeFile(await open(`${url}/a.fastq`));
    expect(whole).toMatchObject({ verdict: 'accepted', findings: [], metrics: { reads: 180_000 } });
    const quick = await judgeFile(await open(`${url}/a.fastq`), { depth: 'quick' });
    expect(quick).toMatchObject({ verdict: 'accepted', findings: [{ code: 'FILE-SEQUENTIAL', severity: 'warning' }] });
  });

  it('that ends too early has sent no file', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': FILE.length });
      response.write(FILE.subarray(0, 90_000), () => response.destroy());
    });
    const source = await open(url);
    await expect(readAt(source, 0, 300_000)).rejects.toMatchObject(fails('INTERRUPTED', /ended early/));
  });
});

describe('a server with bad manners', () => {
  it.each([500, 403, 404, 204])('that answers %s has no file', async (status) => {
    const { url } = await serve((_, response) => response.writeHead(status).end());
    await expect(open(url)).rejects.toMatchObject(fails('STATUS', new RegExp(`answers ${status}`)));
  });

  it('that fails on the way is told', async () => {
    const { url } = await serve((request, response, count) => {
      if (count === 0) sendPart(FILE, request, response);
      else response.writeHead(503).end();
    });
    await expect(readAt(await open(url), 0, 100_000)).rejects.toMatchObject(fails('STATUS', /answers 503/));
  });

  it.each<readonly [string, Readonly<Record<string, string>>, RegExp]>([
    ['that packs what it sends', { 'content-encoding': 'gzip' }, /packs/],
    ['that does not say which part it sends', { 'content-range': 'bytes 0-' }, /which part/],
    ['that sends another part', { 'content-range': 'bytes 5-9/200000' }, /byte 5 where byte 0/],
    ['that does not know the length', { 'content-range': 'bytes 0-65535/*' }, /how long/],
  ])('%s is refused', async (_, headers, message) => {
    const { url } = await serve((__, response) => {
      response.writeHead(206, { 'content-range': 'bytes 0-9/200000', ...headers }).end(FILE.subarray(0, 10));
    });
    await expect(open(url)).rejects.toMatchObject(fails('STATUS', message));
  });

  /** Deadlines that pass when the test says so. */
  const deadlines = () => {
    let current = new AbortController();
    return { deadline: () => (current = new AbortController()).signal, pass: () => current.abort() };
  };

  it('that never answers is waited for no longer than the deadline', async () => {
    const { deadline, pass } = deadlines();
    const { url } = await serve(() => pass());
    await expect(open(url, { deadline })).rejects.toMatchObject(fails('TIMEOUT', /does not answer/));
  });

  it('that stops sending is waited for no longer than the deadline', async () => {
    const { deadline, pass } = deadlines();
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': FILE.length });
      response.write(FILE.subarray(0, 1000));
    });
    const source = await open(url, { deadline });
    expect(await readAt(source, 0, 1000)).toEqual(FILE.subarray(0, 1000));
    const more = expect(readAt(source, 1000, 10)).rejects.toMatchObject(fails('TIMEOUT', /stopped sending/));
    pass();
    await more;
  });

  it('that is not there is a fault of the system', async () => {
    // Port 1 of the loopback: nobody listens.
    await expect(open('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('redirects', () => {
  it('are followed, five at most', async () => {
    const { url, asked } = await serve((request, response) => {
      const left = Number((request.url ?? '').slice(1));
      if (left === 0) sendPart(FILE, request, response);
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    expect((await open(`${url}/5`)).size).toBe(FILE.length);
    expect(asked).toHaveLength(6);
    await expect(open(`${url}/6`)).rejects.toMatchObject(fails('STATUS', /more than 5 times/));
  });

  it.each([
    ['to nowhere', undefined, 'STATUS', /to nowhere/],
    ['to another scheme', 'file:///etc/passwd', 'ADDRESS', /from http: to file:/],
    ['to where clouds keep credentials', 'http://169.254.169.254/latest/', 'ADDRESS', /169\.254\.169\.254/],
  ] as const)('%s are not followed', async (_, location, code, message) => {
    const { url } = await serve((__, response) => {
      response.writeHead(302, location === undefined ? {} : { location }).end();
    });
    await expect(open(url)).rejects.toMatchObject(fails(code, message));
  });
});

describe('addresses', () => {
  it.each([
    'http://169.254.169.254/latest/meta-data/',
    // The same, as one number, and as IPv6 that holds IPv4.
    'http://2852039166/',
    'http://[::ffff:169.254.169.254]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://0.0.0.0/',
    'http://100.100.100.200/',
  ])('%s is never asked', async (url) => {
    await expect(open(url)).rejects.toMatchObject(fails('ADDRESS', /nothing is read from/));
  });

  it('with a password are refused without repeating it', async () => {
    const refusal = open('http://me:secret@127.0.0.1/a').catch((error: unknown) => String(error));
    expect(await refusal).toContain('holds a name or a password');
    expect(await refusal).not.toContain('secret');
  });

  it('that are none are refused', async () => {
    await expect(open('http://')).rejects.toMatchObject(fails('ADDRESS', /is not an address/));
  });
});
