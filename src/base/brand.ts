/** Nominal typing for primitives: a `Brand<string, 'OrderId'>` is a string that only code naming orders hands out. */

declare const brand: unique symbol;

export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
