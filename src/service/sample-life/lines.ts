/** A life as lines of text: one entry a record, its number and time first. */

import { PROGRAM_ACTOR } from '../../provenance/index.ts';
import { verificationLine } from '../text.ts';
import type { SampleLife } from './sample-life.ts';

export function lifeLines(life: SampleLife): readonly string[] {
  const { order, samples, run, entries, verification, timeZone } = life;
  const [only] = samples;
  const what =
    samples.length === 1 ? `sample ${only} of order ${order.id}` : `order ${order.id}, ${samples.length} samples`;
  const width = Math.max(6, ...entries.map((entry) => String(entry.record).length));
  const head = `time (${timeZone})`;
  const timeWidth = Math.max('YYYY-MM-DD hh:mm:ss'.length, head.length);
  const blank = ' '.repeat(width + 2 + timeWidth + 2);
  return [
    `${what}: workflow ${order.workflow}, material ${order.material}, priority ${order.priority}`,
    `collected ${life.collected}, due ${life.due}`,
    ...outcomeLines(life),
    `run ${run.scenario}, ${run.world}, seed ${run.seed}, seqplan ${run.version}, scenario ${run.scenarioDigest}`,
    verificationLine(verification),
    '',
    `${'record'.padStart(width)}  ${head.padEnd(timeWidth)}  what`,
    ...entries.flatMap(({ record, at, actor, text, details }) => [
      `${String(record).padStart(width)}  ${at.slice(0, 19).replace('T', ' ').padEnd(timeWidth)}  ${text}${by(actor)}`,
      ...details.map((detail) => `${blank}  ${detail}`),
    ]),
  ];
}

function outcomeLines({ samples, outcomes }: SampleLife): readonly string[] {
  const [only] = outcomes;
  if (samples.length === 1 && only !== undefined) {
    return [`${only.outcome} (record ${only.record}): ${only.reason}`];
  }
  const counts = new Map<string, number>();
  for (const { outcome } of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const open = samples.length - outcomes.length;
  const parts = [...counts].map(([outcome, n]) => `${n} ${outcome}`);
  return [[...parts, ...(open > 0 ? [`${open} still open`] : [])].join(', ')];
}

const by = (actor: string | undefined): string =>
  actor === undefined || actor === PROGRAM_ACTOR ? '' : ` (by ${actor})`;
