export { attemptFolder, resultFolder, sampleFolder } from './layout.ts';
export { isSafeName, safeName } from './names.ts';
export { fillPlaceholders } from './placeholders.ts';
export {
  prepareInvocation,
  type InputSource,
  type Invocation,
  type InvocationInput,
  type InvocationOutput,
  type InvocationProblem,
  type InvocationRequest,
  type Prepared,
} from './prepare-invocation.ts';
