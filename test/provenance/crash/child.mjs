// Appends to a ledger with the built code and prints, one a line, how many records are acknowledged:
//
//   node child.mjs FOLDER COUNT SEGMENT_BYTES [WAIT_MS]
//
// Exit code 0: closed; 7: the ledger gave up, its code on standard error; 9: it could not be opened.
import { writeSync } from 'node:fs';
import { openLedger, directoryStorage } from '../../../dist/provenance/index.js';
import { createNodeFs } from '../../../dist/service/node-fs.js';

const [folder, count, segmentBytes, waitMs = '0'] = process.argv.slice(2);
const print = (line) => writeSync(1, `${line}\n`);
const giveUp = (error, exit) => {
  writeSync(2, `${error.code ?? error.stack}\n`);
  process.exit(exit);
};

const opened = await openLedger({
  storage: directoryStorage(createNodeFs(), folder),
  clock: { nowMs: () => Date.now() },
  origin: 'lab.example/crash',
  version: '0.0.0-crash',
  segmentBytes: Number(segmentBytes),
  checkpoints: { everyRecords: 8, everyMs: 3_600_000 },
}).catch((error) => giveUp(error, 9));
const { writer, recovery } = opened;
print(`opened ${recovery.records}`);

let failed;
for (let i = 0; i < Number(count); i++) {
  try {
    const seq = writer.append({
      type: 'telemetry-read',
      at: i,
      machine: 'seq/A',
      signal: `of ${process.pid}`,
      value: i,
    });
    await writer.flush();
    print(`acknowledged ${seq + 1}`);
  } catch (error) {
    // A full disk: the same record waits for the next flush.
    failed = error;
    if (error.code !== 'NO-SPACE') break;
    writeSync(2, 'NO-SPACE\n');
  }
  if (waitMs !== '0') await new Promise((resolve) => setTimeout(resolve, Number(waitMs)));
}
if (failed !== undefined && failed.code !== 'NO-SPACE') giveUp(failed, 7);
const { size } = await writer.close().catch((error) => giveUp(error, 7));
print(`closed ${size}`);
