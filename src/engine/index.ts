export type { DriveOptions, FactSink, World } from './ports.ts';
