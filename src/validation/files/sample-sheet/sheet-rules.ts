/**
 * The rules of Illumina sample sheets, and of what their rows say together. Sources: `Illumina v1` is technical note 970-2017-004;
 * `Illumina v2` the pages on sample sheets of Illumina Connected Software; `BCL Convert` and `bcl2fastq2` the guides of these;
 * `Illumina` and a number an article of Illumina Knowledge.
 */

import { error, warning, type FileRules } from '../file-finding.ts';

const V1 = 'Illumina v1';
const V2 = 'Illumina v2';
const BOTH = 'Illumina v1, v2';
const CSV = 'RFC 4180';
const CONVERT = 'BCL Convert';
const COLOUR = 'Illumina 1931, 8422';

export const SAMPLE_SHEET_RULES = {
  // The text
  'SHEET-TOO-LARGE': error(
    'usage',
    'The sheet is larger than 32 MiB, has over 250,000 rows, or a row over 1,000 cells or 1 MiB.',
    'Split it.',
  ),
  'SHEET-CONTROL': error(
    V2,
    'There are control characters; zero bytes are those of UTF-16.',
    'Save the sheet as plain text.',
  ),
  'SHEET-ASCII': warning(V2, 'There are characters outside ASCII.', 'Write letters without accents.'),
  'SHEET-BOM': warning(V2, 'The sheet begins with a byte order mark.', 'Save it without one.'),
  'SHEET-DELIMITER': error(
    BOTH,
    'Cells are divided by semicolons or tabs instead of commas.',
    'Save the sheet with commas.',
  ),
  'SHEET-QUOTE': error(
    `${CSV} 2.5`,
    'A quoted cell does not end on its line, or goes on after its closing quote.',
    'Double quotes inside of a quoted cell; take line breaks out.',
  ),
  'SHEET-QUOTE-INSIDE': warning(
    `${CSV} 2.5`,
    'A cell that is not quoted has a quote inside.',
    'Quote the cell and double the quote.',
  ),
  'SHEET-COMMA': warning(
    V2,
    'A quoted cell has a comma inside; not every reader knows quotes.',
    'Write it without comma.',
  ),
  'SHEET-FORMULA': warning(
    'OWASP CSV injection',
    'A cell begins with =, +, - or @: spreadsheets take it for a formula.',
    'Begin it with a letter or digit.',
  ),
  'SHEET-NOTE': warning(BOTH, 'A line is a note, which sample sheets do not have.', 'Remove it.'),
  // Sections
  'SHEET-BEFORE-SECTION': warning(BOTH, 'There are lines before the first section.', 'Begin the sheet with [Header].'),
  'SHEET-SECTION': error(BOTH, 'The line of a section is not a name in brackets.', 'Write [Name], and commas only.'),
  'SHEET-SECTION-OTHER': warning(
    BOTH,
    'A section is of no known name, nor one of an application: Name_Settings, Name_Data.',
    'Correct its name; what it holds is not looked at.',
  ),
  'SHEET-SECTION-TWICE': error(BOTH, 'A section comes twice.', 'Join them.'),
  'SHEET-VERSION': error(V2, 'FileFormatVersion is not 2.', 'Write FileFormatVersion,2.'),
  'SHEET-MIXED': warning(
    CONVERT,
    'Sections of version 1 and of version 2 are mixed; only those of the version are read.',
    'Use [BCLConvert_Settings] and [BCLConvert_Data] with FileFormatVersion 2, [Settings] and [Data] without.',
  ),
  'SHEET-KEY': warning(BOTH, 'A key comes twice in a section, or has several values.', 'Leave one.'),
  'SHEET-HEADER': warning(V2, 'A value of the header is not of its kind.', 'Correct it.'),
  'SHEET-READS': error(
    BOTH,
    'A line of [Reads] is neither a number of cycles (version 1) nor the name of a read and one (version 2).',
    'Write 151, or Read1Cycles,151.',
  ),
  'SHEET-READS-OTHER': warning(
    BOTH,
    'A line of [Reads] is in the form of the other version, or of a key that is not known.',
    'Correct them.',
  ),
  'SHEET-SETTING': error(CONVERT, 'A setting has a value that is not allowed.', 'Use a value of the guide.'),
  'SHEET-SETTING-OLD': warning(
    'bcl2fastq2',
    'A setting of version 1 has a value that is not allowed.',
    'Use a value of the guide.',
  ),
  'SHEET-SETTING-OTHER': warning(
    CONVERT,
    'A setting is not known: the converter may stop.',
    'Correct its spelling or remove it.',
  ),
  // The table
  'SHEET-NO-SAMPLES': error(BOTH, 'There is no table of samples, or none in it.', 'Add the samples.'),
  'SHEET-ANALYSIS-ONLY': warning(
    V2,
    'There is no [BCLConvert_Data]: the sheet serves an analysis, not a run.',
    'Add the section before a run.',
  ),
  'SHEET-COLUMN-MISSING': error(BOTH, 'The table has no column Sample_ID.', 'Add it.'),
  'SHEET-COLUMN-TWICE': error(BOTH, 'Two columns have one name.', 'Rename or remove one.'),
  'SHEET-COLUMN-NAME': warning(
    BOTH,
    'The name of a column is written in another way, without underscore or shorter.',
    'Write it as Illumina does.',
  ),
  'SHEET-CELLS': error(
    `${CSV} 2.4`,
    'A row has fewer cells than there are columns, or values beyond the last.',
    'Add the empty cells; look whether values slid into the wrong column.',
  ),
  'SHEET-BLANKS': warning(BOTH, 'A cell of the table has blanks around it.', 'Remove them: some readers keep them.'),
  'SHEET-EMPTY-ROW': warning(BOTH, 'There is an empty row between samples.', 'Remove it: some readers stop there.'),
  'SHEET-ID': error(
    BOTH,
    'Sample_ID is empty, or has other characters than letters, digits, dash and underscore.',
    'Rename the sample.',
  ),
  'SHEET-ID-LENGTH': error(V1, 'Sample_ID is longer than 100 characters.', 'Shorten it.'),
  'SHEET-ID-RESERVED': error(
    'TSO 500 guide',
    'Sample_ID is all, default, none, unknown, undetermined, stats or reports: words that the software uses.',
    'Rename the sample.',
  ),
  'SHEET-ID-UNUSUAL': warning(
    BOTH,
    'Sample_ID has a dot or begins with a dash.',
    'Use letters, digits, dashes and underscores; begin with a letter or digit.',
  ),
  'SHEET-CASE': warning(CONVERT, 'Two ids, or two projects, differ in case only.', 'Rename one of them.'),
  'SHEET-PATH': error('CWE-22', 'A name that becomes part of a path is . or .., or has a slash.', 'Rename it.'),
  'SHEET-PROJECT': warning(
    CONVERT,
    'Sample_Project has other characters than letters, digits, dash and underscore, or is Reports or Logs.',
    'Rename the project.',
  ),
  'SHEET-SAMPLE-NAME': warning('bcl2fastq2', 'Only some samples have a Sample_Name.', 'Name all, or none.'),
  'SHEET-SAMPLE-DIFFERS': warning(
    BOTH,
    'Rows of one Sample_ID have different names or projects.',
    'Correct the row that is wrong.',
  ),
  // Lanes
  'SHEET-LANE': error(BOTH, 'Lane is not a whole number of 1 to 8, or is missing in some rows only.', 'Correct it.'),
  'SHEET-LANE-BEYOND': error(
    'Illumina',
    'The flow cells of the instrument have fewer lanes.',
    'Correct the lane or the instrument.',
  ),
  // Cycles
  'SHEET-OVERRIDE': error(
    CONVERT,
    'OverrideCycles is not Y, I, U, N with counts, I in index reads only, Y in the others only.',
    'Write it as in Y151;I8N2;I8N2;Y151.',
  ),
  'SHEET-OVERRIDE-SUM': error(
    CONVERT,
    'The cycles of a field of OverrideCycles, or the fields, are not those of [Reads].',
    'Fill up with N.',
  ),
  'SHEET-INDEX-CYCLES': error(
    CONVERT,
    'An index is not as long as the index cycles of OverrideCycles, or longer than the index read.',
    'Correct OverrideCycles or the index.',
  ),
  'SHEET-INDEX-SHORT': warning(
    CONVERT,
    'An index is shorter than its index read, and OverrideCycles does not say so.',
    'Write OverrideCycles, as in Y151;I8N2;I8N2;Y151.',
  ),
  // Indexes
  'SHEET-INDEX': error(BOTH, 'An index has other letters than A, C, G, T and N.', 'Correct it.'),
  'SHEET-INDEX-FORM': warning(BOTH, 'An index has blanks, or letters in lower case.', 'Write A, C, G, T only.'),
  'SHEET-INDEX-N': warning(
    'Illumina 3560',
    'An index has N, which the converters take literally.',
    'Leave the cell empty, or mask the cycles with OverrideCycles.',
  ),
  'SHEET-INDEX-KIT': warning(
    BOTH,
    'The name of an index stands where its bases should: it is not checked.',
    'Write the bases before a conversion by Illumina software.',
  ),
  'SHEET-INDEX-LENGTHS': error(
    CONVERT,
    'Indexes of a lane differ in length, or only some samples have a second one, without OverrideCycles of their own.',
    'Correct the index, or give each sample its OverrideCycles.',
  ),
  'SHEET-INDEX-MISSING': error(CONVERT, 'A lane has several samples, and one of them has no index.', 'Give its index.'),
  'SHEET-INDEX-NONE': warning(
    CONVERT,
    'A sheet of version 1 has several samples and no column with bases.',
    'Add the columns index and index2, or correct their names.',
  ),
  'SHEET-INDEX2-ALONE': error(CONVERT, 'A sample has a second index and no first one.', 'Give the first one.'),
  'SHEET-MISMATCHES': warning(
    CONVERT,
    'BarcodeMismatchesIndex2 is set, and no sample has a second index.',
    'Remove the setting.',
  ),
  // Joins
  'SHEET-ROW-TWICE': error(BOTH, 'A sample comes twice with one lane and index.', 'Remove one row.'),
  'SHEET-INDEX-TWICE': error(CONVERT, 'Two samples of a lane have one index.', 'Correct one of them.'),
  'SHEET-INDEX-CLASH': error(
    CONVERT,
    'The mismatches that two samples of a lane allow meet in a read between them, in both indexes.',
    'Allow fewer mismatches, or put the samples on different lanes.',
  ),
  'SHEET-INDEX-CLOSE': warning(
    'Illumina 2326',
    'Indexes of two samples of a lane are nearer than the usual mismatch of one allows, or differ in one or two bases.',
    'Convert with --barcode-mismatches 0, or put the samples on different lanes.',
  ),
  'SHEET-INDEX-MANY': warning(
    'usage',
    'There are too many samples or clashes on a lane to compare all pairs.',
    'Correct those that are listed and check again.',
  ),
  // Colours
  'SHEET-COLOUR-START': error(
    COLOUR,
    'All samples of a lane begin an index read with GG, which gives no light: registration fails.',
    'Add a sample whose index begins otherwise.',
  ),
  'SHEET-COLOUR-SAMPLE': warning(
    COLOUR,
    'An index read of a sample begins with GG, which gives no light.',
    'Use another index.',
  ),
  'SHEET-COLOUR-DARK': warning(
    COLOUR,
    'In an index cycle no sample of a lane gives light.',
    'Use other indexes together.',
  ),
  'SHEET-COLOUR-CHANNEL': warning(
    COLOUR,
    'In an index cycle no sample of a lane gives light in one of the channels.',
    'Use other indexes together.',
  ),
} as const satisfies FileRules;

export type SheetCode = keyof typeof SAMPLE_SHEET_RULES;
