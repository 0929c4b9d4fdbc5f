/** The run auditor: rules of docs/FINDINGS.md, "The run auditor", judged independently of the engine. */

export { auditRun, type RunCase } from './audit-run.ts';
export { RUN_RULE_CODES, type RunRuleCode } from './codes.ts';
