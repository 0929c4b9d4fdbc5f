/** GT: allele numbers between / and |, VCFv4.3 section 1.6.2. */

const [DOT, SLASH, PIPE] = [0x2e, 0x2f, 0x7c];

/** The ploidy of `bytes[start, end)`; 0 where it is a dot, which says nothing of it; -1 where it is no genotype, -2 where an allele is not there. */
export function ploidyOf(bytes: Uint8Array, start: number, end: number, alternatives: number): number {
  if (end - start === 1 && bytes[start] === DOT) return 0;
  let at = start;
  // Version 4.4 lets the first allele say how it is phased.
  if (bytes[at] === SLASH || bytes[at] === PIPE) at++;
  let ploidy = 0;
  for (;;) {
    if (at === end) return -1;
    if (bytes[at] === DOT) at++;
    else {
      let allele = 0;
      const from = at;
      for (; at < end; at++) {
        const digit = (bytes[at] ?? 0) - 0x30;
        if (digit < 0 || digit > 9) break;
        allele = allele * 10 + digit;
      }
      if (at === from) return -1;
      if (allele > alternatives) return -2;
    }
    ploidy++;
    if (at === end) return ploidy;
    if (bytes[at] !== SLASH && bytes[at] !== PIPE) return -1;
    at++;
  }
}
