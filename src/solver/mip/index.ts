export { ModelBuilder, type ColumnLimits, type RowLimits, type Term } from './builder.ts';
export type { MipAnswer, MipBackend, MipColumns, MipLimits, MipModel, MipRows } from './model.ts';
export { chooseBackend, createMipSolver, type BackendName, type MipSolver } from './solver.ts';
export { costOf, dualBound, faultOf } from './verify.ts';
export { packExactly, type LaneAnswer, type LaneQuestion } from './lanes.ts';
export { proposeGroups, type ProposalOptions, type ProposedGroup } from './pooling/index.ts';
