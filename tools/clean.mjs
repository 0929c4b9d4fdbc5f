// Removes the named folders of this repository, so that a build never mixes with an older one's files.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

for (const folder of process.argv.slice(2)) {
  rmSync(fileURLToPath(new URL(`../${folder}`, import.meta.url)), { recursive: true, force: true });
}
