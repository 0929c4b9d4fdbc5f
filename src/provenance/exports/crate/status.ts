/** How an action ended, as the profile spells it: a plain string, and an error only beside failure. */

import type { Properties } from './graph.ts';

export const completed: Properties = { actionStatus: 'http://schema.org/CompletedActionStatus' };

export const failed = (error: string): Properties => ({
  actionStatus: 'http://schema.org/FailedActionStatus',
  error,
});
