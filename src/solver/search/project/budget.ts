/** When a project search ends: after an exact number of schedules, at a time, or when told to. */

export type ProjectBudget = { readonly iterations: number } | { readonly ms: number };

/** Schedules between two looks at the clock, in placed activities. */
const ACTIVITIES_BETWEEN_LOOKS = 20_000;

export interface BudgetOptions {
  readonly budget: ProjectBudget;
  readonly activityCount: number;
  readonly nowMs: () => number;
  readonly shouldStop: () => boolean;
}

/** A function of the number of schedules so far; once true, true for ever. */
export function stopAfter({ budget, activityCount, nowMs, shouldStop }: BudgetOptions): (schedules: number) => boolean {
  const iterations = 'iterations' in budget ? budget.iterations : Infinity;
  const deadlineMs = 'ms' in budget ? nowMs() + budget.ms : Infinity;
  const stride = Math.max(1, Math.floor(ACTIVITIES_BETWEEN_LOOKS / activityCount));
  let nextLook = 0;
  let isOver = false;
  return (schedules) => {
    if (isOver || schedules >= iterations) return true;
    if (schedules < nextLook) return false;
    nextLook = schedules + stride;
    isOver = shouldStop() || (deadlineMs < Infinity && nowMs() >= deadlineMs);
    return isOver;
  };
}
