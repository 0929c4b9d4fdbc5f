export { mostCompletedRunTime, mostRunTime } from './ceiling.ts';
export type { OccurredRun, RunCalendar } from './ceiling.ts';
export { steadyRunRatio } from './steady-state.ts';
export type { RunRatio, WeeklyCalendar } from './steady-state.ts';
