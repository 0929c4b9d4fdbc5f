/** `seqplan validate SCENARIO`, `seqplan validate FILE...` */

import { hasErrors, type Finding } from '../../base/index.ts';
import type { CommandContext } from '../command-context.ts';
import { ServiceError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { describeFinding } from '../terminal.ts';
import { validateFilesCommand, type ValidateFilesOptions } from './validate-files.ts';

/** One YAML or JSON file without a format is a scenario; everything else is files. */
export const validateCommand = (
  files: readonly string[],
  options: ValidateFilesOptions,
  context: CommandContext,
): Promise<ExitCode> => {
  const [only = ''] = files;
  const isScenario =
    files.length === 1 && options.format === undefined && options.paired !== true && /\.(?:ya?ml|json)$/i.test(only);
  return isScenario ? validateScenario(only, options, context) : validateFilesCommand(files, options, context);
};

async function validateScenario(
  file: string,
  { json }: { readonly json: boolean },
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const findings = await findingsOf(file);
  const verdict = hasErrors(findings) ? 'rejected' : 'accepted';
  if (json) terminal.print(JSON.stringify({ file, verdict, findings }, null, 2));
  for (const finding of findings) terminal.note(describeFinding(finding, file));
  if (!json) terminal.print(`${file}: ${verdict}`);
  return verdict === 'rejected' ? EXIT.badInput : EXIT.done;
}

async function findingsOf(file: string): Promise<readonly Finding[]> {
  // With the libraries that read scenarios: files are judged without them.
  const { loadScenario } = await import('../scenario-source.ts');
  try {
    return (await loadScenario(file)).warnings;
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'REJECTED') return error.findings;
    throw error;
  }
}
