import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  buildStory,
  cratePath,
  parseAuthor,
  toCrate,
  type Crate,
  type CrateOptions,
  type CrateText,
} from '../../../src/provenance/index.ts';
import { handMadeRun } from './hand-made-run.ts';

const text = (path: string, content: string): CrateText => ({
  path,
  name: path,
  format: 'json',
  text: content,
  bytes: Buffer.byteLength(content),
  sha256: createHash('sha256').update(content).digest('hex'),
});

const story = buildStory(handMadeRun());
const OPTIONS: CrateOptions = { workflow: text('workflow.json', '{}'), texts: [], isInside: () => true };

type Loose = Readonly<Record<string, unknown>>;
const graphOf = (crate: Crate): ReadonlyMap<string, Loose> =>
  new Map(crate.metadata['@graph'].map((entity) => [entity['@id'], entity as Loose]));

const crate = toCrate(story, OPTIONS);
const graph = graphOf(crate);
const get = (id: string): Loose => {
  const found = graph.get(id);
  if (found === undefined) throw new Error(`no ${id} among ${[...graph.keys()].join(' ')}`);
  return found;
};
const list = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((one: unknown) =>
    typeof one === 'object' && one !== null && '@id' in one ? String(one['@id']) : String(one),
  );

describe('a run as a Provenance Run Crate', () => {
  it('refers to nothing inside it that it does not describe', () => {
    const dangling: string[] = [];
    for (const [id, entity] of graph) {
      for (const [member, value] of Object.entries(entity)) {
        if (typeof value !== 'object') continue;
        for (const to of list(value)) {
          // Profiles, terms and contents by digest lie outside.
          if (!graph.has(to) && !/^(https?|hash):/.test(to) && member !== '@type')
            dangling.push(`${id} ${member} ${to}`);
        }
      }
    }
    expect(dangling).toEqual([]);
  });

  it('has one action per execution, one per attempt at the bench, and one for the run', () => {
    const actions = [...graph].filter(([, entity]) => entity['@type'] === 'CreateAction').map(([id]) => id);
    // 6 executions; p1-1/1, p1-1/2 and p1-2/1 at the bench; the run.
    expect(actions).toHaveLength(10);
    expect(list(get('./')['mentions']).toSorted()).toEqual(actions.toSorted());
  });

  it('marks what failed, with its error, in the profile’s spelling', () => {
    expect(get('#execution/p1-3/1/1')).toMatchObject({
      actionStatus: 'http://schema.org/FailedActionStatus',
      error: 'exit code 3',
      failureClass: 'tool-error',
    });
    expect(get('#attempt/p1-1/1')).toMatchObject({ actionStatus: 'http://schema.org/FailedActionStatus' });
    expect(get('#execution/p1-4/1/1')['actionStatus']).toBe('http://schema.org/CompletedActionStatus');
    expect(get('#execution/p1-4/1/1')['error']).toBeUndefined();
  });

  it('says what was repeated, done another way, or used again', () => {
    expect(list(get('#attempt/p1-1/2')['retryOf'])).toEqual(['#attempt/p1-1/1']);
    expect(list(get('#execution/p1-4/1/1')['fallbackFrom'])).toEqual(['#execution/p1-3/1/1']);
    expect(list(get('#execution/p1-6/1/1')['reusedFrom'])).toEqual(['#execution/p1-5/1/1']);
  });

  it('has every file once, by content, with digest and size, as part of the root', () => {
    const files = [...graph].filter(([id, { '@type': type }]) => type === 'File' && id.startsWith('data/'));
    expect(files.map(([, { sha256 }]) => sha256)).toEqual(story.files.map(({ sha256 }) => sha256));
    expect(list(get('./')['hasPart'])).toEqual(expect.arrayContaining(files.map(([id]) => id)));
    for (const { path, file } of crate.files) {
      expect(get(path)).toMatchObject({ sha256: file.sha256, contentSize: String(file.bytes) });
    }
  });

  it('has steps with tools for stages that were done, and none for the one that was skipped', () => {
    const steps = list(get('workflow.json')['step']);
    const done = ['prep', 'sequence', 'align', 'align-slow', 'call'].map((stage) => `workflow.json#wgs/${stage}`);
    expect(steps).toEqual(done);
    const positions = steps.map((step) => Number(get(step)['position']));
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(list(get('#organize')['object']).toSorted()).toEqual(
      done.map((step) => step.replace('workflow.json#', '#control/')).toSorted(),
    );
  });

  it('tells containers, resources, parameters and environment, but no folder of the host', () => {
    const action = get('#execution/p1-4/1/1');
    expect(get(list(action['containerImage'])[0] ?? '')).toMatchObject({
      registry: 'quay.io',
      name: 'lab/slow',
      tag: '1.2',
    });
    expect(list(action['resourceUsage']).map((id) => get(id)['value'])).toEqual(['3600', '1000000000']);
    expect(list(action['object'])).toContain('#parameter/wgs/align-slow/depth/30');
    expect(list(action['environment']).map((id) => get(id)['name'])).toEqual(['LANG']);
    expect(JSON.stringify(crate)).not.toContain('/home/');
  });

  it('names people by pseudonym alone', () => {
    const people = [...graph].filter(([, entity]) => entity['@type'] === 'Person').map(([, { name }]) => name);
    expect(people).toEqual(['op-1', 'op-2', 'op-3']);
  });

  it('writes times with an offset, and a list of one as that one', () => {
    expect(get('#run')['startTime']).toBe('2026-11-30T00:00:00.000+00:00');
    for (const entity of graph.values()) {
      for (const value of Object.values(entity)) expect(Array.isArray(value) && value.length < 2).toBe(false);
    }
  });

  it('names a file that is not in it by its digest', () => {
    const [first] = story.files;
    const named = graphOf(toCrate(story, { ...OPTIONS, isInside: () => false }));
    expect(named.has(`hash://sha256/${first?.sha256}`)).toBe(true);
    expect([...named.keys()].filter((id) => id.startsWith('data/'))).toEqual([]);
  });

  it('has the licence and the author that are given, else the laboratory with all rights reserved', () => {
    expect(get('./')).toMatchObject({ license: { '@id': '#license' }, author: { '@id': '#laboratory' } });
    const author = parseAuthor('Ada L. <https://orcid.org/0000-0002-1825-0097>');
    const given = graphOf(toCrate(story, { ...OPTIONS, license: 'CC0-1.0', author })).get('./');
    expect(given).toMatchObject({
      license: { '@id': 'https://spdx.org/licenses/CC0-1.0' },
      author: { '@id': 'https://orcid.org/0000-0002-1825-0097' },
    });
    expect(parseAuthor(' Ada ')).toEqual({ name: 'Ada' });
  });
});

describe('where a file lies in a crate', () => {
  it.each([
    ['results/a/b/x.bam', 'x.bam'],
    ['a b/ü&.txt', '__.txt'],
    ['../..', 'file'],
    ['.hidden', 'hidden'],
    ['', 'file'],
  ])('%j lies as %j below its digest: no name leads out of the crate', (path, name) => {
    expect(cratePath({ sha256: 'ab', path })).toBe(`data/ab/${name}`);
  });
});
