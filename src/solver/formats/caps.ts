/** Limits of what the readers of classic instances accept: far above every published instance, far below harm. */

export const MAX_JOBS = 10_000;
export const MAX_MACHINES = 1_000;
/** Of one job. */
export const MAX_OPERATIONS = 1_000;
export const MAX_DURATION = 1_000_000;
export const MAX_ACTIVITIES = 20_000;
export const MAX_RESOURCES = 100;
export const MAX_AMOUNT = 1_000_000;
