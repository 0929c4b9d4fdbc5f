import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  assertExportable,
  buildStory,
  checkTimes,
  toBco,
  toCrate,
  toProv,
  traceLines,
  type CrateText,
} from '../../../src/provenance/index.ts';
import { ALIGNED, carriedRun, VKEY } from './carried-run.ts';

const story = buildStory(carriedRun());
const attempts = new Map(story.attempts.map((one) => [one.id, one]));

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const text = (path: string, isReadme?: boolean): CrateText => ({
  path,
  name: path,
  format: 'json',
  text: '{}',
  bytes: 2,
  sha256: digest('{}'),
  ...(isReadme !== undefined && { isReadme }),
});

type Loose = Readonly<Record<string, unknown>>;
const graph = new Map(
  toCrate(story, {
    workflow: text('workflow.json'),
    texts: [text('README.md', true), text('trace.txt')],
    isInside: () => true,
    license: 'https://example.org/terms',
    author: { name: 'Ada' },
  }).metadata['@graph'].map((entity): [string, Loose] => [entity['@id'], entity]),
);
const prov = toProv(story);
const related = (kind: 'wasStartedBy' | 'wasDerivedFrom' | 'wasGeneratedBy' | 'wasAttributedTo'): readonly Loose[] =>
  Object.values(prov[kind] ?? {});
const bco = toBco(story, { sha1: new Map(), author: { name: 'Ada', uri: 'https://orcid.org/0000-0002-1825-0097' } });

describe('work under way at instant 0', () => {
  const sequencing = 'carried-seq@-3600/1';

  it('is one attempt for the orders of one flow cell, begun when the scenario says, by no plan of the run', () => {
    expect(attempts.get(sequencing)).toMatchObject({
      start: '2026-11-29T23:00:00.000Z',
      end: '2026-11-30T02:00:00.000Z',
      status: 'completed',
      isCarriedOver: true,
      parts: [{ lot: 'o1' }, { lot: 'o2' }],
    });
    expect(attempts.get(sequencing)?.plan).toBeUndefined();
    expect(attempts.get('carried-o3-align/1')).toMatchObject({
      start: '2026-11-29T22:00:00.000Z',
      status: 'completed',
    });
  });

  it('takes what the stages before had made; one that makes nothing passes on what it took', () => {
    expect(story.earlier.map(({ id, kind }) => [id, kind])).toEqual([
      ...['o1/a', 'o1/b', 'o2/c', 'o3/d'].map((sample) => [`before/prep/${sample}`, 'library']),
      ['before/sequence/o3/d', 'data'],
    ]);
    // Between prep and sequence lies qc, which has no output.
    expect(attempts.get(sequencing)?.parts[0]?.uses.get('o1/a' as never)).toEqual(['before/prep/o1/a']);
  });

  it('was started by nobody of the run in PROV, from materials that derive from their specimen', () => {
    expect(related('wasStartedBy').map((one) => one['prov:activity'])).not.toContain(`run:attempt/${sequencing}`);
    expect(related('wasDerivedFrom')).toContainEqual({
      'prov:generatedEntity': 'run:material/before/prep/o1/a',
      'prov:usedEntity': 'run:specimen/o1/a',
    });
    expect(checkTimes(prov)).toEqual([]);
  });
});

describe('a lot that is split', () => {
  it('goes on under a name of its own, with the sample that failed', () => {
    expect(attempts.get('p1-1/1')?.failedSamples).toEqual(
      new Map([['o4/g', { class: 'transient', detail: 'well left dry' }]]),
    );
    expect(attempts.get('p1-2/1')?.parts.map(({ lot, stage, samples }) => [lot, stage, samples])).toEqual([
      ['o4', 'qc', ['o4/e', 'o4/f']],
      ['o4~2', 'prep', ['o4/g']],
    ]);
    expect(attempts.get('p1-2/1')?.follows).toEqual([{ attempt: 'p1-1/1', action: 'retry' }]);
  });

  it('follows what it was held after, wherever an operator lets it go on', () => {
    expect(attempts.get('p1-4/1')?.follows).toEqual([{ attempt: 'p1-3/1', action: 'hold' }]);
    expect(graph.get('#attempt/p1-4/1')?.['follows']).toEqual({ '@id': '#attempt/p1-3/1' });
    const { seq } = story.decisions.at(0) ?? {};
    expect(story.decisions).toMatchObject([{ operator: 'op-7', action: 'release-lot', reason: 'arm repaired' }]);
    expect(story.people).toEqual(['op-7']);
    expect(related('wasAttributedTo')).toContainEqual({
      'prov:entity': `run:decision/${seq}`,
      'prov:agent': 'run:person/op-7',
    });
  });
});

