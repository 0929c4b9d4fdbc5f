/** The slices of a container: their headers against it, and the blocks that follow against their headers. */

import type { Buffer } from 'node:buffer';
import type { ContainerHeader } from './container-header.ts';
import type { CramCode } from './cram-rules.ts';
import { readSliceHeader, type SliceHeader } from './slice-header.ts';

export interface SliceWatch {
  /** A block that begins a slice; `at` is where, from the end of the container header. Its content where it is raw. */
  header(at: number, content: Buffer | undefined): void;
  /** A block of core (5) or external data (4). */
  data(type: number, contentId: number): void;
  /** `bodyBytes`: of the blocks of the container. */
  end(bodyBytes: number): { readonly slices: number };
}

export interface SliceOptions {
  readonly container: ContainerHeader;
  readonly major: number;
  readonly add: (code: CramCode, message: string) => void;
  /** Told of each slice whose header could be read: where it begins, from the end of the container header, and its bytes. */
  readonly onSlice?: ((slice: SliceHeader, at: number, size: number) => void) | undefined;
  /** Tells what of a place on a reference cannot be. */
  readonly place: (reference: number, start: number, span: number, what: string) => void;
}

export function createSliceWatch({ container, major, add, place, onSlice }: SliceOptions): SliceWatch {
  const { landmarks } = container;
  let slices = 0;
  let records = 0;
  // Where a header could not be read, nothing is known of the sum.
  let isWhole = true;
  let open: SliceHeader | undefined;
  let [cores, externals] = [0, 0];
  let ids = new Set<number>();

  let openAt = 0;

  const close = (end: number): void => {
    if (open === undefined) return;
    onSlice?.(open, openAt, end - openAt);
    const { blocks, contentIds, embedded } = open;
    const name = `slice ${slices}`;
    if (cores + externals !== blocks) add('CRAM-SLICE-BLOCKS', `${name}: ${cores + externals} blocks, not ${blocks}`);
    else if (cores !== 1) add('CRAM-SLICE-BLOCKS', `${name}: ${cores} blocks of core data`);
    else {
      const lost = contentIds.find((id) => id !== 0 && !ids.has(id));
      const named = new Set(contentIds);
      const extra = [...ids].find((id) => !named.has(id));
      if (lost !== undefined) add('CRAM-SLICE-BLOCKS', `${name}: no block of content id ${lost}`);
      else if (extra !== undefined) add('CRAM-SLICE-BLOCKS', `${name}: content id ${extra} is not in its header`);
    }
    if (embedded >= 0 && !ids.has(embedded)) add('CRAM-SLICE', `${name}: no block ${embedded} with the reference`);
    open = undefined;
  };

  return {
    header(at, content) {
      close(at);
      openAt = at;
      const landmark = landmarks[slices++];
      if (landmark !== at)
        add('CRAM-LANDMARK', `slice ${slices} begins at ${at}, its landmark is ${landmark ?? 'missing'}`);
      const read = content === undefined ? 'not raw' : readSliceHeader(content);
      if (typeof read === 'string') {
        isWhole = false;
        return add('CRAM-SLICE', `slice ${slices}: ${read}`);
      }
      const { reference, counter } = read;
      if (container.reference >= -1 && reference !== container.reference) {
        add('CRAM-SLICE-REFERENCE', `slice ${slices}: reference ${reference}, not ${container.reference}`);
      }
      place(reference, read.start, read.span, `slice ${slices}`);
      // Version 2 counts from 1 by the specification, from 0 by programs.
      if (major >= 3 && counter !== container.counter + records) {
        add('CRAM-RECORD-COUNTER', `slice ${slices}: ${counter}, not ${container.counter + records}`);
      }
      records += read.records;
      open = read;
      [cores, externals, ids] = [0, 0, new Set()];
    },
    data(type, contentId) {
      if (slices === 0) return add('CRAM-BLOCK-TYPE', `a block of type ${type} before the first slice`);
      if (type === 5) cores++;
      else {
        externals++;
        ids.add(contentId);
      }
    },
    end(bodyBytes) {
      close(bodyBytes);
      if (landmarks.length > slices) add('CRAM-LANDMARK', `${landmarks.length} landmarks, ${slices} slices`);
      if (isWhole && records !== container.records) {
        add('CRAM-RECORD-COUNT', `${container.records} records, ${records} in its slices`);
      }
      return { slices };
    },
  };
}
