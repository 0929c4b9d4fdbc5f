/** The error domain: what gates measured, and how often work failed. Keys are URIs, as the standard recommends. */

import type { RunStory } from '../story/run-story.ts';

export const errorDomain = (story: RunStory): unknown => ({
  empirical_error: Object.fromEntries(measured(story)),
  algorithmic_error: { 'urn:seqplan:terms:failures': failures(story) },
});

interface Figures {
  readonly unit: string;
  readonly values: number[];
  readonly gate: { readonly min?: number; readonly max?: number } | undefined;
  passed: number;
  /** Of those that passed. */
  warned: number;
  failed: number;
}

/** By stage and metric: how many values, their range and mean, the gate, and how many met it. */
function measured({ attempts }: RunStory): readonly (readonly [string, unknown])[] {
  const figures = new Map<string, Figures>();
  for (const { stage, metric, unit, value, gate } of attempts.flatMap(({ measurements }) => measurements)) {
    const key = `urn:seqplan:metric:${encodeURIComponent(stage ?? '')}:${encodeURIComponent(metric)}`;
    const { min, max } = gate ?? {};
    const limits = gate && { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
    const of = figures.get(key) ?? { unit, values: [], gate: limits, passed: 0, warned: 0, failed: 0 };
    figures.set(key, of);
    of.values.push(value);
    if (gate?.verdict === 'pass' || gate?.verdict === 'warn') of.passed++;
    if (gate?.verdict === 'warn') of.warned++;
    if (gate?.verdict === 'fail') of.failed++;
  }
  return [...figures].map(([key, { unit, values, gate, passed, warned, failed }]) => [
    key,
    {
      unit,
      count: values.length,
      lowest: values.reduce((a, b) => Math.min(a, b)),
      highest: values.reduce((a, b) => Math.max(a, b)),
      mean: values.reduce((sum, value) => sum + value, 0) / values.length,
      ...(gate !== undefined && { gate, passed, ...(warned > 0 && { warned }), failed }),
    },
  ]);
}

function failures({ attempts }: RunStory): unknown {
  const byClass: Record<string, number> = {};
  for (const { failure, failedSamples } of attempts) {
    const classes = [...(failure === undefined ? [] : [failure]), ...failedSamples.values()].map((one) => one.class);
    for (const one of new Set(classes)) byClass[one] = (byClass[one] ?? 0) + 1;
  }
  return {
    attempts: attempts.length,
    retried: attempts.filter(({ follows }) => follows.some(({ action }) => action === 'retry')).length,
    attempts_by_failure_class: byClass,
  };
}
