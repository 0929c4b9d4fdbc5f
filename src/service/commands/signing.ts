/** `seqplan signer create`, `seqplan sign`, `seqplan correct`: people's part in the record. */

import { readFile } from 'node:fs/promises';
import type { Json } from '../../base/index.ts';
import type { SignatureMeaning } from '../../provenance/index.ts';
import type { CommandContext } from '../command-context.ts';
import { rejected } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { ledgerSigner } from '../keys/keys.ts';
import { correctRecord } from '../signing/correct-record.ts';
import { createPersonalKey, openPersonalKey } from '../signing/personal-key.ts';
import { signLedger } from '../signing/sign-ledger.ts';

export interface PassphraseOption {
  readonly passphraseFile?: string;
}

export async function signerCreateCommand(
  file: string,
  { name, ...options }: PassphraseOption & { readonly name: string },
  { terminal, environment = {} }: CommandContext,
): Promise<ExitCode> {
  const vkey = await createPersonalKey(file, name, await passphraseOf(options, environment));
  terminal.print(`${vkey}\n${file}.pub holds this line: give it to whoever verifies.`);
  return EXIT.done;
}

export interface SignOptions extends PassphraseOption {
  readonly signerKey: string;
  readonly meaning: SignatureMeaning;
  readonly reason: string;
  readonly record: readonly number[];
  readonly key?: string;
  readonly json: boolean;
}

export async function signCommand(
  ledger: string,
  options: SignOptions,
  { terminal, clock, environment = {} }: CommandContext,
): Promise<ExitCode> {
  const person = await openPersonalKey(options.signerKey, await passphraseOf(options, environment));
  const labKey = await ledgerSigner(options.key, environment);
  const { meaning, reason, record: records } = options;
  const { record, signed } = await signLedger(
    { directory: ledger, clock, ...(labKey && { labKey }) },
    { person, meaning, reason: oneLine(reason), records },
  );
  const what = signed.records.length === 0 ? `all ${signed.size} records` : `records ${signed.records.join(', ')}`;
  terminal.print(
    options.json
      ? JSON.stringify({ record, ...signed }, null, 2)
      : `record ${record}: ${signed.meaning} by ${signed.signer} at ${signed.signedAt}, ${what}: ${signed.reason}`,
  );
  return EXIT.done;
}

export interface CorrectOptions {
  readonly record: number;
  readonly path: string;
  readonly value: string;
  readonly by: string;
  readonly reason: string;
  readonly key?: string;
  readonly json: boolean;
}

export async function correctCommand(
  ledger: string,
  options: CorrectOptions,
  { terminal, clock, environment = {} }: CommandContext,
): Promise<ExitCode> {
  const labKey = await ledgerSigner(options.key, environment);
  const { record, corrected } = await correctRecord(
    { directory: ledger, clock, ...(labKey && { labKey }) },
    {
      record: options.record,
      path: options.path,
      value: parseJson(options.value),
      by: oneLine(options.by),
      reason: oneLine(options.reason),
    },
  );
  const { old, new: now } = corrected;
  terminal.print(
    options.json
      ? JSON.stringify({ at: record, ...corrected }, null, 2)
      : `record ${record}: ${corrected.path} of record ${corrected.record}: ${JSON.stringify(old)} -> ${JSON.stringify(now)}, by ${corrected.by}: ${corrected.reason}`,
  );
  return EXIT.done;
}

/** From a file, or from the environment: an argument would stand in the list of processes. */
async function passphraseOf(
  { passphraseFile }: PassphraseOption,
  environment: NonNullable<CommandContext['environment']>,
): Promise<string> {
  const fromFile = passphraseFile === undefined ? undefined : await readFile(passphraseFile, 'utf8').catch(() => '');
  const passphrase = (fromFile ?? environment['SEQPLAN_PASSPHRASE'] ?? '').replace(/\r?\n$/, '');
  if (passphrase === '')
    throw rejected('PASSPHRASE', 'no passphrase', 'Give --passphrase-file FILE, or set SEQPLAN_PASSPHRASE.');
  return passphrase;
}

function oneLine(text: string): string {
  if (text.trim() !== '' && text.length <= 1000 && !/\p{Cc}/u.test(text)) return text;
  throw rejected('ONE-LINE', 'actor or reason is not one line of 1 to 1,000 characters', 'Say who and why.');
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw rejected('NOT-JSON', `--value ${text} is not JSON`, 'Texts stand in double quotes: --value \'"op-3"\'.');
  }
}
