/**
 * The slow judge of FASTQ: the whole text as an array of lines, walked by index, with regular expressions. It has the first finding
 * of a file (errors, and warnings of content) and, of a good file, the numbers.
 */

export interface Expected {
  /** `LINE CODE` of what is an error, in the order of lines; the first is certain, what follows depends on how one goes on. */
  readonly error: string | undefined;
  readonly reads: number;
  readonly bases: number;
  readonly q30: number;
  readonly gc: number;
}

/** `text`: one character a byte. */
export function expectedOf(text: string, isFourLine: boolean): Expected {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const plain = lines.map((line) => line.replace(/\r$/, ''));
  const sum = { reads: 0, bases: 0, q30: 0, gc: 0 };
  const fail = (index: number, code: string): Expected => ({ ...sum, error: `${index + 1} FASTQ-${code}` });
  // Blank lines at the end are warned of, but for those that an empty read has.
  let filled = plain.length;
  while (filled > 0 && plain[filled - 1] === '') filled--;
  const at = (index: number): string | undefined => plain[index];
  const last = plain.length - 1;

  let i = 0;
  while (i < filled) {
    if (at(i) === '') return fail(i, 'BLANK-LINE');
    const title = at(i) ?? '';
    if (!title.startsWith('@')) return fail(i, 'TITLE');
    i++;
    let sequence = '';
    let sequenceLines = 0;
    const firstSequenceLine = i;
    for (; i < filled && !(at(i) ?? '').startsWith('+'); i++) {
      const line = at(i) ?? '';
      if (line === '') {
        // One blank line stands for no letters, where + comes at once.
        if (i === firstSequenceLine && (at(i + 1) ?? '').startsWith('+')) continue;
        // Blank up to the end is the end.
        return fail(i, 'BLANK-LINE');
      }
      if (line.startsWith('@')) return fail(i, 'PLUS');
      if (isFourLine && sequenceLines > 0) return fail(i, 'PLUS');
      if (/[^A-Za-z.*-]/.test(line)) return fail(i, 'SEQUENCE');
      sequence += line;
      sequenceLines++;
    }
    if (i >= filled) return fail(last, 'TRUNCATED');
    const plus = at(i) ?? '';
    if (plus !== '+' && plus.slice(1) !== title.slice(1)) return fail(i, 'PLUS-TEXT');
    i++;
    const firstQualityLine = i;
    let qualities = '';
    if (sequence === '') {
      const line = at(i);
      if (line === undefined && isFourLine) return fail(last, 'TRUNCATED');
      if (line === '') i++;
      else if (line !== undefined && (isFourLine || !line.startsWith('@'))) return fail(i, 'QUALITY-LENGTH');
    } else if (isFourLine) {
      const line = at(i);
      if (line === undefined) return fail(last, 'TRUNCATED');
      if (line.length !== sequence.length) return fail(i, 'QUALITY-LENGTH');
      if (/[^!-~]/.test(line)) return fail(i, 'QUALITY');
      qualities = line;
      i++;
    } else {
      while (qualities.length < sequence.length) {
        if (i >= filled) return fail(last, 'TRUNCATED');
        const line = at(i) ?? '';
        let next = i;
        while (at(next) === '') next++;
        const following = at(next) ?? '';
        const total = qualities.length + following.length;
        const isTitle = following.startsWith('@') && total < sequence.length && /[^!-~]/.test(following);
        if (total > sequence.length || isTitle) return fail(firstQualityLine, 'QUALITY-LENGTH');
        if (line === '') return fail(i, 'BLANK-LINE');
        if (/[^!-~]/.test(line)) return fail(i, 'QUALITY');
        qualities += line;
        i++;
      }
    }
    sum.reads++;
    sum.bases += sequence.length;
    sum.q30 += [...qualities].filter((one) => one >= '?').length;
    sum.gc += [...sequence].filter((one) => 'GCgc'.includes(one)).length;
  }
  return { ...sum, error: undefined };
}
