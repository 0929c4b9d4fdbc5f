/** A web server on the loopback that has one file and as many manners as a test asks for. */

import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** Address of a server that answers as told; `count` is 0 for its first request. It ends with the test. */
export async function serve(answer: Answer): Promise<{ readonly url: string; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    asked.push(request.headers.range ?? '');
    answer(request, response, asked.length - 1);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

export interface Manners {
  readonly etag?: string;
  readonly modified?: string;
  /** Sends at most so many bytes of what is asked for. */
  readonly most?: number;
  /** Breaks the connection after so many bytes. */
  readonly breaksAfter?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends the part asked for, as RFC 9110 has it, apart from its manners. */
export function sendPart(
  file: Uint8Array,
  request: IncomingMessage,
  response: ServerResponse,
  { etag, modified, most = Infinity, breaksAfter, headers = {} }: Manners = {},
): void {
  const [, first = '0', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const from = Number(first);
  const ifRange = request.headers['if-range'];
  const about = {
    ...(etag === undefined ? {} : { etag }),
    ...(modified === undefined ? {} : { 'last-modified': modified }),
    ...headers,
  };
  if (ifRange !== undefined && ifRange !== etag && ifRange !== modified) {
    response.writeHead(200, { ...about, 'content-length': file.length }).end(file);
    return;
  }
  if (from >= file.length) {
    response.writeHead(416, { ...about, 'content-range': `bytes */${file.length}` }).end();
    return;
  }
  const to = Math.min(file.length, last === '' ? Infinity : Number(last) + 1, from + most);
  const part = file.subarray(from, to);
  const range = `bytes ${from}-${to - 1}/${file.length}`;
  response.writeHead(206, { ...about, 'content-range': range, 'content-length': part.length });
  if (breaksAfter === undefined) response.end(part);
  else response.write(part.subarray(0, breaksAfter), () => response.destroy());
}
