export type { Exchange, Offer } from './exchange.ts';
export { createSharedMemory, shareIncumbent, type SharedMemory } from './shared-exchange.ts';
export { solveClassic, supports, type ClassicOptions, type ClassicResult, type Incumbent } from './solve-classic.ts';
export type { StopOptions } from './stop.ts';
