export { solveClassic, supports, type ClassicOptions, type ClassicResult, type Incumbent } from './solve-classic.ts';
export type { StopOptions } from './stop.ts';
