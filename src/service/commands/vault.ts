/** `seqplan vault create | pseudonymize | resolve | find | erase`: who the subjects are, with every access on record. */

import { stringify } from 'yaml';
import { parseDocument } from '../../model/index.ts';
import type { Access } from '../../provenance/index.ts';
import type { CommandContext } from '../command-context.ts';
import { ServiceError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readInput } from '../read-input.ts';
import { replaceIdentities } from '../vault/identities.ts';
import { createVault, withVault } from '../vault/vault-folder.ts';
import { writeText } from '../write-text.ts';

export interface VaultOptions {
  readonly vault: string;
  readonly key: string;
}

export type AccessOptions = VaultOptions & Access;

export async function vaultCreateCommand(
  directory: string,
  { key }: { readonly key: string },
  context: CommandContext,
): Promise<ExitCode> {
  await createVault({ directory, keyFile: key, clock: context.clock });
  context.terminal.print(
    `vault ${directory}, key ${key}\nKeep the key on another disk, and a copy of it where you keep what must not be lost.`,
  );
  return EXIT.done;
}

export async function vaultPseudonymizeCommand(
  file: string,
  options: AccessOptions & { readonly out: string },
  context: CommandContext,
): Promise<ExitCode> {
  const parsed = parseDocument(await readInput(file), file.endsWith('.json') ? 'json' : 'yaml');
  if (parsed.kind === 'rejected')
    throw new ServiceError('REJECTED', `${file} cannot be read`, { findings: parsed.findings });
  const replaced = await inVault(options, context, (vault) =>
    replaceIdentities(parsed.document, (identity) => vault.add(identity, options)),
  );
  if (replaced.kind === 'rejected') {
    const findings = replaced.findings.map((finding) => ({ ...finding, ...parsed.locate(finding.path) }));
    throw new ServiceError('REJECTED', 'the identities cannot be taken out', { findings });
  }
  const isJson = options.out.endsWith('.json');
  await writeText(
    options.out,
    isJson ? `${JSON.stringify(replaced.document, null, 2)}\n` : stringify(replaced.document),
  );
  context.terminal.print(`${replaced.subjects} subjects; ${options.out} holds pseudonyms only`);
  return EXIT.done;
}

export async function vaultResolveCommand(
  subject: string,
  options: AccessOptions & { readonly field: readonly string[]; readonly json: boolean },
  context: CommandContext,
): Promise<ExitCode> {
  const fields = options.field.length > 0 ? options.field : undefined;
  const identity = await inVault(options, context, (vault) => vault.resolve(subject, options, fields));
  const lines = Object.entries(identity).map(([name, value]) => `${name}: ${value}`);
  context.terminal.print(options.json ? JSON.stringify(identity, null, 2) : lines.join('\n'));
  return EXIT.done;
}

/** The value comes from standard input: an argument would stand in the list of processes and in the shell's history. */
export async function vaultFindCommand(
  options: AccessOptions & { readonly field: string },
  context: CommandContext,
): Promise<ExitCode> {
  const value = (await context.readInput?.())?.trim() ?? '';
  if (value === '') {
    context.terminal.note('seqplan: give the value to look for on standard input');
    return EXIT.badInput;
  }
  const found = await inVault(options, context, (vault) => vault.find(options.field, value, options));
  for (const subject of found) context.terminal.print(subject);
  return found.length > 0 ? EXIT.done : EXIT.no;
}

export async function vaultEraseCommand(
  subject: string,
  options: AccessOptions,
  context: CommandContext,
): Promise<ExitCode> {
  await inVault(options, context, (vault) => vault.erase(subject, options));
  context.terminal.print('erased; the record of it stays');
  return EXIT.done;
}

const inVault = <T>(
  { vault, key }: VaultOptions,
  { clock }: CommandContext,
  use: Parameters<typeof withVault<T>>[1],
): Promise<T> => withVault({ directory: vault, keyFile: key, clock }, use);
