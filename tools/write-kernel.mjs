/** Assembles the WebAssembly of src from its text: `npm run kernel`. The tests hold what is committed against the text. */

import { readFileSync, writeFileSync } from 'node:fs';
import wabt from 'wabt';

const FOLDER = new URL('../src/validation/files/fastq/kernel/', import.meta.url);

const module = (await wabt()).parseWat('whole-records.wat', readFileSync(new URL('whole-records.wat', FOLDER), 'utf8'));
const { buffer } = module.toBinary({});
writeFileSync(
  new URL('whole-records-wasm.ts', FOLDER),
  `/** Assembled from whole-records.wat by \`npm run kernel\`. */\n\nexport const WHOLE_RECORDS_WASM =\n  '${Buffer.from(buffer).toString('base64')}';\n`,
);
