import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/base/index.ts';

describe('the examples of RFC 8785', () => {
  test('section 3.2.2: literals, numbers and strings in their one spelling', () => {
    // Without 1E30, which is an integer beyond 2^53 and refused here.
    const input = String.raw`{
      "numbers": [333333333.33333329, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;
    expect(canonicalJson(JSON.parse(input))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  test('section 3.2.3: members by UTF-16 code unit, so an emoji before the Hebrew letter', () => {
    const input = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonicalJson(input)) as object).toSorted()).toEqual(
      Object.values(input).toSorted(),
    );
    const values = [...canonicalJson(input).matchAll(/:"([^"]*)"/g)].map((match) => match[1]);
    expect(values).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  // Appendix B, less the integers beyond 2^53.
  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['433fffffffffffff', '9007199254740991'],
    ['c33fffffffffffff', '-9007199254740991'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('appendix B: the double %s is written %s', (bits, text) => {
    expect(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text);
  });
});

/** Values that have a canonical form; -0 is left out, because it is written as 0. */
const anyJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false),
    fc.string({ unit: 'binary' }),
    fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Number.isInteger(n)),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { maxKeys: 5 }),
  ),
})).value;

describe('one spelling per value', () => {
  test('reading the text gives the value back', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(toPlain(value));
      }),
    );
  });

  test('the text does not depend on the order in which members were made', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), anyJson, { maxKeys: 6 }), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      }),
    );
  });

  test('writing again what was read changes nothing', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  test('members that are undefined are left out, and -0 is 0', () => {
    expect(canonicalJson({ b: 1, a: undefined, c: -0 })).toBe('{"b":1,"c":0}');
  });

  test('a member named __proto__ is a member like others', () => {
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"a":2}}'))).toBe('{"__proto__":{"a":2},"b":1}');
  });
});

describe('what has no one spelling is refused', () => {
  test.each([
    ['NaN', NaN, 'NaN has no JSON form'],
    ['infinity', [-Infinity], '-Infinity has no JSON form'],
    ['an integer beyond 2^53', { n: 2 ** 53 }, 'beyond 2^53'],
    ['a big round number', 1e30, 'beyond 2^53'],
    ['text with a lone surrogate', 'a\ud800b', 'lone surrogate'],
    ['a member name with a lone surrogate', { '\udc00': 1 }, 'lone surrogate'],
    ['undefined', undefined, 'a undefined has no JSON form'],
    ['undefined in an array', [1, undefined], 'a undefined has no JSON form'],
    ['a function', { f: () => 1 }, 'a function has no JSON form'],
    ['a bigint', 1n, 'a bigint has no JSON form'],
    ['a symbol', Symbol('s'), 'a symbol has no JSON form'],
    ['a date', new Date(0), 'only plain objects'],
    ['a map', new Map([[1, 2]]), 'only plain objects'],
    ['bytes', new Uint8Array(2), 'only plain objects'],
  ])('%s', (_, value, message) => {
    expect(() => canonicalJson(value)).toThrow(message);
  });

  test('a hole in an array', () => {
    const holed = [1, 2, 3];
    delete holed[1];
    expect(() => canonicalJson(holed)).toThrow('a undefined has no JSON form');
  });

  test('nesting beyond 64, and so every cycle', () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
    expect(canonicalJson(nested(64))).toBe(`${'['.repeat(64)}1${']'.repeat(64)}`);
    expect(() => canonicalJson(nested(65))).toThrow('nested deeper than 64');
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    expect(() => canonicalJson(cycle)).toThrow('nested deeper than 64');
  });
});

/** fast-check makes some dictionaries without a prototype; reading JSON never does. */
function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toPlain(member)]));
}