describe('work without a good end', () => {
  it('says why for each execution: the attempt’s failure, else the exit code or the signal', () => {
    const told = story.attempts.flatMap(({ executions }) =>
      executions.map(({ id, status, error }) => [id, status, error]),
    );
    expect(told).toEqual([
      ['carried-o3-align/1/1', 'completed', undefined],
      // Killed by a signal; without outputs.
      ['p1-5/1/1', 'failed', 'no memory left'],
      ['p1-5/1/2', 'failed', 'no memory left'],
      ['p1-6/1/1', 'aborted', 'order withdrawn'],
      // Of an attempt whose end is not told.
      ['p1-8/1/1', 'failed', 'exit code 1'],
      ['p1-8/1/2', 'failed', 'signal SIGTERM'],
    ]);
  });

  it('gives no exit code in PROV where a signal ended it', () => {
    const killed = prov.activity?.['run:execution/p1-5/1/1'];
    expect(killed).toMatchObject({ 'seqplan:signal': 'SIGKILL' });
    expect(killed).not.toHaveProperty('seqplan:exitCode');
  });

  it('has no end in crate and trace where the ledger tells none', () => {
    expect(graph.get('#attempt/p1-9/1')).toMatchObject({
      description: '1 samples on cluster',
      instrument: { '@id': '#seqplan' },
      error: 'the record ends before the work does',
    });
    expect(graph.get('#attempt/p1-9/1')).not.toHaveProperty('endTime');
    const [head = '', ...lines] = [...traceLines(story)].map((line) => line.split('\t'));
    const row = (id: string): readonly unknown[] => {
      const cells = lines.find((line) => line[head.indexOf('native_id')] === id);
      return ['status', 'exit', 'complete', 'realtime', 'cpus', 'memory', 'hostname'].map(
        (column) => cells?.[head.indexOf(column)],
      );
    };
    // The pool’s share is 4 cores and 8 GB, asked for by no process.
    expect(row('p1-9/1')).toEqual(['RUNNING', '-', '-', '-', '4', '8000000000', 'cluster']);
    // Cancelled at hour 6, after one.
    const six = String(Date.UTC(2026, 10, 30, 6));
    expect(row('p1-7/1')).toEqual(['ABORTED', '-', six, '3600000', '4', '8000000000', 'cluster']);
    expect(row('p1-5/1/1').slice(0, 2)).toEqual(['FAILED', '-']);
  });

  it.each([
    [undefined, 'the record ends before the run'],
    ['stopped', 'stopped'],
    ['complete', undefined],
  ])('marks a run that is closed as %s', (reason, error) => {
    const more = reason === undefined ? [] : ([[8, { type: 'run-closed', reason }]] as const);
    const options = { workflow: text('workflow.json'), texts: [], isInside: () => true };
    const { metadata } = toCrate(buildStory(carriedRun(more)), options);
    expect(metadata['@graph'].find((one) => one['@id'] === '#run')?.['error']).toBe(error);
  });
});

describe('plans one after the other', () => {
  it('are revisions, and each attempt is of the one in force', () => {
    expect(related('wasDerivedFrom')).toContainEqual({
      'prov:generatedEntity': 'run:plan/2',
      'prov:usedEntity': 'run:plan/1',
      'prov:type': { $: 'prov:Revision', type: 'prov:QUALIFIED_NAME' },
    });
    expect([attempts.get('p1-1/1')?.plan, attempts.get('p1-2/1')?.plan]).toEqual([1, 2]);
  });
});

