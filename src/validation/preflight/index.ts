/** Judges scenarios before anything starts. */

export { filesRead, filesUnread, toolWork, type FileUse } from './open-work.ts';
export { judgeForRun, judgeScenario, judgeWorld } from './preflight.ts';
export { PREFLIGHT_RULES, type PreflightRule } from './preflight-rules.ts';
export type { FileFacts, WorldFacts } from './world-facts.ts';
