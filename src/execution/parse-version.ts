/** The version in what a tool prints about itself: tools agree neither on the place nor on the form. */

const NUMBER = /(?:^|[^0-9A-Za-z.])v?(\d+(?:\.\d+)+[0-9A-Za-z.+_~-]*)/;
const MAX_LENGTH = 64;

/**
 * The first dotted number of a line that says "version", else of the first line that holds one; undefined: none.
 *
 * `Version: 0.7.17-r1188` -> `0.7.17-r1188`; `samtools 1.16.1` -> `1.16.1`; `bgzip (htslib) 1.16` -> `1.16`.
 */
export function parseVersion(text: string): string | undefined {
  const lines = text.split('\n');
  const named = lines.filter((line) => /\bversion\b/i.test(line));
  for (const line of [...named, ...lines]) {
    const version = NUMBER.exec(line)?.[1];
    if (version !== undefined) return version.replace(/[.+_~-]+$/, '').slice(0, MAX_LENGTH);
  }
  return undefined;
}
