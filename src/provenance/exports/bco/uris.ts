/** Files and materials as the URI objects of IEEE 2791. */

import { localPart } from '../prov/prov-document.ts';
import { baseName, contentUri } from '../media-types.ts';
import type { RunStory } from '../story/run-story.ts';
import type { BcoOptions } from './to-bco.ts';

export interface UriObject {
  readonly uri: string;
  readonly filename?: string;
  readonly sha1_checksum?: string;
}

/** The content's digest is its address; `sha1_checksum` only where the bytes were at hand. */
export function fileUri(
  { sha256, path }: { readonly sha256: string; readonly path: string },
  { sha1 }: Pick<BcoOptions, 'sha1'>,
): UriObject {
  const checksum = sha1.get(sha256);
  const filename = baseName(path);
  return { uri: contentUri(sha256), filename, ...(checksum !== undefined && { sha1_checksum: checksum }) };
}

/** The name that the material has in the PROV export. */
export const materialUri = ({ ledger }: RunStory, id: string): UriObject => ({
  uri: `urn:seqplan:ledger:${ledger.root}:${localPart(id.startsWith('specimen/') ? id : `material/${id}`)}`,
});
