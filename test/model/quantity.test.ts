import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  formatDuration,
  formatMemory,
  formatReads,
  parseBases,
  parseDuration,
  parseMemory,
  parseReads,
  parseTemperature,
} from '../../src/model/index.ts';

const ok = (value: unknown) => ({ kind: 'ok', value });

describe('a duration', () => {
  it.each([
    ['44 h', 44 * 3600],
    ['44h', 158_400],
    ['2 wk', 2 * 7 * 86_400],
    ['2 weeks', 1_209_600],
    ['90 min', 5400],
    ['3 d', 259_200],
    ['1 day', 86_400],
    ['1 h 30 min', 5400],
    // 6.75 x 60 = 405.
    ['6.75 min', 405],
    // 0.3 h is 1079.9999999999998 s in binary arithmetic.
    ['0.3 h', 1080],
    ['0', 0],
    ['0 s', 0],
  ])('%s is %i s', (text, seconds) => {
    expect(parseDuration(text)).toEqual(ok(seconds));
  });

  it.each([
    ['44', "'44' is not a duration"],
    ['', "'' is not a duration"],
    ['-3 h', "'-3 h' is not a duration"],
    ['3 h -', "'3 h -' is not a duration"],
    ['1e9 h', "'1e9 h' has the unit 'e'"],
    ['3 GB', "'3 GB' has the unit 'GB'"],
    ['1 month', "'1 month' has the unit 'month'"],
    ['500 ms', "'500 ms' has the unit 'ms'"],
    ['0.5 s', "'0.5 s' is 0.5 s, not a whole number of seconds"],
    ['101 d 5000 wk', 'ok'],
    ['6000 wk', "'6000 wk' is longer than a hundred years"],
  ])('%s: %s', (text, message) => {
    const quantity = parseDuration(text);
    if (message === 'ok') expect(quantity.kind).toBe('ok');
    else
      expect(quantity).toMatchObject({
        kind: 'bad',
        message: expect.stringContaining(message),
        hint: expect.stringContaining("'44 h'"),
      });
  });

  it('reads back what is printed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3e9 }), (seconds) => {
        expect(parseDuration(formatDuration(seconds))).toEqual(ok(seconds));
      }),
    );
  });

  it('is printed in the largest units', () => {
    // 93,784 s = 1 d (86,400) + 2 h (7,200) + 3 min (180) + 4 s.
    expect(formatDuration(93_784)).toBe('1 d 2 h 3 min 4 s');
    expect(formatDuration(0)).toBe('0 s');
  });
});

describe('reads', () => {
  it.each([
    ['400 M', 400_000_000],
    ['3.25 G', 3_250_000_000],
    ['3250 M reads', 3_250_000_000],
    ['26000000000', 26_000_000_000],
    // 4.35e9 as a product of doubles would be 4349999999.999999.
    ['4.35 G', 4_350_000_000],
  ])('%s are %i', (text, reads) => {
    expect(parseReads(text)).toEqual(ok(reads));
  });

  it.each(['400 m', '-4 M', 'many', '1.5', '4 Gb', '10000 T'])('%s are refused', (text) => {
    expect(parseReads(text)).toMatchObject({ kind: 'bad', hint: expect.stringContaining("'400 M'") });
  });

  it('read back what is printed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (reads) => {
        expect(parseReads(formatReads(reads))).toEqual(ok(reads));
      }),
    );
    expect(formatReads(3_250_000_000)).toBe('3.25 G');
  });
});

describe('bases', () => {
  it.each([
    // Bases, not gigabits: 120e9, where mathjs would say 15e9 bytes.
    ['120 Gb', 120e9],
    ['8 Tb', 8e12],
    ['300 Mbp', 300e6],
  ])('%s are %i', (text, bases) => {
    expect(parseBases(text)).toEqual(ok(bases));
  });

  it.each(['120 GB', '120 G', '120'])('%s are refused', (text) => {
    expect(parseBases(text)).toMatchObject({ kind: 'bad', hint: expect.stringContaining("'120 Gb'") });
  });
});

describe('memory', () => {
  it.each([
    ['30 GB', 30e9],
    ['512 MiB', 512 * 2 ** 20],
    ['3 TB', 3e12],
    ['1.5 GiB', 1.5 * 2 ** 30],
    ['64 kB', 64_000],
    ['17 B', 17],
  ])('%s is %i bytes', (text, bytes) => {
    expect(parseMemory(text)).toEqual(ok(bytes));
  });

  it.each(['30 Gb', '30 G', '30', '30 KB', '-1 GB', '0.5 B', '2 PB'])('%s is refused', (text) => {
    expect(parseMemory(text)).toMatchObject({ kind: 'bad', hint: expect.stringContaining("'512 MiB'") });
  });

  it('reads back what is printed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 50 }), (bytes) => {
        expect(parseMemory(formatMemory(bytes))).toEqual(ok(bytes));
      }),
    );
  });
});

describe('a temperature', () => {
  it.each([
    ['-20 degC', -20],
    ['4 °C', 4],
    // 193.15 - 273.15.
    ['193.15 K', -80],
    ['32 degF', 0],
  ])('%s is %d degrees Celsius', (text, celsius) => {
    const quantity = parseTemperature(text);
    expect(quantity.kind === 'ok' ? quantity.value : NaN).toBeCloseTo(celsius, 9);
  });

  it.each(['-20', 'cold', '-300 degC', '-1 K'])('%s is refused', (text) => {
    expect(parseTemperature(text)).toMatchObject({ kind: 'bad', hint: expect.stringContaining("'4 degC'") });
  });
});
