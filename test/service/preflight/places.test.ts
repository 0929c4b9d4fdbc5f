import { expect, it } from 'vitest';
import { pointerOf } from '../../../src/service/preflight/places.ts';

const DOCUMENT = {
  orders: [{ id: '1' }, { id: '0', inputs: { 'a.b': 'x' }, tags: ['p', 'q'] }],
  site: { shifts: [{ name: 'x' }] },
};

it.each([
  ['', ''],
  ['/orders/0', '/orders/1'],
  ['/orders/0/inputs/a.b', '/orders/1/inputs/a.b'],
  ['/orders/none/due', '/orders/none/due'],
  ['/orders/1/due/x', '/orders/0/due/x'],
  ['/site/shifts/0', '/site/shifts/0'],
  ['/nowhere/0', '/nowhere/0'],
])('%s is %s of the document', (names, pointer) => {
  expect(pointerOf(DOCUMENT, names)).toBe(pointer);
});
