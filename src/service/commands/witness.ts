/** `seqplan witness serve`, `witness add` and `witness anchor`: checkpoints in the hands of others. */

import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { parseVkey, SIGNATURE_TYPE } from '../../provenance/index.ts';
import { anchorLedger } from '../ledger/anchor.ts';
import type { CommandContext } from '../command-context.ts';
import { ServiceError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readKeyFile, readVkey } from '../keys/keys.ts';
import { createNodeFs } from '../node-fs.ts';
import { verificationLine } from '../text.ts';
import { ledgerStorage } from '../ledger/verification.ts';
import { addToWitness } from '../witness/witness-client.ts';
import { createWitnessServer } from '../witness/witness-server.ts';
import { openWitnessState } from '../witness/witness-state.ts';
import { trustedKeys } from '../witness/witness-trust.ts';

export interface WitnessServeOptions {
  readonly state: string;
  readonly key: string;
  readonly trust: readonly string[];
  readonly port: number;
  readonly host: string;
}

/** Until it is interrupted. */
export async function witnessServeCommand(
  { state: directory, key, trust, port, host }: WitnessServeOptions,
  { terminal, clock, onInterrupt }: CommandContext,
): Promise<ExitCode> {
  const keysOf = trustedKeys(trust);
  const signer = await readKeyFile(key, 'witness');
  const state = await openWitnessState(createNodeFs(), path.resolve(directory));
  const server = createWitnessServer({
    state,
    signer,
    keysOf,
    clock,
    onFault: (message) => terminal.note(`witness: ${message}`),
  });
  try {
    await new Promise<void>((resolve, reject) => {
      const failed = (cause: Error): void =>
        reject(new ServiceError('IO', `cannot listen: ${cause.message}`, { cause }));
      server.once('error', failed);
      server.listen({ port, host }, () => {
        const { address, port: actual } = server.address() as AddressInfo;
        terminal.print(
          `${signer.vkey}\nlistening on http://${address.includes(':') ? `[${address}]` : address}:${actual}`,
        );
        const forget = onInterrupt?.(() => {
          forget?.();
          server.close(() => resolve());
          server.closeAllConnections();
        });
      });
    });
  } finally {
    await state.close();
  }
  return EXIT.done;
}

export interface WitnessAddOptions {
  readonly url: string;
  readonly witnessKey: string;
}

/** Exit 1 where the witness has seen what the ledger does not continue. */
export async function witnessAddCommand(
  directory: string,
  { url, witnessKey }: WitnessAddOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const witness = parseVkey(await readVkey(witnessKey));
  if (witness?.type !== SIGNATURE_TYPE.cosignature) {
    terminal.note(`seqplan: --witness-key ${witnessKey} is not the key of a witness`);
    return EXIT.badInput;
  }
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    terminal.note(`seqplan: --url ${url} is no http or https address`);
    return EXIT.badInput;
  }
  const storage = await ledgerStorage(directory);
  const found = await addToWitness({ storage, url, witness });
  if (found.kind === 'contradicted') {
    terminal.print(`not cosigned: ${found.message}`);
    return EXIT.no;
  }
  const when = new Date(found.time * 1000).toISOString();
  terminal.print(
    `${found.size} records ${found.wasThere ? 'were cosigned before' : 'cosigned'} by ${witness.vkey} at ${when}`,
  );
  return EXIT.done;
}

export interface WitnessAnchorOptions {
  readonly to: string;
}

/** Exit 1 where the ledger is broken, or does not continue what the file holds. */
export async function witnessAnchorCommand(
  directory: string,
  { to }: WitnessAnchorOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const anchored = await anchorLedger(directory, to);
  if (anchored.kind === 'broken') {
    terminal.print(verificationLine(anchored));
    return EXIT.no;
  }
  terminal.print(`checkpoint of ${anchored.size} records ${anchored.isNew ? 'added to' : 'is already in'} ${to}`);
  return EXIT.done;
}
