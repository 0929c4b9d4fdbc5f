/** What a good plan is: lexicographic levels, each a weighted sum of terms in stated units. Smaller is better. */

export const OBJECTIVE_TERMS = [
  /** Sum over lost orders of weight x samples. */
  'samples-lost',
  /** Sum over kept orders of weight x samples x (1 - quality); docs/PLAN-RULES.md defines quality. */
  'quality-lost',
  /** Sum over kept orders of weight x samples x hours late. */
  'weighted-tardiness',
  /** Hours in the horizon in which a sequencer position could have run and did not. */
  'sequencer-idle',
  /** Lanes bought and not filled (fractional). */
  'empty-lanes',
  /** Expected hours of work lost to unplanned failure. */
  'failure-cost',
  /** Hours by which starts moved against the plan in force, plus one hour for each changed machine. */
  'plan-change',
] as const;

export type ObjectiveTerm = (typeof OBJECTIVE_TERMS)[number];

export interface ObjectiveLevel {
  readonly terms: readonly { readonly term: ObjectiveTerm; readonly weight: number }[];
  /**
   * Relative, >= 0; absent: 0. A value within this share of the best one known counts as equal to it, so that the next level
   * may decide: continuous values (quality, tardiness) would otherwise never tie.
   */
  readonly tolerance?: number;
}

export interface Objective {
  /** First level first; a later level only breaks ties (within the tolerance) of the earlier ones. */
  readonly levels: readonly ObjectiveLevel[];
}

/** DESIGN.md "The planner". */
export const DEFAULT_OBJECTIVE: Objective = {
  levels: [
    { terms: [{ term: 'samples-lost', weight: 1 }] },
    {
      terms: [
        { term: 'weighted-tardiness', weight: 1 },
        { term: 'quality-lost', weight: 100 },
      ],
      tolerance: 0.005,
    },
    {
      terms: [
        { term: 'sequencer-idle', weight: 1 },
        { term: 'empty-lanes', weight: 6 },
        { term: 'failure-cost', weight: 1 },
      ],
      tolerance: 0.005,
    },
    { terms: [{ term: 'plan-change', weight: 1 }] },
  ],
};

/** Weight of one sample, unless the scenario says otherwise. */
export const DEFAULT_PRIORITY_WEIGHTS = { stat: 100, urgent: 10, routine: 1, research: 0.3 } as const;
