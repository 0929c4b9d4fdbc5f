export { supportsProject } from './project.ts';
export type { ProjectBudget } from './budget.ts';
export { searchProject, type ProjectResult, type ProjectSearchOptions } from './search-project.ts';
