export { earliestEnds } from './bounds/index.ts';
export {
  documentText,
  readProblem,
  readSolution,
  writeProblem,
  writeSolution,
  type FlatSolutionDocument,
  type ProblemDocument,
  type ProblemReading,
  type SolutionReading,
} from './exchange/index.ts';
export * from './explain/index.ts';
export { createFormulator, formulate, type Formulator } from './formulation/formulate.ts';
export type { Formulation, ModeName, Names, OperationName } from './formulation/formulation.ts';
export { compareValues, evaluate } from './objective.ts';
export type { Budget, DecisionBudget, PlannerOptions, PlannerRule } from './options.ts';
export { planInThread } from './planner.ts';
export * from './problem.ts';
export type { Solution } from './solution.ts';
export { createMipSolver, type MipBackend, type MipSolver } from './mip/index.ts';
export { proveBounds } from './prove.ts';
export { toPlan } from './to-plan.ts';
export { validateProblem } from './validate-problem.ts';
export { createPlannerPool, type PlannerPool, type PlannerPoolOptions, type PlanTimes } from './pool.ts';
export { INSTANCE_FORMATS, type InstanceFormat } from './read-instance.ts';
export { solveInstance, type BatchDocument, type InstanceAnswer, type SolveInstanceOptions } from './solve-instance.ts';
export { solvePortfolio, type SolvePortfolioOptions } from './solve-portfolio.ts';
