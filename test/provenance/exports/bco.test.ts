import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildStory, etagOf, LEDGER_EXTENSION, toBco } from '../../../src/provenance/index.ts';
import { handMadeRun, ROOT } from './hand-made-run.ts';

const story = buildStory(handMadeRun());
const vcf = createHash('sha256').update('calls of a').digest('hex');

// The members that the tests look at; the schemas are the judges' business.
interface Looked {
  readonly object_id: string;
  readonly etag: string;
  readonly provenance_domain: {
    readonly created: string;
    readonly license: string;
    readonly contributors: readonly unknown[];
    readonly review: readonly unknown[];
  };
  readonly description_domain: {
    readonly pipeline_steps: readonly {
      readonly step_number: number;
      readonly name: string;
      readonly version?: string;
      readonly input_list: readonly { readonly uri: string }[];
      readonly output_list: readonly { readonly uri: string; readonly filename?: string }[];
    }[];
  };
  readonly execution_domain: { readonly environment_variables: Readonly<Record<string, string>> };
  readonly parametric_domain: readonly unknown[];
  readonly io_domain: {
    readonly input_subdomain: readonly { readonly uri: { readonly filename: string } }[];
    readonly output_subdomain: readonly {
      readonly uri: { readonly filename: string; readonly sha1_checksum?: string };
    }[];
  };
  readonly error_domain: { readonly empirical_error: unknown; readonly algorithmic_error: unknown };
  readonly extension_domain: readonly unknown[];
}
const made = (sha1: ReadonlyMap<string, string> = new Map()): Looked => toBco(story, { sha1 }) as unknown as Looked;
const bco = made();

describe('a run as a BioCompute Object', () => {
  it('has a step per stage and tool, with versions; the machine where no tool ran', () => {
    const steps = bco.description_domain.pipeline_steps;
    expect(steps.map(({ step_number, name, version }) => [step_number, name, version])).toEqual([
      [1, 'robot', undefined],
      [2, 'seq/A', undefined],
      [3, 'fast', '1.2.3'],
      [4, 'slow', '1.2.3'],
      [5, 'caller', '1.2.3'],
    ]);
    expect(steps[4]?.output_list).toEqual([{ uri: `hash://sha256/${vcf}`, filename: 'out.vcf' }]);
    // Both samples' libraries come out of the robot once: the failed attempt made none.
    expect(steps[0]?.output_list).toHaveLength(2);
    expect(steps[1]?.input_list).toEqual(steps[0]?.output_list);
  });

  it('names parameters by step, and passes no folder of the host on', () => {
    expect(bco.parametric_domain).toEqual(
      [3, 4, 5].map((step) => ({ param: 'depth', value: '30', step: String(step) })),
    );
    expect(bco.execution_domain.environment_variables).toEqual({ LANG: 'C' });
  });

  it('has as outputs what nothing read, with SHA-1 only where the bytes were at hand', () => {
    const outputs = bco.io_domain.output_subdomain.map(({ uri }) => [uri.filename, uri.sha1_checksum]);
    expect(outputs).toEqual([
      ['out.bam', undefined],
      ['out.bam', undefined],
      ['out.vcf', undefined],
    ]);
    const known = made(new Map([[vcf, 'abc']])).io_domain.output_subdomain.at(-1);
    expect(known?.uri.sha1_checksum).toBe('abc');
  });

  it('fills the error domain from what gates measured and how work failed', () => {
    // 97.5 and 45.5 against at least 90.
    expect(bco.error_domain.empirical_error).toEqual({
      'urn:seqplan:metric:align-slow:mapped': {
        unit: '%',
        count: 2,
        lowest: 45.5,
        highest: 97.5,
        mean: 71.5,
        gate: { min: 90 },
        passed: 1,
        failed: 1,
      },
    });
    expect(bco.error_domain.algorithmic_error).toEqual({
      'urn:seqplan:terms:failures': {
        attempts: 7,
        retried: 1,
        attempts_by_failure_class: { transient: 1, 'tool-error': 1, 'quality-gate': 1, 'node-lost': 1 },
      },
    });
  });

  it('has an etag over all but three members, which tells a change', () => {
    expect(etagOf(bco as unknown as Record<string, unknown>)).toBe(bco.etag);
    expect(etagOf({ ...bco, object_id: 'x', spec_version: 'y', etag: 'z' })).toBe(bco.etag);
    expect(etagOf({ ...bco, parametric_domain: [] })).not.toBe(bco.etag);
    // Keys sorted, no white space: by hand over two members.
    const digest = createHash('sha256').update('{"a":[1,2],"b":{"c":"d"}}').digest('hex');
    expect(etagOf({ b: { c: 'd' }, etag: '0', a: [1, 2] })).toBe(digest);
  });

  it('has the approval as a review, and the ledger as an extension with a published schema', () => {
    expect(bco.provenance_domain.review).toMatchObject([{ status: 'approved', reviewer: { name: 'op-3' } }]);
    // Who performed the work has not reviewed it.
    const input = handMadeRun();
    const records = input.records.map((record) =>
      record.fact.type === 'record-signed'
        ? { ...record, fact: { ...record.fact, meaning: 'performed' as const } }
        : record,
    );
    const performed = toBco(buildStory({ ...input, records }), { sha1: new Map() }) as unknown as Looked;
    expect(performed.provenance_domain.review).toBeUndefined();
    expect(bco.object_id).toContain(ROOT);
    const schema: unknown = JSON.parse(
      readFileSync(new URL('../../../docs/schema/bco-ledger-extension.schema.json', import.meta.url), 'utf8'),
    );
    const [extension] = bco.extension_domain as readonly [{ ledger_extension: Record<string, unknown> }];
    const { required, properties } = (
      schema as {
        properties: { ledger_extension: { required: readonly string[]; properties: Record<string, unknown> } };
      }
    ).properties.ledger_extension;
    expect(schema).toMatchObject({ $id: LEDGER_EXTENSION });
    expect(Object.keys(extension.ledger_extension)).toEqual(expect.arrayContaining([...required]));
    for (const name of Object.keys(extension.ledger_extension)) expect(properties).toHaveProperty(name);
  });
});
