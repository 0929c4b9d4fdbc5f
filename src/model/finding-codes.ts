/** Every code that reading a scenario can report: stable, and listed in docs/FINDINGS.md. */

import type { Severity } from '../base/index.ts';

export interface FindingKind {
  readonly severity: Severity;
  readonly meaning: string;
  /** What to do about it, in general; each finding carries its own hint. */
  readonly remedy: string;
}

const error = (meaning: string, remedy: string): FindingKind => ({ severity: 'error', meaning, remedy });
const warning = (meaning: string, remedy: string): FindingKind => ({ severity: 'warning', meaning, remedy });

export const FINDING_KINDS = {
  // The text
  SYNTAX: error('The text is not well-formed YAML or JSON.', 'Correct the text at the line and column given.'),
  'TOO-LARGE': error('The text is larger than 5 MB, or nested or aliased beyond reason.', 'Split the scenario.'),
  // Single values
  'UNKNOWN-KEY': error('A key that the schema does not know.', 'Correct its spelling or remove it.'),
  'MISSING-KEY': error('A required key is absent.', 'Add it.'),
  'BAD-TYPE': error('A value of the wrong kind, such as text for a list.', 'Write the kind that is expected.'),
  'BAD-VALUE': error('A value outside the words that are allowed.', 'Use one of the allowed words.'),
  'OUT-OF-RANGE': error('A number or length outside its limits.', 'Stay within the limits.'),
  'BAD-ID': error('Not an id: letters, digits, dots, dashes, underscores; reserved words excepted.', 'Rename it.'),
  'BAD-QUANTITY': error('A quantity that cannot be read, or does not land on whole units.', 'Write it as in the hint.'),
  'BAD-TIME': error('Not a time, a date or a time of day.', 'Write ISO 8601, local to the site or with an offset.'),
  'BAD-ZONE': error('Not an IANA time zone.', "Use a name such as 'Europe/Zurich'."),
  'NO-SUCH-TIME': error('A local time that clocks skip on that day.', 'Write an existing time, or an offset.'),
  'BAD-PATH': error('A file path that is absolute or leaves its folder.', 'Use a relative path without `..`.'),
  // Names
  'DUPLICATE-ID': error('Two things of one kind have one id.', 'Rename one of them.'),
  'DUPLICATE-SAMPLE': error('Two samples of an order have one name.', 'Rename one of them.'),
  'UNKNOWN-REFERENCE': error('A name that nothing in the document has.', 'Correct the name or add the thing.'),
  // Time
  'BAD-INTERVAL': error('An interval that does not end after it starts.', 'Exchange or correct its ends.'),
  'BAD-HORIZON': error('The planning horizon is empty or longer than two years.', 'Give a positive length.'),
  'DUE-BEFORE-RECEIVED': error('An order is due before it is received.', 'Correct one of the times.'),
  'DEADLINE-BEFORE-DUE': error(
    'An order ends to be useful before it is due.',
    'Move the deadline to the due date or later.',
  ),
  'RECEIVED-BEFORE-COLLECTED': error('Material is received before it is taken.', 'Correct one of the times.'),
  'ANNOUNCED-AFTER-RECEIVED': error('An order is announced after it is received.', 'Correct one of the times.'),
  'STORAGE-HISTORY': error(
    'A storage history that does not begin at collection or does not run forward.',
    'Begin it at `collected`, in order of time.',
  ),
  'EXPIRED-AT-RECEIPT': warning(
    'Material is past its hard expiry before work may begin.',
    'The order will be lost; check the storage history.',
  ),
  'DEGRADATION-ANCHORS': error(
    'The anchors of a degradation curve are incomplete or not rising.',
    'Give `lossBegins` and a longer `unusable`, or neither.',
  ),
  'IDENTITY-IN-PLAIN': error(
    'An order holds direct identifiers of a person.',
    'Run `seqplan vault pseudonymize` and use what it writes.',
  ),
  // Workflows
  CYCLE: error('Stages wait for each other in a circle.', 'Remove one of the `after` entries.'),
  'HOLD-RANGE': error("A hold whose minimum is above its maximum (the output's expiry counts).", 'Correct `hold`.'),
  'READS-OR-YIELD': error('A sequencing stage states both reads and yield, or neither.', 'State exactly one.'),
  'YIELD-AMBIGUOUS': error('A yield in bases means different reads for different recipes.', 'State `reads`.'),
  'GATE-RANGE': error(
    'A quality gate without limits, with the minimum above the maximum, or that warns only of what fails.',
    'Correct the gate.',
  ),
  'GATE-DEFAULT': error(
    'Default gates of a stage on metrics that have no default limit, or that nothing measures.',
    'Name other metrics, or list the gate with its limits.',
  ),
  'ZONE-BACKFLOW': error(
    'A pre-PCR stage follows a post-PCR stage.',
    'Change the order or the zones: amplified material never flows back.',
  ),
  'POLICY-SHAPE': error(
    'A policy step names neither failures nor `otherwise: true`, or both.',
    'Write exactly one of them.',
  ),
  'POLICY-UNREACHABLE': error('A policy step that earlier steps leave nothing for.', 'Move it up or remove it.'),
  'POLICY-TARGET': error(
    'A policy step leads to itself, or skips a stage that is not optional.',
    'Choose another stage.',
  ),
  'POLICY-IDLE': warning(
    'A policy step for failures that this kind of stage cannot have.',
    'Remove the step, or name the failures that it can have.',
  ),
  'POLICY-DEAD-END': warning(
    'A fallback to a stage that does not come before, or the skipping of one that is done by then: the step cannot act.',
    'Fall back to a stage before or to an alternative; skip a stage that comes later.',
  ),
  'RETRY-TOO-LARGE': warning(
    'A retry asks for more memory than any node has: it is passed over.',
    'Lower `max` or the factor, or enlarge the pool.',
  ),
  ALTERNATIVE: error(
    'An alternative stage in a place where none can be: instead of itself, after what it replaces, or named by `after`.',
    'Name the ordinary stage.',
  ),
  'ALTERNATIVE-UNUSED': warning(
    'An alternative stage that no policy falls back to.',
    'Add a policy step that does, or remove it.',
  ),
  'TOO-MANY-ROUTES': error('More than 64 routes through the alternatives of a workflow.', 'Make two workflows of it.'),
  'TOOL-PLACEHOLDER': error(
    'A `{name}` in a command that names no input, output, parameter or reserved word.',
    'Correct the name.',
  ),
  'TOOL-INPUT': error('A tool input that no order, file or earlier stage provides.', 'Correct the reference.'),
  'INPUT-MISSING': warning(
    'An order with input files lacks one that a tool of its workflow reads.',
    'Add it to `inputs`: the stage cannot run for real without it.',
  ),
  'FORMAT-MISMATCH': error(
    'A tool reads another format than the order or the stage before gives.',
    'Correct one of the formats, or convert in between.',
  ),
  'FORMAT-PACKED': warning(
    'A tool reads the format that it is given, but packed otherwise.',
    'Name both where the tool reads both; else pack or unpack in between.',
  ),
  // Capacity
  'ORDER-TOO-LARGE': error(
    'An order has more samples than any equipment of a batched stage takes at once.',
    'Split the order.',
  ),
  'TOO-MANY-READS': error('An order wants more reads than any allowed flow cell on offer gives.', 'Split the order.'),
  'NO-RESOURCE': error(
    'Nothing in the laboratory can carry out the stage.',
    'Add equipment or an instrument that can.',
  ),
  'POOL-TOO-SMALL': error('A compute stage wants more than its pool ever has.', 'Ask for less or enlarge the pool.'),
  'NODE-TOO-SMALL': error(
    'One sample of a compute stage wants more than any node of its pool has.',
    'Ask for less, or add a node that is large enough.',
  ),
  'POOL-NODES': error(
    'The nodes of a pool have less together than the pool has.',
    'Correct the nodes, or what the pool has in total.',
  ),
  'MODE-TOO-LARGE': warning('One of the `parallel` values does not fit the pool.', 'It is never used; remove it.'),
  'NO-STAFF': error('More operators are needed than are ever on shift together.', 'Add operators to a shift.'),
  'RESERVED-CORES': error('More cores are reserved than the pool has.', 'Reduce the reservation.'),
  'RECIPE-NOT-OFFERED': error(
    'A position is set up for a recipe that it does not offer.',
    'Correct `initialRecipe` or `recipes`.',
  ),
  // Maintenance
  'MAINTENANCE-RULE': error(
    'A flexible maintenance that can never be kept.',
    'Correct `every`, `everyRuns`, `early`, `late` or `duration`.',
  ),
  'MAINTENANCE-OVERLAP': warning(
    'Two fixed maintenances of one machine overlap.',
    'Check the dates; the machine is down for both.',
  ),
  'MAINTENANCE-LAST-DONE': error(
    'A maintenance was last done after the horizon begins.',
    'Give a time before the start.',
  ),
  // Indexes and progress
  'INDEX-TOO-CLOSE': warning(
    'Two pairs of one index set differ in fewer than three bases.',
    'They cannot be told apart after an error; replace one.',
  ),
  INCIDENT: error(
    'A simulated incident without a time, with two, or larger than what it strikes.',
    'State `at` or `every`, and a positive length.',
  ),
  PROGRESS: error('Progress that the workflow, the times or the machines contradict.', 'Correct the entry.'),
} as const satisfies Readonly<Record<string, FindingKind>>;

export type FindingCode = keyof typeof FINDING_KINDS;

/** All codes, in the order of docs/FINDINGS.md. */
export const FINDING_CODES = Object.keys(FINDING_KINDS) as readonly FindingCode[];
