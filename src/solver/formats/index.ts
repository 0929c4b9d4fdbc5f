export { readFjsp } from './fjsp.ts';
export { problemOf, type Instance, type InstanceMode, type ReadResult } from './instance.ts';
export { readJsp } from './jsp.ts';
export { readOsp, type OspReadResult } from './osp.ts';
export { readRcpsp } from './rcpsp.ts';
export {
  solutionDocument,
  type PlannedActivity,
  type PlannedOperation,
  type SolutionDocument,
  type SolutionFigures,
} from './solution.ts';
