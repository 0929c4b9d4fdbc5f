/** Do two files speak of one reference? Names, lengths, checksums, order. */

import { createFindings, excerpt, type FileFinding } from '../file-finding.ts';
import type { Contig, ContigList } from './contig-list.ts';
import { CONTIG_RULES, type ContigCode } from './contig-rules.ts';

/** These name every contig of their reference; others only what they have something to say of. */
const NAMES_ALL: ReadonlySet<string> = new Set(['fasta', 'fai', 'dict', 'sam', 'bam', 'cram']);

/**
 * What of `file` does not fit `reference`: findings of CONTIG_RULES, at most five of a code, none where all fits. `line` counts
 * contigs of `file` from 1. A file without contigs fits anything. Where no name fits, but would with or without `chr`, that is
 * the one finding.
 *
 *     const reference = await readContigs(open('ref.fa.fai'));
 *     const calls = await readContigs(open('sample.vcf.gz'));
 *     if (reference.kind === 'contigs' && calls.kind === 'contigs') findings.push(...compareContigs(calls, reference));
 */
export function compareContigs(file: ContigList, reference: ContigList): readonly FileFinding[] {
  const findings = createFindings(CONTIG_RULES);
  const add = (code: ContigCode, index: number, message: () => string): void =>
    findings.add(code, { line: index + 1 }, message);
  const known = new Map(reference.contigs.map((contig, index) => [contig.name, { contig, index }]));
  const found = file.contigs.reduce((count, { name }) => count + (known.has(name) ? 1 : 0), 0);

  if (found === 0) {
    const index = file.contigs.findIndex(({ name }) => known.has(otherName(name)));
    const name = file.contigs[index]?.name;
    if (name !== undefined) {
      add(
        'CONTIG-PREFIX',
        index,
        () => `'${excerpt(name)}' in ${file.file} is '${otherName(name)}' in ${reference.file}`,
      );
      return findings.list();
    }
  }

  let highest = -1;
  for (const [index, contig] of file.contigs.entries()) {
    const other = known.get(contig.name);
    if (other === undefined) {
      add('CONTIG-MISSING', index, () => missing(contig, reference, known));
      continue;
    }
    compareOne(contig, other.contig, (code, message) => add(code, index, message));
    // The order in which intervals come is their own.
    if (file.format === 'bed') continue;
    if (other.index < highest) {
      const before = reference.contigs[highest]?.name ?? '';
      add('CONTIG-ORDER', index, () => `'${excerpt(contig.name)}' comes after '${excerpt(before)}'`);
    }
    highest = Math.max(highest, other.index);
  }
  if (found > 0 && NAMES_ALL.has(file.format) && found < known.size) {
    add(
      'CONTIG-EXTRA',
      file.contigs.length,
      () => `${known.size - found} of ${known.size} contigs are not in ${file.file}`,
    );
  }
  return findings.list();
}

function compareOne(mine: Contig, theirs: Contig, add: (code: ContigCode, message: () => string) => void): void {
  const name = excerpt(mine.name);
  if (theirs.length !== undefined) {
    if (mine.length !== undefined && mine.length !== theirs.length) {
      return add('CONTIG-LENGTH', () => `'${name}' has ${mine.length} bases, ${theirs.length} in the reference`);
    }
    if (mine.reach !== undefined && mine.reach > theirs.length) {
      return add('CONTIG-BEYOND', () => `an interval ends at ${mine.reach}; '${name}' has ${theirs.length} bases`);
    }
  }
  if (mine.md5 !== undefined && theirs.md5 !== undefined && mine.md5 !== theirs.md5) {
    add('CONTIG-MD5', () => `'${name}' has ${mine.md5}, ${theirs.md5} in the reference`);
  }
}

/** With what it may be called there, where that can be told. */
function missing({ name, length }: Contig, reference: ContigList, known: ReadonlyMap<string, unknown>): string {
  const says = `'${excerpt(name)}' is not in ${reference.file}`;
  if (known.has(otherName(name))) return `${says}, which has '${excerpt(otherName(name))}'`;
  const twins = length === undefined ? [] : reference.contigs.filter((one) => one.length === length);
  const [twin] = twins;
  return twin !== undefined && twins.length === 1
    ? `${says}, which has '${excerpt(twin.name)}' of the same length`
    : says;
}

/** By the other custom: chr1 for 1, 1 for chr1, MT for chrM. */
function otherName(name: string): string {
  if (name === 'MT') return 'chrM';
  if (name === 'chrM' || name === 'chrMT') return 'MT';
  return name.startsWith('chr') ? name.slice(3) : `chr${name}`;
}
