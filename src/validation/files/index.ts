/** Judges files. */

export type { ByteSource, Companions, Depth, FileFormat, FileReport, Metrics } from './content-judge.ts';
export type { FileFinding, FileRule, FileRules } from './file-finding.ts';
export { judgeFile, type FileJudging } from './judge-file.ts';
export { judgePair } from './judge-pair.ts';
export { companionNames, JUDGED_FORMATS } from './judged-formats.ts';
export { FILE_RULES } from './file-rules.ts';
export { CONTAINER_RULES } from './container/container-rules.ts';
export {
  joinFindings,
  joinSheetWithOrders,
  readSampleSheet,
  type Chemistry,
  type InstrumentModel,
  type JoinOptions,
  type ReadCycles,
  type SampleSheet,
  type SheetOrders,
  type SheetReading,
  type SheetSample,
} from './sample-sheet/index.ts';
