/**
 * The moves a neighbourhood proposes, in columns that are filled anew at every step.
 *
 * A move takes a slot to a place of a machine's sequence (counted without the slot itself), in a mode. Its estimate is the
 * longest path through the slots whose paths it changes: the makespan after the move is rarely less, and often equal.
 */

export class MoveList {
  count = 0;
  slot = new Int32Array(256);
  mode = new Int32Array(256);
  place = new Int32Array(256);
  estimate = new Int32Array(256);

  add(slot: number, mode: number, place: number, estimate: number): void {
    const k = this.count++;
    if (k === this.slot.length) this.#grow();
    this.slot[k] = slot;
    this.mode[k] = mode;
    this.place[k] = place;
    this.estimate[k] = estimate;
  }

  #grow(): void {
    const larger = (column: Int32Array): Int32Array<ArrayBuffer> => {
      const copy = new Int32Array(2 * column.length);
      copy.set(column);
      return copy;
    };
    this.slot = larger(this.slot);
    this.mode = larger(this.mode);
    this.place = larger(this.place);
    this.estimate = larger(this.estimate);
  }
}
