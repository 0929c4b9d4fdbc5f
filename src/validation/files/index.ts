/** Judges files. */

export type { ByteSource, Companions, Depth, FileFormat, FileReport, Metrics, MetricsLevel } from './content-judge.ts';
export type { FileFinding, FileRule, FileRules } from './file-finding.ts';
export { judgeFile, type FileJudging } from './judge-file.ts';
export { judgePair } from './judge-pair.ts';
export { companionNames, JUDGED_FORMATS } from './judged-formats.ts';
export { FILE_RULES } from './file-rules.ts';
export { CONTAINER_RULES } from './container/container-rules.ts';
export { createFindings, error, excerpt, warning, type FileFindings } from './file-finding.ts';
export type { Contig, ContigList, NoContigs } from './contigs/contig-list.ts';
export { compareContigs } from './contigs/compare-contigs.ts';
export { CONTIG_RULES } from './contigs/contig-rules.ts';
export { CONTIG_FORMATS, readContigs } from './contigs/read-contigs.ts';
export { METRIC_DEFINITIONS, type MetricDefinition } from './metrics/metric-definitions.ts';
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
