/** What a stage does about failures, as a scenario document spells it: an ordered list of steps. */

import { z } from 'zod';

import { parseDuration } from '../quantity.ts';
import { FAILURE_CLASSES } from '../failure.ts';
import { countField, fail, object } from './fields.ts';

const failureClass = z.enum(FAILURE_CLASSES);

/** `30 s` or `30 s * 2^n`; n counts the retries from 0, so the first waits 30 s, the second 60 s. */
const backoffField = z.union([z.string(), z.number()]).transform((value, ctx) => {
  const [base = '', power] = String(value).split('*');
  const wait = parseDuration(base);
  if (wait.kind === 'bad') return fail(ctx, 'BAD-QUANTITY', wait.message, "Write '30 s' or '30 s * 2^n'.");
  const match = power === undefined ? undefined : /^\s*(\d+(?:\.\d+)?)\s*\^\s*n\s*$/.exec(power);
  const factor = match === undefined ? 1 : Number(match?.[1]);
  if (factor >= 1 && factor <= 100) return { base: wait.value, factor };
  return fail(
    ctx,
    'BAD-QUANTITY',
    `'${value}' is not a back-off`,
    "Write '30 s' or '30 s * 2^n', the factor 1 to 100.",
  );
});

/** `x2`: the next attempt gets twice the memory. */
const memoryFactorField = z.string().transform((text, ctx) => {
  const factor = Number(/^x\s*(\d+(?:\.\d+)?)$/.exec(text)?.[1]);
  if (factor >= 1 && factor <= 64) return factor;
  return fail(ctx, 'BAD-QUANTITY', `'${text}' is not a memory factor`, "Write 'x2'; 1 to 64.");
});

const trigger = {
  when: z
    .union([failureClass, z.array(failureClass).min(1)])
    .optional()
    .describe('Failure classes that this step answers.'),
  otherwise: z.literal(true).optional().describe('Answers every class; in place of `when`.'),
};

const stageName = z.string();

export const policyStepSchema = z.discriminatedUnion('do', [
  object({
    ...trigger,
    do: z.literal('retry').describe('Try again.'),
    max: countField(1).max(100).default(1).describe('Attempts after the first.'),
    backoff: backoffField
      .optional()
      .describe("Wait before trying again: '30 s', or '30 s * 2^n' with n = 0, 1, 2, ..."),
    memory: memoryFactorField.optional().describe("Memory of the next attempt against the last: 'x2'."),
  }),
  object({
    ...trigger,
    do: z.literal('fallback').describe('Take another path.'),
    to: stageName.describe('Stage of the same workflow to go on from.'),
  }),
  object({
    ...trigger,
    do: z.literal('degrade').describe('Go on without an optional stage.'),
    skip: stageName.describe('Optional stage to leave out.'),
  }),
  object({ ...trigger, do: z.literal('hold').describe('Stop in storage until an operator decides.') }),
  object({ ...trigger, do: z.literal('quarantine').describe('Take the samples out; the others go on.') }),
  object({ ...trigger, do: z.literal('abort').describe('Give up the order.') }),
]);
