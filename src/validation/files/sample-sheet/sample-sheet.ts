/** What a sample sheet says, whichever its version. */

import type { InstrumentModel } from './instruments.ts';

export interface SampleSheet {
  readonly version: 1 | 2;
  /** Lanes that rows name, ascending; empty where the sheet has no lanes: each sample is on all then. */
  readonly lanes: readonly number[];
  /** One for each row; a sample may have several. */
  readonly samples: readonly SheetSample[];
  readonly cycles: ReadCycles;
  /** Told by InstrumentType, InstrumentPlatform or Instrument Type; undefined where it is not known. */
  readonly instrument: InstrumentModel | undefined;
  /** Name as the sheet writes it, without blanks around. */
  readonly runName: string | undefined;
  /** That of index 2: `IndexOrientation` of the header. */
  readonly indexOrientation: string | undefined;
  /** Lanes on which one index alone may not clash: IndependentIndexCollisionCheck. */
  readonly independentLanes: readonly number[];
  /** False where nothing in the sheet sets mismatches, and the sheet is of version 1: the command line does then. */
  readonly hasMismatches: boolean;
}

/** Cycles of each read; undefined where the sheet does not say. */
export interface ReadCycles {
  readonly read1?: number;
  readonly read2?: number;
  readonly index1?: number;
  readonly index2?: number;
}

export interface SheetSample {
  readonly line: number;
  readonly id: string;
  /** '' where there is none. */
  readonly name: string;
  readonly project: string;
  readonly lane: number | undefined;
  /** Bases A, C, G, T in upper case, or a kit's name; '' where there is none, or N only. */
  readonly index: string;
  readonly index2: string;
  /** Whether both are bases, or missing: others are not compared. */
  readonly isBases: boolean;
  /** Wrong bases allowed in each index: of the row, of the settings, or 1. */
  readonly mismatches: readonly [index1: number, index2: number];
  /** Whether its row says how its reads are used. */
  readonly hasOwnCycles: boolean;
}
