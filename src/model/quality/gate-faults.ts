/** What is wrong with the limits of a gate, as a document spells them. */

interface Limits {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

export interface GateFault {
  /** JSON pointer, within the gate. */
  readonly at: string;
  readonly message: string;
  readonly hint: string;
}

export function* gateFaults({
  metric,
  warn = {},
  ...hard
}: Limits & { readonly metric: string; readonly warn?: Limits | undefined }): Generator<GateFault> {
  const limits = [hard.min, hard.max, warn.min, warn.max];
  if (limits.every((limit) => limit === undefined)) {
    yield { at: '', message: `the gate on ${metric} has no limit`, hint: 'Add min or max.' };
    return;
  }
  yield* upsideDown(metric, '', hard);
  yield* upsideDown(metric, 'warn ', warn);
  const isIdle = (warn.min ?? Infinity) < (hard.min ?? -Infinity) || (warn.max ?? -Infinity) > (hard.max ?? Infinity);
  if (!isIdle) return;
  yield {
    at: '/warn',
    message: `the gate on ${metric} warns only of what fails`,
    hint: 'Warn above min, or below max.',
  };
}

function* upsideDown(metric: string, what: string, { min, max }: Limits): Generator<GateFault> {
  if ((min ?? -Infinity) <= (max ?? Infinity)) return;
  const message = `the gate on ${metric} has ${what}min ${min} above ${what}max ${max}`;
  yield { at: '', message, hint: 'Exchange them.' };
}
