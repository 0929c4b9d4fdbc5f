/** The input and output domain: files that were there before, and those that nothing in the run read. */

import { mediaTypeOf } from '../media-types.ts';
import type { RunStory } from '../story/run-story.ts';
import type { BcoOptions } from './to-bco.ts';
import { fileUri } from './uris.ts';

export const ioDomain = ({ files }: RunStory, options: Pick<BcoOptions, 'sha1'>): unknown => ({
  input_subdomain: files.filter((file) => file.isInput).map((file) => ({ uri: fileUri(file, options) })),
  output_subdomain: files
    .filter((file) => file.isFinal)
    .map((file) => ({ mediatype: mediaTypeOf(file.format), uri: fileUri(file, options) })),
});
