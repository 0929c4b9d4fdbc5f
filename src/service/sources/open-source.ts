/** Opens a file for the judges wherever it is: an adapter for each scheme, local files for what has none. */

import { fileURLToPath } from 'node:url';
import { isUri } from '../../base/index.ts';
import { openLocalSource, type LocalSource } from '../local-source.ts';
import { openHttpSource } from './http-source.ts';
import { SourceError } from './source-error.ts';

/** Reads files of some schemes, for instance of an object store. */
export interface SourceAdapter {
  /** Without the colon, lower case: `s3`. */
  readonly schemes: readonly string[];
  /** Rejects where the file cannot be read; the message is shown. */
  open(uri: string): Promise<OpenedSource>;
}

/** A file that is open until it is closed. */
export type OpenedSource = LocalSource;

export const STANDARD_ADAPTERS: readonly SourceAdapter[] = [
  { schemes: ['file'], open: (uri) => openLocalSource(fileURLToPath(uri)) },
  { schemes: ['http', 'https'], open: (uri) => openHttpSource(uri) },
];

/**
 * `place`: a path, or a URI. `adapters` go before the standard ones. Rejects with a `SourceError`, or with the error of the
 * system.
 */
export async function openSource(place: string, adapters: readonly SourceAdapter[] = []): Promise<OpenedSource> {
  if (!isUri(place)) return openLocalSource(place);
  const scheme = place.slice(0, place.indexOf(':')).toLowerCase();
  const adapter = [...adapters, ...STANDARD_ADAPTERS].find(({ schemes }) => schemes.includes(scheme));
  if (adapter !== undefined) return adapter.open(place);
  throw new SourceError(
    'SCHEME',
    `nothing here reads ${scheme}: addresses; programs that call validate() can give an adapter for them as \`sources\`, and object stores give https: addresses for single files`,
  );
}
