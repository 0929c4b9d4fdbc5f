/** Faults of single values, names and times. */

import { ALIGN, ORDER, PREP, SEQUENCE, bad, type BadDocument } from './plant.ts';

export const BAD_VALUES: Readonly<Record<string, BadDocument>> = {
  // ------------------------------------------------------------ single values
  'versions that are none': bad(
    'BAD-VALUE',
    `${ALIGN}/tool/versions`,
    "'the latest' names no versions",
    { [`${ALIGN}/tool/versions`]: 'the latest' },
    '>=0.7.17 <0.8',
  ),
  'half a digest': bad('BAD-VALUE', '/orders/0/inputs/r1/sha256', 'a digest of 64 hexadecimal digits', {
    [`${ORDER}/inputs/r1`]: { file: 'r1.fq', sha256: 'abc' },
  }),
  'unknown key beside an input': bad('UNKNOWN-KEY', `${ALIGN}/tool/inputs/ref/formt`, "'formt'", {
    [`${ALIGN}/tool/inputs/ref`]: { from: 'file:ref.fa', formt: 'fasta' },
  }),
  'size that is none': bad('BAD-QUANTITY', `${ALIGN}/tool/outputs/sam/size`, "'large'", {
    [`${ALIGN}/tool/outputs/sam/size`]: 'large',
  }),
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
  'unknown condition of an output': bad('UNKNOWN-REFERENCE', `${PREP}/output/condition`, "'freezer'", {
    [`${PREP}/output/condition`]: 'freezer',
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
    `${PREP}/equipment`,
    "'thermocyclers'",
    { [`${PREP}/equipment`]: 'thermocyclers' },
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
};
