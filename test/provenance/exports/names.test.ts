import { describe, expect, it } from 'vitest';
import { buildStory, toBco, toCrate, toProv } from '../../../src/provenance/index.ts';
import { handMadeRun } from './hand-made-run.ts';

/** The hand-made run with another name for an operator, or another format for its files. */
const changed = (from: string, to: string): ReturnType<typeof buildStory> => {
  const input = handMadeRun();
  const records = JSON.parse(JSON.stringify(input.records).replaceAll(from, to)) as typeof input.records;
  return buildStory({ ...input, records });
};
const OPTIONS = {
  workflow: { path: 'workflow.json', name: 'workflow', format: 'json', text: '{}', bytes: 2, sha256: '00' },
  texts: [],
  isInside: () => true,
};

describe('names of every kind', () => {
  it('are percent-encoded in crate and PROV where URIs or PROV-N would read them otherwise', () => {
    const story = changed('"op-1"', '"d\'Or (1)!."');
    const ids = toCrate(story, OPTIONS).metadata['@graph'].map((one) => one['@id']);
    // RFC 3986, 2.1: ' is %27, ( and ) %28 and %29, ! is %21, a space %20.
    expect(ids).toContain('#person/d%27Or%20%281%29%21.');
    // PROV-N lets no local name end with a dot: %2E.
    expect(Object.keys(toProv(story).agent ?? {})).toContain('run:person/d%27Or%20%281%29%21%2E');
  });

  it.each(['constructor', '__proto__', 'toString', 'strange'])(
    'of a format that no list knows, as %s, are bytes of some kind',
    (format) => {
      const story = changed('"format":"txt"', `"format":"${format}"`);
      const types = toCrate(story, OPTIONS)
        .metadata['@graph'].filter((one) => one['@id'].startsWith('data/'))
        .map((one) => one['encodingFormat']);
      expect(new Set(types)).toEqual(new Set(['application/octet-stream']));
      expect(JSON.stringify(toBco(story, { sha1: new Map() })['io_domain'])).toContain(
        '"mediatype":"application/octet-stream"',
      );
    },
  );
});
