/** One planted fault per entry: what is changed in the good document, and the finding that must name it. */

import type { FindingCode } from '../../src/model/index.ts';

export interface BadDocument {
  /** JSON Pointer -> new value; undefined removes. */
  readonly changes: Readonly<Record<string, unknown>>;
  readonly code: FindingCode;
  readonly path: string;
  /** Part of the message: the value or the limit. */
  readonly says: string;
  /** Part of the hint, where it is worth a claim. */
  readonly hint?: string;
}

const bad = (
  code: FindingCode,
  path: string,
  says: string,
  changes: Readonly<Record<string, unknown>>,
  hint?: string,
): BadDocument => ({ code, path, says, changes, ...(hint === undefined ? {} : { hint }) });

const EXTRACT_1 = '/workflows/0/stages/0';
const SEQUENCE = '/workflows/0/stages/1';
const ALIGN = '/workflows/0/stages/2';
const ORDER = '/orders/0';
const WASH = '/instruments/0/maintenance/2';

export const BAD_DOCUMENTS: Readonly<Record<string, BadDocument>> = {
  // ------------------------------------------------------------ single values
  'misspelt key': bad('UNKNOWN-KEY', '/orders/0/dues', "'dues'", { [`${ORDER}/dues`]: '10 d' }, "Did you mean 'due'?"),
  'key that resembles none': bad('UNKNOWN-KEY', '/colour', "'colour'", { '/colour': 'blue' }, 'Known keys here: '),
  'missing key': bad('MISSING-KEY', '/orders/0/due', "'due' is missing", { [`${ORDER}/due`]: undefined }),
  'missing kind': bad('MISSING-KEY', `${ALIGN}/kind`, "'kind' is missing", { [`${ALIGN}/kind`]: undefined }),
  'list where a mapping belongs': bad('BAD-TYPE', '/site', "'site' is a list, not a mapping", { '/site': [] }),
  'number where text belongs': bad('BAD-TYPE', '/orders/0/workflow', "'workflow' is 7", { [`${ORDER}/workflow`]: 7 }),
  'mapping where text or a list belongs': bad('BAD-TYPE', '/orders/0/storage', 'text or a list', {
    [`${ORDER}/storage`]: { fridge: true },
  }),
  'half a person': bad('BAD-TYPE', '/site/shifts/0/operators', '0.5', { '/site/shifts/0/operators': 0.5 }),
  'unknown word': bad(
    'BAD-VALUE',
    '/orders/0/priority',
    "'rutine'",
    { [`${ORDER}/priority`]: 'rutine' },
    "Did you mean 'routine'?",
  ),
  'unknown kind of stage': bad(
    'BAD-VALUE',
    `${ALIGN}/kind`,
    "'kind' is 'computing'",
    { [`${ALIGN}/kind`]: 'computing' },
    'bench, sequencing, compute',
  ),
  'later schema version': bad('BAD-VALUE', '/schemaVersion', 'is 2', { '/schemaVersion': 2 }),
  'unknown failure class in a list': bad(
    'BAD-VALUE',
    `${ALIGN}/onError/2/when/0`,
    "'corrupt-inputs'",
    {
      [`${ALIGN}/onError/2/when/0`]: 'corrupt-inputs',
    },
    "Did you mean 'corrupt-input'?",
  ),
  'unknown weekday': bad(
    'BAD-VALUE',
    '/site/shifts/0/days',
    "'Tues'",
    { '/site/shifts/0/days': ['Mon', 'Tues'] },
    "Did you mean 'Tue'?",
  ),
  'no capacity': bad('OUT-OF-RANGE', '/equipment/0/capacity', '0, the limit is at least 1', {
    '/equipment/0/capacity': 0,
  }),
  'certain failure': bad('OUT-OF-RANGE', `${ALIGN}/failureRates/transient`, '1, the limit is less than 1', {
    [`${ALIGN}/failureRates`]: { transient: 1 },
  }),
  'no samples': bad('OUT-OF-RANGE', '/orders/0/samples', 'at least 1', { [`${ORDER}/samples`]: [] }),
  'id with a blank': bad('BAD-ID', '/orders/0/id', "'my order'", { [`${ORDER}/id`]: 'my order' }),
  'id that JavaScript reserves': bad('BAD-ID', '/orders/0/id', "'constructor' is a reserved word", {
    [`${ORDER}/id`]: 'constructor',
  }),
  'id that looks like a path': bad('BAD-ID', '/orders/0/samples/1', "'../s2'", {
    [`${ORDER}/samples`]: ['s1', '../s2'],
  }),
  'parameter named like a prototype': bad('BAD-ID', `${ALIGN}/tool/parameters/constructor`, "'constructor'", {
    [`${ALIGN}/tool/parameters`]: { constructor: '1' },
  }),
  'duration without unit': bad('BAD-QUANTITY', '/recipes/0/runTime', "'24'", { '/recipes/0/runTime': '24' }, "'44 h'"),
  'duration in fractions of a second': bad('BAD-QUANTITY', '/horizon/length', 'not a whole number of seconds', {
    '/horizon/length': '0.5 s',
  }),
  'memory in bits': bad(
    'BAD-QUANTITY',
    '/computePools/0/memory',
    "'64 Gb'",
    { '/computePools/0/memory': '64 Gb' },
    "'30 GB'",
  ),
  'time per cycle that is no time': bad('BAD-QUANTITY', '/recipes/0/runTime/perCycle', "'5 reads'", {
    '/recipes/0/runTime': { fixed: '8 h', perCycle: '5 reads' },
  }),
  'back-off that shrinks': bad('BAD-QUANTITY', `${ALIGN}/onError/0/backoff`, "'30 s * 0.5^n'", {
    [`${ALIGN}/onError/0/backoff`]: '30 s * 0.5^n',
  }),
  'date in words': bad('BAD-TIME', '/orders/0/received', "'next Monday'", { [`${ORDER}/received`]: 'next Monday' }),
  'February 30': bad('BAD-TIME', '/orders/0/due', "'2027-02-30T08:00'", { [`${ORDER}/due`]: '2027-02-30T08:00' }),
  'holiday that is no date': bad('BAD-TIME', '/site/holidays/0', "'2026-13-01'", { '/site/holidays': ['2026-13-01'] }),
  'time of day past midnight': bad('BAD-TIME', '/site/shifts/0/to', "'24:30'", { '/site/shifts/0/to': '24:30' }),
  'unknown time zone': bad(
    'BAD-ZONE',
    '/site/timeZone',
    "'Europe/Zürich'",
    { '/site/timeZone': 'Europe/Zürich' },
    "'Europe/Zurich'",
  ),
  // In Zurich clocks go from 2:00 to 3:00 on the last Sunday of March: 2026-03-29.
  'time that clocks skip': bad(
    'NO-SUCH-TIME',
    '/orders/1/collected',
    'put forward to 03:00',
    { '/orders/1/collected': '2026-03-29T02:30' },
    '2026-03-29T03:00',
  ),
  'horizon that begins at no time': bad('NO-SUCH-TIME', '/horizon/start', "'2026-03-29T02:30'", {
    '/horizon/start': '2026-03-29T02:30',
  }),
  'input outside the folder': bad('BAD-PATH', '/orders/0/inputs/r1', "'../secret'", {
    [`${ORDER}/inputs/r1`]: '../secret',
  }),
  'reference by absolute path': bad('BAD-PATH', `${ALIGN}/tool/inputs/ref`, "'/etc/passwd'", {
    [`${ALIGN}/tool/inputs/ref`]: 'file:/etc/passwd',
  }),
  'output outside the attempt': bad('BAD-PATH', `${ALIGN}/tool/outputs/sam/file`, "'../a.sam'", {
    [`${ALIGN}/tool/outputs/sam/file`]: '../a.sam',
  }),
  // ------------------------------------------------------------ names
  'two orders of one name': bad('DUPLICATE-ID', '/orders/1/id', "'o1' is already the name of entry 0", {
    '/orders/1/id': 'o1',
  }),
  'two stages of one name': bad('DUPLICATE-ID', '/workflows/0/stages/3/id', "'align'", {
    '/workflows/0/stages/3/id': 'align',
    [`${ALIGN}/onError/1`]: undefined,
    '/workflows/0/stages/3/tool': undefined,
  }),
  'equipment named like a counted one': bad('DUPLICATE-ID', '/equipment/1/id', "'cycler-2' exists already", {
    '/equipment/1': { id: 'cycler-2', class: 'thermocycler', capacity: 8 },
  }),
  'input named like a reserved word': bad(
    'DUPLICATE-ID',
    `${ALIGN}/tool/inputs/cores`,
    "'cores' is already a reserved word",
    { [`${ALIGN}/tool/inputs/cores`]: 'file:c.txt' },
  ),
  'two samples of one name': bad('DUPLICATE-SAMPLE', '/orders/0/samples/1', "'a'", {
    [`${ORDER}/samples`]: ['a', 'a'],
  }),
  'unknown workflow': bad(
    'UNKNOWN-REFERENCE',
    '/orders/0/workflow',
    "no workflow 'wgz'",
    { [`${ORDER}/workflow`]: 'wgz' },
    "Did you mean 'wgs'?",
  ),
  'unknown material': bad(
    'UNKNOWN-REFERENCE',
    '/orders/0/material',
    "no material 'tissue'",
    { [`${ORDER}/material`]: 'tissue' },
    'Known: blood.',
  ),
  'unknown condition': bad('UNKNOWN-REFERENCE', '/orders/1/storage', "no storage condition of blood 'fridges'", {
    '/orders/1/storage': 'fridges',
  }),
  'unknown condition of an output': bad('UNKNOWN-REFERENCE', `${EXTRACT_1}/output/condition`, "'freezer'", {
    [`${EXTRACT_1}/output/condition`]: 'freezer',
  }),
  'unknown recipe in a stage': bad('UNKNOWN-REFERENCE', `${SEQUENCE}/recipes/0`, "no recipe 'smal'", {
    [`${SEQUENCE}/recipes`]: ['smal'],
  }),
  'unknown recipe on a menu': bad('UNKNOWN-REFERENCE', '/instruments/0/recipes/2', "no recipe 'long'", {
    '/instruments/0/recipes/2': 'long',
  }),
  'unknown recipe in a set-up rule': bad(
    'UNKNOWN-REFERENCE',
    '/instruments/0/changeover/rules/0/from',
    "no recipe 'big'",
    { '/instruments/0/changeover/rules/0/from': 'big' },
  ),
  'unknown pool': bad(
    'UNKNOWN-REFERENCE',
    `${ALIGN}/pool`,
    "no compute pool 'clutser'",
    { [`${ALIGN}/pool`]: 'clutser' },
    "'cluster'",
  ),
  'unknown equipment class': bad(
    'UNKNOWN-REFERENCE',
    `${EXTRACT_1}/equipment`,
    "'thermocyclers'",
    { [`${EXTRACT_1}/equipment`]: 'thermocyclers' },
    "'thermocycler'",
  ),
  'unknown index set': bad('UNKNOWN-REFERENCE', '/orders/0/indexSet', "no index set 'set-3'", {
    [`${ORDER}/indexSet`]: 'set-3',
  }),
  'unknown stage in after': bad(
    'UNKNOWN-REFERENCE',
    `${ALIGN}/after/0`,
    "no stage 'sequense'",
    { [`${ALIGN}/after`]: ['sequense'] },
    "'sequence'",
  ),
  'unknown stage to skip': bad('UNKNOWN-REFERENCE', `${ALIGN}/onError/1/skip`, "no stage 'plot'", {
    [`${ALIGN}/onError/1/skip`]: 'plot',
  }),
  'unknown stage to fall back to': bad('UNKNOWN-REFERENCE', `${ALIGN}/onError/2/to`, "no stage 'reprep'", {
    [`${ALIGN}/onError/2/to`]: 'reprep',
  }),
  'unknown position in a maintenance': bad(
    'UNKNOWN-REFERENCE',
    '/instruments/0/maintenance/0/positions/0',
    "no position 'C'",
    { '/instruments/0/maintenance/0/positions': ['C'] },
  ),
  'unknown machine in progress': bad('UNKNOWN-REFERENCE', '/orders/1/progress/0/on', "no thermocycler 'cycler'", {
    '/orders/1/progress/0/on': 'cycler',
  }),
  'unknown state of equipment': bad('UNKNOWN-REFERENCE', '/equipment/0/initialState', "'rna'", {
    '/equipment/0/initialState': 'rna',
  }),
  'standard output into nothing': bad(
    'UNKNOWN-REFERENCE',
    `${ALIGN}/tool/stdout`,
    "no output 'sma'",
    { [`${ALIGN}/tool/stdout`]: 'sma' },
    "'sam'",
  ),
  // ------------------------------------------------------------ time
  'shift of no length': bad(
    'BAD-INTERVAL',
    '/site/shifts/0',
    'same time of day',
    { '/site/shifts/0/to': '08:00' },
    "to: '24:00'",
  ),
  'absence that ends before it starts': bad('BAD-INTERVAL', '/instruments/0/unavailable/0', '2026-12-01T00:00', {
    '/instruments/0/unavailable/0/to': '2026-12-01T00:00',
  }),
  'empty horizon': bad('BAD-HORIZON', '/horizon/length', '0 s long', { '/horizon/length': 0 }),
  'due before received': bad('DUE-BEFORE-RECEIVED', '/orders/0/due', '2026-11-29T08:00', {
    [`${ORDER}/due`]: '2026-11-29T08:00',
  }),
  'deadline before due': bad('DEADLINE-BEFORE-DUE', '/orders/0/deadline', '2026-12-10T17:00', {
    [`${ORDER}/deadline`]: '5 d',
  }),
  'received before collected': bad('RECEIVED-BEFORE-COLLECTED', '/orders/0/received', '2026-11-27T08:00', {
    [`${ORDER}/received`]: '2026-11-27T08:00',
  }),
  'storage history that begins late': bad('STORAGE-HISTORY', '/orders/0/storage/0/from', '2026-11-28T10:00', {
    [`${ORDER}/storage/0/from`]: '2026-11-28T10:00',
  }),
  'storage history that runs backwards': bad('STORAGE-HISTORY', '/orders/0/storage/1/from', 'not after', {
    [`${ORDER}/storage/1/from`]: '2026-11-28T08:00',
  }),
  // At room temperature blood expires after 3 d: collected on the 20th, it is dead on the 23rd.
  'material that is dead on arrival': bad('EXPIRED-AT-RECEIPT', '/orders/0', '2026-11-23T09:00:00+01:00', {
    [`${ORDER}/collected`]: '2026-11-20T09:00',
    [`${ORDER}/storage`]: 'room',
  }),
  // ------------------------------------------------------------ workflows
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
    `${EXTRACT_1}/hold`,
    'the shortest wait is 1 d 1 h, the longest is 1 d',
    { [`${EXTRACT_1}/hold/min`]: '25 h' },
  ),
  'hold longer than the output keeps': bad('HOLD-RANGE', `${EXTRACT_1}/hold`, 'blood expires after 3 d', {
    [`${EXTRACT_1}/hold`]: { min: '4 d' },
    [`${EXTRACT_1}/output/condition`]: 'room',
  }),
  'neither reads nor yield': bad('READS-OR-YIELD', SEQUENCE, 'neither', { [`${SEQUENCE}/yield`]: undefined }),
  'both reads and yield': bad('READS-OR-YIELD', SEQUENCE, 'both', { [`${SEQUENCE}/reads`]: '100 M' }),
  // 30.2 Gb is 100 M pairs of 302 bases, but 296,078,432 pairs of 102.
  'yield over different read lengths': bad('YIELD-AMBIGUOUS', `${SEQUENCE}/yield`, '100 M for small', {
    [`${SEQUENCE}/recipes`]: ['small', 'short'],
    [`${SEQUENCE}/yield`]: '30.2 Gb',
  }),
  'gate without a limit': bad('GATE-RANGE', `${EXTRACT_1}/gates/0`, 'no limit', {
    [`${EXTRACT_1}/gates/0/min`]: undefined,
  }),
  'gate upside down': bad('GATE-RANGE', `${EXTRACT_1}/gates/0`, 'min 100 above max 50', {
    [`${EXTRACT_1}/gates/0/max`]: 50,
  }),
  'amplified material that flows back': bad('ZONE-BACKFLOW', '/workflows/0/stages/4/zone', 'follows prep', {
    [`${EXTRACT_1}/zone`]: 'post-pcr',
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
  'choice larger than the pool': bad('MODE-TOO-LARGE', `${ALIGN}/parallel/1`, '3 samples side by side want 24 cores', {
    [`${ALIGN}/cores`]: 8,
    [`${ALIGN}/parallel/1`]: 3,
  }),
  'more people than ever there': bad('NO-STAFF', `${EXTRACT_1}/operators`, 'needs 3 operators, at most 2', {
    [`${EXTRACT_1}/operators`]: 3,
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
};
