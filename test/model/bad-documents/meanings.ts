/** Faults of workflows, capacity, maintenance, indexes and progress: each value is good by itself. */

import { FAILURE_CLASSES } from '../../../src/model/index.ts';
import { ALIGN, ORDER, PREP, SEQUENCE, WASH, bad, type BadDocument } from './plant.ts';

/** Another way to sort, and the policy of sorting that falls back to it. */
const OTHER_SORT = {
  id: 'merge',
  insteadOf: 'sort',
  kind: 'compute',
  pool: 'cluster',
  time: { fixed: '1 h' },
  cores: 1,
  memory: '1 GB',
};
const fallBackTo = (to: string) => ({ '/workflows/0/stages/3/onError': [{ otherwise: true, do: 'fallback', to }] });

/** So many alternatives for a place, from stage number `first` on, and the steps that lead to them, one per failure class. */
const alternatives = (place: string, { first, count }: { readonly first: number; readonly count: number }) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, k) => [
      `/workflows/0/stages/${first + k}`,
      { ...OTHER_SORT, id: `${place}-${k}`, insteadOf: place },
    ]),
  );
const fallBacks = (place: string, count: number) =>
  FAILURE_CLASSES.slice(0, count).map((when, k) => ({ when, do: 'fallback', to: `${place}-${k}` }));

