/** `seqplan run SCENARIO --out DIR`: the real world. */

import { outcomeLines } from '../text.ts';
import type { CommandContext, ScenarioOptions } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { ledgerSigner } from '../keys/keys.ts';
import { run } from '../runs/real-run.ts';
import { loadScenario } from '../scenario-source.ts';
import { createProgress, noteFindings } from '../terminal.ts';
import { concludeRun } from './conclude-run.ts';

export interface RunCommandOptions extends ScenarioOptions {
  readonly resume: boolean;
}

export async function runCommand(file: string, options: RunCommandOptions, context: CommandContext): Promise<ExitCode> {
  if (options.out === undefined) {
    context.terminal.note('seqplan: a real run needs --out DIR for its results and its record');
    return EXIT.badInput;
  }
  const progress = createProgress(context.terminal, context.clock);
  const signer = await ledgerSigner(options.key, context.environment ?? {});
  const result = await run(await loadScenario(file), {
    ...options,
    ...(signer && { signer }),
    directory: options.out,
    clock: context.clock,
    onWarnings: (warnings) => noteFindings(warnings, file, context.terminal),
    onNotice: (message) => context.terminal.note(`seqplan: ${message}`),
    onFact: (fact) =>
      progress(
        () => `${fact.at} s: ${fact.type}${'task' in fact && typeof fact.task === 'string' ? ` ${fact.task}` : ''}`,
      ),
  });
  return concludeRun(result, options, context, outcomeLines(result.report));
}
