import { describe, expect, it } from 'vitest';
import { at } from '../../../src/base/index.ts';
import {
  buildStory,
  checkTimes,
  executionsOf,
  ExportError,
  toBco,
  toCrate,
  toProv,
  type Entry,
  type RunStory,
} from '../../../src/provenance/index.ts';
import { artifact, handMadeRun, policy, robot, start } from './hand-made-run.ts';

const EMPTY = { path: 'workflow.json', name: 'workflow', format: 'json', text: '{}', bytes: 2, sha256: '00' };
const onPrep = (of: Record<string, unknown>): Record<string, unknown> =>
  policy({ task: 'p1-1', attempt: 1, stage: 'prep', failure: 'transient', ...of });

const story = buildStory(handMadeRun());
const attempt = (id: string): RunStory['attempts'][number] => {
  const found = story.attempts.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no attempt ${id}`);
  return found;
};

describe('the run story', () => {
  it('has every attempt with its end, failed and repeated ones too', () => {
    expect(story.attempts.map(({ id, status }) => [id, status])).toEqual([
      ['p1-1/1', 'failed'],
      ['p1-1/2', 'completed'],
      ['p1-2/1', 'completed'],
      ['p1-3/1', 'failed'],
      ['p1-4/1', 'completed'],
      ['p1-5/1', 'failed'],
      ['p1-6/1', 'completed'],
    ]);
    expect(attempt('p1-1/1').failure).toEqual({ class: 'transient', detail: 'tip stuck' });
  });

  it('says which attempt makes good which, and by what word of the policy', () => {
    expect(attempt('p1-1/2').follows).toEqual([{ attempt: 'p1-1/1', action: 'retry' }]);
    expect(attempt('p1-4/1').follows).toEqual([{ attempt: 'p1-3/1', action: 'fallback' }]);
    expect(attempt('p1-2/1').follows).toEqual([]);
  });

  it('tells executions that failed from those whose attempt failed, and from reuse', () => {
    expect([...executionsOf(story)].map(([{ id, status, error }]) => [id, status, error])).toEqual([
      ['p1-3/1/1', 'failed', 'exit code 3'],
      // It did its work; nothing of it was published, since the other sample's process failed.
      ['p1-3/1/2', 'aborted', 'nothing was published: exit code 3'],
      ['p1-4/1/1', 'completed', undefined],
      ['p1-4/1/2', 'failed', 'mapped is 45.5 %; it must be at least 90'],
      ['p1-5/1/1', 'aborted', 'nothing was published: the node went away'],
      ['p1-6/1/1', 'cached', undefined],
    ]);
    expect(attempt('p1-6/1').executions[0]?.reusedFrom).toBe('p1-5/1/1');
  });

  it('finds the execution that made what another read, by path and content', () => {
    // The genome came from outside; the alignments are those of sample a.
    expect(attempt('p1-5/1').executions[0]?.producers).toEqual([undefined, 'p1-4/1/1']);
  });

  it('follows samples from specimen to library to data', () => {
    expect([...(attempt('p1-1/2').parts[0]?.uses ?? [])]).toEqual([
      ['o1/a', ['specimen/o1/a']],
      ['o1/b', ['specimen/o1/b']],
    ]);
    expect(attempt('p1-2/1').parts[0]?.uses.get('o1/a' as never)).toEqual(['p1-1/2/prep/o1/a']);
    expect(attempt('p1-4/1').parts[0]?.uses.get('o1/b' as never)).toEqual(['p1-2/1/sequence/o1/b']);
    expect(attempt('p1-1/1').made).toEqual([]);
  });

  it('knows which samples a later stage still has: the quarantined one is gone', () => {
    expect(attempt('p1-5/1').parts[0]?.samples).toEqual(['o1/a']);
    expect(story.samples.map(({ id, closed }) => [id, closed?.outcome])).toEqual([
      ['o1/a', 'delivered'],
      ['o1/b', 'quarantined'],
    ]);
  });

  it('tells inputs, results and what lies between apart', () => {
    const by = (of: (file: RunStory['files'][number]) => boolean): readonly string[] =>
      story.files.filter(of).map(({ path }) => path);
    // No execution made the reads here: they come from sequencing, as the genome comes from the customer.
    expect(by((file) => file.isInput)).toEqual([
      'genome.fa',
      'results/o1/a/sequence/reads.fq',
      'results/o1/b/sequence/reads.fq',
    ]);
    expect(by((file) => file.isFinal)).toEqual([
      'work/p1-3.1/out.bam',
      'results/o1/b/align-slow/out.bam',
      'results/o1/a/call/out.vcf',
    ]);
  });

  it('has plans, people by pseudonym, skipped stages, signatures and corrections', () => {
    expect(story.plans.map(({ request, tasks }) => [request, tasks])).toEqual([[1, 4]]);
    expect(story.people).toEqual(['op-1', 'op-2', 'op-3']);
    expect(story.skipped.map(({ stage, reason }) => [stage, reason])).toEqual([['extra', 'the branch is given up']]);
    expect(story.signatures.map(({ notice }) => notice.meaning)).toEqual(['approved']);
    expect(story.corrections).toHaveLength(1);
    expect(story.ending).toBe('complete');
  });

  it('folds a detour into its workflow: the alternative directly after what it stands in for', () => {
    expect(story.workflows.map(({ id, stages }) => [id, stages.map((stage) => stage.id)])).toEqual([
      ['wgs', ['prep', 'sequence', 'align', 'align-slow', 'call', 'extra']],
    ]);
  });
});

describe('corrections', () => {
  const measuredAt = handMadeRun().records.find(
    ({ fact }) => fact.type === 'sample-measured' && fact.sample === 'o1/a',
  )?.seq;
  const corrected = (old: unknown, value: unknown): number | undefined =>
    buildStory(
      handMadeRun([
        [
          14,
          {
            type: 'value-corrected',
            record: measuredAt,
            path: '/measurements/0/value',
            old,
            new: value,
            reason: 'misread',
            by: 'op-3',
          },
        ],
      ]),
    )
      .attempts.flatMap(({ measurements }) => measurements)
      .find(({ sample }) => sample === 'o1/a')?.value;

  it('stand in the place of what they correct', () => {
    expect(corrected(97.5, 96)).toBe(96);
  });

  it('go into one item of a list, and nowhere where the path leads nowhere', () => {
    const opened = handMadeRun().records.findIndex(({ fact }) => fact.type === 'order-received');
    const received = (path: string): readonly unknown[] => {
      const notice = {
        type: 'value-corrected',
        record: opened,
        path,
        old: 'o1/b',
        new: 'o1/a',
        reason: '',
        by: 'op-3',
      };
      return buildStory(handMadeRun([[14, notice]])).samples.map(({ receivedAt }) => receivedAt);
    };
    const at0 = '2026-11-30T00:00:00.000Z';
    // The second of two names: sample b was never received.
    expect(received('/samples/1')).toEqual([at0, undefined]);
    expect(received('/samples/2')).toEqual([at0, at0]);
    expect(received('/samples/1/name')).toEqual([at0, at0]);
  });

  it('do nothing where the value is not what they say it was, or would change its kind', () => {
    expect(corrected(97, 96)).toBe(97.5);
    expect(corrected(97.5, 'much')).toBe(97.5);
  });
});

describe('what an odd ledger tells', () => {
  it('of a sample that its task has not stays in every export', () => {
    const input = handMadeRun();
    const records = input.records.map((record) => {
      const { fact } = record;
      if (fact.type === 'execution-recorded' && fact.task === 'p1-6') {
        const execution = { ...fact.execution, sample: 'o1/b', container: { image: '@odd', digest: 'sha256:bb' } };
        return { ...record, fact: { ...fact, execution } as unknown as Entry };
      }
      if (fact.type === 'sample-measured') return { ...record, fact: { ...fact, task: 'p1-6' } as unknown as Entry };
      return record;
    });
    const early = records.filter(({ fact }) => fact.type !== 'sample-measured');
    const measured = records.filter(({ fact }) => fact.type === 'sample-measured');
    const end = early.findIndex(({ fact }) => fact.type === 'task-finished' && fact.task === 'p1-6');
    const odd = buildStory({ ...input, records: [...early.slice(0, end), ...measured, ...early.slice(end)] });
    const last = odd.attempts.at(-1);
    // Of the two samples, a alone is left at that time.
    expect(last?.measurements.map(({ sample, stage }) => [sample, stage])).toEqual([
      ['o1/a', 'call'],
      ['o1/b', undefined],
    ]);
    expect(last?.executions.map(({ part }) => part.stage)).toEqual(['call']);
    expect(toProv(odd).activity).toHaveProperty(['run:execution/p1-6/1/1']);
    const crate = toCrate(odd, { workflow: EMPTY, texts: [], isInside: () => true });
    const find = (id: string): unknown => crate.metadata['@graph'].find((one) => one['@id'] === id);
    expect(find('#execution/p1-6/1/1')).toBeDefined();
    // A name that is no image's is passed on whole.
    expect(find('#container/sha256%3Abb')).toMatchObject({ name: '@odd', registry: 'docker.io' });
    expect(toBco(odd, { sha1: new Map() })['error_domain']).toMatchObject({
      empirical_error: { 'urn:seqplan:metric::mapped': { count: 1, lowest: 45.5 } },
    });
  });

  it('of a plan that nobody asked for: asked for when it was adopted', () => {
    const input = handMadeRun();
    const records = input.records.filter(({ fact }) => fact.type !== 'plan-requested');
    const [plan] = buildStory({ ...input, records }).plans;
    expect(plan).toMatchObject({ requestedAt: plan?.adoptedAt, reason: 'opened' });
  });

  it('of a sample that is closed twice: the last word', () => {
    const again = { type: 'sample-closed', sample: 'o1/b', outcome: 'expired', reason: 'too old' };
    expect(buildStory(handMadeRun([[14, again]])).samples[1]?.closed?.outcome).toBe('expired');
  });

  it('of a time that is no date: the text as it is, which the check of times names', () => {
    const input = handMadeRun();
    const records = input.records.map((record) => {
      const { fact } = record;
      return fact.type === 'record-signed' ? { ...record, fact: { ...fact, signedAt: 'today' } } : record;
    });
    const faults = checkTimes(toProv(buildStory({ ...input, records })));
    // Start, end, use and generation of the signing.
    expect(faults.map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => 'TIME-FORMAT'));
    expect(faults[0]?.message).toContain('"today"');
  });
});

describe('files of a simulation that the bench left', () => {
  it('are made by that attempt, once something reads them', () => {
    // docs/FORMATS.md, "In the virtual world": canonical JSON of output `data`, with TASK#ATTEMPT for the key.
    const content = '{"key":"p1-2#1","output":"data","sample":"o1/a","simulated":true,"stage":"sequence"}';
    const { format: _, ...data } = artifact('data', 'results/o1/a/sequence/data', content);
    const input = handMadeRun();
    const records = input.records.map((record) => {
      const { fact } = record;
      if (fact.type !== 'execution-recorded' || fact.task !== 'p1-4' || fact.execution.sample !== 'o1/a') return record;
      return { ...record, fact: { ...fact, execution: { ...fact.execution, inputs: [data, { ...data, path: 'x' }] } } };
    });
    const read = buildStory({ ...input, records });
    const file = read.files.find(({ path }) => path === data.path);
    expect(file).toMatchObject({ sha256: data.sha256, isInput: false, isFinal: false, madeBy: 'p1-2/1' });
    expect(Object.values(toProv(read).wasGeneratedBy ?? {})).toContainEqual({
      'prov:entity': `sha256:${data.sha256}`,
      'prov:activity': 'run:attempt/p1-2/1',
    });
    const { metadata } = toCrate(read, { workflow: EMPTY, texts: [], isInside: () => true });
    const find = (id: string): Record<string, unknown> | undefined =>
      metadata['@graph'].find((one) => one['@id'] === id);
    const lies = `data/${data.sha256}/data`;
    expect(find('#attempt/p1-2/1')?.['result']).toContainEqual({ '@id': lies });
    // Nothing says what it is.
    expect(find(lies)?.['encodingFormat']).toBe('application/octet-stream');
  });
});

describe('a ledger that cannot be told', () => {
  const codeOf = (tell: () => unknown): string => {
    try {
      tell();
    } catch (error) {
      if (error instanceof ExportError) return error.code;
      throw error;
    }
    return 'told';
  };

  it('of version 1, or of another scenario, is refused', () => {
    const input = handMadeRun();
    expect(codeOf(() => buildStory({ ...input, records: input.records.slice(1) }))).toBe('VERSION');
    expect(codeOf(() => buildStory({ ...input, records: [] }))).toBe('VERSION');
    expect(codeOf(() => buildStory({ ...input, records: input.records.slice(0, 1) }))).toBe('SCENARIO');
    expect(codeOf(() => buildStory({ ...input, scenarioDigest: '0'.repeat(64) }))).toBe('SCENARIO');
  });

  it('that speaks of what was never started, or of no order, is refused', () => {
    const end = {
      type: 'task-finished',
      task: 'p9',
      attempt: 1,
    };
    expect(codeOf(() => buildStory(handMadeRun([[14, end]])))).toBe('CONTRADICTION');
    const closed = { type: 'sample-closed', sample: 'o9/z', outcome: 'delivered', reason: '' };
    expect(codeOf(() => buildStory(handMadeRun([[14, closed]])))).toBe('CONTRADICTION');
  });

  it.each([
    ['of a lot that there is not', start('p9', 1, [{ lot: 'o9', stage: 'prep' }], robot)],
    ['of a stage that the lot’s route has not', start('p9', 1, [{ lot: 'o1', stage: 'polish' }], robot)],
    ['a policy for a sample that is gone', onPrep({ action: 'retry', samples: ['o1/b'] })],
    ['a policy for no sample', onPrep({ action: 'retry', samples: [] })],
    ['a step that says something else', onPrep({ action: 'hold', samples: ['o1/a'], step: 0 })],
    ['a step that there is not', onPrep({ action: 'retry', samples: ['o1/a'], step: 7 })],
  ])('that tells %s is refused', (_, fact) => {
    const input = handMadeRun();
    // Before sample a is closed, after b was.
    const cut = input.records.findIndex(({ fact: { type } }) => type === 'stage-skipped');
    const told = input.records.slice(0, cut);
    const records = [...told, { ...at(told, 0), seq: cut, fact: fact as unknown as Entry }];
    expect(codeOf(() => buildStory({ ...input, records }))).toBe('CONTRADICTION');
  });

  it('but one that ends before its run does is told as far as it goes', () => {
    const input = handMadeRun();
    const cut = input.records.findIndex(({ fact }) => fact.type === 'task-started' && fact.task === 'p1-2') + 1;
    const open = buildStory({ ...input, records: input.records.slice(0, cut) });
    expect(open.ending).toBe('open');
    expect(open.attempts.at(-1)?.status).toBe('unfinished');
  });
});
