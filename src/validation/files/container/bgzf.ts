/** Unpacks BGZF block by block, and holds every field of every block against SAMv1 section 4.1. */

import { scanBlocks, type BlockInflater, type BlockRange, type FoundBlock, type FoundBlocks } from './bgzf-batch.ts';
import { inflateBlock, type Inflated } from './bgzf-block.ts';
import { createGiveBack } from './give-back.ts';
import { isBomb, type Unpacked, type Unpacking } from './container.ts';

export { EOF_MARKER } from './bgzf-block.ts';

export const readBgzf = async (unpacking: Unpacking): Promise<Unpacked> =>
  (await readBlocks(unpacking, { from: 0, to: Number.POSITIVE_INFINITY })).unpacked;

/** `end`: where the first block is stored that was not given. */
export async function readBlocks(
  unpacking: Unpacking,
  range: BlockRange,
): Promise<{ readonly unpacked: Unpacked; readonly end: number }> {
  const { source, inflater } = unpacking;
  const next = scanBlocks(source, range);
  const blocks = createBlocks(unpacking, range.from);
  const take = inflater === undefined ? takeHere(next) : takeBeside(next, inflater);
  let unpacked: Unpacked | undefined;
  while (unpacked === undefined) unpacked = blocks.judge(await take());
  return { unpacked, end: blocks.offset };
}

interface Found extends FoundBlocks {
  readonly contentOf: (block: FoundBlock, index: number) => Inflated;
}

/** Blocks that are found at once where none is inflated ahead. */
const BATCH = 64;

type Next = (most: number) => Promise<FoundBlocks>;

/** Each block is inflated when it is its turn. */
const takeHere = (next: Next) => async (): Promise<Found> => {
  const found = await next(BATCH);
  return {
    ...found,
    contentOf: ({ at, size, data }) => inflateBlock(found.stored.subarray(at, at + size), data),
  };
};

/** Some batches are under way while the one before them is judged; they come in the order of the file. */
function takeBeside(next: Next, inflater: BlockInflater): () => Promise<Found> {
  const underWay: Promise<Found>[] = [];
  let isOver = false;
  const ask = async (): Promise<void> => {
    // What fails ahead of the judge fails when it is its turn: what lies before is judged first.
    const asked = await next(inflater.blocks).then(
      (found) => {
        isOver = found.end !== undefined;
        return beside(found, inflater);
      },
      (error: unknown) => {
        isOver = true;
        return { found: Promise.reject(error) as Promise<Found> };
      },
    );
    // Nobody may be waiting when it comes.
    asked.found.catch(() => undefined);
    underWay.push(asked.found);
  };
  return async () => {
    while (!isOver && underWay.length < inflater.batches) await ask();
    return underWay.shift() as Promise<Found>;
  };
}

/** In an object, as a promise of its own would be waited for. */
function beside(found: FoundBlocks, inflater: BlockInflater): { readonly found: Promise<Found> } {
  const { stored, blocks } = found;
  const taken = async (): Promise<Found> => {
    const inflated = blocks.length === 0 ? [] : await inflater.inflate({ stored: new Uint8Array(stored), blocks });
    const contentOf = (_: FoundBlock, index: number): Inflated => {
      const one = inflated[index];
      if (one === undefined) throw new Error(`block ${index} of ${blocks.length} was not inflated`);
      return one;
    };
    return { ...found, contentOf };
  };
  return { found: taken() };
}

/** Holds what comes against each other, in the order of the file. `judge` tells when there is no more to do. */
function createBlocks(unpacking: Unpacking, from: number) {
  const { findings, onContent, onBlock } = unpacking;
  const giveBack = createGiveBack();
  let offset = from;
  let content = 0;
  let isAfterMarker = false;

  const judgeBlock = ({ size, isMarker }: FoundBlock, inflated: () => Inflated): Unpacked | undefined => {
    if (isAfterMarker) findings.add('BGZF-EOF-INSIDE', { offset }, 'blocks follow an end-of-file marker');
    isAfterMarker = isMarker;
    const block = inflated();
    if ('fault' in block) {
      findings.add(block.fault[0], { offset }, block.fault[1]);
      return 'broken';
    }
    for (const [code, message] of block.faults) findings.add(code, { offset }, message);
    const { bytes } = block;
    onBlock?.(offset);
    offset += size;
    content += bytes.length;
    if (isBomb(unpacking, offset - from, content)) return 'broken';
    if (bytes.length === 0) return undefined;
    if (!onContent(bytes)) return 'stopped';
    giveBack(bytes.buffer);
    return undefined;
  };

  const judgeEnd = ({ end }: Found): Unpacked | undefined => {
    if (end === undefined) return undefined;
    if (end.kind === 'range') return 'stopped';
    if (end.kind === 'end') {
      if (!isAfterMarker) findings.add('BGZF-EOF-MISSING', { offset }, 'there is no end-of-file marker');
      return 'whole';
    }
    const [code, message] = end.fault;
    if (isAfterMarker && code === 'BGZF-MAGIC') {
      findings.add('BGZF-TRAILING', { offset }, `${end.rest} bytes or more after the end-of-file marker`);
    } else findings.add(code, { offset }, message);
    return 'broken';
  };

  return {
    get offset() {
      return offset;
    },
    judge(found: Found): Unpacked | undefined {
      for (const [index, block] of found.blocks.entries()) {
        const unpacked = judgeBlock(block, () => found.contentOf(block, index));
        if (unpacked !== undefined) return unpacked;
      }
      return judgeEnd(found);
    },
  };
}
