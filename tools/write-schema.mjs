/** Writes docs/schema/scenario.schema.json from the zod schema of the built package. Run by `npm run schema`. */

import { mkdir, writeFile } from 'node:fs/promises';

import { scenarioJsonSchema } from '../dist/model/index.js';

const folder = new URL('../docs/schema/', import.meta.url);
await mkdir(folder, { recursive: true });
await writeFile(new URL('scenario.schema.json', folder), `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
