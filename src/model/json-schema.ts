/** The scenario document as JSON Schema, for editors and other languages; docs/schema/scenario.schema.json is its print. */

import { z } from 'zod';

import { scenarioSchema } from './document.ts';

/**
 * Draft 2020-12, of what is written (quantities as text). Necessary, not sufficient: spellings of quantities and the
 * semantic rules are checked by `readScenario` alone.
 */
export const scenarioJsonSchema = (): Readonly<Record<string, unknown>> => ({
  ...z.toJSONSchema(scenarioSchema, { io: 'input', target: 'draft-2020-12' }),
  title: 'seqplan scenario, version 1',
});
