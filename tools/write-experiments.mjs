// Carries out examples/experiments/*.yaml with the built package and puts what they find into docs/EXPERIMENTS.md, each table
// after its mark, and the drawing of the first into docs/images.
//
//   npm run build && node tools/write-experiments.mjs
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';

import { experimentForest, experimentMarkdown } from '../dist/analytics/index.js';
import { experiment, loadExperiment } from '../dist/service/index.js';

const DRAWN = 'weekend-visit';
const docs = new URL('../docs/EXPERIMENTS.md', import.meta.url);
let text = await readFile(docs, 'utf8');

for (const [, name] of text.matchAll(/<!-- result: ([\w-]+) -->/g)) {
  const file = new URL(`../examples/experiments/${name}.yaml`, import.meta.url).pathname;
  console.error(name);
  const result = await experiment(await loadExperiment(file), { workers: os.availableParallelism() });
  const table = experimentMarkdown(result).slice(2).join('\n');
  // Up to the next mark.
  const place = new RegExp(`(<!-- result: ${name} -->\n)[\\s\\S]*?(<!-- end -->)`);
  text = text.replace(place, (_, begin, end) => `${begin}\n${table}\n\n${end}`);
  if (name === DRAWN) {
    await writeFile(new URL(`../docs/images/experiment-${name}.svg`, import.meta.url), experimentForest(result));
  }
}
await writeFile(docs, text);
