/**
 * The package's entry: an Entra with Pass-through Authentication inside your own process. The ways
 * with a third-party package are entries of their own, `pta-lab/msw` and `pta-lab/vitest`.
 */
export {
  createMockEntra,
  type FaultHandle,
  type Listening,
  type MockEntra,
  type MockEntraOptions,
} from './lab/stand-in/create-mock-entra.ts';
export { LabError } from './runtime/lab-error.ts';
