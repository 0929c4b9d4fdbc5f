/** Good sample sheets of both versions, as the vendor's software writes them for its instruments. */

/** Index pairs of Illumina's set of unique dual indexes, UDP0001 to UDP0008; index 2 on the forward strand. */
export const PAIRS = [
  ['GAACTGAGCG', 'TCGTGGAGCG'],
  ['AGGTCAGATA', 'CTACAAGATA'],
  ['CGTCTCATAT', 'TATAGTAGCT'],
  ['ATTCCATAAG', 'TGCCTGGTGG'],
  ['GACGAGATTA', 'ACATTATCCT'],
  ['AACATCGCGC', 'GTCCACTTGT'],
  ['CTAGTGCTCT', 'TGGAACAGTA'],
  ['GATCAAGGCA', 'CCTTGTTAAT'],
] as const;

/** TruSeq single indexes, AD001 to AD008. */
const SINGLES = ['ATCACG', 'CGATGT', 'TTAGGC', 'TGACCA', 'ACAGTG', 'GCCAAT', 'CAGATC', 'ACTTGA'];

const text = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

export const V1_MISEQ = text(
  '[Header],,,,,,,,,',
  'IEMFileVersion,4,,,,,,,,',
  'Experiment Name,amplicons_7,,,,,,,,',
  'Date,3/14/2025,,,,,,,,',
  'Workflow,GenerateFASTQ,,,,,,,,',
  'Instrument Type,MiSeq,,,,,,,,',
  'Chemistry,Amplicon,,,,,,,,',
  ',,,,,,,,,',
  '[Reads],,,,,,,,,',
  '151,,,,,,,,,',
  '151,,,,,,,,,',
  ',,,,,,,,,',
  '[Settings],,,,,,,,,',
  'ReverseComplement,0,,,,,,,,',
  'Adapter,CTGTCTCTTATACACATCT,,,,,,,,',
  ',,,,,,,,,',
  '[Data],,,,,,,,,',
  'Sample_ID,Sample_Name,Sample_Plate,Sample_Well,I7_Index_ID,index,I5_Index_ID,index2,Sample_Project,Description',
  ...PAIRS.map(([i7, i5], i) => `S${i + 1},name-${i + 1},P1,A0${i + 1},UDP${i + 1},${i7},UDP${i + 1},${i5},proj_1,`),
);

export const V1_HISEQ = text(
  '[Header]',
  'IEMFileVersion,4',
  'Instrument Type,HiSeq 2500',
  '[Reads]',
  '51',
  '[Settings]',
  '[Data]',
  'Lane,Sample_ID,Sample_Name,index,Sample_Project',
  ...[1, 2, 8].flatMap((lane) => SINGLES.map((index, i) => `${lane},L${lane}-${i},,${index},p`)),
);

export const V1_ISEQ = text(
  '[Header]',
  'Experiment Name,small',
  'Instrument Type,iSeq',
  'Module,GenerateFASTQ - 2.0.0',
  '',
  '[Reads]',
  '151',
  '151',
  '',
  '[Data]',
  'Sample_ID,Description,index,I7_Index_ID,index2,I5_Index_ID,Sample_Project',
  ...PAIRS.map(([i7, i5], i) => `${i + 1},,${i7},UDP${i + 1},${i5},UDP${i + 1},`),
);

/** One sample on each lane, and no index. */
export const V1_NO_INDEX = text(
  '[Header]',
  'IEMFileVersion,4',
  '[Reads]',
  '100',
  '[Data]',
  'Lane,Sample_ID,Sample_Project',
  '1,one,p',
  '2,two,p',
);

export const V2_NOVASEQ_X = text(
  '[Header]',
  'FileFormatVersion,2',
  'RunName,genomes 12',
  'InstrumentPlatform,NovaSeqXSeries',
  'InstrumentType,NovaSeqXPlus',
  'IndexOrientation,Forward',
  '',
  '[Reads]',
  'Read1Cycles,151',
  'Read2Cycles,151',
  'Index1Cycles,10',
  'Index2Cycles,10',
  '',
  '[Sequencing_Settings]',
  'LibraryPrepKits,DNAPrep',
  '',
  '[BCLConvert_Settings]',
  'SoftwareVersion,4.1.23',
  'FastqCompressionFormat,gzip',
  '',
  '[BCLConvert_Data]',
  'Lane,Sample_ID,Index,Index2,Sample_Project,OverrideCycles,BarcodeMismatchesIndex1,BarcodeMismatchesIndex2',
  ...PAIRS.map(([i7, i5], i) => `1,G${i + 1},${i7},${i5},wgs,Y151;I10;I10;Y151,1,1`),
  // Shorter indexes on another lane: the last two cycles of index 1 and the first two of index 2 are not used.
  ...PAIRS.map(([i7, i5], i) => `8,X${i + 1},${i7.slice(0, 8)},${i5.slice(0, 8)},wgs,Y151;I8N2;N2I8;Y151,1,na`),
  '',
  '[DragenGermline_Settings]',
  'SoftwareVersion,4.1.23',
  '',
  '[DragenGermline_Data]',
  'Sample_ID,ReferenceGenomeDir',
  'G1,hg38',
  '',
  '[Cloud_Settings]',
  'GeneratedVersion,1.16.0',
);

export const V2_NEXTSEQ = text(
  '[Header],,,',
  'FileFormatVersion,2,,',
  'RunName,rna-3,,',
  'InstrumentPlatform,NextSeq1k2k,,',
  'InstrumentType,NextSeq2000,,',
  'IndexOrientation,Forward,,',
  ',,,',
  '[Reads],,,',
  'Read1Cycles,76,,',
  'Index1Cycles,10,,',
  ',,,',
  '[BCLConvert_Settings],,,',
  'SoftwareVersion,3.8.4,,',
  'BarcodeMismatchesIndex1,1,,',
  'OverrideCycles,Y76;I10,,',
  'NoLaneSplitting,true,,',
  ',,,',
  '[BCLConvert_Data],,,',
  'Sample_ID,Index,Sample_Project,',
  ...PAIRS.map(([i7], i) => `R${i + 1},${i7},rna,`),
);

export const V2_NOVASEQ_6000 = text(
  '[Header]',
  'FileFormatVersion,2',
  'InstrumentType,NovaSeq6000',
  '[Reads]',
  'Read1Cycles,151',
  'Read2Cycles,151',
  'Index1Cycles,17',
  'Index2Cycles,10',
  // Sections come in any order.
  '[BCLConvert_Data]',
  'Lane,Sample_ID,Index,Index2',
  ...[1, 2, 3, 4].flatMap((lane) => PAIRS.map(([i7, i5], i) => `${lane},N${i + 1},${i7},${i5}`)),
  '[BCLConvert_Settings]',
  'OverrideCycles,U7N1Y143;I10U7;I10;Y151',
);

export const GOOD_SHEETS: Readonly<Record<string, string>> = {
  'version 1, MiSeq, dual index': V1_MISEQ,
  'version 1, HiSeq, lanes, single index': V1_HISEQ,
  'version 1, iSeq, Local Run Manager': V1_ISEQ,
  'version 1, no index, one sample a lane': V1_NO_INDEX,
  'version 2, NovaSeq X, rows with settings, analyses': V2_NOVASEQ_X,
  'version 2, NextSeq 2000, single index': V2_NEXTSEQ,
  'version 2, NovaSeq 6000, UMIs': V2_NOVASEQ_6000,
};
