/** Writes docs/schema/*.schema.json from the zod schemas of the built package. Run by `npm run schema`. */

import { mkdir, writeFile } from 'node:fs/promises';

import { scenarioJsonSchema } from '../dist/model/index.js';
import { experimentJsonSchema } from '../dist/service/index.js';

const folder = new URL('../docs/schema/', import.meta.url);
await mkdir(folder, { recursive: true });
const schemas = { scenario: scenarioJsonSchema(), experiment: experimentJsonSchema() };
for (const [name, schema] of Object.entries(schemas)) {
  await writeFile(new URL(`${name}.schema.json`, folder), `${JSON.stringify(schema, null, 2)}\n`);
}
