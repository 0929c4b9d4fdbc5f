/** One GET for a part of a file: redirects followed, bounded, never to a less safe place. Bodies are not read here. */

import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { packageVersion } from '../version.ts';
import { assertAllowedHost, guardedLookup } from './forbidden-addresses.ts';
import { SourceError } from './source-error.ts';

export interface GetOptions {
  /** First byte wanted; with `last` the last one, else all that follow. */
  readonly first: number;
  readonly last?: number;
  /** Only while the file is the one with this ETag or time of change; otherwise all of it comes (RFC 9110 13.1.5). */
  readonly ifRange?: string;
  /** Ends waiting for the answer. */
  readonly signal: AbortSignal;
}

const MOST_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Resolves with an answer that is no redirect. Rejects with a `SourceError` or an error of the system. */
export async function get(uri: URL, options: GetOptions): Promise<IncomingMessage> {
  let url = uri;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const response = await once(url, options);
    if (!REDIRECTS.has(response.statusCode ?? 0)) return response;
    // What comes with a redirect is not wanted, and neither is what is wrong with it.
    response.on('error', () => {}).destroy();
    url = nextOf(url, response.headers.location);
  }
  throw new SourceError('STATUS', `the server redirects more than ${MOST_REDIRECTS} times`);
}

function nextOf(from: URL, location: string | undefined): URL {
  const next = location === undefined || !URL.canParse(location, from.href) ? undefined : new URL(location, from);
  if (next === undefined) throw new SourceError('STATUS', 'the server redirects to nowhere');
  if (next.protocol !== 'https:' && (next.protocol !== 'http:' || from.protocol === 'https:')) {
    throw new SourceError('ADDRESS', `the server redirects from ${from.protocol} to ${next.protocol}`);
  }
  return next;
}

function once(url: URL, { first, last, ifRange, signal }: GetOptions): Promise<IncomingMessage> {
  assertAllowedHost(url);
  const request = url.protocol === 'https:' ? https.request : http.request;
  const headers = {
    range: `bytes=${first}-${last ?? ''}`,
    'accept-encoding': 'identity',
    'user-agent': `seqplan/${packageVersion()}`,
    ...(ifRange === undefined ? {} : { 'if-range': ifRange }),
  };
  return new Promise((resolve, reject) => {
    request(url, { headers, signal, lookup: guardedLookup, agent: false })
      .on('response', resolve)
      .on('error', (error) => {
        // The timer that ended the waiting says so better than the socket does.
        reject(signal.aborted ? new SourceError('TIMEOUT', 'the server does not answer', error) : error);
      })
      .end();
  });
}
