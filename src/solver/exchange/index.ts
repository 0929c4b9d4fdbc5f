export { documentText } from './document-text.ts';
export { writeProblem, type ColumnDocument, type ProblemDocument, type TableDocument } from './problem-document.ts';
export { readProblem, type ProblemReading } from './read-problem.ts';
export { readSolution, type SolutionReading } from './read-solution.ts';
export { writeSolution, type FlatSolutionDocument } from './solution-document.ts';
