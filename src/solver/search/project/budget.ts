/** When a project search ends: after an exact number of steps, at a time, or when told to. */

export type ProjectBudget = { readonly iterations: number } | { readonly ms: number };

/** A step places each activity three times; looks at the clock are some milliseconds apart. */
const ACTIVITIES_BETWEEN_LOOKS = 20_000;

export interface BudgetOptions {
  readonly budget: ProjectBudget;
  readonly activityCount: number;
  readonly nowMs: () => number;
  readonly shouldStop: () => boolean;
}

/** A function of the number of steps so far; once true, true for ever. */
export function stopAfter({ budget, activityCount, nowMs, shouldStop }: BudgetOptions): (steps: number) => boolean {
  const iterations = 'iterations' in budget ? budget.iterations : Infinity;
  const deadlineMs = 'ms' in budget ? nowMs() + budget.ms : Infinity;
  const stride = Math.max(1, Math.floor(ACTIVITIES_BETWEEN_LOOKS / activityCount));
  let nextLook = 0;
  let isOver = false;
  return (steps) => {
    if (isOver || steps >= iterations) return true;
    if (steps < nextLook) return false;
    nextLook = steps + stride;
    isOver = shouldStop() || (deadlineMs < Infinity && nowMs() >= deadlineMs);
    return isOver;
  };
}
