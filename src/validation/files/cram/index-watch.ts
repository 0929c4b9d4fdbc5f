/** Each slice of CRAM against the lines of its index, in whatever order these are. */

import type { Companion } from '../companions.ts';
import { createCraiJudge, type CraiEntry } from '../crai/crai-judge.ts';
import { judgeCompanion } from '../text/judge-companion.ts';
import type { FileFindings } from '../file-finding.ts';
import type { CramCode } from './cram-rules.ts';

export interface IndexedSlice extends CraiEntry {
  /** Of several references, -2: which they are is in the records. */
  readonly reference: number;
}

export interface IndexWatch {
  /** In the order of the file. */
  slice(slice: IndexedSlice): void;
  end(): void;
}

/** undefined where the index itself is wrong, as findings say. */
export function createIndexWatch(companion: Companion, findings: FileFindings): IndexWatch | undefined {
  const entries: CraiEntry[] = [];
  const isGood = judgeCompanion(companion, findings, (inner) =>
    createCraiJudge(inner, (entry) => {
      entries.push(entry);
    }),
  );
  if (!isGood) return undefined;
  entries.sort((a, b) => a.container - b.container || a.landmark - b.landmark);
  let at = 0;

  const add = (code: CramCode, offset: number, message: string): void => findings.add(code, { offset }, message);
  const nowhere = ({ container, landmark }: CraiEntry): void =>
    add('CRAM-INDEX-SLICE', container, `${companion.name}: there is no slice at ${landmark} of the container here`);

  return {
    slice(slice) {
      const { container, landmark } = slice;
      for (let entry = entries[at]; entry !== undefined && isBefore(entry, slice); entry = entries[++at])
        nowhere(entry);
      let found = 0;
      for (let entry = entries[at]; entry !== undefined && isAt(entry, slice); entry = entries[++at]) {
        found++;
        if (entry.size !== slice.size) {
          add(
            'CRAM-INDEX-SIZE',
            container,
            `the slice at ${landmark} has ${slice.size} bytes, ${entry.size} in the index`,
          );
        } else if (!isSamePlace(entry, slice)) {
          const [here, there] = [slice, entry].map(
            (one) => `reference ${one.reference}, ${one.start} and ${one.span} bases`,
          );
          add('CRAM-INDEX-PLACE', container, `the slice at ${landmark} has ${here}; ${there} in the index`);
        }
      }
      if (found === 0) add('CRAM-INDEX-SLICE', container, `the slice at ${landmark} is not in ${companion.name}`);
    },
    end() {
      for (; at < entries.length; at++) {
        const entry = entries[at];
        if (entry !== undefined) nowhere(entry);
      }
    },
  };
}

const isAt = (a: CraiEntry, b: CraiEntry): boolean => a.container === b.container && a.landmark === b.landmark;
const isBefore = (a: CraiEntry, b: CraiEntry): boolean =>
  a.container < b.container || (a.container === b.container && a.landmark < b.landmark);

function isSamePlace(entry: CraiEntry, slice: IndexedSlice): boolean {
  if (slice.reference === -2) return true;
  if (slice.reference !== entry.reference) return false;
  return slice.reference < 0 || (entry.start === slice.start && entry.span === slice.span);
}
