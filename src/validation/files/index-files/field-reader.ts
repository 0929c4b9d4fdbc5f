/**
 * Feeds a reader that asks for one field after the other from bytes that come in pieces of any size: the reader is a generator that
 * yields how many bytes it wants next, and finds them at `fields.at` when it goes on.
 */

export interface Fields {
  view: DataView;
  /** In `view`. */
  at: number;
  /** How many bytes came before. */
  position: number;
}

export type FieldReader = Generator<number, void, void>;

/** No field is larger: lists are read one by one. */
export const LARGEST_FIELD = 64;

export interface FieldFeed {
  push(bytes: Uint8Array): void;
  /** - `waiting`: a field is not whole yet; `over`: the reader has ended. */
  readonly state: 'waiting' | 'over';
  /** Bytes of the field that is not whole. */
  readonly held: number;
  /** Bytes that came after the reader had ended. */
  readonly trailing: number;
}

export function createFieldFeed(create: (fields: Fields) => FieldReader): FieldFeed {
  const carry = new Uint8Array(LARGEST_FIELD);
  const carryView = new DataView(carry.buffer);
  const fields: Fields = { view: carryView, at: 0, position: 0 };
  const reader = create(fields);
  let held = 0;
  let trailing = 0;
  let wanted = reader.next();

  const give = (view: DataView, at: number, size: number): void => {
    fields.view = view;
    fields.at = at;
    wanted = reader.next();
    fields.position += size;
  };

  return {
    push(bytes) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      let at = 0;
      while (wanted.done !== true) {
        const size = wanted.value;
        if (held === 0 && at + size <= bytes.length) {
          give(view, at, size);
          at += size;
          continue;
        }
        const end = Math.min(bytes.length, at + size - held);
        carry.set(bytes.subarray(at, end), held);
        held += end - at;
        at = end;
        if (held < size) return;
        held = 0;
        give(carryView, 0, size);
      }
      trailing += bytes.length - at;
    },
    get state() {
      return wanted.done === true ? 'over' : 'waiting';
    },
    get held() {
      return held;
    },
    get trailing() {
      return trailing;
    },
  };
}

/** Unsigned 64 bits; beyond 2 ** 53 rounded. */
export const uint64 = ({ view, at }: Fields, offset = 0): number =>
  view.getUint32(at + offset + 4, true) * 2 ** 32 + view.getUint32(at + offset, true);
