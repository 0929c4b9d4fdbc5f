/** What is expected of files, by the names under which tools read them. */

import type { ExpectedFields } from '../document/expected-file.ts';
import type { ExpectedFile } from '../expected-file.ts';

/** Only of those of which anything is. */
export function expectedOf(
  inputs: Iterable<readonly [name: string, expectation: ExpectedFields]>,
): ReadonlyMap<string, ExpectedFile> {
  const expected = new Map<string, ExpectedFile>();
  for (const [name, { format, sha256, md5 }] of inputs) {
    if (format === undefined && sha256 === undefined && md5 === undefined) continue;
    expected.set(name, {
      ...(format === undefined ? {} : { formats: format }),
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(md5 === undefined ? {} : { md5 }),
    });
  }
  return expected;
}
