/** Assembles the WebAssembly of src from its text: `npm run kernel`. The tests hold what is committed against the text. */

import { readFileSync, writeFileSync } from 'node:fs';
import wabt from 'wabt';

const FILES = new URL('../src/validation/files/', import.meta.url);
const KERNELS = ['bam/kernel/plain-alignments', 'fastq/kernel/whole-records', 'vcf/kernel/reference-records'];

const assembler = await wabt();
for (const path of KERNELS) {
  const name = path.split('/').at(-1);
  const module = assembler.parseWat(`${name}.wat`, readFileSync(new URL(`${path}.wat`, FILES), 'utf8'));
  const { buffer } = module.toBinary({});
  const constant = `${name.replaceAll('-', '_').toUpperCase()}_WASM`;
  writeFileSync(
    new URL(`${path}-wasm.ts`, FILES),
    `/** Assembled from ${name}.wat by \`npm run kernel\`. */\n\nexport const ${constant} =\n  '${Buffer.from(buffer).toString('base64')}';\n`,
  );
}
