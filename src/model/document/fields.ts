/**
 * The words that all parts of a scenario document are spelled in: ids, quantities, wall-clock times, days.
 *
 * Each field is a zod schema whose input is what people write and whose output is what the model counts in. Times stay
 * text: they become instants only once the time zone is known.
 */

import { z } from 'zod';

import { closest } from '../closest.ts';
import { parseBases, parseDuration, parseMemory, parseReads, parseTemperature, type Quantity } from '../quantity.ts';
import type { FindingCode } from '../finding-codes.ts';

/** Ends up in file names, URLs and object keys, so it is kept plain. */
export const ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Names that mean something to JavaScript objects, or to tool inputs (`order:`, `file:`). */
const RESERVED = new Set([
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'order',
  'file',
]);

/** An object that refuses keys it does not know; the message lists the known ones for the did-you-mean hint. */
export const object = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined),
  });

/** Reports one finding from inside a transform; `params` carry it through zod. */
export function fail(ctx: z.RefinementCtx, code: FindingCode, message: string, hint: string): never {
  ctx.addIssue({ code: 'custom', message, params: { code, hint } });
  return z.NEVER;
}

/** A new field each time, so that every use can carry its own description. */
export const idField = () =>
  z
    .string()
    .superRefine((text, ctx) => {
      if (!ID_PATTERN.test(text)) {
        const hint = 'Use 1 to 64 letters, digits, dots, dashes and underscores, beginning with a letter or digit.';
        fail(ctx, 'BAD-ID', `'${text}' is not an id`, hint);
      } else if (RESERVED.has(text)) fail(ctx, 'BAD-ID', `'${text}' is a reserved word`, 'Choose another id.');
    })
    .meta({ pattern: ID_PATTERN.source });

const quantityField =
  <T>(parse: (text: string) => Quantity<T>) =>
  () =>
    z.union([z.string(), z.number()]).transform((value, ctx): T => {
      const quantity = parse(String(value));
      return quantity.kind === 'ok' ? quantity.value : fail(ctx, 'BAD-QUANTITY', quantity.message, quantity.hint);
    });

/** `44 h`, `1 h 30 min`, `0` -> whole seconds. */
export const durationField = quantityField(parseDuration);
/** `400 M` -> read pairs. */
export const readsField = quantityField(parseReads);
/** `120 Gb` -> bases. */
export const basesField = quantityField(parseBases);
/** `30 GB` -> bytes. */
export const memoryField = quantityField(parseMemory);
/** `-20 degC` -> degrees Celsius. */
export const temperatureField = quantityField(parseTemperature);

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?$/;
const TIME_HINT = "Write local time as '2026-11-30T08:00', or with an offset as '2026-11-30T08:00+01:00'.";

/** `2026-11-30T08:00`, local to the site, or with an offset. Stays text. */
export const timeField = () =>
  z
    .string()
    .superRefine((text, ctx) => {
      if (!LOCAL_TIME.test(text)) fail(ctx, 'BAD-TIME', `'${text}' is not a date and time`, TIME_HINT);
    })
    .meta({ pattern: LOCAL_TIME.source });

/** When something is due: at a time, or so long after another one. */
export type When = { readonly kind: 'at'; readonly text: string } | { readonly kind: 'after'; readonly length: number };

/** A time, or a duration after an event that the field's description names. */
export const whenField = () =>
  z.string().transform((text, ctx): When => {
    if (LOCAL_TIME.test(text)) return { kind: 'at', text };
    const length = parseDuration(text);
    if (length.kind === 'ok') return { kind: 'after', length: length.value };
    return fail(ctx, 'BAD-TIME', `'${text}' is neither a time nor a duration`, `${TIME_HINT} Or write '10 d'.`);
  });

/** `2026-12-25`. Stays text. */
export const dateField = () =>
  z
    .string()
    .superRefine((text, ctx) => {
      if (!DATE.test(text)) fail(ctx, 'BAD-TIME', `'${text}' is not a date`, "Write '2026-12-25'.");
    })
    .meta({ pattern: DATE.source });

/** `08:00`, `24:00` -> minutes after local midnight, 0..1440. */
export const timeOfDayField = () =>
  z.string().transform((text, ctx): number => {
    const match = /^(\d{2}):(\d{2})$/.exec(text);
    const minutes = match === null ? NaN : Number(match[1]) * 60 + Number(match[2]);
    if (match !== null && Number(match[2]) < 60 && minutes <= 1440) return minutes;
    return fail(ctx, 'BAD-TIME', `'${text}' is not a time of day`, "Write '08:00' to '24:00', in quotes.");
  });

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** `Mon-Fri`, `Mon, Wed`, `[Sat, Sun]` -> ISO weekdays, Monday 1 to Sunday 7, rising. */
export const daysField = () =>
  z.union([z.string(), z.array(z.string())]).transform((value, ctx): readonly number[] => {
    const days = new Set<number>();
    for (const part of (typeof value === 'string' ? value.split(',') : value).map((p) => p.trim())) {
      const [first = '', last = first, more] = part.split('-').map((name) => DAYS.indexOf(name.trim()));
      if (first === '' || last === '' || first < 0 || last < 0 || more !== undefined) {
        const near = closest(part, DAYS);
        const hint = `${near === undefined ? '' : `Did you mean '${near}'? `}Write ${DAYS.join(', ')} or a range such as Mon-Fri.`;
        return fail(ctx, 'BAD-VALUE', `'${part}' is not a day of the week`, hint);
      }
      for (let day = first; ; day = (day + 1) % 7) {
        days.add(day + 1);
        if (day === last) break;
      }
    }
    return [...days].toSorted((a, b) => a - b);
  });

/** Whole number of things; `minimum` defaults to 0. */
export const countField = (minimum = 0) => z.int().min(minimum).max(1_000_000);