export const BAD_MEANINGS: Readonly<Record<string, BadDocument>> = {
  // ------------------------------------------------------------ workflows
  'a name in an order': bad('IDENTITY-IN-PLAIN', '/orders/0/identity', 'direct identifiers', {
    '/orders/0/identity': { name: 'Jane Roe' },
  }),
  'names by sample in an order': bad('IDENTITY-IN-PLAIN', '/orders/0/identities', 'direct identifiers', {
    '/orders/0/identities': { s01: { name: 'Jane Roe' } },
  }),
  'a person for a sample that is not there': bad('UNKNOWN-REFERENCE', '/orders/0/subjects/s99', "no sample 's99'", {
    '/orders/0/subjects': { s99: 'sub-1' },
  }),
  'one degradation anchor': bad('DEGRADATION-ANCHORS', '/materials/0/conditions/0', "'unusable' is missing", {
    '/materials/0/conditions/0/unusable': undefined,
  }),
  'degradation anchors that fall': bad('DEGRADATION-ANCHORS', '/materials/0/conditions/0', 'unusable after 1 d', {
    '/materials/0/conditions/0/unusable': '1 d',
  }),
  'stages in a circle': bad('CYCLE', `${ALIGN}/after`, 'align -> sort -> align', {
    [`${ALIGN}/after`]: ['sequence', 'sort'],
  }),
  'hold whose minimum is too long': bad(
    'HOLD-RANGE',
    `${PREP}/hold`,
    'the shortest wait is 1 d 1 h, the longest is 1 d',
    { [`${PREP}/hold/min`]: '25 h' },
  ),
  'hold longer than the output keeps': bad('HOLD-RANGE', `${PREP}/hold`, 'blood expires after 3 d', {
    [`${PREP}/hold`]: { min: '4 d' },
    [`${PREP}/output/condition`]: 'room',
  }),
  'neither reads nor yield': bad('READS-OR-YIELD', SEQUENCE, 'neither', { [`${SEQUENCE}/yield`]: undefined }),
  'both reads and yield': bad('READS-OR-YIELD', SEQUENCE, 'both', { [`${SEQUENCE}/reads`]: '100 M' }),
  // 30.2 Gb is 100 M pairs of 302 bases, but 296,078,432 pairs of 102.
  'yield over different read lengths': bad('YIELD-AMBIGUOUS', `${SEQUENCE}/yield`, '100 M for small', {
    [`${SEQUENCE}/recipes`]: ['small', 'short'],
    [`${SEQUENCE}/yield`]: '30.2 Gb',
  }),
  'gate without a limit': bad('GATE-RANGE', `${PREP}/gates/0`, 'no limit', {
    [`${PREP}/gates/0/min`]: undefined,
  }),
  'gate upside down': bad('GATE-RANGE', `${PREP}/gates/0`, 'min 100 above max 50', {
    [`${PREP}/gates/0/max`]: 50,
  }),
  'gate that warns of what fails': bad('GATE-RANGE', `${PREP}/gates/0/warn`, 'warns only of what fails', {
    [`${PREP}/gates/0/warn`]: { min: 99 },
  }),
  'warning upside down': bad('GATE-RANGE', `${PREP}/gates/0`, 'warn min 300 above warn max 200', {
    [`${PREP}/gates/0/warn`]: { min: 300, max: 200 },
  }),
  'default gates on what has no limit': bad('GATE-DEFAULT', `${PREP}/defaultGates/metrics/1`, 'yield has no default', {
    [`${PREP}/defaultGates`]: { assay: 'wgs', metrics: ['din', 'yield'] },
  }),
  'default gates on what nobody measures': bad('GATE-DEFAULT', `${PREP}/defaultGates`, 'no output of prep', {
    [`${PREP}/defaultGates`]: { assay: 'wgs' },
  }),
  'amplified material that flows back': bad('ZONE-BACKFLOW', '/workflows/0/stages/4/zone', 'follows prep', {
    [`${PREP}/zone`]: 'post-pcr',
    '/workflows/0/stages/4': {
      id: 'again',
      kind: 'bench',
      equipment: 'thermocycler',
      time: {},
      after: ['sequence'],
      zone: 'pre-pcr',
    },
  }),
  'policy step without a trigger': bad('POLICY-SHAPE', `${ALIGN}/onError/3`, 'neither', {
    [`${ALIGN}/onError/3/otherwise`]: undefined,
  }),
  'policy step with two triggers': bad('POLICY-SHAPE', `${ALIGN}/onError/0`, 'both', {
    [`${ALIGN}/onError/0/otherwise`]: true,
  }),
  'policy step after the last word': bad('POLICY-UNREACHABLE', `${ALIGN}/onError/4`, 'transient', {
    [`${ALIGN}/onError/4`]: { when: 'transient', do: 'retry' },
  }),
  'fallback to itself': bad('POLICY-TARGET', `${ALIGN}/onError/2/to`, 'align falls back to itself', {
    [`${ALIGN}/onError/2/to`]: 'align',
  }),
  'skip of what is not optional': bad('POLICY-TARGET', `${ALIGN}/onError/1/skip`, 'sort is not optional', {
    '/workflows/0/stages/3/optional': false,
  }),
  'step for failures that bench work cannot have': bad('POLICY-IDLE', `${PREP}/onError/0`, 'out-of-memory', {
    [`${PREP}/onError`]: [{ when: ['out-of-memory', 'walltime'], do: 'retry' }],
  }),
  'step for gates that a stage does not have': bad('POLICY-IDLE', `${ALIGN}/onError/0`, 'align has no gate', {
    [`${ALIGN}/onError/0`]: { when: 'quality-gate', do: 'retry' },
  }),
  'step for equipment that computing does not have': bad('POLICY-IDLE', `${ALIGN}/onError/0`, 'equipment-failure', {
    [`${ALIGN}/onError/0`]: { when: 'equipment-failure', do: 'retry' },
  }),
  'fallback to a later stage': bad('POLICY-DEAD-END', `${ALIGN}/onError/2/to`, 'sort does not come before align', {
    [`${ALIGN}/onError/2`]: { when: 'corrupt-input', do: 'fallback', to: 'sort' },
  }),
  'fallback to the alternative of a later stage': bad(
    'POLICY-DEAD-END',
    `${ALIGN}/onError/2/to`,
    'merge does not come before align',
    {
      [`${ALIGN}/onError/2`]: { when: 'corrupt-input', do: 'fallback', to: 'merge' },
      '/workflows/0/stages/4': OTHER_SORT,
    },
  ),
  'skip of what is done by then': bad(
    'POLICY-DEAD-END',
    '/workflows/0/stages/4/onError/0/skip',
    'sort is done before',
    {
      '/workflows/0/stages/4': {
        ...OTHER_SORT,
        id: 'report',
        insteadOf: undefined,
        after: ['sort'],
        onError: [{ when: 'tool-error', do: 'degrade', skip: 'sort' }],
      },
    },
  ),
  // 16 GB, then 32, 64 and 128 of the 64 GB that there are.
  'third retry with too much memory': bad(
    'RETRY-TOO-LARGE',
    `${ALIGN}/onError/0`,
    'retry 3 of 3 wants 128 GB, cluster has 64 GB',
    { [`${ALIGN}/onError/0`]: { when: 'out-of-memory', do: 'retry', max: 3, memory: 'x2' } },
    'max: 2',
  ),
  'retry that no node has the memory for': bad(
    'RETRY-TOO-LARGE',
    `${ALIGN}/onError/0`,
    'retry 1 of 1 wants 64 GB, the largest node of cluster has 32 GB',
    {
      '/computePools/0/nodes': [{ count: 2, cores: 8, memory: '32 GB' }],
      [`${ALIGN}/onError/0`]: { when: 'out-of-memory', do: 'retry', memory: 'x4' },
    },
    'never taken',
  ),
  'placeholder that names nothing': bad(
    'TOOL-PLACEHOLDER',
    `${ALIGN}/tool/argv/5`,
    "'{r2}'",
    { [`${ALIGN}/tool/argv/5`]: '{r2}' },
    "Did you mean 'r1'?",
  ),
  'placeholder in an order that names nothing': bad('TOOL-PLACEHOLDER', '/orders/0/inputs/r1', "'{name}'", {
    [`${ORDER}/inputs/r1`]: '{name}.fq',
  }),
  'input from a stage that does not exist': bad(
    'TOOL-INPUT',
    '/workflows/0/stages/3/tool/inputs/sam',
    "'aligne'",
    { '/workflows/0/stages/3/tool/inputs/sam': 'aligne:sam' },
    "'align'",
  ),
  'input that the stage does not write': bad('TOOL-INPUT', '/workflows/0/stages/3/tool/inputs/sam', "no output 'bam'", {
    '/workflows/0/stages/3/tool/inputs/sam': 'align:bam',
  }),
  'input from a later stage': bad('TOOL-INPUT', `${ALIGN}/tool/inputs/ref`, 'sort, which does not come before it', {
    [`${ALIGN}/tool/inputs/ref`]: 'sort:bam',
  }),
  'order without a file that a tool reads': bad('INPUT-MISSING', '/orders/0/inputs', "no input 'r1'", {
    [`${ORDER}/inputs`]: { r2: 'a.fq' },
  }),
  'input of another format than the stage writes': bad(
    'FORMAT-MISMATCH',
    '/workflows/0/stages/3/tool/inputs/sam',
    'align writes sam as sam, the tool reads bam or cram',
    { '/workflows/0/stages/3/tool/inputs/sam': { from: 'align:sam', format: ['bam', 'cram'] } },
  ),
  'input of another format than the alternative writes': bad(
    'FORMAT-MISMATCH',
    '/workflows/0/stages/5/tool/inputs/bam',
    'merge writes bam as cram, the tool reads bam',
    {
      '/workflows/0/stages/4': {
        ...OTHER_SORT,
        tool: { name: 'm', package: 'm', argv: ['m'], outputs: { bam: { file: 'm.cram', format: 'cram' } } },
      },
      '/workflows/0/stages/5': {
        ...OTHER_SORT,
        id: 'report',
        insteadOf: undefined,
        after: ['sort'],
        tool: { name: 'r', package: 'r', argv: ['r'], inputs: { bam: { from: 'sort:bam', format: 'bam' } } },
      },
      ...fallBackTo('merge'),
    },
  ),
  'input of another format than the order gives': bad(
    'FORMAT-MISMATCH',
    `${ALIGN}/tool/inputs/r1`,
    'order o1 gives r1 as bam, the tool reads fq.gz',
    {
      [`${ALIGN}/tool/inputs/r1`]: { from: 'order:r1', format: 'fq.gz' },
      [`${ORDER}/inputs/r1`]: { file: 'reads/{sample}.bam', format: 'bam' },
    },
  ),
  'input that is packed where it should not be': bad(
    'FORMAT-PACKED',
    '/workflows/0/stages/3/tool/inputs/sam',
    'align writes sam as sam, the tool reads SAM.gz',
    { '/workflows/0/stages/3/tool/inputs/sam': { from: 'align:sam', format: 'SAM.gz' } },
  ),
  'one digest for the files of four samples': bad('BAD-VALUE', '/orders/0/inputs/r1/md5', 'there are 4 files', {
    [`${ORDER}/inputs/r1`]: { file: 'reads/{sample}.fq.gz', md5: 'd41d8cd98f00b204e9800998ecf8427e' },
  }),
  'digests by sample for one file': bad('BAD-VALUE', '/orders/0/inputs/r1/md5', 'one file for all samples', {
    [`${ORDER}/inputs/r1`]: { file: 'reads.fq.gz', md5: { s01: 'd41d8cd98f00b204e9800998ecf8427e' } },
  }),
  'digest of a sample that is not there': bad('UNKNOWN-REFERENCE', '/orders/0/inputs/r1/md5/s9', "no sample 's9'", {
    [`${ORDER}/inputs/r1`]: { file: 'reads/{sample}.fq.gz', md5: { s9: 'd41d8cd98f00b204e9800998ecf8427e' } },
  }),
  // ------------------------------------------------------------ capacity
  'order larger than a plate': bad(
    'ORDER-TOO-LARGE',
    '/orders/0/samples',
    '25 samples, no thermocycler takes more than 24',
    { [`${ORDER}/samples`]: 25, [`${ORDER}/readsPerSample`]: '1 M' },
    'at most 24',
  ),
  // Two lanes of 400 M are 800 M; 9 samples x 100 M do not fit, 8 do.
  'order larger than a flow cell': bad(
    'TOO-MANY-READS',
    '/orders/0/samples',
    '900 M reads in one run, the largest flow cell on offer gives 800 M',
    { [`${ORDER}/samples`]: 9, [`${ORDER}/readsPerSample`]: '100 M' },
    'at most 8 samples',
  ),
  'recipe that nobody offers': bad('NO-RESOURCE', `${SEQUENCE}/recipes`, 'no instrument offers small', {
    '/instruments/0/recipes': ['short'],
    '/instruments/0/initialRecipe': undefined,
  }),
  'stage larger than its pool': bad('POOL-TOO-SMALL', ALIGN, '1 samples side by side want 32 cores, cluster has 16', {
    [`${ALIGN}/cores`]: 32,
  }),
  'stage with GPUs that the pool lacks': bad('POOL-TOO-SMALL', ALIGN, '1 GPUs, cluster has 0', {
    [`${ALIGN}/gpus`]: 1,
  }),
  'stage larger than every node': bad(
    'NODE-TOO-SMALL',
    ALIGN,
    'one sample wants 4 cores, the largest node of cluster has 2',
    { '/computePools/0/nodes': [{ count: 8, cores: 2, memory: '32 GB' }], '/workflows/0/stages/3/cores': 1 },
  ),
  'stage that no node has all of': bad('NODE-TOO-SMALL', ALIGN, 'wants 4 cores, 16 GB of memory, no node', {
    '/computePools/0/nodes': [
      { count: 4, cores: 2, memory: '32 GB' },
      { cores: 8, memory: '8 GB' },
    ],
    '/workflows/0/stages/3/cores': 1,
  }),
  'nodes that are less than the pool': bad('POOL-NODES', '/computePools/0/nodes', '12 cores together, the pool 16', {
    '/computePools/0/nodes': [{ count: 3, cores: 4, memory: '32 GB' }],
  }),
  'choice larger than the pool': bad('MODE-TOO-LARGE', `${ALIGN}/parallel/1`, '3 samples side by side want 24 cores', {
    [`${ALIGN}/cores`]: 8,
    [`${ALIGN}/parallel/1`]: 3,
  }),
  'more people than ever there': bad('NO-STAFF', `${PREP}/operators`, 'needs 3 operators, at most 2', {
    [`${PREP}/operators`]: 3,
  }),
  'maintenance without enough people': bad('NO-STAFF', `${WASH}/operators`, 'needs 5 operators', {
    [`${WASH}/operators`]: 5,
  }),
  'reservation larger than the pool': bad(
    'RESERVED-CORES',
    '/computePools/0/reserved',
    '20 cores are reserved at once, the pool has 16',
    { '/computePools/0/reserved/0/cores': 20 },
  ),
  'set up for what is not on the menu': bad('RECIPE-NOT-OFFERED', '/instruments/0/initialRecipe/A', "'long'", {
    '/instruments/0/initialRecipe/A': 'long',
  }),
  // ------------------------------------------------------------ maintenance, indexes, progress
  'maintenance that is never due': bad('MAINTENANCE-RULE', WASH, 'never due', { [`${WASH}/every`]: undefined }),
  'maintenance longer than its period': bad('MAINTENANCE-RULE', WASH, 'early + duration = 1 wk 1 d', {
    [`${WASH}/duration`]: '7 d',
  }),
  'two maintenances at once': bad('MAINTENANCE-OVERLAP', '/instruments/0/maintenance/1', 'pm-2 overlaps pm', {
    '/instruments/0/maintenance/1/from': '2026-12-09T12:00',
  }),
  'maintenance last done in the future': bad('MAINTENANCE-LAST-DONE', `${WASH}/lastDone`, '2026-12-01T09:00', {
    [`${WASH}/lastDone`]: '2026-12-01T09:00',
  }),
  'indexes that one error confuses': bad(
    'INDEX-TOO-CLOSE',
    '/indexSets/0/pairs/1',
    'pair 1 is nearer than 3 bases to pair 0',
    { '/indexSets/0/pairs/1/i7': 'AAAAAATT' },
  ),
  'progress in the future': bad('PROGRESS', '/orders/1/progress/1/start', 'after the horizon begins', {
    '/orders/1/progress/1/start': '2026-11-30T09:00',
  }),
  'progress that skips a stage': bad('PROGRESS', '/orders/1/progress/0', 'prep has no progress', {
    '/orders/1/progress': [
      { stage: 'sequence', start: '2026-11-29T12:00', end: '2026-11-30T12:00', on: 'seq/B', recipe: 'small' },
    ],
  }),
  'run under way without a recipe': bad('PROGRESS', '/orders/1/progress/1', 'running without a recipe', {
    '/orders/1/progress/1/recipe': undefined,
  }),
  // 4 samples of 30 Gb / 302 bases are 397.4 M reads and fit 2 x 400 M; at 300 M a sample they do not.
  'run under way that holds too much': bad('PROGRESS', '/orders/1/progress/1', 'o2 want 1.2 G reads', {
    '/orders/1/readsPerSample': '300 M',
  }),

  // ------------------------------------------------------------ alternatives and incidents
  'announced after it is there': bad('ANNOUNCED-AFTER-RECEIVED', '/orders/0/announced', 'after it is received', {
    '/orders/0/announced': '2027-01-01T00:00',
  }),
  'alternative to itself': bad('ALTERNATIVE', '/workflows/0/stages/4/insteadOf', 'merge stands in for itself', {
    '/workflows/0/stages/4': { ...OTHER_SORT, insteadOf: 'merge', after: ['align'] },
    ...fallBackTo('merge'),
  }),
  'alternative after what it replaces': bad('ALTERNATIVE', '/workflows/0/stages/4/after', 'whose place it takes', {
    '/workflows/0/stages/4': { ...OTHER_SORT, after: ['sort'] },
    ...fallBackTo('merge'),
  }),
  'stage after an alternative': bad('ALTERNATIVE', '/workflows/0/stages/5/after/0', 'done only instead of sort', {
    '/workflows/0/stages/4': OTHER_SORT,
    '/workflows/0/stages/5': { ...OTHER_SORT, id: 'report', insteadOf: undefined, after: ['merge'] },
    ...fallBackTo('merge'),
  }),
  'alternative that nothing falls back to': bad(
    'ALTERNATIVE-UNUSED',
    '/workflows/0/stages/4',
    'no policy falls back to merge',
    { '/workflows/0/stages/4': OTHER_SORT },
  ),
  // Six alternatives for one place and nine for another: 7 x 10 routes.
  'too many routes': bad('TOO-MANY-ROUTES', '/workflows/0/stages', '70 routes', {
    '/workflows/0/stages/3/onError': fallBacks('sort', 6),
    '/workflows/0/stages/4': {
      ...OTHER_SORT,
      id: 'report',
      insteadOf: undefined,
      after: ['sort'],
      onError: fallBacks('report', 9),
      failureRates: { 'quality-gate': 0.1 },
    },
    ...alternatives('sort', { first: 5, count: 6 }),
    ...alternatives('report', { first: 11, count: 9 }),
  }),
  'incident without a time': bad('INCIDENT', '/simulation/incidents/0', 'neither at nor every', {
    '/simulation': { incidents: [{ id: 'dark', kind: 'power-loss', length: '1 h' }] },
  }),
  'incident that takes more than there is': bad('INCIDENT', '/simulation/incidents/0/cores', 'takes 100000 cores', {
    '/simulation': {
      incidents: [{ id: 'node', kind: 'node-lost', pool: 'cluster', cores: 100_000, every: '30 d', length: '4 h' }],
    },
  }),
  'incident of a machine that is not there': bad(
    'UNKNOWN-REFERENCE',
    '/simulation/incidents/0/machine',
    "no machine 'seq/Z'",
    {
      '/simulation': {
        incidents: [{ id: 'broken', kind: 'breakdown', machine: 'seq/Z', at: '2026-12-01T08:00', length: '4 h' }],
      },
    },
  ),
};
