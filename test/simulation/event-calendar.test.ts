import fc from 'fast-check';
import { expect, test } from 'vitest';

import { seconds } from '../../src/base/index.ts';
import { createEventCalendar } from '../../src/simulation/index.ts';

test('entries come out by time, then priority, then order of entry; as from a sorted list', () => {
  const entry = fc.record({ at: fc.integer({ min: 0, max: 5 }), priority: fc.integer({ min: 0, max: 3 }) });
  // undefined: take one out.
  fc.assert(
    fc.property(fc.array(fc.option(entry, { nil: undefined }), { maxLength: 150 }), (entries) => {
      const calendar = createEventCalendar<number>();
      const list: { at: number; priority: number; item: number }[] = [];
      // All that is in it comes out in the end.
      const steps = [...entries, ...entries.map(() => undefined)];
      steps.forEach((step, item) => {
        if (step === undefined) {
          list.sort((a, b) => a.at - b.at || a.priority - b.priority || a.item - b.item);
          expect(calendar.pop()?.item).toBe(list.shift()?.item);
        } else {
          calendar.push({ at: seconds(step.at), priority: step.priority, item });
          list.push({ ...step, item });
        }
      });
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('an empty calendar has nothing to give', () => {
  expect(createEventCalendar().pop()).toBeUndefined();
});

test('hundreds of entries grow the calendar and come out sorted, with what they were pushed with', () => {
  // 7 and 769 have no common factor: the times are all different, and far from sorted.
  const calendar = createEventCalendar<string>();
  const entries = Array.from({ length: 700 }, (_, k) => ({ at: (k * 7) % 769, priority: k % 3, item: `e${k}` }));
  for (const entry of entries) calendar.push(entry);
  const out = entries.map(() => calendar.pop());
  expect(out).toEqual(entries.toSorted((a, b) => a.at - b.at || a.priority - b.priority));
  expect(calendar.pop()).toBeUndefined();
});
