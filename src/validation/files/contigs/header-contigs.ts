/** Contigs of files that tell them in lines of text: fai, the headers of SAM and VCF, BED. */

import { readStructured } from '../vcf/structured.ts';
import { MOST_CONTIGS, type Contig } from './contig-list.ts';

/** Takes contigs from one line after the other. */
export interface ContigLines {
  /** False where no line that follows has any. */
  line(text: string): boolean;
  contigs(): readonly Contig[];
}

const createGathering = () => {
  const byName = new Map<string, Contig>();
  return {
    byName,
    add(contig: Contig): void {
      if (!byName.has(contig.name) && byName.size < MOST_CONTIGS) byName.set(contig.name, contig);
    },
    contigs: (): readonly Contig[] => [...byName.values()],
  };
};

/** `NAME LENGTH OFFSET LINEBASES LINEWIDTH` between tabs. */
export function createFaiContigs(): ContigLines {
  const gathered = createGathering();
  return {
    contigs: gathered.contigs,
    line(text) {
      const [name = '', length = ''] = text.split('\t', 2);
      if (name !== '') gathered.add({ name, ...lengthOf(length) });
      return true;
    },
  };
}

/** `@SQ` lines, SAMv1 section 1.3; the header ends with the first line that is none of its. */
export function createSamContigs(): ContigLines {
  const gathered = createGathering();
  return {
    contigs: gathered.contigs,
    line(text) {
      if (!text.startsWith('@')) return false;
      if (!text.startsWith('@SQ\t')) return true;
      const fields = new Map(
        text
          .split('\t')
          .slice(1)
          .map((field) => [field.slice(0, 3), field.slice(3)]),
      );
      const name = fields.get('SN:') ?? '';
      if (name !== '') gathered.add({ name, ...lengthOf(fields.get('LN:')), ...md5Of(fields.get('M5:')) });
      return true;
    },
  };
}

/** `##contig=<ID=NAME,length=LENGTH,md5=...>`, VCFv4.3 section 1.4.7. */
export function createVcfContigs(): ContigLines {
  const gathered = createGathering();
  return {
    contigs: gathered.contigs,
    line(text) {
      if (!text.startsWith('##')) return false;
      if (!text.startsWith('##contig=')) return true;
      const read = readStructured(text.slice('##contig='.length));
      if (read.kind !== 'fields') return true;
      const name = read.fields.get('ID') ?? '';
      const md5 = read.fields.get('md5') ?? read.fields.get('M5');
      if (name !== '') gathered.add({ name, ...lengthOf(read.fields.get('length')), ...md5Of(md5) });
      return true;
    },
  };
}

/** The names of intervals, each with its largest end. */
export function createBedContigs(): ContigLines {
  const gathered = createGathering();
  return {
    contigs: gathered.contigs,
    line(text) {
      if (text === '' || /^(?:#|track[ \t]|browser[ \t])/.test(text)) return true;
      const [name = '', , end = ''] = text.split(/[ \t]+/, 3);
      if (name === '' || !/^[0-9]{1,15}$/.test(end)) return true;
      const before = gathered.byName.get(name);
      const reach = Math.max(before?.reach ?? 0, Number(end));
      if (before === undefined) gathered.add({ name, reach });
      else if (reach > (before.reach ?? 0)) gathered.byName.set(name, { name, reach });
      return true;
    },
  };
}

const lengthOf = (text: string | undefined): { readonly length?: number } =>
  text !== undefined && /^[0-9]{1,15}$/.test(text) ? { length: Number(text) } : {};

const md5Of = (text: string | undefined): { readonly md5?: string } =>
  text !== undefined && /^[0-9A-Fa-f]{32}$/.test(text) ? { md5: text.toLowerCase() } : {};
