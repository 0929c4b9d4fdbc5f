import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { element, pixels, text, textWidth, withTooltip } from '../../../src/analytics/gantt/svg.ts';
import { readXml } from './xml.ts';

/** What XML 1.0 cannot hold, not even as a reference, is replaced. */
const readable = (content: string): string =>
  // oxlint-disable-next-line no-control-regex -- production 2 of XML 1.0.
  content.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');

describe('SVG text', () => {
  it('carries any content unchanged, as text, attribute and tooltip', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (content) => {
        expect(readXml(text(content, { x: 1, y: 2 }, {})).text).toBe(readable(content));
        expect(readXml(element('g', { id: content })).attributes['id']).toBe(readable(content));
        expect(readXml(withTooltip(content)).children[0]?.text).toBe(readable(content));
      }),
      { seed: 20261130, numRuns: 150 },
    );
  });

  it('leaves out attributes without a value and rounds pixels to hundredths', () => {
    expect(element('rect', { x: 1 / 3, fill: undefined })).toBe('<rect x="0.33"/>');
    expect(pixels(2)).toBe('2');
  });

  it('knows that wide letters need more room than narrow ones', () => {
    expect(textWidth('WWW', 10)).toBeGreaterThan(textWidth('iii', 10));
    expect(textWidth('abc', 20)).toBe(2 * textWidth('abc', 10));
  });
});
