/** A gate of a document. */

import type { z } from 'zod';

import type { gateSchema } from '../document/gates.ts';
import type { QualityGate } from '../workflow.ts';

export const buildGate = ({ metric, unit, warn, source, ...hard }: z.output<typeof gateSchema>): QualityGate => ({
  metric,
  unit,
  ...limitsOf(hard),
  ...(warn === undefined ? {} : { warn: limitsOf(warn) }),
  ...(source === undefined ? {} : { source }),
});

const limitsOf = ({ min, max }: { readonly min?: number | undefined; readonly max?: number | undefined }) => ({
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});
