// Does runcrate list the very actions of a crate? 0 yes, 1 no, or it does not read the crate, 2 not judged.
//
//   node runcrate.mjs JUDGES CRATE
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const [judges = '', crate = ''] = process.argv.slice(2);
const { status, stdout, stderr, error } = spawnSync(path.join(judges, 'cwl/bin/runcrate'), ['report', crate], {
  encoding: 'utf8',
  maxBuffer: 1 << 28,
});
process.exitCode = verdict();

function verdict() {
  if (error !== undefined) {
    console.log(String(error));
    return 2;
  }
  if (status !== 0) {
    console.log(`${stdout}${stderr}`.slice(-4000));
    return 1;
  }
  const listed = [...stdout.matchAll(/^action: (\S+)/gm)].map((match) => match[1]).toSorted();
  const graph = JSON.parse(readFileSync(path.join(crate, 'ro-crate-metadata.json'), 'utf8'))['@graph'];
  const there = graph
    .filter((one) => one['@type'] === 'CreateAction')
    .map((one) => one['@id'])
    .toSorted();
  console.log(`${listed.length} actions listed, ${there.length} in the crate`);
  return listed.length === there.length && listed.every((name, index) => name === there[index]) ? 0 : 1;
}
