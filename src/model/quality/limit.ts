/** A limit of quality: what fails, what is only warned of, for which work it holds, and who says so. */

/** At least one of the four numbers is set. Limits are allowed values: `min` and `max` themselves pass. */
export interface GateLimits {
  readonly min?: number;
  readonly max?: number;
  /** What passes and is warned of all the same. */
  readonly warn?: { readonly min?: number; readonly max?: number };
}

export const ASSAYS = ['wgs', 'wes', 'panel', 'amplicon', 'rna-seq', 'cfdna'] as const;

/** `wgs`: human germline genomes at 30x. `panel`: targets by capture, FFPE tissue included. */
export type Assay = (typeof ASSAYS)[number];

/** What limits depend on. What is not known is absent: limits that depend on it then do not hold. */
export interface QualityContext {
  readonly assay: Assay;
  /** A name of INSTRUMENTS, with its flow cell or kit where that matters: `novaseq-x-10b`, `miseq-v3`. */
  readonly instrument?: string;
  /** Cycles of read 1. */
  readonly readLength?: number;
  /** Samples that share a lane. */
  readonly plex?: number;
}

/** A default: limits of one metric, in its unit in the dictionary. */
export interface DefaultLimit extends GateLimits {
  readonly metric: string;
  /** Absent: all. */
  readonly assays?: readonly Assay[];
  /** An instrument of this name, with any flow cell or kit: `miseq` holds for `miseq-v3`. Absent: all, and unknown ones. */
  readonly instrument?: string;
  /** Longest reads that it holds for; absent: any length, and unknown ones. */
  readonly upToCycles?: number;
  /** Of a whole lane: each of the samples that share it owes its part. */
  readonly perLane?: true;
  readonly source: string;
}

export type GateVerdict = 'pass' | 'warn' | 'fail';

/** NaN is within no limits. */
const within = (value: number, { min, max }: { readonly min?: number; readonly max?: number }): boolean =>
  (min === undefined || value >= min) && (max === undefined || value <= max);

const hasLimit = ({ min, max }: { readonly min?: number; readonly max?: number }): boolean =>
  min !== undefined || max !== undefined;

export function gateVerdict(limits: GateLimits, value: number): GateVerdict {
  if (Number.isNaN(value) || !within(value, limits)) return 'fail';
  return limits.warn === undefined || within(value, limits.warn) ? 'pass' : 'warn';
}

/** `at least 80, warned below 85`; what is judged by nothing has no words. */
export function limitWords({ min, max, warn = {} }: GateLimits): string {
  const words = [
    ...(min === undefined ? [] : [`at least ${min}`]),
    ...(max === undefined ? [] : [`at most ${max}`]),
    ...(hasLimit(warn) ? [`warned ${beyond(warn)}`] : []),
  ];
  return words.join(', ');
}

const beyond = ({ min, max }: { readonly min?: number; readonly max?: number }): string =>
  [...(min === undefined ? [] : [`below ${min}`]), ...(max === undefined ? [] : [`above ${max}`])].join(' or ');
