/** `seqplan validate SCENARIO`, `seqplan validate FILE...` */

import { isUri } from '../../base/index.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Purpose } from '../preflight/index.ts';
import { createProgress, noteFindings } from '../terminal.ts';
import { validateFilesCommand, type ValidateFilesOptions } from './validate-files.ts';

export interface ValidateOptions extends ValidateFilesOptions {
  readonly for?: Purpose;
  readonly out?: string;
  readonly remote: boolean;
}

/** One YAML or JSON file without a format is a scenario; everything else is files. */
export const validateCommand = (
  files: readonly string[],
  options: ValidateOptions,
  context: CommandContext,
): Promise<ExitCode> => {
  const [only = ''] = files;
  const isDocument = files.length === 1 && /\.(?:ya?ml|json)$/i.test(only) && !isUri(only);
  if (isDocument && options.format === undefined && options.paired !== true) {
    return validateScenario(only, options, context);
  }
  const { for: _, out: __, remote: ___, ...judging } = options;
  return validateFilesCommand(files, judging, context);
};

async function validateScenario(
  file: string,
  { json, for: purpose, out, remote }: ValidateOptions,
  { terminal, clock }: CommandContext,
): Promise<ExitCode> {
  const progress = createProgress(terminal, clock);
  // With the libraries that read scenarios: files are judged without them.
  const { validate } = await import('../preflight/index.ts');
  const { verdict, findings } = await validate(file, {
    ...(purpose && { for: purpose }),
    ...(out !== undefined && { out }),
    remote,
    onFile: (path) => progress(() => `looking at ${path}`),
  });
  if (json) terminal.print(JSON.stringify({ file, verdict, findings }, null, 2));
  noteFindings(findings, file, terminal);
  if (!json) terminal.print(`${file}: ${verdict}`);
  return verdict === 'rejected' ? EXIT.badInput : EXIT.done;
}
