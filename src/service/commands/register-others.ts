/** Every word but `validate`. They bring the planner, the ledger and their libraries: 50 MB that files are judged without. */

import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import type { Conclude } from '../command-options.ts';
import { registerCrypt4gh } from './register-crypt4gh.ts';
import { registerKeys } from './register-keys.ts';
import { registerLedger } from './register-ledger.ts';
import { registerQuality } from './register-quality.ts';
import { registerScenarios } from './register-scenarios.ts';
import { registerSigning } from './register-signing.ts';
import { registerVault } from './register-vault.ts';

export function registerOthers(program: Command, context: CommandContext, conclude: Conclude): void {
  registerScenarios(program, context, conclude);
  registerQuality(program, context, conclude);
  registerLedger(program, context, conclude);
  registerKeys(program, context, conclude);
  registerSigning(program, context, conclude);
  registerVault(program, context, conclude);
  registerCrypt4gh(program, context, conclude);
}
