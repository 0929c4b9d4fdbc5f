import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createExcerpt } from '../../src/execution/excerpt.ts';

describe('an excerpt', () => {
  it('is the first and last bytes of the stream with the count of the others, however it is cut into chunks', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });
    fc.assert(
      fc.property(cuts, (lengths) => {
        const excerpt = createExcerpt(10, 20);
        let whole = '';
        for (const length of lengths) {
          const chunk = Array.from({ length }, (_, k) => String.fromCharCode(97 + ((whole.length + k) % 26))).join('');
          whole += chunk;
          excerpt.add(Buffer.from(chunk));
        }
        // Nothing need be left out until the tail has grown past its limit.
        const dropped = whole.length - 30;
        const cut = `${whole.slice(0, 10)}\n[... ${dropped} bytes left out ...]\n${whole.slice(-20)}`;
        expect(excerpt.text()).toBe(dropped > 0 ? cut : whole);
      }),
      { seed: 20261130, numRuns: 500 },
    );
  });
});
