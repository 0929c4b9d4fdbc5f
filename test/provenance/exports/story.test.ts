import { describe, expect, it } from 'vitest';
import { buildStory, executionsOf, ExportError, type RunStory } from '../../../src/provenance/index.ts';
import { handMadeRun } from './hand-made-run.ts';

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

  it('do nothing where the value is not what they say it was, or would change its kind', () => {
    expect(corrected(97, 96)).toBe(97.5);
    expect(corrected(97.5, 'much')).toBe(97.5);
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

  it('but one that ends before its run does is told as far as it goes', () => {
    const input = handMadeRun();
    const cut = input.records.findIndex(({ fact }) => fact.type === 'task-started' && fact.task === 'p1-2') + 1;
    const open = buildStory({ ...input, records: input.records.slice(0, cut) });
    expect(open.ending).toBe('open');
    expect(open.attempts.at(-1)?.status).toBe('unfinished');
  });
});