describe('a crate of it', () => {
  it('connects steps by the files that tools name, and takes no path for a stage', () => {
    const connections = [...graph].filter(([, entity]) => entity['@type'] === 'ParameterConnection');
    // `sort` reads `align:bam`; `order:reads`, `file:ref.fa` and the path `align` come from no stage.
    expect(connections).toEqual([
      [
        '#connection/panel/sort/bam',
        expect.objectContaining({
          sourceParameter: { '@id': 'workflow.json#panel/align/out/bam' },
          targetParameter: { '@id': 'workflow.json#panel/sort/in/bam' },
        }),
      ],
    ]);
  });

  it('links tools to their Debian packages, where the name can be one', () => {
    const urls = [...graph.values()]
      .filter(({ softwareVersion }) => softwareVersion === '1.2.3')
      .map(({ name, url }) => [name, url]);
    expect(urls).toEqual([
      ['bwa', 'https://packages.debian.org/bwa'],
      ['samtools', undefined],
    ]);
  });

  it('tells a real run, terms by their URI, an author without one, and what its texts are about', () => {
    expect(graph.get('./')?.['description']).toContain('A real run.');
    expect(graph.get('./')?.['license']).toEqual({ '@id': 'https://example.org/terms' });
    expect(graph.get('#person/Ada')).toMatchObject({ '@type': 'Person', name: 'Ada' });
    expect(graph.get('README.md')?.['about']).toEqual({ '@id': './' });
    expect(graph.get('trace.txt')?.['about']).toEqual({ '@id': '#run' });
  });

  it('tells measured values with their gates, reagents without an expiry, images of Docker’s registry', () => {
    const values = [...graph]
      .filter(([id]) => id.startsWith('#measurement/p1-2/1/'))
      .map(([, one]) => one['description']);
    expect(values).toEqual(['of o4/e; gate ..50: fail', 'of o4/e', 'of o4/f; gate 2..50: fail']);
    expect(graph.get('#reagent/water/W1')?.['description']).toBe('reagent lot');
    expect(graph.get('#container/sha256%3Aaa')).toMatchObject({ registry: 'docker.io', name: 'lab/bwa' });
    // Processor time alone was read.
    expect(graph.get('#execution/p1-8/1/2')?.['resourceUsage']).toEqual({ '@id': '#usage/p1-8/1/2/cpuSeconds' });
  });
});

describe('a BioCompute Object of it', () => {
  it('says what gates asked, on either side or not at all', () => {
    expect(bco['error_domain']).toMatchObject({
      empirical_error: {
        'urn:seqplan:metric:qc:conc': { count: 2, lowest: 1, highest: 60, gate: { max: 50 }, passed: 0, failed: 2 },
        'urn:seqplan:metric:qc:volume': { count: 1, mean: 3 },
      },
    });
    expect(attempts.get('p1-2/1')?.failedSamples.get('o4/f' as never)?.detail).toBe(
      'conc is 1 ng/ul; it must be at least 2 and at most 50',
    );
  });

  it('has as outputs of a step what its own stage made', () => {
    const { pipeline_steps: steps } = bco['description_domain'] as { readonly pipeline_steps: readonly Loose[] };
    const qc = steps.find(({ description }) => String(description).includes('panel/qc'));
    // p1-2 made a library of o4/g, by its other part.
    expect(qc?.['output_list']).toEqual([]);
    expect(steps.map(({ name }) => name)).toEqual(['robot', 'robot', 'seq', 'bwa', 'samtools', 'cluster']);
  });

  it('names author, world and key', () => {
    expect(JSON.stringify(bco['provenance_domain'])).toContain('"orcid":"https://orcid.org/0000-0002-1825-0097"');
    expect(bco['usability_domain']).toContain('A real run.');
    expect(JSON.stringify(bco['extension_domain'])).toContain(`"vkey":"${VKEY}"`);
  });
});

describe('files of one content', () => {
  it('that one execution wrote under two names are one entity in PROV, generated once', () => {
    const entity = `run:file/carried-o3-align/1/1/${ALIGNED.sha256}`;
    const made = related('wasGeneratedBy').filter((one) => one['prov:entity'] === entity);
    expect(made).toHaveLength(1);
  });
});

describe('what must hold before a scenario is read', () => {
  it('is judged alike: version and digest', () => {
    const { records, root, scenarioDigest } = carriedRun();
    expect(() => assertExportable({ records, root, scenarioDigest })).not.toThrow();
    expect(() => assertExportable({ records, root, scenarioDigest: digest('x') })).toThrow(/with digest/);
    expect(() => assertExportable({ records: records.slice(1), root, scenarioDigest })).toThrow(/version 1/);
  });
});
