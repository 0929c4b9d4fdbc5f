/** Putting one thing into a list and taking it out: `splice` without the list that it makes of what it takes out. */

/** From this many things to move on, `splice` moves them faster. */
const MANY = 96;

export function insertAt<T>(list: T[], index: number, one: T): void {
  if (list.length - index > MANY) {
    list.splice(index, 0, one);
    return;
  }
  list.push(one);
  for (let k = list.length - 1; k > index; k--) list[k] = list[k - 1] as T;
  list[index] = one;
}

export function removeAt<T>(list: T[], index: number): void {
  if (list.length - index > MANY) {
    list.splice(index, 1);
    return;
  }
  for (let k = index + 1; k < list.length; k++) list[k - 1] = list[k] as T;
  list.pop();
}

/** The same list without what is at `index`. */
export function without<T>(list: readonly T[], index: number): T[] {
  const rest: T[] = [];
  for (let k = 0; k < list.length; k++) if (k !== index) rest.push(list[k] as T);
  return rest;
}
