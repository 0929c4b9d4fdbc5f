/** Illumina sample sheets: what they say, and whether it holds together. */

export type { Chemistry, InstrumentModel } from './instruments.ts';
export { joinFindings, type JoinOptions } from './joins.ts';
export { joinSheetWithOrders, type SheetOrders } from './orders.ts';
export { readSampleSheet, type SheetReading } from './read-sheet.ts';
export type { ReadCycles, SampleSheet, SheetSample } from './sample-sheet.ts';
export { createSheetJudge } from './sheet-judge.ts';
export { SAMPLE_SHEET_RULES } from './sheet-rules.ts';
