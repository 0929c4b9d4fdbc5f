/**
 * Frees what zlib allocates for each piece of content as soon as it is judged. Left to the garbage collector, which knows nothing of
 * other processes' load, tens of MB of it pile up: it was 90 to 190 MB for one and the same file.
 */

/** So many at once: one by one it would take a tenth of the time of inflating a block of BGZF. */
const BATCH = 16;

export interface GiveBack {
  /** Memory that nobody uses any more, as a whole: it is detached. */
  (memory: ArrayBufferLike): void;
}

/** A message to a port that is closed takes what is transferred with it, and goes nowhere. */
export function createGiveBack(batch: number = BATCH): GiveBack {
  const { port1 } = new MessageChannel();
  port1.close();
  let waiting: ArrayBuffer[] = [];
  return (memory) => {
    if (!(memory instanceof ArrayBuffer)) return;
    waiting.push(memory);
    if (waiting.length < batch) return;
    port1.postMessage(undefined, waiting);
    waiting = [];
  };
}

/** What zlib gives are Buffers, whose `slice` is another view of the same memory: judges that mean to copy would not. */
export const asBytes = ({ buffer, byteOffset, length }: Uint8Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, length);
