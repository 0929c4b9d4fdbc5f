/** A metric of quality: one name, one unit and one meaning, wherever its value comes from. */

export interface QualityMetric {
  /** GA4GH WGS-QC's where it defines one, spelled as there; else ours. */
  readonly id: string;
  /** `%` counts from 0 to 100; `1` is a plain number or ratio. */
  readonly unit: string;
  /** Which way is good; `range`: neither. */
  readonly better: 'higher' | 'lower' | 'range';
  /** Values of the files of one sample add up; else the worst of them stands for it. */
  readonly adds?: true;
  readonly meaning: string;
  /** Who defines it. */
  readonly source: string;
}

/** Of one sample, by id, in the metric's unit; all finite. */
export type QualityValues = Readonly<Record<string, number>>;
