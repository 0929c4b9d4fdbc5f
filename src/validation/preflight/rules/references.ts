/** Files that one command reads speak of one reference: names, lengths and order of contigs. */

import { compareContigs, type ContigList } from '../../files/index.ts';
import type { Collector } from '../collector.ts';
import type { FileUse } from '../open-work.ts';
import type { WorldFacts } from '../world-facts.ts';
import { asOfDocument } from './input-files.ts';

interface Told {
  readonly use: FileUse;
  readonly contigs: ContigList;
}

export function checkReferences(uses: readonly FileUse[], { files }: WorldFacts, collector: Collector): void {
  const commands = new Map<string, Told[]>();
  for (const use of uses) {
    const contigs = files.get(use.path)?.contigs;
    if (contigs === undefined) continue;
    const told = commands.get(use.command) ?? [];
    told.push({ use, contigs });
    commands.set(use.command, told);
  }
  // Most commands read the same reference with the same regions.
  const compared = new Set<string>();
  for (const told of commands.values()) {
    const references = told.filter(({ contigs }) => IS_OF_REFERENCE.has(contigs.format));
    const others = told.filter(({ contigs }) => !IS_OF_REFERENCE.has(contigs.format));
    for (const reference of references) {
      for (const { use, contigs } of others) {
        const pair = `${use.place}\n${use.path}\n${reference.use.path}`;
        if (compared.has(pair)) continue;
        compared.add(pair);
        for (const finding of compareContigs(contigs, reference.contigs)) {
          collector.take(asOfDocument(use.path, use.place, finding));
        }
      }
    }
  }
}

/** What lies beside a reference says what is in it. */
const IS_OF_REFERENCE: ReadonlySet<string> = new Set(['fasta', 'fai', 'dict']);
