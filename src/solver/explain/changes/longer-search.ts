/**
 * Nothing but more search: the plan in force, planned on for as long again. Tried first, so that no change is praised for
 * what the planner would have found without it.
 */

import type { Change, Proposer } from './change.ts';

export const longerSearch: Proposer = ({ chain }) => (chain.length === 0 ? [] : [CARRY_ON]);

const CARRY_ON: Change = {
  kind: 'search',
  cost: { amount: 0, unit: 'nothing' },
  description: 'no change, only the same search once more from this plan',
  applyTo: (scenario) => scenario,
};
